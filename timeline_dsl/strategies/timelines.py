"""Whole timelines, valid by construction: `check` finds no error in them."""

from __future__ import annotations

from hypothesis import strategies as st

from timeline_dsl.canvas import FECanvas
from timeline_dsl.clips import GlobalImageClip
from timeline_dsl.node import ABSENT
from timeline_dsl.strategies.clips import oss_urls
from timeline_dsl.strategies.tracks import audio_tracks, effect_tracks, subtitle_tracks, video_tracks
from timeline_dsl.timeline import Timeline
from timeline_dsl.tracks import VideoTrack
from timeline_dsl.units import Ratio

SIZES = ((1280, 720), (1920, 1080), (720, 1280), (640, 360))


@st.composite
def timelines(
    draw: st.DrawFn,
    *,
    max_video_tracks: int = 2,
    max_audio_tracks: int = 2,
    max_subtitle_tracks: int = 2,
    max_effect_tracks: int = 1,
    max_clips: int = 4,
    longest_clip: float = 10.0,
    sizes: tuple[tuple[int, int], ...] = SIZES,
) -> Timeline:
    """Edits with at least one video track. The limits are numbers of tracks, of clips on one, and seconds of a clip.

    A failing one shrinks to a track with one or two clips.
    """
    main = draw(st.booleans())
    videos = [draw(video_tracks(max_clips=max_clips, longest_clip=longest_clip, main=main))]
    for _ in range(draw(st.integers(0, max_video_tracks - 1)) if max_video_tracks > 1 else 0):
        videos.append(
            draw(st.one_of(video_tracks(max_clips=max(max_clips // 2, 1), longest_clip=longest_clip), _logos()))
        )
    audios = draw(
        st.lists(audio_tracks(max_clips=max(max_clips - 1, 1), longest_clip=longest_clip), max_size=max_audio_tracks)
    )
    texts = draw(st.lists(subtitle_tracks(), max_size=max_subtitle_tracks))
    effects = draw(st.lists(effect_tracks(), max_size=max_effect_tracks))
    size = draw(st.sampled_from((None, *sizes)))
    return Timeline(
        fe_canvas=None if size is None else FECanvas(width=size[0], height=size[1]),
        fps=draw(st.sampled_from([None, 25, 30])),
        video_tracks=tuple(videos),
        audio_tracks=tuple(audios) or ABSENT,
        subtitle_tracks=tuple(texts) or ABSENT,
        effect_tracks=tuple(effects) or ABSENT,
    )


@st.composite
def _logos(draw: st.DrawFn) -> VideoTrack:
    logo = GlobalImageClip(
        media_url=draw(oss_urls("png")), x=Ratio(0.8), y=Ratio(0.05), width=Ratio(0.15), height=Ratio(0.1)
    )
    return VideoTrack(clips=(logo,))
