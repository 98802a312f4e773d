"""Utterances become WAV files in the room of a render: several at a time, within limits, each made once."""

from __future__ import annotations

import subprocess
import threading
import time
import wave
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from fractions import Fraction
from pathlib import Path

import attrs

from timeline_dsl.render.cache import PartCache
from timeline_dsl.render.inputs import Material
from timeline_dsl.render.probe import Probe
from timeline_dsl.render.speech.engine import Engine, Silent
from timeline_dsl.render.speech.utterance import Utterance
from timeline_dsl.units import Time

STEM = "speech"
"""What the names of the files begin with."""

TIME_LIMIT = 60.0
"""Seconds of wall time that one text may take; a page takes less than one."""

MOST_BYTES = 400 * 1024**2
"""More than two hours of speech: the engine is stopped there."""

SHORTEST = Fraction(1, 20)
"""Less sound than this is none: the text has nothing that can be spoken."""

FIT = (Fraction(1, 2), Fraction(2))
"""Speech is slowed down and sped up within these factors, so that it takes as long as the schedule reckons with."""

_LOOK = 0.02  # seconds between two looks at the engine


@attrs.frozen(kw_only=True, slots=True)
class Recording:
    """What was spoken for a clip: the file, how many times faster it plays to fit, and the factor of its loudness."""

    material: Material
    fit: Fraction
    level: Fraction = Fraction(1)


@attrs.frozen(kw_only=True, slots=True)
class _Take:
    """One file to make; `key` and `name` are what the cache knows it by."""

    key: str
    utterance: Utterance

    @property
    def name(self) -> str:
        return f"{STEM}-{self.key[:16]}.wav"


def recorded(
    wanted: Mapping[str, Utterance],
    engine: Engine,
    room: Path,
    *,
    check: Callable[[], None],
    workers: int,
    cache: PartCache | None = None,
) -> dict[str, Recording | Silent]:
    """What was spoken for each of the clips (by path), or why nothing was.

    `check` is called again and again; what it raises ends everything.
    """
    takes = {path: _Take(key=one.key(engine), utterance=one) for path, one in wanted.items()}
    stop = threading.Event()
    with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="timeline-dsl-speech") as pool:
        futures: dict[str, Future[Material | Silent]] = {}
        for take in takes.values():
            if take.key not in futures:
                futures[take.key] = pool.submit(_made, take, engine, room, stop, cache)
        try:
            waiting = set(futures.values())
            while waiting:
                check()
                _, waiting = wait(waiting, timeout=0.1)
        except BaseException:
            stop.set()
            raise
    return {path: _fitted(futures[take.key].result(), wanted[path]) for path, take in takes.items()}


def _fitted(spoken: Material | Silent, utterance: Utterance) -> Recording | Silent:
    if isinstance(spoken, Silent):
        return spoken
    length = spoken.probe.duration or SHORTEST
    low, high = FIT
    return Recording(material=spoken, fit=max(low, min(high, length / utterance.expected)), level=utterance.level)


def _made(take: _Take, engine: Engine, room: Path, stop: threading.Event, cache: PartCache | None) -> Material | Silent:
    goal = (room / take.name).absolute()
    if cache is not None and cache.fetch(take, room) and isinstance(kept := _read(goal), Material):
        return kept
    words, fresh, log = (goal.with_suffix(suffix) for suffix in (".txt", ".new", ".log"))
    try:
        words.write_text(take.utterance.words, encoding="utf-8")
        why = _run((*engine.words, *take.utterance.options, "-w", fresh.name), words, fresh, log, stop)
        if why is not None:
            return Silent(f"{engine.name} {why}")
        fresh.replace(goal)
    except OSError as error:
        return Silent(f"{engine.name} could not write its sound: {error.strerror}")
    finally:
        for file in (words, fresh, log):
            file.unlink(missing_ok=True)
    spoken = _read(goal)
    if cache is not None and isinstance(spoken, Material):
        cache.keep(take, room)
    return spoken


def _run(command: tuple[str, ...], words: Path, output: Path, log: Path, stop: threading.Event) -> str | None:
    """Run the engine once; None when it ended well, else what it did."""
    begun = time.monotonic()
    with words.open("rb") as text, log.open("wb") as said:
        try:
            process = subprocess.Popen(
                command, stdin=text, stdout=subprocess.DEVNULL, stderr=said, cwd=output.parent, start_new_session=True
            )  # there: eSpeak NG cuts off longer names than of 200 signs
        except OSError as error:
            return f"cannot be started: {error.strerror}"
        try:
            while process.poll() is None:
                if stop.wait(_LOOK):
                    return "was stopped"
                if time.monotonic() - begun > TIME_LIMIT:
                    return f"took longer than {TIME_LIMIT:g} s"
                if output.exists() and output.stat().st_size > MOST_BYTES:
                    return "speaks for more than two hours"
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
    if process.returncode:
        told = log.read_text("utf-8", "replace").strip().splitlines()
        return f"ended with the code {process.returncode}" + (f": {told[-1][:200]}" if told else "")
    return None if output.is_file() else "wrote nothing"


def _read(path: Path) -> Material | Silent:
    """The file as a material."""
    try:
        with wave.open(str(path), "rb") as file:
            length: Time = Fraction(file.getnframes(), file.getframerate())
            rate, channels = file.getframerate(), file.getnchannels()
    except (OSError, EOFError, wave.Error, ZeroDivisionError):
        return Silent("what was spoken is no sound")
    if length < SHORTEST:
        return Silent("the text has nothing that can be spoken")
    return Material(path=path, probe=Probe(duration=length, sample_rate=rate, channels=channels, demuxer="wav"))
