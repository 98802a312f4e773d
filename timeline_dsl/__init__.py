"""Compose Alibaba Cloud IMS timelines in Python, check them before anything is billed, and play them on a laptop."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # `as` tells type checkers that the names are meant for others
    from timeline_dsl.builder import draft as draft
    from timeline_dsl.canvas import FECanvas as FECanvas
    from timeline_dsl.check import Report as Report
    from timeline_dsl.check import explain as explain
    from timeline_dsl.clips import ASRClip as ASRClip
    from timeline_dsl.clips import AudioClip as AudioClip
    from timeline_dsl.clips import AvatarClip as AvatarClip
    from timeline_dsl.clips import GlobalImageClip as GlobalImageClip
    from timeline_dsl.clips import ImageClip as ImageClip
    from timeline_dsl.clips import ImageTrackClip as ImageTrackClip
    from timeline_dsl.clips import SubtitleClip as SubtitleClip
    from timeline_dsl.clips import TextClip as TextClip
    from timeline_dsl.clips import TTSClip as TTSClip
    from timeline_dsl.clips import VideoClip as VideoClip
    from timeline_dsl.effects import VFX as VFX
    from timeline_dsl.effects import ADenoise as ADenoise
    from timeline_dsl.effects import AEqualize as AEqualize
    from timeline_dsl.effects import AFade as AFade
    from timeline_dsl.effects import ALoudNorm as ALoudNorm
    from timeline_dsl.effects import ASREffect as ASREffect
    from timeline_dsl.effects import Background as Background
    from timeline_dsl.effects import Crop as Crop
    from timeline_dsl.effects import DeWatermark as DeWatermark
    from timeline_dsl.effects import DLTransition as DLTransition
    from timeline_dsl.effects import Filter as Filter
    from timeline_dsl.effects import Flip as Flip
    from timeline_dsl.effects import FontFace as FontFace
    from timeline_dsl.effects import FreezeFrame as FreezeFrame
    from timeline_dsl.effects import Harmonization as Harmonization
    from timeline_dsl.effects import HighlightingStyle as HighlightingStyle
    from timeline_dsl.effects import KenBurns as KenBurns
    from timeline_dsl.effects import Matting as Matting
    from timeline_dsl.effects import Pad as Pad
    from timeline_dsl.effects import RandomClip as RandomClip
    from timeline_dsl.effects import RealMatting as RealMatting
    from timeline_dsl.effects import Rotate as Rotate
    from timeline_dsl.effects import Scale as Scale
    from timeline_dsl.effects import SubtitleEffect as SubtitleEffect
    from timeline_dsl.effects import TextEffect as TextEffect
    from timeline_dsl.effects import Transition as Transition
    from timeline_dsl.effects import VideoDetext as VideoDetext
    from timeline_dsl.effects import Volume as Volume
    from timeline_dsl.effects import Zoom as Zoom
    from timeline_dsl.errors import Cancelled as Cancelled
    from timeline_dsl.errors import CheckError as CheckError
    from timeline_dsl.errors import DocumentError as DocumentError
    from timeline_dsl.errors import FieldError as FieldError
    from timeline_dsl.errors import Finding as Finding
    from timeline_dsl.errors import JobFailed as JobFailed
    from timeline_dsl.errors import MissingExtra as MissingExtra
    from timeline_dsl.errors import MissingMaterial as MissingMaterial
    from timeline_dsl.errors import RenderError as RenderError
    from timeline_dsl.errors import ScheduleError as ScheduleError
    from timeline_dsl.errors import SubmitError as SubmitError
    from timeline_dsl.errors import TemplateError as TemplateError
    from timeline_dsl.errors import TimelineError as TimelineError
    from timeline_dsl.errors import TimelineWarning as TimelineWarning
    from timeline_dsl.errors import UsageError as UsageError
    from timeline_dsl.materials import Materials as Materials
    from timeline_dsl.node import Param as Param
    from timeline_dsl.nouns import asr as asr
    from timeline_dsl.nouns import audio as audio
    from timeline_dsl.nouns import avatar as avatar
    from timeline_dsl.nouns import filter as filter
    from timeline_dsl.nouns import global_image as global_image
    from timeline_dsl.nouns import image as image
    from timeline_dsl.nouns import subtitle as subtitle
    from timeline_dsl.nouns import text as text
    from timeline_dsl.nouns import transition as transition
    from timeline_dsl.nouns import tts as tts
    from timeline_dsl.nouns import vfx as vfx
    from timeline_dsl.nouns import video as video
    from timeline_dsl.request import CoverConfig as CoverConfig
    from timeline_dsl.request import EditingProduceConfig as EditingProduceConfig
    from timeline_dsl.request import MediaMetadata as MediaMetadata
    from timeline_dsl.request import OutputMediaConfig as OutputMediaConfig
    from timeline_dsl.request import ProjectMetadata as ProjectMetadata
    from timeline_dsl.request import Request as Request
    from timeline_dsl.request import UserData as UserData
    from timeline_dsl.request import VideoEncoding as VideoEncoding
    from timeline_dsl.schedule import Schedule as Schedule
    from timeline_dsl.schedule import pin as pin
    from timeline_dsl.style import TextStyle as TextStyle
    from timeline_dsl.submit import Cloud as Cloud
    from timeline_dsl.submit import Credentials as Credentials
    from timeline_dsl.submit import Job as Job
    from timeline_dsl.templates import Template as Template
    from timeline_dsl.templates import template as template
    from timeline_dsl.timeline import Timeline as Timeline
    from timeline_dsl.tracks import AudioTrack as AudioTrack
    from timeline_dsl.tracks import EffectTrack as EffectTrack
    from timeline_dsl.tracks import ImageTrack as ImageTrack
    from timeline_dsl.tracks import SubtitleTrack as SubtitleTrack
    from timeline_dsl.tracks import VideoTrack as VideoTrack
    from timeline_dsl.units import Px as Px
    from timeline_dsl.units import Ratio as Ratio
    from timeline_dsl.units import Span as Span
    from timeline_dsl.units import Time as Time
    from timeline_dsl.units import pct as pct
    from timeline_dsl.units import px as px
    from timeline_dsl.units import seconds as seconds

__version__ = "0.1.0"

_ROOMS = {
    "builder": "draft",
    "check": "Report explain",
    "clips": "ASRClip AudioClip AvatarClip GlobalImageClip ImageClip ImageTrackClip SubtitleClip TextClip TTSClip "
    "VideoClip",
    "effects": "VFX ADenoise AEqualize AFade ALoudNorm ASREffect Background Crop DeWatermark DLTransition Filter Flip "
    "FontFace FreezeFrame Harmonization HighlightingStyle KenBurns Matting Pad RandomClip RealMatting Rotate "
    "Scale SubtitleEffect TextEffect Transition VideoDetext Volume Zoom",
    "errors": "Cancelled CheckError DocumentError FieldError Finding JobFailed MissingExtra MissingMaterial "
    "RenderError ScheduleError SubmitError TemplateError TimelineError TimelineWarning UsageError",
    "materials": "Materials",
    "node": "Param",
    "nouns": "asr audio avatar filter global_image image subtitle text transition tts vfx video",
    "request": "CoverConfig EditingProduceConfig MediaMetadata OutputMediaConfig ProjectMetadata Request UserData "
    "VideoEncoding",
    "schedule": "Schedule pin",
    "style": "TextStyle",
    "submit": "Cloud Credentials Job",
    "templates": "Template template",
    "canvas": "FECanvas",
    "timeline": "Timeline",
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
