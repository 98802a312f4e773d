"""How near the local engine comes to each id of the service's lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from timeline_dsl.catalog import table
from timeline_dsl.effects import VFX, Filter, Transition
from timeline_dsl.errors import UsageError
from timeline_dsl.node import EFFECTS
from timeline_dsl.render import looks  # noqa: F401  # registers every look
from timeline_dsl.render.captions.fidelity import RECOGNISED, UNDRAWN
from timeline_dsl.render.effects import TOLD, Fidelity, Verdict
from timeline_dsl.render.shots import FITS
from timeline_dsl.render.speech import verdict_of_voice
from timeline_dsl.render.transitions import verdict as transition_verdict

KINDS = (
    "effect_types",
    "transitions",
    "filters",
    "vfx",
    "subtitle_motions",
    "effect_color_styles",
    "bubble_styles",
    "alignments",
    "adapt_modes",
    "fonts",
    "voices",
    "avatars",
)
"""The lists whose ids are seen or heard."""


@attrs.frozen(kw_only=True)
class CatalogueLine:
    """How near one id comes, and why not nearer."""

    kind: str
    id: str
    fidelity: Fidelity
    why: str = ""

    def to_dict(self) -> dict[str, str]:
        """The line as plain JSON values."""
        return {"kind": self.kind, "id": self.id, "fidelity": self.fidelity, "why": self.why}


def fidelities(kind: str | None = None) -> tuple[CatalogueLine, ...]:
    """A line for every id of a list, or of all lists whose ids are seen or heard."""
    if kind is not None and kind not in KINDS:
        raise UsageError(f"the local engine plays nothing of the list {kind!r}", fix="one of " + ", ".join(KINDS))
    return tuple(line for name in KINDS if kind in (None, name) for line in _lines(name))


def _lines(kind: str) -> Iterator[CatalogueLine]:
    if kind in ("subtitle_motions", "effect_color_styles", "bubble_styles", "alignments", "adapt_modes", "fonts"):
        from timeline_dsl.render.captions import fidelity_rows

        if kind == "adapt_modes":
            yield from _fits()
        yield from (
            CatalogueLine(kind=kind, id=row.id, fidelity=row.fidelity, why=row.why)
            for row in fidelity_rows()
            if row.kind == kind
        )
        return
    for row in table(kind):
        told = _verdict(kind, row.id)
        yield CatalogueLine(kind=kind, id=row.id, fidelity=told.fidelity, why=told.why)


def _fits() -> Iterator[CatalogueLine]:
    """The ways in which pictures are fitted; those of texts are told by the captions."""
    for row in table("adapt_modes"):
        if told := FITS.get(row.id):
            yield CatalogueLine(kind="adapt_modes", id=row.id, fidelity=told.fidelity, why=told.why)


def _verdict(kind: str, name: str) -> Verdict:
    if kind == "voices":
        return verdict_of_voice(name)
    if kind == "avatars":
        return UNDRAWN
    if kind == "transitions":
        return transition_verdict(Transition(sub_type=name), "")
    if kind == "effect_types":
        return _of_type(name)
    effect: Any = Filter(sub_type=name) if kind == "filters" else VFX(sub_type=name)
    return TOLD[type(effect)](effect, "")


def _of_type(name: str) -> Verdict:
    if name == "AI_ASR":
        return RECOGNISED
    if name == "Background":
        return Verdict("close", "bars of one colour are exact, the strength of a blur is estimated")
    if name in ("Transition", "DLTransition", "Filter", "VFX", "Text"):
        return Verdict("close", "see each id" if name != "Text" else "drawn by libass")
    judge = TOLD.get(EFFECTS[name])
    return judge(EFFECTS[name](), "") if judge else Verdict("missing", "it has no local look")
