"""The timeline: tracks, and the verbs that add to it. Every verb returns a new value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import attrs

from timeline_dsl import units
from timeline_dsl.canvas import FECanvas, canvas_of
from timeline_dsl.clips import SubtitleClip, TextClip, end_after, with_transitions
from timeline_dsl.documents import json_text, read_object, save_text
from timeline_dsl.effects.picture import DLTransition, Transition
from timeline_dsl.errors import CheckError, UsageError, readers_line, shown
from timeline_dsl.materials import is_url
from timeline_dsl.node import ABSENT, Document, Node, TypedNode, anything, dump, load, node, part, parts, text, time
from timeline_dsl.node.collection import collector_at_rest
from timeline_dsl.nouns import audio as audio_noun
from timeline_dsl.nouns import video as video_noun
from timeline_dsl.style import TextStyle
from timeline_dsl.tracks import AudioTrack, EffectTrack, ImageTrack, SubtitleTrack, TrackMode, VideoTrack
from timeline_dsl.units import Param, TimeLike

if TYPE_CHECKING:  # the hops below import their rooms when they are called
    from timeline_dsl.check import Report
    from timeline_dsl.render import Rendered
    from timeline_dsl.schedule import Schedule

TIMELINE_PAGE = "Timeline configurations"
MOST_TRACKS = 100


@node(page=TIMELINE_PAGE)
class Timeline(Node):
    """An edit: tracks of video, sound, text and effects.

    `size` (pixels) is the canvas that font sizes refer to and the size of local renders; `fps` is the frame rate of
    local renders and of submissions, and no part of the Timeline JSON.
    """

    fe_canvas: FECanvas | None = part(
        FECanvas,
        wire="FECanvas",
        default=None,
        said="output size",
        rule="timeline.fecanvas",
        doc="Canvas that font sizes refer to.",
    )
    video_tracks: tuple[VideoTrack, ...] = parts(
        VideoTrack,
        default=ABSENT,
        max_items=MOST_TRACKS,
        high_rule="limits.video-tracks",
        rule="timeline.track-arrays",
        doc="Video tracks, bottom to top.",
    )
    audio_tracks: tuple[AudioTrack, ...] = parts(
        AudioTrack, default=ABSENT, rule="timeline.track-arrays", doc="Audio tracks; all are mixed."
    )
    image_tracks: tuple[ImageTrack, ...] = parts(
        ImageTrack,
        default=ABSENT,
        max_items=MOST_TRACKS,
        high_rule="limits.image-tracks",
        rule="timeline.track-arrays",
        mark="doc",
        doc="Deprecated: use Image clips on video tracks.",
    )
    subtitle_tracks: tuple[SubtitleTrack, ...] = parts(
        SubtitleTrack,
        default=ABSENT,
        max_items=MOST_TRACKS,
        high_rule="limits.subtitle-tracks",
        rule="timeline.track-arrays",
        doc="Subtitle tracks.",
    )
    effect_tracks: tuple[EffectTrack, ...] = parts(
        EffectTrack, default=ABSENT, rule="timeline.track-arrays", mark="doc", doc="Effects over the whole picture."
    )
    max_duration: float | None = time(
        default=None, mark="observed", doc="Cap of the length; its documented place is OutputMediaConfig."
    )
    aspect_ratio: Any = anything(default=None, doc="Written by the Web editor; ignored.")
    version: Any = anything(default=None, doc="Written by the Web editor; ignored.")
    sdk_version: Any = anything(default=None, doc="Written by the Web editor; ignored.")
    from_: str | None = text(wire="From", default=None, doc="Written by the Web editor; ignored.")
    fps: float | None = attrs.field(default=None, eq=False)
    origin: tuple[str, str] | None = attrs.field(default=None, eq=False, repr=False)

    def __init__(
        self,
        *,
        size: tuple[int, int] | None = None,
        fps: float | None = None,
        fe_canvas: FECanvas | None = None,
        video_tracks: Iterable[VideoTrack] | None = None,
        audio_tracks: Iterable[AudioTrack] | None = None,
        image_tracks: Iterable[ImageTrack] | None = None,
        subtitle_tracks: Iterable[SubtitleTrack] | None = None,
        effect_tracks: Iterable[EffectTrack] | None = None,
        max_duration: TimeLike | None = None,
        **rest: Any,
    ) -> None:
        """See the class. `rest` is what editors write: aspect_ratio, version, sdk_version, from_."""
        lists = {
            "video_tracks": video_tracks,
            "audio_tracks": audio_tracks,
            "image_tracks": image_tracks,
            "subtitle_tracks": subtitle_tracks,
            "effect_tracks": effect_tracks,
        }
        given: dict[str, Any] = {name: value for name, value in lists.items() if value is not None}
        if max_duration is not None:
            given["max_duration"] = units.seconds(max_duration, name="max_duration")
        if size is not None:
            fe_canvas = canvas_of(size)
        if fps is not None and (isinstance(fps, bool) or not isinstance(fps, int | float) or not 1 <= fps <= 240):
            raise UsageError(
                f"fps must be a number from 1 to 240 (got {shown(fps)})", fix="fps=25", where=readers_line()
            )
        Node.__init__(self, fe_canvas=fe_canvas, fps=fps, **given, **rest)

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height of the canvas in pixels, or None when the timeline does not say."""
        canvas = self.fe_canvas
        if (
            canvas is None
            or isinstance(canvas.width, Param)
            or isinstance(canvas.height, Param)
            or not canvas.width
            or not canvas.height
        ):
            return None
        return canvas.width, canvas.height

    # -- composing ----------------------------------------------------------------------------------------------------

    def video(
        self,
        *items: TypedNode | str,
        main: bool = False,
        shorten: TrackMode | None = None,
        expand: TrackMode | None = None,
    ) -> Self:
        """The timeline with one more video track, above the others.

        `items` are clips in play order (an address stands for a whole video) with transitions between them; `main`
        lets the length of the output follow this track; `shorten` and `expand` (`"AutoSpeed"`) bend it to the main one.
        """
        clips = _clips(items, video_noun, "video track")
        track = VideoTrack(clips=clips, main_track=main or None, track_shorten_mode=shorten, track_expand_mode=expand)
        return self.but(video_tracks=(*self.video_tracks, track))

    def audio(
        self,
        *items: TypedNode | str,
        main: bool = False,
        volume: float | str | None = None,
        loop: bool = False,
        fade_in: TimeLike | None = None,
        fade_out: TimeLike | None = None,
        shorten: TrackMode | None = None,
        expand: TrackMode | None = None,
    ) -> Self:
        """The timeline with one more audio track. `volume`, `loop` and the fades apply to each clip of the track."""
        clips: list[TypedNode] = []
        for clip in _clips(items, audio_noun, "audio track"):
            if volume is not None:
                clip = clip.gain(volume)  # type: ignore[attr-defined]  # _clips made sure of clips
            if loop:
                clip = clip.but(loop_mode=True)
            if fade_in is not None:
                clip = clip.fade_in(fade_in)  # type: ignore[attr-defined]  # as above
            if fade_out is not None:
                clip = clip.fade_out(fade_out)  # type: ignore[attr-defined]  # as above
            clips.append(clip)
        track = AudioTrack(
            clips=tuple(clips), main_track=main or None, track_shorten_mode=shorten, track_expand_mode=expand
        )
        return self.but(audio_tracks=(*self.audio_tracks, track))

    def text(
        self,
        content: str | TextClip,
        *,
        start: TimeLike | None = None,
        end: TimeLike | None = None,
        style: TextStyle | None = None,
    ) -> Self:
        """The timeline with one more text, from `start` to `end` of the output (the whole of it when not said).

        Texts that follow one another share a subtitle track; texts at the same time get tracks of their own.
        """
        clip = content if isinstance(content, TextClip) else TextClip(content=content)
        if style is not None:
            clip = style.on(clip)
        if start is not None:
            clip = clip.at(start, end)
        elif end is not None:
            clip = clip.until(end)
        return self.but(subtitle_tracks=_with_text(self.subtitle_tracks, clip))

    def subtitles(
        self,
        source: str | Path | SubtitleClip | Iterable[TypedNode],
        *,
        style: TextStyle | None = None,
        start: TimeLike | None = None,
        end: TimeLike | None = None,
    ) -> Self:
        """The timeline with one more subtitle track.

        An address stays an external srt or ass file (cut to `start` … `end`). A local srt file becomes a track of
        texts, one for each cue, so that nothing has to be uploaded. Clips are taken as they are.
        """
        clips = tuple(_subtitle_clips(source))
        if style is not None:
            clips = tuple(style.on(clip) if isinstance(clip, TextClip | SubtitleClip) else clip for clip in clips)
        if start is not None or end is not None:
            begin = None if start is None else units.seconds(start, name="start")
            stop = None if end is None else end_after(0 if begin is None else begin, end)
            clips = tuple(
                clip.but(timeline_in=begin, timeline_out=stop) if isinstance(clip, SubtitleClip) else clip
                for clip in clips
            )
        return self.but(subtitle_tracks=(*self.subtitle_tracks, SubtitleTrack(clips=clips)))

    def effects(self, *items: TypedNode) -> Self:
        """The timeline with one more effect track; its items must all be of one Type."""
        return self.but(effect_tracks=(*self.effect_tracks, EffectTrack(clips=items)))

    # -- documents ----------------------------------------------------------------------------------------------------

    def to_dict(self, check: bool = True) -> Document:
        """The Timeline JSON as plain dicts. Raises `CheckError` when a finding is an error, unless `check` is off."""
        if check:
            errors = self.check().errors
            if errors:
                raise CheckError(errors)
        return dump(self)

    def to_json(self, path: str | Path | None = None, *, check: bool = True) -> str:
        """The Timeline JSON as text; also written to `path` when that is given."""
        written = json_text(self.to_dict(check=check))
        if path is not None:
            save_text(path, written + "\n")
        return written

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """The timeline that a document describes. Nothing is lost: what is not known is kept, and warned of.

        Raises `DocumentError` when it is no JSON object.
        """
        return _loaded(cls, read_object(document, "timeline"), None)

    @classmethod
    def from_json(cls, source: str | Path) -> Self:
        """The timeline in a JSON text, or in the file of that name."""
        from timeline_dsl.documents import parse

        parsed = parse(source)
        return _loaded(cls, read_object(parsed.value, "timeline"), parsed.origin)

    # -- hops: each calls one room -------------------------------------------------------------------------------------

    def check(self, region: str | None = None, media: object = None) -> Report:
        """What is wrong with the timeline. Never raises; `media` says where materials lie, to check against them."""
        from timeline_dsl.check import check

        return check(self, region=region, media=media)

    def schedule(
        self, media: object = None, durations: Mapping[str, Any] | None = None, max_duration: TimeLike | None = None
    ) -> Schedule:
        """When everything plays. `durations` gives lengths of materials in seconds by MediaId or address.

        `max_duration` is the cap of the output config.
        """
        from timeline_dsl.schedule import schedule

        return schedule(self, media=media, durations=durations, max_duration=max_duration)

    def pin(self, media: object = None, durations: Mapping[str, Any] | None = None) -> Timeline:
        """The timeline with every known time written in."""
        from timeline_dsl.schedule import pin

        return pin(self, self.schedule(media=media, durations=durations))

    def render(self, path: str | Path, media: object = None, **options: Any) -> Rendered:
        """A video file of the timeline, made on this machine from local materials. See `timeline_dsl.render.render`."""
        from timeline_dsl.render import render

        return render(self, path, media=media, **options)

    def still(self, path: str | Path, at: TimeLike, media: object = None, **options: Any) -> Rendered:
        """One frame of the output as a picture file. See `timeline_dsl.render.still`."""
        from timeline_dsl.render import still

        return still(self, path, at=at, media=media, **options)

    def to_python(self) -> str:
        """Python code that rebuilds this timeline."""
        from timeline_dsl.code import to_python

        return to_python(self)


TimelineT = TypeVar("TimelineT", bound=Timeline)


def _clips(items: Iterable[TypedNode | str], noun: Callable[[str], TypedNode], track: str) -> tuple[TypedNode, ...]:
    clips: list[TypedNode] = []
    for item in items:
        if isinstance(item, str):
            clips.append(noun(item))
        elif isinstance(item, TypedNode):
            clips.append(item)
        else:
            raise UsageError(
                f"a {track} takes clips, addresses and transitions (got {shown(item)})",
                fix="give them one by one: .video(clip, fade, clip); a list is unpacked with *",
                where=readers_line(),
            )
    if not any(not isinstance(clip, Transition | DLTransition) for clip in clips):
        raise UsageError(
            f"a {track} needs at least one clip", fix="leave the track out, or give it a clip", where=readers_line()
        )
    return with_transitions(clips, track)


def _with_text(tracks: tuple[SubtitleTrack, ...], clip: TextClip) -> tuple[SubtitleTrack, ...]:
    """The tracks with `clip` on the first one of texts that has ended by then, or on a new one."""
    start = clip.timeline_in
    for index, track in enumerate(tracks):
        last = track.clips[-1] if track.clips else None
        if (
            start is not None
            and isinstance(last, TextClip)
            and last.timeline_out is not None
            and last.timeline_out <= start
        ):
            return (*tracks[:index], track.but(clips=(*track.clips, clip)), *tracks[index + 1 :])
    return (*tracks, SubtitleTrack(clips=(clip,)))


def _subtitle_clips(source: str | Path | SubtitleClip | Iterable[TypedNode]) -> Iterable[TypedNode]:
    if isinstance(source, SubtitleClip | TextClip):
        return (source,)
    if isinstance(source, Param) or (isinstance(source, str) and (is_url(source) or source.startswith("$"))):
        return (SubtitleClip(file_url=source),)
    if isinstance(source, str | Path):
        from timeline_dsl.interchange.srt import read

        return read(source)
    return source


def _loaded(kind: type[TimelineT], document: Mapping[str, Any], origin: tuple[str, str] | None) -> TimelineT:
    from timeline_dsl.documents import warn_of_unknown

    with collector_at_rest():
        timeline = load(kind, document)
    if origin is not None:
        timeline = timeline.but(origin=origin)
    warn_of_unknown(timeline)
    return timeline
