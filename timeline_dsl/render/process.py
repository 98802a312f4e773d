"""One run of FFmpeg: its progress as events, its end by cancel or time limit, its failure as one sentence."""

from __future__ import annotations

import contextlib
import errno
import os
import queue
import secrets
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import IO, Protocol

import attrs

from timeline_dsl.errors import Cancelled, OutputError, RenderError
from timeline_dsl.render.complaints import disk_full, failure, is_full
from timeline_dsl.render.ffmpeg import Ffmpeg, environment
from timeline_dsl.units import Time

LOG_LINES = 400
"""So many of the last log lines are kept; a run over broken material can say millions."""

HEARTBEAT = 0.25
"""An event is due after so many seconds at the latest, also while FFmpeg says nothing."""


@attrs.frozen(kw_only=True, slots=True)
class Progress:
    """How far a run is: `done` and `total` in seconds of output, `frame` counted from 1, `speed` times real time.

    `elapsed` is in seconds of wall time. `total` and `speed` are None while they are unknown. Of the `parts` that are
    made side by side `parts_done` are whole, `parts_reused` of them as they were made before.
    """

    done: Time
    frame: int
    elapsed: float
    speed: float | None = None
    total: Time | None = None
    finished: bool = False
    parts: int = 1
    parts_done: int = 0
    parts_reused: int = 0

    @property
    def share(self) -> float | None:
        """The part that is done, 0 to 1; None without a total."""
        if self.finished:
            return 1.0
        return min(float(self.done / self.total), 1.0) if self.total else None


Watcher = Callable[[Progress], None]


class Stopper(Protocol):
    """What tells a run to stop: a `threading.Event`, or anything else that is set once it is to stop."""

    def is_set(self) -> bool:
        """Whether to stop."""


@attrs.frozen(kw_only=True, slots=True)
class Finished:
    """A run that ended well: the exact command, seconds of wall time, and what FFmpeg had to say."""

    command: tuple[str, ...]
    elapsed: float
    log: tuple[str, ...]
    frames: int


def run(
    ffmpeg: Ffmpeg,
    arguments: Sequence[str],
    output: Path | None = None,
    *,
    total: Time | None = None,
    progress: Watcher | None = None,
    cancel: Stopper | None = None,
    time_limit: float | None = None,
    loglevel: str = "warning",
) -> Finished:
    """Run FFmpeg once and wait for its end.

    `arguments` is everything but the output file. The output appears under its name when it is whole; after a
    failure, a cancel, an exception out of `progress` or a kill of this process nothing of it is left.
    Raises `RenderError`, or `Cancelled` once `cancel` is set.
    """
    if cancel is not None and cancel.is_set():
        raise Cancelled("The render was cancelled before it began.")
    head = [
        ffmpeg.path,
        "-hide_banner",
        "-nostdin",
        "-y",
        "-loglevel",
        f"level+{loglevel}",
        "-nostats",
        "-progress",
        "pipe:1",
        "-stats_period",
        "0.25",
    ]
    if output is None:
        return _Run((*head, *arguments), None, output, total).wait(progress, cancel, time_limit)
    with half_written(output) as part:
        command = (*head, *arguments, f"file:{part}")
        return _Run(command, part, output, total).wait(progress, cancel, time_limit)


def capture(ffmpeg: Ffmpeg, arguments: Sequence[str], *, time_limit: float | None = None) -> bytes:
    """What FFmpeg writes to its standard output (`arguments` ends with `-`); for short results such as one frame."""
    command = (ffmpeg.path, "-hide_banner", "-nostdin", "-loglevel", "level+warning", *arguments)
    process = _started(command)
    try:
        with _guard(process.pid, None):
            content, log = process.communicate(timeout=time_limit)
    except subprocess.TimeoutExpired:
        raise _too_long(command, time_limit or 0.0) from None
    finally:
        _end(process)
    if process.returncode:
        raise failure(command, process.returncode, log.decode("utf-8", "replace").splitlines(), None)
    return content


@attrs.frozen(slots=True)
class Pipe:
    """A pipe to or from a running FFmpeg, and the last lines of its log so far."""

    stream: IO[bytes]
    log: deque[str]


@contextlib.contextmanager
def piped(ffmpeg: Ffmpeg, arguments: Sequence[str], output: Path | None = None) -> Iterator[Pipe]:
    """A running FFmpeg whose standard output (`arguments` ends with `-`) the block reads to its end.

    With `output`, a file that `half_written` gave, the block writes FFmpeg's standard input instead. Left by an
    exception, FFmpeg is ended. Raises `RenderError` when FFmpeg fails by itself.
    """
    command = (ffmpeg.path, "-hide_banner", "-nostats", "-loglevel", "level+info", *arguments)
    command = (*command, "-y", f"file:{output}") if output else (*command, "-nostdin")
    process = _started(command, feed=output is not None)
    log: deque[str] = deque(maxlen=LOG_LINES)
    stream = process.stdout if output is None else process.stdin
    assert stream is not None and process.stderr is not None
    reader = threading.Thread(target=_keep_log, args=(process.stderr, log), daemon=True)
    try:
        with _guard(process.pid, output):
            reader.start()
            # the end of FFmpeg is seen from its exit code, which tells the reason too
            with contextlib.suppress(BrokenPipeError):
                yield Pipe(stream, log)
                if output:
                    stream.close()
            process.wait()
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        reader.join()
        _end(process)
    if process.returncode or is_full(log):
        raise failure(command, process.returncode, tuple(log), None)


def _keep_log(stream: IO[bytes], log: deque[str]) -> None:
    for line in stream:
        if text := line.decode("utf-8", "replace").strip():
            log.append(text)


@contextlib.contextmanager
def half_written(output: Path) -> Iterator[Path]:
    """A new, empty sibling of `output` to write to; it takes the name `output` when the block ends well, else it goes.

    The sibling keeps the suffix, which chooses FFmpeg's container, and nothing else of the name.
    """
    output = output.absolute()
    if output.is_dir():
        raise OutputError(f"The output {output} is a folder.", fix="name a file in it, such as out.mp4")
    part = output.with_name(f".timeline-dsl-{secrets.token_hex(6)}{output.suffix}")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except OSError as error:
        raise _cannot_write(output, error) from error
    try:
        yield part
        try:
            part.replace(output)
        except OSError as error:
            raise _cannot_write(output, error) from error
    finally:
        part.unlink(missing_ok=True)


def _cannot_write(output: Path, error: OSError) -> RenderError:
    if error.errno in (errno.ENOENT, errno.ENOTDIR) and not output.parent.is_dir():
        return OutputError(
            f"The output folder {output.parent} does not exist.", fix=f"create it, or write elsewhere than {output}"
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(output, (), None, ())
    return RenderError(
        f"The output {output} cannot be written: {error.strerror}.", fix="choose a folder that you may write to"
    )


def _started(command: Sequence[str], *, feed: bool = False) -> subprocess.Popen[bytes]:
    nothing, pipe = subprocess.DEVNULL, subprocess.PIPE
    try:
        # a session of its own: Ctrl-C reaches us alone, and we end FFmpeg and remove what it wrote
        return subprocess.Popen(
            command,
            stdin=pipe if feed else nothing,
            stdout=nothing if feed else pipe,
            stderr=pipe,
            env=environment(),
            start_new_session=True,
        )
    except OSError as error:
        raise RenderError(f"FFmpeg cannot be started: {error}.", command=command) from error


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            with contextlib.suppress(BrokenPipeError):  # what was not written any more
                stream.close()


# Waits for the end of this process: a line on its input means that all is done, the end of input that we were killed.
_GUARD = 'if read -r line; then exit 0; fi; kill -9 "$1" 2>/dev/null; [ -z "$2" ] || rm -f -- "$2"'


@contextlib.contextmanager
def _guard(pid: int, part: Path | None) -> Iterator[None]:
    """While the block runs, a kill of this process ends FFmpeg too and removes the half-written file (POSIX)."""
    if os.name != "posix":
        yield
        return
    shell = subprocess.Popen(
        ["/bin/sh", "-c", _GUARD, "sh", str(pid), str(part or "")],
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


class _Run:
    """One child: two threads read what it says, the calling thread hands on events and watches the clock."""

    def __init__(self, command: tuple[str, ...], part: Path | None, output: Path | None, total: Time | None) -> None:
        self.command, self.part, self.output, self.total = command, part, output, total
        self.log: deque[str] = deque(maxlen=LOG_LINES)
        self.news: queue.SimpleQueue[dict[str, str] | None] = queue.SimpleQueue()
        self.begun = time.monotonic()
        self.last = Progress(done=Fraction(0), frame=0, elapsed=0.0, total=total)

    def wait(self, progress: Watcher | None, cancel: Stopper | None, limit: float | None) -> Finished:
        process = _started(self.command)
        readers = (
            threading.Thread(target=self._read_progress, args=(process.stdout,), daemon=True),
            threading.Thread(target=_keep_log, args=(process.stderr, self.log), daemon=True),
        )
        try:
            with _guard(process.pid, self.part):
                for reader in readers:
                    reader.start()
                try:
                    self._follow(progress, cancel, limit)
                    code = process.wait()
                finally:
                    if process.poll() is None:
                        process.kill()
                    process.wait()
                    for reader in readers:
                        reader.join()
        finally:
            _end(process)
        # FFmpeg 6 ends with 0 when the disk was full only for the last bytes
        if code or is_full(self.log):
            raise failure(self.command, code, tuple(self.log), self.output)
        self._tell(progress, finished=True)
        return Finished(command=self.command, elapsed=self.last.elapsed, log=tuple(self.log), frames=self.last.frame)

    def _follow(self, progress: Watcher | None, cancel: Stopper | None, limit: float | None) -> None:
        told = self.begun
        while True:
            try:
                block = self.news.get(timeout=0.1)
            except queue.Empty:
                block = {}
            if block is None:
                return
            now = time.monotonic()
            if cancel is not None and cancel.is_set():
                raise Cancelled("The render was cancelled.", command=self.command)
            if limit is not None and now - self.begun > limit:
                raise _too_long(self.command, limit)
            if block:
                self._take(block)
            if block or now - told >= HEARTBEAT:
                told = now
                self._tell(progress)

    def _take(self, block: dict[str, str]) -> None:
        done = _number(block.get("out_time_us"))
        speed = _number(block.get("speed", "").removesuffix("x"))
        self.last = attrs.evolve(
            self.last,
            done=self.last.done if done is None else max(Fraction(int(done), 1_000_000), Fraction(0)),
            frame=int(_number(block.get("frame")) or self.last.frame),
            speed=self.last.speed if speed is None else speed,
        )

    def _tell(self, progress: Watcher | None, *, finished: bool = False) -> None:
        self.last = attrs.evolve(self.last, elapsed=time.monotonic() - self.begun, finished=finished)
        if progress is not None:
            progress(self.last)

    def _read_progress(self, stream: IO[bytes]) -> None:
        block: dict[str, str] = {}
        for line in stream:
            key, _, value = line.decode("ascii", "replace").strip().partition("=")
            block[key] = value.strip()
            if key == "progress":
                self.news.put(block)
                block = {}
        self.news.put(None)


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None  # FFmpeg writes N/A until it knows


def _too_long(command: Sequence[str], limit: float) -> RenderError:
    return RenderError(
        f"FFmpeg was stopped: it ran longer than the time limit of {limit:g} s.",
        command=command,
        fix="allow more time, or render a shorter range or a draft",
    )
