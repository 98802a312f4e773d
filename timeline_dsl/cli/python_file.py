"""The `Timeline` value of a Python file."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import TypeVar

from timeline_dsl.errors import TimelineError, UsageError, without_own_frames
from timeline_dsl.timeline import Timeline

T = TypeVar("T")


def timeline_in(target: str) -> Timeline:
    """The timeline that `FILE.py` or `FILE.py:NAME` defines. Raises `UsageError` when there is not just one."""
    return value_in(target, Timeline)


def value_in(target: str, kind: type[T]) -> T:
    """The value of class `kind` that `FILE.py` or `FILE.py:NAME` defines; the only one when no name is given."""
    path, _, name = target.rpartition(":") if ".py:" in target else (target, "", "")
    file = Path(path)
    if not file.is_file():
        raise UsageError(f"{path!r} is no file", fix=f"give the name of a Python file that makes a {kind.__name__}")
    values = _run(file)
    fitting = {key: value for key, value in values.items() if isinstance(value, kind) and not key.startswith("_")}
    if name:
        found = values.get(name)
        if not isinstance(found, kind):
            reason = "there is no such name" if name not in values else f"it is a {type(found).__name__}"
            raise UsageError(
                f"{path}:{name} is not a {kind.__name__}: {reason}",
                fix=f"the file has {', '.join(fitting)}"
                if fitting
                else f"the file makes no {kind.__name__} at its top level",
            )
        return found
    if len({id(value) for value in fitting.values()}) != 1:
        count = f"no {kind.__name__}" if not fitting else f"{len(fitting)} of them ({', '.join(fitting)})"
        raise UsageError(
            f"{path} defines {count}",
            fix=f"name the one you want: {path}:NAME"
            if fitting
            else f"assign the {kind.__name__} to a name in the file",
        )
    return next(iter(fitting.values()))


def _run(file: Path) -> dict[str, object]:
    sys.path.insert(0, str(file.resolve().parent))
    try:
        return runpy.run_path(str(file))
    except TimelineError:
        raise
    except SyntaxError as error:
        raise UsageError(f"{file.name}:{error.lineno}: {error.msg}", fix="correct that line") from error
    except SystemExit as error:
        raise UsageError(
            f"{file.name} ended the program with code {error.code}",
            fix='guard that line with if __name__ == "__main__":',
        ) from error
    except Exception as error:  # the reader's own code may raise anything; it is told with its place
        trace = without_own_frames(error.__traceback__)
        line = None
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == str(file):
                line = trace.tb_lineno
            trace = trace.tb_next
        place = f"{file.name}:{line}" if line else file.name
        raise UsageError(
            f"{place}: {type(error).__name__}: {error}", fix="correct that line; --debug shows the whole traceback"
        ) from error
    finally:
        sys.path.pop(0)
