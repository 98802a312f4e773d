"""The door of the local engine: a timeline becomes a video or a sound, in parts that are made side by side."""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import Executor
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import attrs

from timeline_dsl.errors import RenderError, UsageError
from timeline_dsl.errors import shown as told
from timeline_dsl.render.assembly import JOINED, Assembly, Wanted, assembled, copy_words, join_words, segment_words
from timeline_dsl.render.cache import cache_of
from timeline_dsl.render.captions import CaptionScript, script_for
from timeline_dsl.render.crew import Wishes, cores
from timeline_dsl.render.crew import made as made_by
from timeline_dsl.render.cues import Texts
from timeline_dsl.render.ffmpeg import Ffmpeg, find
from timeline_dsl.render.fidelity import refuse_unfaithful, report
from timeline_dsl.render.painted import command as painting_command
from timeline_dsl.render.part import Made
from timeline_dsl.render.place import Size
from timeline_dsl.render.process import Stopper, Watcher, half_written, run
from timeline_dsl.render.production import Production, asked, prepared, speaking
from timeline_dsl.render.rendered import FidelityLine, Rendered
from timeline_dsl.render.room import kept_room, room_beside
from timeline_dsl.render.run import DRAFT, Encoding, Target, check_output, notes_of
from timeline_dsl.timeline import Timeline
from timeline_dsl.units import Time, TimeLike

PLAYLIST = ".m3u8"

LONGEST = 12 * 3600
"""Seconds of output at most."""

MOST_WORKERS = 256


def render(
    timeline: Timeline,
    path: str | Path,
    media: object = None,
    *,
    durations: Mapping[str, Any] | None = None,
    size: Size | None = None,
    fps: float | Fraction | None = None,
    span: tuple[TimeLike, TimeLike] | None = None,
    draft: bool = False,
    transparent: bool = False,
    workers: int | None = None,
    executor: Executor | None = None,
    strict: bool = False,
    dry_run: bool = False,
    progress: Watcher | None = None,
    cancel: Stopper | None = None,
    time_limit: float | None = None,
    cache: str | Path | bool | None = None,
) -> Rendered:
    """Make the video (or sound, by the suffix of `path`) of a timeline from the materials in `media`.

    `span` renders only that range of the output, `draft` half the size in a fraction of the time. `transparent` keeps
    transparency, and shows nothing where no clip is (WebM only). `strict` refuses
    effects that do not come close to the service's. The output is made in parts, `workers` of them at a time (as many
    as there are cores), each by an FFmpeg process; with an `executor` wherever that one works, which must see the
    materials and the folder of `path` under the same names. Parts are kept in the folder `cache` (False keeps none),
    so that an edit makes only what it changes. `dry_run` runs no FFmpeg and returns the commands. `progress` is called
    with `process.Progress` at least twice a second; setting `cancel`, or `time_limit` seconds, end the render and
    leave nothing. What a voice is to say is spoken first, also for a dry run (see `render.speech`). Raises
    `MissingMaterial`, `CheckError`, `ScheduleError`, `RenderError` or `Cancelled`.
    """
    wishes = Wishes(progress=progress, cancel=cancel, time_limit=time_limit)
    together = _known(workers)
    kept = cache_of(cache)
    made = prepared(timeline, media, durations=durations, size=size, fps=fps, draft=draft, clear=transparent)
    frames, window = asked(made, span)
    output = Path(path)
    target = Target(
        size=made.scene.canvas,
        fps=made.grid.fps,
        length=window.length,
        encoding=attrs.evolve(DRAFT if draft else Encoding(), transparent=transparent),
    )
    _refuse(made, output, target)
    wishes.check()
    with kept_room() if dry_run else room_beside(output) as room:
        made = speaking(made, window, room, check=partial(wishes.begin, target.length), workers=together, cache=kept)
        script = script_of(made, room)
        lines = (*report(made.schedule, made.inputs, made.cast), *(script.report if script else ()))
        if strict:
            refuse_unfaithful(lines)
        wanted = Wanted(
            made=made,
            frames=frames,
            window=window,
            suffix=_inner(output),
            target=target,
            texts=Texts(script) if script else None,
            room=room,
            ffmpeg=find(),
            workers=together,
            here=executor is None,
        )
        assembly = assembled(wanted)
        duration = made.duration if span is None else target.length
        result = _planned_result(wanted, script, lines, output, duration)
        ready = time.monotonic()
        if dry_run:
            return _planned(result, assembly, wanted)
        done = made_by(
            assembly.parts,
            room,
            wishes=wishes,
            total=target.length,
            reels=assembly.reels,
            executor=executor,
            workers=together,
            cache=kept,
        )
        encoded = time.monotonic()
        commands = _joined(assembly, wanted, output, wishes)
    if kept is not None and any(part.lasting for part in assembly.parts):
        kept.tidy()
    ended = time.monotonic()
    timings = {
        "prepare": ready - wishes.begun,
        "encode": encoded - ready,
        "join": ended - encoded,
        "total": ended - wishes.begun,
    }
    return _finished_result(result, assembly, done, commands, timings)


def _known(workers: int | None) -> int:
    """The number of workers: as many as there are cores, unless the caller says another."""
    if workers is not None and not (isinstance(workers, int) and 1 <= workers <= MOST_WORKERS):
        raise UsageError(
            f"workers must be a whole number from 1 to {MOST_WORKERS} (got {told(workers)})", fix="workers=2"
        )
    return workers or cores()


def _planned_result(
    wanted: Wanted, script: CaptionScript | None, lines: tuple[FidelityLine, ...], output: Path, duration: Time
) -> Rendered:
    """What is known of the result before anything is made."""
    target = wanted.target
    return Rendered(
        path=output,
        duration=duration,
        report=lines,
        notes=(*_told(wanted, script), *notes_of(target, shows=wanted.shows)),
        fonts=tuple(font.to_dict() for font in script.fonts) if script else (),
        findings=script.findings if script else (),
        size=target.even_size if wanted.shows else None,
        fps=wanted.made.grid.fps if wanted.shows else None,
    )


def _finished_result(
    planned: Rendered,
    assembly: Assembly,
    done: Mapping[str, Made],
    joining: tuple[tuple[str, ...], ...],
    timings: Mapping[str, float],
) -> Rendered:
    """The result with what was done for it: every command once, in the order of the parts."""
    made = (done[part.name] for part in assembly.parts if part.name in done)
    return attrs.evolve(
        planned,
        commands=(*dict.fromkeys(one.command for one in made if not one.reused), *joining),
        parts=len(assembly.pictures) or 1,
        reused=sum(one.reused for one in done.values()),
        timings=timings,
    )


def _refuse(made: Production, output: Path, target: Target) -> None:
    """Raise `RenderError` for what would fail or never end, before any work begins."""
    check_output(output, target, shows=made.has_picture)
    made.inputs.refuse_replacing(output)
    if target.length > LONGEST:
        raise RenderError(
            f"An output of {float(target.length):g} s is too long to be made at once.",
            fix=f"render ranges of at most {LONGEST} s: span=(0, 3600)",
        )


def _told(wanted: Wanted, script: CaptionScript | None) -> tuple[str, ...]:
    """What is to be told of picture and texts."""
    if not wanted.shows:
        return (f"only the sound is written: {wanted.suffix} holds no picture",) if wanted.made.has_picture else ()
    return tuple(f"{finding.path}: {finding.message}" for finding in script.findings) if script else ()


def _joined(assembly: Assembly, wanted: Wanted, output: Path, wishes: Wishes) -> tuple[tuple[str, ...], ...]:
    """Make the output out of its parts; returns the commands that were run."""
    room, ffmpeg, commands = wanted.room, wanted.ffmpeg, []
    listed = output.suffix.lower() == PLAYLIST
    if assembly.whole is not None and not listed:
        with half_written(output) as part:
            (room / assembly.whole.name).replace(part)
        return ()
    if assembly.whole is not None:
        goal = room / assembly.whole.name
    else:
        goal = output if wanted.joins and not listed else room / "joined.mp4"
        commands.append(run(ffmpeg, join_words(assembly, room, wanted.target.fps), goal, cancel=wishes.cancel).command)
    if listed:
        commands.append(_segmented(ffmpeg, goal, output, wishes))
    elif goal is not output:
        commands.append(run(ffmpeg, copy_words(goal), output, cancel=wishes.cancel).command)
    return tuple(commands)


def _segmented(ffmpeg: Ffmpeg, file: Path, output: Path, wishes: Wishes) -> tuple[str, ...]:
    """Write `file` as a playlist and its segments; they take their places when all of them are whole."""
    folder = file.parent / "segments"
    folder.mkdir()
    names = folder / (output.stem.replace("%", "%%") + "-%04d.ts")
    command = run(ffmpeg, segment_words(file, names), folder / output.name, cancel=wishes.cancel).command
    for segment in sorted(folder.glob("*.ts")):
        segment.replace(output.absolute().parent / segment.name)
    (folder / output.name).replace(output)
    return command


def _inner(output: Path) -> str:
    """The format that is made, by its suffix; a playlist is written out of another."""
    suffix = output.suffix.lower()
    return JOINED[0] if suffix == PLAYLIST else suffix


def _planned(result: Rendered, assembly: Assembly, wanted: Wanted) -> Rendered:
    """What a dry run gives: the commands one after another, as one would type them."""
    room, ffmpeg, output = wanted.room, wanted.ffmpeg, wanted.target
    head = (ffmpeg.path, "-hide_banner", "-nostdin", "-y")
    goal = f"file:{result.path.absolute()}"
    listed = result.path.suffix.lower() == PLAYLIST
    segments = result.path.absolute().with_name(result.path.stem.replace("%", "%%") + "-%04d.ts")
    together = {part.name: reel for reel in assembly.reels for part in reel.parts}
    made = (together.get(part.name, part) for part in assembly.parts if part is not assembly.whole)
    needed = [*dict.fromkeys(one.command(ffmpeg, room) for one in made)]
    if assembly.whole is not None and listed:
        file = room / assembly.whole.name
        commands = [*needed, assembly.whole.command(ffmpeg, room), (*head, *segment_words(file, segments), goal)]
    elif assembly.whole is not None:
        commands = [*needed, (*assembly.whole.command(ffmpeg, room)[:-1], goal)]
    else:
        commands = needed
        single = wanted.joins and not listed
        first = goal if single else f"file:{room / 'joined.mp4'}"
        commands.append((*head, *join_words(assembly, room, output.fps, planned=True), first))
        if not single:
            file = room / "joined.mp4"
            commands.append((*head, *(segment_words(file, segments) if listed else copy_words(file)), goal))
    notes = [f"the commands read their graphs and texts from {room}, which is kept; run them in this order"]
    paintings = dict.fromkeys(painting for part in assembly.parts for painting in part.paintings)
    commands = [*(painting_command(painting, room) for painting in paintings), *commands]
    return attrs.evolve(result, commands=tuple(commands), notes=(*result.notes, *notes))


def script_of(made: Production, room: Path) -> CaptionScript | None:
    """The texts of the timeline as files in `room`."""
    if not made.has_picture:
        return None
    return script_for(
        made.timeline,
        made.schedule,
        size=made.scene.canvas,
        canvas=made.canvas,
        materials=made.materials,
        folder=room,
        fps=made.grid.fps,
        layers=made.layers,
        heard=made.cast.heard,
    )
