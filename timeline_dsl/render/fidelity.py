"""How near every effect of a timeline comes to the service's, told before anything is made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from timeline_dsl.clips import ASRClip, AvatarClip, SubtitleClip, TextClip
from timeline_dsl.effects import VFX, ASREffect, DLTransition, Filter, TextEffect, Transition
from timeline_dsl.errors import RenderError
from timeline_dsl.node import TypedNode, Unknown
from timeline_dsl.render.captions.fidelity import UNDRAWN
from timeline_dsl.render.effects import TOLD, TONES, Verdict, with_paths
from timeline_dsl.render.hdr import verdict as hdr_verdict
from timeline_dsl.render.inputs import Inputs
from timeline_dsl.render.rendered import ORDER, FidelityLine
from timeline_dsl.render.speech import Cast, cast_of
from timeline_dsl.render.transitions import verdict as transition_verdict
from timeline_dsl.schedule import ClipPlan, Schedule

CAPTIONS = (TextClip, SubtitleClip, TextEffect, ASREffect, ASRClip)
"""What the captions tell themselves."""


def report(schedule: Schedule, inputs: Inputs | None = None, cast: Cast | None = None) -> tuple[FidelityLine, ...]:
    """A line for every effect that plays, in document order; captions tell of themselves elsewhere.

    Films of high dynamic range among the `inputs` have a line as well. The `cast` knows which texts were spoken;
    without it the voice of this machine is taken to speak them all.
    """
    films, voices = inputs or Inputs({}), cast_of(schedule) if cast is None else cast
    return tuple(line for clip in schedule if clip.visible for line in _lines(clip, films, voices))


def _lines(clip: ClipPlan, inputs: Inputs, cast: Cast) -> Iterator[FidelityLine]:
    node: Any = clip.node
    material = inputs.material(getattr(node, "media", None)) if hasattr(node, "width") else None
    if material is not None and (toning := hdr_verdict(material.probe)):
        yield FidelityLine(path=clip.path, effect=f"{clip.type} HDR", fidelity=toning.fidelity, why=toning.why)
    made = (UNDRAWN if isinstance(node, AvatarClip) else None, cast.verdict(clip.path, node))
    if told := [verdict for verdict in made if verdict is not None]:
        why = "; ".join(verdict.why for verdict in told)
        yield FidelityLine(path=clip.path, effect=clip.type, fidelity="stand-in", why=why)
    if isinstance(node, VFX | Filter) or type(node) in TOLD:
        yield _line(clip.path, node, clip)
    for path, effect in with_paths(clip.path, getattr(node, "effects", ())):
        if not isinstance(effect, CAPTIONS):
            yield _line(path, effect, clip)


def _line(path: str, effect: TypedNode, clip: ClipPlan) -> FidelityLine:
    if isinstance(clip.node, AvatarClip) and type(effect) not in TONES:
        told = Verdict("missing", "a card stands in for the digital human")
    elif isinstance(effect, Transition | DLTransition):
        told = transition_verdict(effect, path) if clip.transition else Verdict("exact", "no clip follows: no blend")
    elif judge := TOLD.get(type(effect)):
        told = judge(effect, path)
    else:
        told = Verdict("missing", "it has no local look")
    return FidelityLine(path=path, effect=name_of(effect), fidelity=told.fidelity, why=told.why)


def name_of(effect: TypedNode) -> str:
    """The Type of an effect, and its id where it has one."""
    kind = effect.type if isinstance(effect, Unknown) else type(effect).TYPE or type(effect).__name__
    said = getattr(effect, "sub_type", None)
    return f"{kind} {said}" if said else kind


def refuse_unfaithful(lines: tuple[FidelityLine, ...]) -> None:
    """Raise `RenderError` when an effect does not come at least close."""
    far = [line for line in lines if ORDER.index(line.fidelity) > ORDER.index("close")]
    if far:
        told = "; ".join(map(str, far))
        raise RenderError(
            f"{len(far)} of {len(lines)} effects do not come close to the service's: {told}",
            fix="leave out strict, or the effects",
        )
