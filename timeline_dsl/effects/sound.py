"""Effects on the sound."""

from __future__ import annotations

from typing import Literal

from timeline_dsl.node import TypedNode, choice, effect, number, text, time

EFFECT_PAGE = "Effect configurations"

FadeSide = Literal["In", "Out"]
DenoiseMode = Literal[0, 1, 2, 3, 4]


@effect("Volume", page=EFFECT_PAGE)
class Volume(TypedNode):
    """Set the volume of a clip, or of a window of it; outside the window the volume stays."""

    gain: float | None = number(
        ge=0,
        le=10,
        default=None,
        unit="times",
        mark="doc",
        firm=False,
        rule="effect.volume-gain-range",
        doc="0 mutes, 1 keeps the source, at most 3 is advised. Without it nothing happens.",
    )
    source_in: float | None = time(
        wire="In", default=None, said="0", mark="doc", doc="Start of the window within the clip."
    )
    source_out: float | None = time(
        wire="Out", default=None, said="end of the clip", mark="doc", doc="End of the window within the clip."
    )


@effect("AFade", page=EFFECT_PAGE)
class AFade(TypedNode):
    """Fade a clip's sound in or out."""

    side: FadeSide | None = choice(
        FadeSide,
        wire="SubType",
        default=None,
        mark="doc",
        rule="effect.afade-subtype",
        doc="Which end of the clip fades.",
    )
    duration: float | None = time(default=None, mark="doc", doc="Length of the fade.")
    curve: str | None = text(default=None, said="exp", mark="doc", doc="Shape of the fade; `tri` is linear.")


@effect("ADenoise", page=EFFECT_PAGE)
class ADenoise(TypedNode):
    """Reduce noise."""

    mode: DenoiseMode | None = choice(
        DenoiseMode,
        default=None,
        said="1",
        mark="doc",
        firm=False,
        rule="effect.adenoise-mode",
        doc="0 wind, 1 general, 2 reverberation, 3 enhance the voice, 4 remove music.",
    )


@effect("ALoudNorm", page=EFFECT_PAGE)
class ALoudNorm(TypedNode):
    """Normalise the loudness, after ADenoise and Volume."""

    loudness: float | None = number(default=None, unit="LUFS", mark="doc", doc="Loudness to reach; -24 in the sample.")
    true_peak: float | None = number(default=None, unit="dB", mark="doc", doc="Highest true peak; -2 in the sample.")


@effect("AEqualize", page=EFFECT_PAGE)
class AEqualize(TypedNode):
    """Level the sound of the whole output; only an item of an effect track."""

    peak: float | None = number(default=None, mark="doc", doc="Target peak; 0.95 in the sample.")
    gain: float | None = number(default=None, mark="doc", doc="Largest gain; 10 in the sample.")
    timeline_in: float | None = time(default=None, said="0", doc="Start on the output.")
    timeline_out: float | None = time(default=None, said="end of the output", doc="End on the output.")
    duration: float | None = time(default=None, said="whole video", doc="Length; TimelineOut wins.")
    loudness: float | None = number(default=None, unit="LUFS", doc="Present in the Web editor's types.")
    true_peak: float | None = number(default=None, unit="dB", doc="Present in the Web editor's types.")
