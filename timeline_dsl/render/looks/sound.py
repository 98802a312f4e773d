"""Effects on sound: volume, fades, noise, loudness, levelling."""

from __future__ import annotations

from timeline_dsl.effects import ADenoise, AEqualize, AFade, ALoudNorm, Volume
from timeline_dsl.render.effects import Stage, Verdict, during, sounds
from timeline_dsl.render.graph import Audio, Filter
from timeline_dsl.units import Span, Time, exact

CURVES = frozenset(
    (
        "tri",
        "qsin",
        "hsin",
        "esin",
        "log",
        "ipar",
        "qua",
        "cub",
        "squ",
        "cbr",
        "par",
        "exp",
        "iqsin",
        "ihsin",
        "dese",
        "desi",
        "losi",
        "sinc",
        "isinc",
        "nofade",
    )
)
"""The shapes of a fade that FFmpeg knows."""

STANDARD_CURVE = "exp"

_DENOISERS: dict[int, tuple[Filter, ...]] = {
    0: (Filter("highpass", f=150), Filter("afftdn", nr=20)),
    1: (Filter("afftdn"),),
    2: (Filter("agate", threshold=0.02, ratio=2, attack=10, release=150), Filter("afftdn", nr=6)),
    3: (Filter("highpass", f=90), Filter("afftdn", nr=12), Filter("equalizer", f=3000, t="q", w=1, g=3)),
    4: (Filter("highpass", f=120), Filter("lowpass", f=7000), Filter("afftdn", nr=20)),
}
RAISES = {3: 10 ** (3 / 20)}
"""Modes of noise reduction that raise something, and the largest factor by which they do."""

_DENOISED = {
    0: "high-pass and spectral noise reduction",
    2: "a gate on the tails",
    3: "the band of voices raised",
    4: "the band of voices kept",
}


@sounds(Volume, order=20)
def volume(sound: Audio, effect: Volume, stage: Stage) -> Audio:
    """Multiply by the gain, during its window if it names one."""
    if effect.gain is None:
        return sound
    window = _within(effect, stage)
    if window is None:
        return sound.through(Filter("volume", volume=float(effect.gain)))
    # small blocks: a filter is switched on and off between blocks only
    return sound.through(
        Filter("asetnsamples", n=240, p=0),
        Filter(
            "volume",
            volume=float(effect.gain),
            **during(stage.local(window.start), stage.local(window.end), stage.length, stage.fps * 100),
        ),
    )


def _within(effect: Volume, stage: Stage) -> Span | None:
    """The window that an effect names by times within its clip, as output time; None for the whole clip."""
    if effect.source_in is None and effect.source_out is None:
        return None
    start = stage.span.start + exact(effect.source_in or 0)
    return Span(start, stage.span.end if effect.source_out is None else stage.span.start + exact(effect.source_out))


def _curve_told(effect: AFade) -> Verdict:
    if effect.curve is None or effect.curve in CURVES:
        return Verdict("exact")
    return Verdict("stand-in", f"no curve is called {effect.curve[:20]!r}; {STANDARD_CURVE} is played")


@sounds(AFade, order=40, fidelity=_curve_told)
def afade(sound: Audio, effect: AFade, stage: Stage) -> Audio:
    """Fade in at the start of the clip, or out at its end."""
    if not effect.duration:
        return sound
    length = min(exact(effect.duration), stage.span.length)
    start = stage.span.start if effect.side == "In" else stage.span.end - length
    curve = effect.curve if effect.curve in CURVES else None
    side = "in" if effect.side == "In" else "out"
    return sound.through(*fade(side, stage.local(start), length, curve or STANDARD_CURVE))


def fade(side: str, start: Time, length: Time, curve: str) -> tuple[Filter, ...]:
    """A fade of the sound from `start` of the stream on; nothing when it is over before the stream begins."""
    if length <= 0 or start < 0:
        return ()
    return (Filter("afade", type=side, start_time=start, duration=length, curve=curve),)


def _denoising_told(effect: ADenoise) -> Verdict:
    if effect.mode in (None, 1):
        return Verdict("close", "spectral noise reduction")
    return Verdict("stand-in", _DENOISED.get(effect.mode, "general noise reduction"))


@sounds(ADenoise, order=10, fidelity=_denoising_told)
def denoise(sound: Audio, effect: ADenoise, stage: Stage) -> Audio:
    """Reduce noise of the kind that the mode names."""
    return sound.through(*_DENOISERS.get(1 if effect.mode is None else effect.mode, _DENOISERS[1]))


@sounds(ALoudNorm, order=30, fidelity="close", why="EBU R128 in one pass")
def loudness(sound: Audio, effect: ALoudNorm, stage: Stage) -> Audio:
    """Bring the clip to a loudness."""
    target = min(max(-24.0 if effect.loudness is None else float(effect.loudness), -70.0), -5.0)
    peak = min(max(-2.0 if effect.true_peak is None else float(effect.true_peak), -9.0), 0.0)
    return sound.through(Filter("loudnorm", I=target, TP=peak), Filter("aresample", sample_rate=48_000))


@sounds(AEqualize, order=50, fidelity="close", why="FFmpeg's dynaudnorm with the same peak and gain")
def equalize(sound: Audio, effect: AEqualize, stage: Stage) -> Audio:
    """Level the sound of the whole output."""
    peak = min(max(0.95 if effect.peak is None else float(effect.peak), 0.0), 1.0)
    gain = min(max(10.0 if effect.gain is None else float(effect.gain), 1.0), 100.0)
    # it looks at so many half seconds at a time, and leaves what is shorter as it is
    halves = int(stage.length * 2) // 2
    window = min(max(halves - 1 + halves % 2, 3), 31)
    return sound.through(Filter("dynaudnorm", p=peak, m=gain, g=window, **stage.when(effect)))
