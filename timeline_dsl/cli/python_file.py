"""The `Timeline` value of a Python file."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

from timeline_dsl.errors import TimelineError, UsageError, without_own_frames
from timeline_dsl.timeline import Timeline


def timeline_in(target: str) -> Timeline:
    """The timeline that `FILE.py` or `FILE.py:NAME` defines. Raises `UsageError` when there is none or more than one."""
    path, colon, name = target.rpartition(":") if ".py:" in target else (target, "", "")
    file = Path(path)
    if not file.is_file():
        raise UsageError(f"{path!r} is no file", fix="give the name of a Python file that makes a Timeline")
    values = _run(file)
    if name:
        found = values.get(name)
        if not isinstance(found, Timeline):
            kind = "there is no such name" if name not in values else f"it is a {type(found).__name__}"
            raise UsageError(f"{path}:{name} is not a Timeline: {kind}", fix=_names(values))
        return found
    timelines = {key: value for key, value in values.items() if isinstance(value, Timeline) and not key.startswith("_")}
    if len({id(value) for value in timelines.values()}) != 1:
        count = "no Timeline" if not timelines else f"{len(timelines)} timelines ({', '.join(timelines)})"
        raise UsageError(f"{path} defines {count}", fix=f"name the one you want: {path}:NAME" if timelines else
                         "assign the Timeline to a name in the file")
    return next(iter(timelines.values()))


def _run(file: Path) -> dict[str, object]:
    sys.path.insert(0, str(file.resolve().parent))
    try:
        return runpy.run_path(str(file))
    except TimelineError:
        raise
    except SyntaxError as error:
        raise UsageError(f"{file.name}:{error.lineno}: {error.msg}", fix="correct that line") from error
    except SystemExit as error:
        raise UsageError(f"{file.name} ended the program with code {error.code}", fix='guard that line with if __name__ == "__main__":') from error
    except Exception as error:  # the reader's own code may raise anything; it is told with its place
        trace = without_own_frames(error.__traceback__)
        line = None
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == str(file):
                line = trace.tb_lineno
            trace = trace.tb_next
        place = f"{file.name}:{line}" if line else file.name
        raise UsageError(f"{place}: {type(error).__name__}: {error}", fix="correct that line; --debug shows the whole traceback") from error
    finally:
        sys.path.pop(0)


def _names(values: dict[str, object]) -> str:
    names = [name for name, value in values.items() if isinstance(value, Timeline)]
    return f"the file has {', '.join(names)}" if names else "the file has no Timeline at its top level"
