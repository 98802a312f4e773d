"""Tracks: clips one after another, with transitions between them where both neighbours are long enough."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from hypothesis import strategies as st

from timeline_dsl.clips import ImageClip, TextClip, VideoClip
from timeline_dsl.effects import VFX, DLTransition, Filter, Transition
from timeline_dsl.node import facts_of
from timeline_dsl.strategies.clips import audio_clips, image_clips, plain_clips, subtitle_clips, text_clips, video_clips
from timeline_dsl.strategies.fields import values
from timeline_dsl.tracks import AudioTrack, EffectTrack, SubtitleTrack, VideoTrack

_NAMES = values(facts_of(Transition)["sub_type"])
_BLENDS = st.one_of(
    st.none(),
    st.none(),
    st.builds(Transition, sub_type=_NAMES, duration=st.sampled_from([0.2, 0.4])),
    st.builds(DLTransition, sub_type=_NAMES, duration=st.sampled_from([0.2, 0.4])),
)


def _length(clip: Any) -> float:
    if isinstance(clip, ImageClip):
        return clip.duration or 0
    return ((clip.source_out or 0) - (clip.source_in or 0)) / (clip.speed or 1)


def _fitting(drawn: list[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    """Clips and the blends into the next ones, where both neighbours are long enough."""
    for (clip, blend), following in zip_longest(drawn, drawn[1:]):
        fits = following is not None and min(_length(clip), _length(following[0])) > 1
        yield clip, blend if fits else None


@st.composite
def video_tracks(draw: st.DrawFn, *, max_clips: int = 4, longest_clip: float = 10.0, main: bool = False) -> VideoTrack:
    """Videos and pictures in a row; some begin later than their turn."""
    film = video_clips(longest=longest_clip)
    clip = st.one_of(plain_clips(longest=longest_clip), film, film, film, image_clips(longest=longest_clip))
    # a blend belongs to its clip, whether it fits there or not: a clip less changes nothing of the others
    drawn: list[tuple[Any, Any]] = draw(st.lists(st.tuples(clip, _BLENDS), min_size=1, max_size=max_clips))
    made = [one if blend is None else one.with_effects(blend) for one, blend in _fitting(drawn)]
    if len(made) == 1 and isinstance(made[0], VideoClip) and draw(st.integers(0, 4)) == 4:
        made[0] = made[0].but(timeline_in=draw(st.sampled_from([1, 2.5])))
    return VideoTrack(clips=tuple(made), main_track=main or None)


@st.composite
def audio_tracks(draw: st.DrawFn, *, max_clips: int = 3, longest_clip: float = 10.0) -> AudioTrack:
    """Sounds in a row, or one that is looped."""
    clips = draw(st.lists(audio_clips(longest=longest_clip), min_size=1, max_size=max_clips))
    if len(clips) == 1 and draw(st.booleans()):
        clips = [clips[0].but(loop_mode=True, timeline_in=0, timeline_out=draw(st.sampled_from([5, 12.5])))]
    return AudioTrack(clips=tuple(clips))


@st.composite
def subtitle_tracks(draw: st.DrawFn, *, max_texts: int = 3) -> SubtitleTrack:
    """Texts one after another, or one external file."""
    if draw(st.integers(0, 5)) == 5:
        return SubtitleTrack(clips=(draw(subtitle_clips()),))
    texts: list[TextClip] = []
    start = draw(st.sampled_from([0, 1]))
    for text in draw(st.lists(text_clips(), min_size=1, max_size=max_texts)):
        end = start + draw(st.sampled_from([1, 2, 3]))
        texts.append(text.but(timeline_in=start, timeline_out=end))
        start = end
    return SubtitleTrack(clips=tuple(texts))


@st.composite
def effect_tracks(draw: st.DrawFn) -> EffectTrack:
    """Filters or special effects over the whole picture, all of one kind."""
    kind: Any = draw(st.sampled_from([VFX, Filter]))
    names = values(facts_of(kind)["sub_type"]).filter(lambda name: "mask" not in name and name != "color")
    items = []
    for _ in range(draw(st.integers(1, 2))):
        window: dict[str, float] = draw(
            st.sampled_from([{}, {"timeline_in": 0, "timeline_out": 1}, {"timeline_in": 0.5, "duration": 1}])
        )
        items.append(kind(sub_type=draw(names), **window))
    return EffectTrack(clips=tuple(items))
