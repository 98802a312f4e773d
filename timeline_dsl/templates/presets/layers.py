"""Presets of pictures over and beside each other: picture-in-picture, split screens, grid, watermark."""

from __future__ import annotations

import math

from timeline_dsl.clips import VideoClip
from timeline_dsl.errors import UsageError, readers_line
from timeline_dsl.nouns import global_image, video
from timeline_dsl.templates.contract import Media, Position, Seconds
from timeline_dsl.templates.kinds import template
from timeline_dsl.templates.presets.pictures import SAMPLES
from timeline_dsl.timeline import Timeline
from timeline_dsl.units import Ratio


@template(example={"clip": SAMPLES + "talk.mp4", "inset": SAMPLES + "face.mp4", "length": 10})
def picture_in_picture(
    clip: Media,
    inset: Media,
    length: Seconds,
    start: Seconds = 0,
    x: Position = "65%",
    y: Position = "5%",
    width: Position = "30%",
    height: Position = "30%",
) -> Timeline:
    """A video with a smaller, silent one over a corner of it.

    clip: The video that fills the output.
    inset: The smaller video.
    length: How much of the smaller video is played.
    start: When the smaller video appears.
    x: Left edge of the smaller video.
    y: Top edge of the smaller video.
    width: Width of the smaller video.
    height: Height of the smaller video.
    """
    small = video(inset)[0:length].at(start).box(x=x, y=y, w=width, h=height).cover().mute()
    return Timeline().video(video(clip), main=True).video(small)


def _part(clip: Media, x: float, y: float, width: float, height: float) -> VideoClip:
    """A video that covers a part of the output, in shares of it."""
    place = [Ratio(math.floor(value * 10_000 + 0.5) / 10_000) for value in (x, y, width, height)]
    return video(clip).box(x=place[0], y=place[1], w=place[2], h=place[3]).cover()


@template(example={"left": SAMPLES + "a.mp4", "right": SAMPLES + "b.mp4"})
def split_in_two(left: Media, right: Media) -> Timeline:
    """Two videos side by side; only the left one is heard, and the output is as long as it.

    left: The video on the left.
    right: The video on the right.
    """
    return Timeline().video(_part(left, 0, 0, 1 / 2, 1), main=True).video(_part(right, 1 / 2, 0, 1 / 2, 1).mute())


@template(example={"left": SAMPLES + "a.mp4", "middle": SAMPLES + "b.mp4", "right": SAMPLES + "c.mp4"})
def split_in_three(left: Media, middle: Media, right: Media) -> Timeline:
    """Three videos side by side; only the left one is heard, and the output is as long as it.

    left: The video on the left.
    middle: The video in the middle.
    right: The video on the right.
    """
    return (
        Timeline()
        .video(_part(left, 0, 0, 1 / 3, 1), main=True)
        .video(_part(middle, 1 / 3, 0, 1 / 3, 1).mute())
        .video(_part(right, 2 / 3, 0, 1 / 3, 1).mute())
    )


@template(
    example={
        "top_left": SAMPLES + "a.mp4",
        "top_right": SAMPLES + "b.mp4",
        "bottom_left": SAMPLES + "c.mp4",
        "bottom_right": SAMPLES + "d.mp4",
    }
)
def split_in_four(top_left: Media, top_right: Media, bottom_left: Media, bottom_right: Media) -> Timeline:
    """Four videos in the quarters of the output; only the first is heard, and the output is as long as it.

    top_left: The video in the upper left quarter.
    top_right: The video in the upper right quarter.
    bottom_left: The video in the lower left quarter.
    bottom_right: The video in the lower right quarter.
    """
    half = 1 / 2
    return (
        Timeline()
        .video(_part(top_left, 0, 0, half, half), main=True)
        .video(_part(top_right, half, 0, half, half).mute())
        .video(_part(bottom_left, 0, half, half, half).mute())
        .video(_part(bottom_right, half, half, half, half).mute())
    )


@template(example={"clips": [SAMPLES + f"{number}.mp4" for number in range(1, 7)], "columns": 3})
def grid(clips: list[Media], columns: int = 3) -> Timeline:
    """Videos in rows and columns of equal fields; only the first is heard, and the output is as long as it.

    clips: The videos, row by row.
    columns: How many stand in a row.
    """
    if columns < 1:
        raise UsageError(f"a grid has at least one column (got {columns})", fix="columns=3", where=readers_line())
    rows = math.ceil(len(clips) / columns)
    edit = Timeline()
    for place, clip in enumerate(clips):
        row, column = divmod(place, columns)
        part = _part(clip, column / columns, row / rows, 1 / columns, 1 / rows)
        edit = edit.video(part, main=True) if place == 0 else edit.video(part.mute())
    return edit


@template(example={"clip": SAMPLES + "talk.mp4", "logo": SAMPLES + "logo.png"})
def watermark(
    clip: Media,
    logo: Media,
    x: Position = "85%",
    y: Position = "5%",
    width: Position = "10%",
    height: Position = "10%",
    opacity: float = 0.8,
) -> Timeline:
    """A video under a picture that stays over it from start to end.

    clip: The video.
    logo: The picture, best with a transparent ground.
    x: Left edge of the picture.
    y: Top edge of the picture.
    width: Width of the picture.
    height: Height of the picture.
    opacity: From 0, invisible, to 1, opaque.
    """
    mark = global_image(logo).box(x=x, y=y, w=width, h=height).faded_to(opacity)
    return Timeline().video(video(clip), main=True).video(mark)
