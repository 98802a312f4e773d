"""`draft()`: a recorder for loops, in which appending stays cheap however long the timeline grows."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from timeline_dsl.clips import TextClip, with_transitions
from timeline_dsl.effects.picture import DLTransition, Transition
from timeline_dsl.errors import UsageError, readers_line, shown
from timeline_dsl.node import TypedNode
from timeline_dsl.nouns import text
from timeline_dsl.style import TextStyle
from timeline_dsl.timeline import Timeline
from timeline_dsl.tracks import AudioTrack, EffectTrack, SubtitleTrack, VideoTrack
from timeline_dsl.units import TimeLike


class TrackDraft:
    """One track being recorded. `add` appends clips and transitions and returns the track."""

    def __init__(
        self, kind: type[VideoTrack] | type[AudioTrack] | type[SubtitleTrack] | type[EffectTrack], **settings: Any
    ) -> None:
        self._kind, self._settings = kind, settings
        self._items: list[TypedNode] = []

    def add(self, *items: TypedNode) -> Self:
        """Append clips and transitions."""
        for item in items:
            if not isinstance(item, TypedNode):
                raise UsageError(
                    f"a track takes clips and transitions (got {shown(item)})",
                    fix="td.video(address)",
                    where=readers_line(),
                )
            if isinstance(item, Transition | DLTransition) and not self._items:
                raise UsageError(
                    "a transition on the track stands before the first clip",
                    fix="put each transition between two clips",
                    where=readers_line(),
                )
        self._items += items
        return self

    def __len__(self) -> int:
        return len(self._items)

    def _made(self) -> Any:
        return self._kind(clips=with_transitions(self._items, "track"), **self._settings)


class Draft:
    """A timeline being recorded. `timeline` is the value; it can be taken at any moment."""

    def __init__(self, **settings: Any) -> None:
        self._settings = settings
        self._tracks: dict[str, list[TrackDraft]] = {
            "video_tracks": [],
            "audio_tracks": [],
            "subtitle_tracks": [],
            "effect_tracks": [],
        }
        self._main: TrackDraft | None = None
        self._texts: TrackDraft | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    @property
    def main(self) -> TrackDraft:
        """The main video track; made when first asked for."""
        if self._main is None:
            self._main = self.video(main=True)
        return self._main

    def video(self, *, main: bool = False) -> TrackDraft:
        """One more video track, above the others."""
        return self._new("video_tracks", TrackDraft(VideoTrack, main_track=main or None))

    def audio(self, *, main: bool = False) -> TrackDraft:
        """One more audio track."""
        return self._new("audio_tracks", TrackDraft(AudioTrack, main_track=main or None))

    def subtitles(self) -> TrackDraft:
        """One more subtitle track."""
        return self._new("subtitle_tracks", TrackDraft(SubtitleTrack))

    def effects(self) -> TrackDraft:
        """One more effect track."""
        return self._new("effect_tracks", TrackDraft(EffectTrack))

    def text(self, content: str | TextClip, *, start: TimeLike, end: TimeLike, style: TextStyle | None = None) -> None:
        """Append a text to the draft's one track of texts; it must start when the last one has ended."""
        clip = text(content, start=start, end=end, style=style) if isinstance(content, str) else content.at(start, end)
        if self._texts is None:
            self._texts = self.subtitles()
        self._texts.add(clip)

    def _new(self, kind: str, track: TrackDraft) -> TrackDraft:
        self._tracks[kind].append(track)
        return track

    @property
    def timeline(self) -> Timeline:
        """What has been recorded so far, as a value."""
        made: dict[str, Any] = {
            kind: tuple(track._made() for track in tracks) for kind, tracks in self._tracks.items() if tracks
        }
        return Timeline(**self._settings, **made)


def draft(**settings: Any) -> Draft:
    """Record a timeline: `with td.draft(size=(1280, 720)) as d: d.main.add(clip)`, then `d.timeline`."""
    return Draft(**settings)
