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
from typing import Any

import attrs

from timeline_dsl.errors import Cancelled, RenderError, TimelineError, UsageError, shown
from timeline_dsl.render.cache import PartCache
from timeline_dsl.render.part import Made, Part, heard_of, make
from timeline_dsl.render.process import HEARTBEAT, Progress, Stopper, Watcher
from timeline_dsl.render.reel import Reel, make_reel
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
    time_limit: float | None = attrs.field(default=None)
    begun: float = attrs.field(factory=time.monotonic)

    @time_limit.validator
    def _is_time(self, attribute: object, value: float | None) -> None:
        if value is not None and not (isinstance(value, int | float) and value >= 0):
            raise UsageError(f"time_limit must be a number of seconds (got {shown(value)})", fix="time_limit=60")

    def check(self) -> None:
        """Raise `Cancelled`, or `RenderError` when the time is up."""
        if self.cancel is not None and self.cancel.is_set():
            raise Cancelled("The render was cancelled.")
        if self.time_limit is not None and time.monotonic() - self.begun > self.time_limit:
            raise RenderError(
                f"The render was stopped: it ran longer than the time limit of {self.time_limit:g} s.",
                fix="allow more time, or render a shorter range or a draft",
            )

    def begin(self, total: Time) -> None:
        """Check, and tell that nothing is done yet of an output of `total` seconds."""
        self.check()
        if self.progress is not None:
            elapsed = time.monotonic() - self.begun
            self.progress(Progress(done=Fraction(0), frame=0, elapsed=elapsed, total=total))


def made(
    parts: Sequence[Part],
    room: Path,
    *,
    wishes: Wishes,
    total: Time,
    reels: Sequence[Reel] = (),
    executor: Executor | None = None,
    workers: int | None = None,
    cache: PartCache | None = None,
) -> dict[str, Made]:
    """Make `parts` in `room`, by name; what stands in the cache is taken from there.

    The parts of `reels` are made together where none of them is there yet. Without an executor so many `workers` (as
    many as there are cores) start FFmpeg processes from here. `total` is the length of the output in seconds. Raises
    `Cancelled`, or `RenderError` when a part cannot be made.
    """
    crew = _Crew(parts, reels, room, wishes, total, cache)
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

    def __init__(
        self,
        parts: Sequence[Part],
        reels: Sequence[Reel],
        room: Path,
        wishes: Wishes,
        total: Time,
        cache: PartCache | None,
    ) -> None:
        self.parts = {part.name: part for part in parts}
        self.reels = list(reels)
        self.room, self.wishes, self.total, self.cache = room, wishes, total, cache
        self.done: dict[str, Made] = {}
        self.waiting: dict[str, Part] = {}
        self.running: dict[Future[Any], tuple[Part, ...]] = {}
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
        ready = {name: part for name, part in self.waiting.items() if all(need in self.done for need in part.needs)}
        while self.reels:
            parts = self.reels[-1].parts
            if all(part.name in ready for part in parts):
                self._run(pool.submit(make_reel, self.reels[-1], str(self.room)), parts)
                ready = {name: part for name, part in ready.items() if name in self.waiting}
            self.reels.pop()
        for part in ready.values():
            self._run(pool.submit(make, part, str(self.room)), (part,))
            self.attempts[part.name] = self.attempts.get(part.name, 0) + 1

    def _run(self, future: Future[Any], parts: tuple[Part, ...]) -> None:
        self.running[future] = parts
        for part in parts:
            del self.waiting[part.name]

    def _take(self, parts: tuple[Part, ...], future: Future[Any]) -> None:
        try:
            result = future.result()
        except Cancelled:
            raise
        except (Exception, CancelledError) as error:
            if len(parts) == 1 and not self._again(parts[0], error):
                raise error if isinstance(error, TimelineError) else _lost(error) from error
            # what was made together is made one by one: each tells what is wrong, or goes well
            self.waiting.update({part.name: part for part in parts})
        else:
            for made in result if isinstance(result, tuple) else (result,):
                self._keep(made)

    def _again(self, part: Part, error: BaseException) -> bool:
        """Whether a part that failed is begun once more."""
        if self.attempts[part.name] >= ATTEMPTS:
            return False
        if isinstance(error, RenderError):
            return (error.code or 0) < 0  # FFmpeg was killed, perhaps for its memory
        # whatever way an executor has of telling that a worker is gone
        return not isinstance(error, TimelineError)

    def _keep(self, made: Made) -> None:
        part = self.parts[made.name]
        if not (self.room / part.name).is_file():
            raise RenderError(
                f"A worker made {part.name}, but it is not in {self.room}.",
                fix="workers on other machines need the folder of the output at the same path",
            )
        self.done[part.name] = made
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
