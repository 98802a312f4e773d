"""OpenTimelineIO: a timeline as an .otio document for other editors, and back."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from timeline_dsl.clips import AudioClip, ImageClip, VideoClip
from timeline_dsl.effects.picture import Transition
from timeline_dsl.errors import DocumentError, MissingExtra, ScheduleError, UsageError
from timeline_dsl.materials import PICTURES, extension, is_url
from timeline_dsl.node import TypedNode, dump, load
from timeline_dsl.schedule import ClipPlan, Schedule, TrackPlan
from timeline_dsl.timeline import Timeline
from timeline_dsl.tracks import AudioTrack, VideoTrack
from timeline_dsl.units import Time, wire_seconds

NOTE = "timeline_dsl"
"""The key of our own metadata: the clip as the service writes it."""

RATE = 10_000
"""Ticks of a second in which times are written: the service keeps four decimals."""


def _otio() -> Any:
    try:
        import opentimelineio
    except ModuleNotFoundError:
        raise MissingExtra("OpenTimelineIO", "otio") from None
    return opentimelineio


def write(timeline: Timeline, path: str | Path, durations: dict[str, Any] | None = None) -> None:
    """Write the picture and sound tracks as an .otio file; texts and effect tracks travel in the metadata.

    Both neighbours of a transition are trimmed by half of it, since OpenTimelineIO's transitions keep the length.
    Raises `ScheduleError` when a length is unknown.
    """
    otio = _otio()
    plan = timeline.schedule(durations=durations)
    document = otio.schema.Timeline(name=Path(path).stem, metadata={NOTE: dump(timeline)})
    for track in plan.tracks:
        if track.kind in ("video", "audio"):
            document.tracks.append(_track(otio, track, plan))
    otio.adapters.write_to_file(document, str(path), "otio_json")


def _track(otio: Any, track: TrackPlan, plan: Schedule) -> Any:
    kind = otio.schema.TrackKind.Video if track.kind == "video" else otio.schema.TrackKind.Audio
    made = otio.schema.Track(name=track.path, kind=kind)
    end, cut_start = Fraction(0), Fraction(0)
    for clip in track.clips:
        if clip.timeline_in is None or clip.timeline_out is None:
            raise ScheduleError(
                f"{clip.path}: its place in time is not known", fix="give durations=…, or cut it with [start:end]"
            )
        if not clip.visible:
            continue
        blend = clip.transition
        half = Fraction(0) if blend is None or blend.locked else blend.span.length / 2
        start, stop = clip.timeline_in + cut_start, clip.timeline_out - half
        if start > end:
            made.append(otio.schema.Gap(source_range=_range(otio, Fraction(0), start - end)))
        made.append(_clip(otio, clip, cut_start, stop - start))
        if half:
            made.append(
                otio.schema.Transition(
                    name=blend.node.sub_type if blend else "",
                    transition_type="SMPTE_Dissolve",
                    in_offset=_time(otio, half),
                    out_offset=_time(otio, half),
                )
            )
        end, cut_start = stop, half
    return made


def _clip(otio: Any, clip: ClipPlan, skipped: Time, length: Time) -> Any:
    address = getattr(clip.node, "media", None)
    reference = otio.schema.ExternalReference(target_url=address) if address else otio.schema.MissingReference()
    start = (clip.source_in or Fraction(0)) + skipped * clip.speed
    effects = [] if clip.speed == 1 else [otio.schema.LinearTimeWarp(time_scalar=float(clip.speed))]
    return otio.schema.Clip(
        name=(address or clip.type).rpartition("/")[2],
        media_reference=reference,
        effects=effects,
        source_range=_range(otio, start, length * clip.speed),
        metadata={NOTE: dump(clip.node)},
    )


def _time(otio: Any, time: Time) -> Any:
    return otio.opentime.RationalTime(round(time * RATE), RATE)


def _range(otio: Any, start: Time, length: Time) -> Any:
    return otio.opentime.TimeRange(_time(otio, start), _time(otio, length))


def read(path: str | Path) -> Timeline:
    """The timeline of an .otio file: cuts, gaps and dissolves as they stand there, the rest from our metadata.

    Raises `DocumentError` for a file that is no OpenTimelineIO timeline, `UsageError` for a clip without an address.
    """
    otio = _otio()
    try:
        document = otio.adapters.read_from_file(str(path), "otio_json")
    except (otio.exceptions.OTIOError, ValueError, OSError) as error:
        raise DocumentError(f"{path} is no OpenTimelineIO file: {error}", fix="export it as .otio") from None
    if not isinstance(document, otio.schema.Timeline):
        raise DocumentError(f"{path} holds a {type(document).__name__}, no timeline", fix="export a timeline as .otio")
    note = document.metadata.get(NOTE)
    whole = Timeline.from_dict(_plain(note)) if note else Timeline()
    video = tuple(_video_track(otio, track, index, whole) for index, track in enumerate(document.video_tracks()))
    audio = tuple(_audio_track(otio, track, index, whole) for index, track in enumerate(document.audio_tracks()))
    return whole.but(video_tracks=video or None, audio_tracks=audio or None)


def _video_track(otio: Any, track: Any, index: int, whole: Timeline) -> VideoTrack:
    before = whole.video_tracks[index] if index < len(whole.video_tracks) else VideoTrack()
    return before.but(clips=tuple(_clips(otio, track)))


def _audio_track(otio: Any, track: Any, index: int, whole: Timeline) -> AudioTrack:
    before = whole.audio_tracks[index] if index < len(whole.audio_tracks) else AudioTrack()
    return before.but(clips=tuple(_clips(otio, track)))


def _clips(otio: Any, track: Any) -> Iterator[TypedNode]:
    items = list(track)
    sounding = track.kind == otio.schema.TrackKind.Audio
    moved = False
    position = Fraction(0)
    for index, item in enumerate(items):
        if isinstance(item, otio.schema.Transition):
            continue
        length = _seconds(item.duration())
        if isinstance(item, otio.schema.Gap):
            position += length
            moved = True
            continue
        before = items[index - 1] if index and isinstance(items[index - 1], otio.schema.Transition) else None
        after = (
            items[index + 1]
            if index + 1 < len(items) and isinstance(items[index + 1], otio.schema.Transition)
            else None
        )
        yield _read_clip(item, before, after, position if moved else None, sounding)
        position += length
        moved = False


def _read_clip(item: Any, before: Any, after: Any, start: Time | None, sounding: bool) -> TypedNode:
    node: Any = _noted(item, sounding)
    speed = Fraction(node.speed or 1).limit_denominator(10_000) if hasattr(node, "speed") else Fraction(1)
    grown = (
        _seconds(before.in_offset) if before is not None else Fraction(0),
        _seconds(after.out_offset) if after is not None else Fraction(0),
    )
    source = item.trimmed_range()
    first = _seconds(source.start_time) - grown[0] * speed
    last = _seconds(source.start_time) + _seconds(source.duration) + grown[1] * speed
    if isinstance(node, ImageClip):
        node = node.but(duration=wire_seconds(last - first))
    else:
        node = node.but(
            source_in=wire_seconds(max(first, Fraction(0))), source_out=wire_seconds(last), timeline_out=None
        )
    node = node.but(timeline_in=None if start is None else wire_seconds(start))
    blends = tuple(effect for effect in node.effects if not isinstance(effect, Transition))
    if after is not None:
        length = _seconds(after.in_offset) + _seconds(after.out_offset)
        blends = (*blends, Transition(sub_type=after.name or "fade", duration=wire_seconds(length)))
    return node.but(effects=blends or None)  # type: ignore[no-any-return]  # a clip of the kind that came in


def _noted(item: Any, sounding: bool) -> TypedNode:
    note = item.metadata.get(NOTE)
    address = getattr(item.media_reference, "target_url", None)
    if note is not None:
        document = _plain(note)
        kinds = {"Audio": AudioClip, "Image": ImageClip, "Video": VideoClip}
        if document.get("Type", "Audio" if sounding else "Video") in kinds:
            return load(kinds[document.get("Type", "Audio" if sounding else "Video")], document)
    if not address:
        raise UsageError(
            f"the clip {item.name!r} has no media reference", fix="link it to an OSS address in the editor"
        )
    field = "media_url" if is_url(address) else "media_id"
    if sounding:
        return AudioClip(**{field: address})
    return ImageClip(**{field: address}) if extension(address) in PICTURES else VideoClip(**{field: address})


def _plain(value: Any) -> Any:
    if hasattr(value, "items"):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    return [_plain(inner) for inner in value]


def _seconds(time: Any) -> Time:
    return Fraction(time.value).limit_denominator(10**9) / Fraction(time.rate).limit_denominator(10**6)
