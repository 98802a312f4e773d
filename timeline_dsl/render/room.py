"""The working folder of one render: it stands beside the output, and goes with the render, however that ends."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import attrs

from timeline_dsl.errors import OutputError

GOING = "going"
"""A file that says that the render goes on; its owner touches it, and whoever works for it looks at it."""

ABANDONED = 20.0
"""Seconds after which a render whose owner no longer touches `GOING` counts as dead."""

# Waits for the end of this process: a line on its input means that all is done, the end of input that we were killed.
_GUARD = 'if read -r line; then exit 0; fi; rm -rf -- "$1" 2>/dev/null; sleep 1; rm -rf -- "$1"'


@contextlib.contextmanager
def room_beside(output: Path) -> Iterator[Path]:
    """A new hidden folder beside `output`, gone when the block ends and when this process is killed (POSIX).

    Raises `OutputError` when the folder of `output` is not there or may not be written to.
    """
    folder = output.absolute().parent / f".timeline-dsl-{secrets.token_hex(6)}"
    try:
        folder.mkdir()
    except OSError as error:
        if not folder.parent.is_dir():
            raise OutputError(
                f"The output folder {folder.parent} does not exist.", fix=f"create it, or write elsewhere than {output}"
            ) from error
        raise OutputError(
            f"The output {output} cannot be written: {error.strerror}.", fix="choose a folder that you may write to"
        ) from error
    try:
        with _guarded(folder):
            (folder / GOING).touch()
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def kept_room() -> Iterator[Path]:
    """A new folder for temporary files that stays, unless the block fails: the commands of a dry run read them."""
    room = Path(tempfile.mkdtemp(prefix="timeline-dsl-dry-run-"))
    try:
        yield room
    except BaseException:
        shutil.rmtree(room, ignore_errors=True)
        raise


@contextlib.contextmanager
def _guarded(folder: Path) -> Iterator[None]:
    if os.name != "posix":
        yield
        return
    shell = subprocess.Popen(
        ["/bin/sh", "-c", _GUARD, "sh", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert shell.stdin is not None
    try:
        yield
    finally:
        with contextlib.suppress(BrokenPipeError):
            shell.stdin.write(b"done\n")
            shell.stdin.close()
        shell.wait()


def keep_going(room: Path) -> None:
    """Tell all who work in `room` that their work is still wanted."""
    with contextlib.suppress(OSError):
        os.utime(room / GOING)


def stop(room: Path) -> None:
    """Tell all who work in `room`, on whatever machine, to stop."""
    (room / GOING).unlink(missing_ok=True)


@attrs.define(slots=True)
class Stopped:
    """Whether a render no longer wants what is made in `room`: it was stopped, or its owner is dead."""

    room: Path
    seen: int = 0
    since: float = 0.0

    def is_set(self) -> bool:
        """Whether to stop."""
        try:
            touched = (self.room / GOING).stat().st_mtime_ns
        except OSError:
            return True
        # its own clock alone: machines need not agree on the time
        now = time.monotonic()
        if touched != self.seen:
            self.seen, self.since = touched, now
        return now - self.since > ABANDONED
