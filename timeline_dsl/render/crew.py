"""Many parts made side by side by any executor: what is lost is made again, what fails ends them all."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ThreadPoolExecutor,
    wait,
)
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import attrs

from timeline_dsl.errors import Cancelled, RenderError, TimelineError
from timeline_dsl.render.cache import PartCache
from timeline_dsl.render.part import Made, Part, heard_of, make
from timeline_dsl.render.process import HEARTBEAT, Progress, Stopper, Watcher
from timeline_dsl.render.room import keep_going, stop
from timeline_dsl.units import Time

ATTEMPTS = 4
"""So often a part is begun that is lost with its worker."""

_LOOK = 0.1  # seconds between two looks at the workers
_LEAVE = 15.0  # seconds that workers get to end what they were told to stop


def cores() -> int:
    """The number of processor cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not every system tells
        return os.cpu_count() or 1


@attrs.frozen(kw_only=True)
class Wishes:
    """What the caller of a render wants to be told, and when it is to end."""

    progress: Watcher | None = None
    cancel: Stopper | None = None
    time_limit: float | None = None
    begun: float = attrs.field(factory=time.monotonic)

    def check(self) -> None:
        """Raise `Cancelled`, or `RenderError` when the time is up."""
        if self.cancel is not None and self.cancel.is_set():
            raise Cancelled("The render was cancelled.")
        if self.time_limit is not None and time.monotonic() - self.begun > self.time_limit:
            raise RenderError(
                f"The render was stopped: it ran longer than the time limit of {self.time_limit:g} s.",
                fix="allow more time, or render a shorter range or a draft",
            )


def made(
    parts: Sequence[Part],
    room: Path,
    *,
    wishes: Wishes,
    total: Time,
    executor: Executor | None = None,
    workers: int | None = None,
    cache: PartCache | None = None,
) -> dict[str, Made]:
    """Make `parts` in `room`, by name; what stands in the cache is taken from there.

    Without an executor so many `workers` (as many as there are cores) start FFmpeg processes from here. `total` is the
    length of the output in seconds. Raises `Cancelled`, or `RenderError` when a part cannot be made.
    """
    crew = _Crew(parts, room, wishes, total, cache)
    crew.reuse()
    with _executor(executor, workers or cores(), len(crew.waiting)) as pool:
        try:
            crew.work(pool, foreign=executor is not None)
        except BaseException:
            crew.leave()
            raise
    return crew.done


@contextmanager
def _executor(executor: Executor | None, workers: int, parts: int) -> Iterator[Executor]:
    if executor is not None:
        yield executor
        return
    # every part is a process of its own: FFmpeg; a thread each is enough to look after it
    with ThreadPoolExecutor(max_workers=max(min(workers, parts), 1), thread_name_prefix="timeline-dsl") as threads:
        yield threads


class _Crew:
    """The parts of one render on their way."""

    def __init__(self, parts: Sequence[Part], room: Path, wishes: Wishes, total: Time, cache: PartCache | None) -> None:
        self.parts = {part.name: part for part in parts}
        self.room, self.wishes, self.total, self.cache = room, wishes, total, cache
        self.done: dict[str, Made] = {}
        self.waiting: dict[str, Part] = {}
        self.running: dict[Future[Made], Part] = {}
        self.attempts: dict[str, int] = {}
        self.told = 0.0

    def reuse(self) -> None:
        """Take what was made before from the cache; the rest, and what that needs, is left to be made."""
        needed = {name for part in self.parts.values() for name in part.needs}
        wanted = [part for part in self.parts.values() if part.name not in needed]
        while wanted:
            part = wanted.pop()
            if part.name in self.done or part.name in self.waiting:
                continue
            if self.cache is not None and part.lasting and self.cache.fetch(part, self.room):
                self.done[part.name] = Made(name=part.name, reused=True)
            else:
                self.waiting[part.name] = part
                wanted += [self.parts[name] for name in part.needs]
        self.waiting = {name: part for name, part in self.parts.items() if name in self.waiting}

    def work(self, pool: Executor, *, foreign: bool) -> None:
        """Make everything that waits."""
        spare: ThreadPoolExecutor | None = None
        try:
            while self.waiting or self.running:
                self.wishes.check()
                keep_going(self.room)
                try:
                    self._begin(pool)
                except (BrokenExecutor, RuntimeError) as error:
                    # a pool that lost a process takes no more work: what is left is made here
                    if not foreign or spare is not None:
                        raise _lost(error) from error
                    pool = spare = ThreadPoolExecutor(max_workers=cores(), thread_name_prefix="timeline-dsl")
                finished, _ = wait(self.running, timeout=_LOOK, return_when=FIRST_COMPLETED)
                for future in finished:
                    self._take(self.running.pop(future), future)
                self._tell()
            self._tell(finished=True)
        finally:
            if spare is not None:
                self.leave()
                spare.shutdown()

    def _begin(self, pool: Executor) -> None:
        ready = [part for part in self.waiting.values() if all(name in self.done for name in part.needs)]
        for part in ready:
            future = pool.submit(make, part, str(self.room))
            self.attempts[part.name] = self.attempts.get(part.name, 0) + 1
            self.running[future] = self.waiting.pop(part.name)

    def _take(self, part: Part, future: Future[Made]) -> None:
        try:
            result = future.result()
        except RenderError as error:
            if (error.code or 0) >= 0 or self.attempts[part.name] >= ATTEMPTS:
                raise
            self.waiting[part.name] = part  # FFmpeg was killed, perhaps for its memory
        except TimelineError:
            raise
        except (Exception, CancelledError) as error:
            # whatever way an executor has of telling that a worker is gone
            if self.attempts[part.name] >= ATTEMPTS:
                raise _lost(error) from error
            self.waiting[part.name] = part
        else:
            if not (self.room / part.name).is_file():
                raise RenderError(
                    f"A worker made {part.name}, but it is not in {self.room}.",
                    fix="workers on other machines need the folder of the output at the same path",
                )
            self.done[part.name] = result
            if self.cache is not None and part.lasting:
                self.cache.keep(part, self.room)

    def leave(self) -> None:
        """End what is still running, so that no process and no file stays behind."""
        stop(self.room)
        for future in self.running:
            future.cancel()
        wait(self.running, timeout=_LEAVE)

    def _tell(self, *, finished: bool = False) -> None:
        now = time.monotonic()
        if self.wishes.progress is None or (now - self.told < HEARTBEAT and not finished):
            return
        self.told = now
        shown = [part for part in self.parts.values() if part.is_picture] or list(self.parts.values())
        done, frames, fresh = Fraction(0), 0, 0.0
        for part in shown:
            if part.name in self.done:
                seconds, count = float(part.length), self.done[part.name].frames
                fresh += 0.0 if self.done[part.name].reused else seconds
            else:
                seconds, count = heard_of(part, self.room)
                fresh += seconds
            done, frames = done + Fraction(seconds), frames + count
        elapsed = now - self.wishes.begun
        self.wishes.progress(
            Progress(
                done=self.total if finished else min(done, self.total),
                frame=frames,
                elapsed=elapsed,
                total=self.total,
                speed=fresh / elapsed if elapsed and fresh else None,
                finished=finished,
                parts=len(self.parts),
                parts_done=len(self.done),
                parts_reused=sum(one.reused for one in self.done.values()),
            )
        )


def _lost(error: BaseException) -> RenderError:
    return RenderError(
        f"The workers were lost {ATTEMPTS} times: {type(error).__name__}: {error}".rstrip(": ") + ".",
        fix="look at the workers' own logs; too little memory is the usual reason",
    )
