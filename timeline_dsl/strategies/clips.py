"""Clips as edits have them: cut, placed by their track, with effects that fit."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from timeline_dsl.clips import AudioClip, ImageClip, SubtitleClip, TextClip, VideoClip
from timeline_dsl.effects import (
    VFX,
    ADenoise,
    AFade,
    ALoudNorm,
    Background,
    Filter,
    Flip,
    KenBurns,
    Rotate,
    Volume,
    Zoom,
)
from timeline_dsl.node import TypedNode, facts_of
from timeline_dsl.strategies.fields import BUCKET, values
from timeline_dsl.units import Ratio


def oss_urls(extension: str = "mp4") -> st.SearchStrategy[str]:
    """Addresses of a few materials with an extension, all in one bucket."""
    return st.sampled_from("abcdef").map(lambda name: f"{BUCKET}{name}.{extension}")


def lengths(shortest: float = 0.5, longest: float = 10.0) -> st.SearchStrategy[float]:
    """Lengths in tenths of a second."""
    return st.integers(round(shortest * 10), round(longest * 10)).map(
        lambda tenth: tenth / 10 if tenth % 10 else tenth // 10
    )


def _said(kind: type[Any], name: str) -> st.SearchStrategy[Any]:
    return values(facts_of(kind)[name])


_GAINS = st.sampled_from([0, 0.2, 0.5, 1, 1.5])
_SOUND = st.one_of(
    st.builds(Volume, gain=_GAINS),
    st.builds(
        AFade,
        side=st.sampled_from(["In", "Out"]),
        duration=st.sampled_from([0.2, 0.5]),
        curve=st.sampled_from([None, "tri", "exp"]),
    ),
    st.builds(ADenoise, mode=_said(ADenoise, "mode")),
    st.builds(ALoudNorm, loudness=st.sampled_from([-24, -16]), true_peak=st.just(-2)),
)
_PICTURE = st.one_of(
    st.builds(Filter, sub_type=_said(Filter, "sub_type").filter(lambda name: name != "color")),
    st.builds(VFX, sub_type=_said(VFX, "sub_type").filter(lambda name: "mask" not in name)),
    st.builds(Flip, direction=_said(Flip, "direction")),
    st.builds(Rotate, degree=_said(Rotate, "degree")),
    st.builds(Zoom, start_rate=st.just(1), end_rate=st.sampled_from([1.2, 1.5]), duration=st.sampled_from([0.3, 0.5])),
)
_BARS = st.one_of(
    st.builds(Background, sub_type=st.just("Blur"), radius=st.sampled_from([0.05, 0.1, 0.5])),
    st.builds(Background, sub_type=st.just("Color"), color=_said(Background, "color")),
)
_PANS = st.builds(KenBurns, start=st.just("0,0,1,1"), end=st.sampled_from(["0.1,0.1,0.8,0.8", "0,0.25,0.5,0.5"]))


def _effects(*kinds: st.SearchStrategy[TypedNode]) -> st.SearchStrategy[tuple[TypedNode, ...]]:
    one = st.one_of(*kinds)
    return st.one_of(
        st.just(()),
        st.just(()),
        one.map(lambda effect: (effect,)),
        st.lists(one, min_size=2, max_size=2, unique_by=type).map(tuple),
    )


_BOXES: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({}),
    st.just({}),
    st.fixed_dictionaries(
        {
            "x": st.sampled_from([0, 0.25, 0.5]).map(Ratio),
            "y": st.sampled_from([0, 0.25, 0.6]).map(Ratio),
            "width": st.sampled_from([0.25, 0.4, 0.5]).map(Ratio),
            "height": st.sampled_from([0.25, 0.4]).map(Ratio),
            "adapt_mode": st.sampled_from([None, "Fill", "Contain"]),
        }
    ),
)


def plain_clips(*, longest: float = 10.0) -> st.SearchStrategy[VideoClip]:
    """Cut videos with nothing else: what others shrink to. So few choices are left out at once."""
    return lengths(0.5, longest).map(
        lambda length: VideoClip(media_url=f"{BUCKET}a.mp4", source_in=0, source_out=length)
    )


@st.composite
def video_clips(draw: st.DrawFn, *, longest: float = 10.0) -> VideoClip:
    """Cut videos: In and Out are given, so that their length is known."""
    start = draw(st.sampled_from([0, 0, 0, 1, 2.5]))
    speed = draw(st.sampled_from([None, None, None, 0.5, 2]))
    length = draw(lengths(0.5, longest)) * (speed or 1)
    return VideoClip(
        media_url=draw(oss_urls("mp4")),
        source_in=start,
        source_out=round(start + length, 4),
        speed=speed,
        opacity=draw(st.sampled_from([None, None, None, 0.5])),
        effects=draw(_effects(_PICTURE, _SOUND, _BARS)),
        **draw(_BOXES),
    )


@st.composite
def image_clips(draw: st.DrawFn, *, longest: float = 10.0) -> ImageClip:
    """Pictures with their duration."""
    return ImageClip(
        media_url=draw(oss_urls("png")),
        duration=draw(lengths(0.5, longest)),
        effects=draw(st.one_of(_effects(_PICTURE, _BARS), _PANS.map(lambda pan: (pan,)))),
        **draw(_BOXES),
    )


@st.composite
def audio_clips(draw: st.DrawFn, *, longest: float = 10.0) -> AudioClip:
    """Cut sounds."""
    start = draw(st.sampled_from([0, 0, 3]))
    return AudioClip(
        media_url=draw(oss_urls("mp3")),
        source_in=start,
        source_out=round(start + draw(lengths(0.5, longest)), 4),
        effects=draw(_effects(_SOUND)),
    )


_LOOK = (
    "font",
    "font_color",
    "font_color_opacity",
    "outline_colour",
    "back_colour",
    "alignment",
    "effect_color_style",
    "bubble_style_id",
    "font_face",
    "border_style",
    "adapt_mode",
    "angle",
)
_TEXTS = st.one_of(st.sampled_from(["Hello", "Episode 1", "第一集", "two\nlines"]), _said(TextClip, "content"))


@st.composite
def text_clips(draw: st.DrawFn, *, longest: float = 10.0) -> TextClip:
    """Texts with a size, a place, and a few parts of a look. Their times are set by their track."""
    look = draw(st.lists(st.sampled_from(_LOOK), unique=True, max_size=3))
    moving = draw(st.sampled_from([None, None, None, "in", "loop"]))
    motion: dict[str, Any] = {}
    if moving == "in":
        motion = {"aai_motion_in_effect": draw(_said(TextClip, "aai_motion_in_effect")), "aai_motion_in": 0.3}
    elif moving == "loop":
        motion = {"aai_motion_loop_effect": draw(_said(TextClip, "aai_motion_loop_effect"))}
    chosen = {name: draw(_said(TextClip, name)) for name in look if name != "alignment"}
    return TextClip(
        content=draw(_TEXTS),
        font_size=draw(st.sampled_from([30, 48, 60])),
        alignment="TopCenter",
        y=draw(st.sampled_from([0.05, 0.5, 0.85]).map(Ratio)),
        **chosen,
        **motion,
    )


@st.composite
def subtitle_clips(draw: st.DrawFn) -> SubtitleClip:
    """External subtitle files."""
    return SubtitleClip(
        file_url=draw(oss_urls("srt")),
        font_size=draw(st.sampled_from([None, 40])),
        alignment="TopCenter",
        y=Ratio(0.85),
    )
