"""Compose Alibaba Cloud IMS timelines in Python, check them before anything is billed, and play them on a laptop."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # `as` tells type checkers that the names are meant for others
    from timeline_dsl.builder import draft as draft
    from timeline_dsl.check import Report as Report, explain as explain
    from timeline_dsl.clips import (
        ASRClip as ASRClip,
        AudioClip as AudioClip,
        AvatarClip as AvatarClip,
        GlobalImageClip as GlobalImageClip,
        ImageClip as ImageClip,
        ImageTrackClip as ImageTrackClip,
        SubtitleClip as SubtitleClip,
        TextClip as TextClip,
        TTSClip as TTSClip,
        VideoClip as VideoClip,
    )
    from timeline_dsl.effects import (
        VFX as VFX,
        ADenoise as ADenoise,
        AEqualize as AEqualize,
        AFade as AFade,
        ALoudNorm as ALoudNorm,
        ASREffect as ASREffect,
        Background as Background,
        Crop as Crop,
        DeWatermark as DeWatermark,
        DLTransition as DLTransition,
        Filter as Filter,
        Flip as Flip,
        FontFace as FontFace,
        FreezeFrame as FreezeFrame,
        Harmonization as Harmonization,
        HighlightingStyle as HighlightingStyle,
        KenBurns as KenBurns,
        Matting as Matting,
        Pad as Pad,
        RandomClip as RandomClip,
        RealMatting as RealMatting,
        Rotate as Rotate,
        Scale as Scale,
        SubtitleEffect as SubtitleEffect,
        TextEffect as TextEffect,
        Transition as Transition,
        VideoDetext as VideoDetext,
        Volume as Volume,
        Zoom as Zoom,
    )
    from timeline_dsl.errors import (
        Cancelled as Cancelled,
        CheckError as CheckError,
        DocumentError as DocumentError,
        FieldError as FieldError,
        Finding as Finding,
        JobFailed as JobFailed,
        MissingExtra as MissingExtra,
        MissingMaterial as MissingMaterial,
        RenderError as RenderError,
        ScheduleError as ScheduleError,
        SubmitError as SubmitError,
        TemplateError as TemplateError,
        TimelineError as TimelineError,
        TimelineWarning as TimelineWarning,
        UsageError as UsageError,
    )
    from timeline_dsl.materials import Materials as Materials
    from timeline_dsl.node import Param as Param
    from timeline_dsl.nouns import (
        asr as asr,
        audio as audio,
        avatar as avatar,
        filter as filter,
        global_image as global_image,
        image as image,
        subtitle as subtitle,
        text as text,
        transition as transition,
        tts as tts,
        vfx as vfx,
        video as video,
    )
    from timeline_dsl.request import (
        CoverConfig as CoverConfig,
        EditingProduceConfig as EditingProduceConfig,
        MediaMetadata as MediaMetadata,
        OutputMediaConfig as OutputMediaConfig,
        ProjectMetadata as ProjectMetadata,
        Request as Request,
        UserData as UserData,
        VideoEncoding as VideoEncoding,
    )
    from timeline_dsl.schedule import Schedule as Schedule, pin as pin
    from timeline_dsl.style import TextStyle as TextStyle
    from timeline_dsl.submit import Cloud as Cloud, Credentials as Credentials, Job as Job
    from timeline_dsl.templates import Template as Template, template as template
    from timeline_dsl.timeline import FECanvas as FECanvas, Timeline as Timeline
    from timeline_dsl.tracks import AudioTrack as AudioTrack, EffectTrack as EffectTrack, ImageTrack as ImageTrack, SubtitleTrack as SubtitleTrack, VideoTrack as VideoTrack
    from timeline_dsl.units import Px as Px, Ratio as Ratio, Span as Span, Time as Time, pct as pct, px as px, seconds as seconds

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
    "submit": "Cloud Credentials Job",
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
