"""Templates that people would otherwise write every time. Each is ordinary: read it, call it, store it, vary it."""

from timeline_dsl.templates.presets.captions import caption_reel, countdown, lower_third
from timeline_dsl.templates.presets.layers import (
    grid,
    picture_in_picture,
    split_in_four,
    split_in_three,
    split_in_two,
    watermark,
)
from timeline_dsl.templates.presets.pictures import intro_and_outro, photo_pan, slideshow
from timeline_dsl.templates.presets.sound import Line, music_bed, voice_over

PRESETS = (
    slideshow,
    photo_pan,
    intro_and_outro,
    picture_in_picture,
    split_in_two,
    split_in_three,
    split_in_four,
    grid,
    watermark,
    lower_third,
    caption_reel,
    countdown,
    music_bed,
    voice_over,
)
"""Every preset, in the order of the reference page."""

__all__ = [
    "PRESETS",
    "Line",
    "caption_reel",
    "countdown",
    "grid",
    "intro_and_outro",
    "lower_third",
    "music_bed",
    "photo_pan",
    "picture_in_picture",
    "slideshow",
    "split_in_four",
    "split_in_three",
    "split_in_two",
    "voice_over",
    "watermark",
]
