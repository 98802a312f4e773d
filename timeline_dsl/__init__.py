"""Compose Alibaba Cloud IMS timelines in Python, check them before anything is billed, and play them on a laptop."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from timeline_dsl.builder import draft
    from timeline_dsl.check import Report, explain
    from timeline_dsl.clips import (
        ASRClip,
        AudioClip,
        AvatarClip,
        GlobalImageClip,
        ImageClip,
        ImageTrackClip,
        SubtitleClip,
        TextClip,
        TTSClip,
        VideoClip,
    )
    from timeline_dsl.effects import (
        VFX,
        ADenoise,
        AEqualize,
        AFade,
        ALoudNorm,
        ASREffect,
        Background,
        Crop,
        DeWatermark,
        DLTransition,
        Filter,
        Flip,
        FontFace,
        FreezeFrame,
        Harmonization,
        HighlightingStyle,
        KenBurns,
        Matting,
        Pad,
        RandomClip,
        RealMatting,
        Rotate,
        Scale,
        SubtitleEffect,
        TextEffect,
        Transition,
        VideoDetext,
        Volume,
        Zoom,
    )
    from timeline_dsl.errors import (
        Cancelled,
        CheckError,
        DocumentError,
        FieldError,
        Finding,
        JobFailed,
        MissingExtra,
        MissingMaterial,
        RenderError,
        ScheduleError,
        SubmitError,
        TemplateError,
        TimelineError,
        TimelineWarning,
        UsageError,
    )
    from timeline_dsl.materials import Materials
    from timeline_dsl.node import Param
    from timeline_dsl.nouns import (
        asr,
        audio,
        avatar,
        filter,
        global_image,
        image,
        subtitle,
        text,
        transition,
        tts,
        vfx,
        video,
    )
    from timeline_dsl.request import (
        CoverConfig,
        EditingProduceConfig,
        MediaMetadata,
        OutputMediaConfig,
        ProjectMetadata,
        Request,
        UserData,
        VideoEncoding,
    )
    from timeline_dsl.schedule import Schedule, pin
    from timeline_dsl.style import TextStyle
    from timeline_dsl.submit import Cloud
    from timeline_dsl.templates import Template, template
    from timeline_dsl.timeline import FECanvas, Timeline
    from timeline_dsl.tracks import AudioTrack, EffectTrack, ImageTrack, SubtitleTrack, VideoTrack
    from timeline_dsl.units import Px, Ratio, Span, Time, pct, px, seconds

__version__ = "0.1.0"

_ROOMS = {
    "builder": "draft",
    "check": "Report explain",
    "clips": "ASRClip AudioClip AvatarClip GlobalImageClip ImageClip ImageTrackClip SubtitleClip TextClip TTSClip VideoClip",
    "effects": "VFX ADenoise AEqualize AFade ALoudNorm ASREffect Background Crop DeWatermark DLTransition Filter Flip "
               "FontFace FreezeFrame Harmonization HighlightingStyle KenBurns Matting Pad RandomClip RealMatting Rotate "
               "Scale SubtitleEffect TextEffect Transition VideoDetext Volume Zoom",
    "errors": "Cancelled CheckError DocumentError FieldError Finding JobFailed MissingExtra MissingMaterial RenderError "
              "ScheduleError SubmitError TemplateError TimelineError TimelineWarning UsageError",
    "materials": "Materials",
    "node": "Param",
    "nouns": "asr audio avatar filter global_image image subtitle text transition tts vfx video",
    "request": "CoverConfig EditingProduceConfig MediaMetadata OutputMediaConfig ProjectMetadata Request UserData VideoEncoding",
    "schedule": "Schedule pin",
    "style": "TextStyle",
    "submit": "Cloud",
    "templates": "Template template",
    "timeline": "FECanvas Timeline",
    "tracks": "AudioTrack EffectTrack ImageTrack SubtitleTrack VideoTrack",
    "units": "Px Ratio Span Time pct px seconds",
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names.split()}

__all__ = [*_HOME, "__version__"]


def __getattr__(name: str) -> Any:
    """A public name, its room imported when it is first used: `import timeline_dsl` itself costs next to nothing."""
    room = _HOME.get(name)
    if room is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{room}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
