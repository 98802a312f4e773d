"""The materials of a timeline as they lie on this machine: found all at once, probed when they are used."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import attrs

from timeline_dsl.effects import Background
from timeline_dsl.errors import MissingMaterial, OutputError, TimelineError
from timeline_dsl.materials import Materials
from timeline_dsl.render.probe import Probe, probe
from timeline_dsl.render.source import Source
from timeline_dsl.schedule import Schedule
from timeline_dsl.timeline import Timeline
from timeline_dsl.units import Time

AT_ONCE = 4
"""So many materials are probed side by side."""


@attrs.frozen(kw_only=True, slots=True)
class Material:
    """One material: the file, and what is in it."""

    path: Path
    probe: Probe

    def source(
        self, start: Time | None = None, length: Time | None = None, *, repeats: int = 0, turn: int = 0
    ) -> Source:
        """The material, or a part of it in seconds, as an input of FFmpeg."""
        return Source(
            path=self.path,
            start=start or None,
            length=length,
            demuxer=self.probe.demuxer or None,
            decoder=self.probe.decoder,
            repeats=repeats,
            turn=turn,
        )


@attrs.frozen(slots=True)
class Inputs:
    """Where every material of a timeline lies, by address or MediaId."""

    paths: Mapping[str, Path]

    def material(self, name: str | None) -> Material | None:
        """The material called `name`, or None. Raises `RenderError` for a file that cannot be played."""
        path = self.paths.get(name) if name else None
        return None if path is None else Material(path=path, probe=probe(path))

    def refuse_replacing(self, output: Path) -> None:
        """Raise `OutputError` when the file that is to be written is one of the materials."""
        if output.exists() and any(output.samefile(path) for path in self.paths.values()):
            raise OutputError(
                f"The output {output} is one of the materials of the timeline, and would replace it.",
                fix="write into another file",
            )


def found(schedule: Schedule, materials: Materials) -> Inputs:
    """Where the materials of everything that plays lie.

    Raises `MissingMaterial` that names all that are not on this machine, and where they were looked for.
    """
    paths: dict[str, Path] = {}
    missing: list[MissingMaterial] = []
    for name in dict.fromkeys(_names(schedule)):
        try:
            paths[name] = materials.need(name)
        except MissingMaterial as error:
            missing.append(error)
    if len(missing) == 1:
        raise missing[0]
    if missing:
        told = "; ".join(error.message for error in missing)
        raise MissingMaterial(f"{len(missing)} materials are not on this machine: {told}", fix=missing[0].fix)
    return Inputs(paths)


def look_into(timeline: Timeline, materials: Materials) -> None:
    """Probe the materials of a timeline side by side, so that they are known when they are asked for one by one."""
    tracks: tuple[Any, ...] = (*timeline.video_tracks, *timeline.audio_tracks, *timeline.image_tracks)
    names = dict.fromkeys(name for track in tracks for clip in track.clips for name in _named(clip))
    paths = [path for name in names if (path := materials.find(name)) is not None]
    if len(paths) > 1:
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="timeline-dsl") as threads:
            deque(threads.map(_looked_at, paths), maxlen=0)


def _looked_at(path: Path) -> None:
    with suppress(TimelineError):  # told to whoever needs it
        probe(path)


def _names(schedule: Schedule) -> Iterable[str]:
    for clip in schedule:
        if not clip.visible:
            continue
        yield from _named(clip.node)
        for effect in getattr(clip.node, "effects", ()):
            if isinstance(effect, Background) and effect.image_url:
                yield effect.image_url


def _named(node: Any) -> Iterable[str]:
    """The materials that a clip itself names."""
    names = (getattr(node, name, None) for name in ("media", "image_id", "mask_video_url", "file_url"))
    return (name for name in names if name)
