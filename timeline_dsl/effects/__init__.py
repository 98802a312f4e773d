"""One class per effect type, by what it acts on."""

from timeline_dsl.effects.ai import DeWatermark, Harmonization, Matting, RealMatting, VideoDetext
from timeline_dsl.effects.picture import (
    VFX,
    Background,
    Crop,
    DLTransition,
    Filter,
    Flip,
    FreezeFrame,
    KenBurns,
    Pad,
    RandomClip,
    Rotate,
    Scale,
    Transition,
    Zoom,
)
from timeline_dsl.effects.sound import ADenoise, AEqualize, AFade, ALoudNorm, Volume
from timeline_dsl.effects.text import ASREffect, FontFace, HighlightingStyle, SubtitleEffect, TextEffect, TextLook

__all__ = [
    "VFX",
    "ADenoise",
    "AEqualize",
    "AFade",
    "ALoudNorm",
    "ASREffect",
    "Background",
    "Crop",
    "DLTransition",
    "DeWatermark",
    "Filter",
    "Flip",
    "FontFace",
    "FreezeFrame",
    "Harmonization",
    "HighlightingStyle",
    "KenBurns",
    "Matting",
    "Pad",
    "RandomClip",
    "RealMatting",
    "Rotate",
    "Scale",
    "SubtitleEffect",
    "TextEffect",
    "TextLook",
    "Transition",
    "VideoDetext",
    "Volume",
    "Zoom",
]
