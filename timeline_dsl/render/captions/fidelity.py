"""How near texts come to the service's: one text of a timeline, and every id of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from timeline_dsl.catalog import Row, table
from timeline_dsl.effects.text import RecognisedLook, TextEffect, TextLook
from timeline_dsl.render.captions.carriers import carried_fields
from timeline_dsl.render.captions.fonts import Chosen, choose
from timeline_dsl.render.captions.motions import MOTIONS, READINGS
from timeline_dsl.render.captions.staging import unknown_motions
from timeline_dsl.render.captions.texts import Shown
from timeline_dsl.render.effects import Fidelity, Verdict

UNDRAWN = Verdict("stand-in", "no digital human is drawn here: a card marked as a placeholder, with its id")
"""A digital human is a card."""

RECOGNISED = Verdict("stand-in", "the known text is spread evenly; nothing listens to the sound")
"""A recognition shows its AlignmentText; without one there is nothing to show."""

_STYLED = "the service's own styles are not published: stable colours of its own stand in"
_BUBBLE = "the service's own bubbles are not published: a shape with stable colours of its own stands in"
_CARRIED = "its {fields} count on the picture of its clip and scale with it, by a measure that is inferred"
_ALONE = "its {fields} count on the output: its clip shows no picture here with which they could scale"
_MOTION = "drawn after its label"
_ORDER: tuple[Fidelity, ...] = ("exact", "close", "stand-in", "missing")


@attrs.frozen(kw_only=True, slots=True)
class FidelityRow:
    """How near one id of the catalogue comes; `kind` is the name of its list."""

    kind: str
    id: str
    fidelity: Fidelity
    why: str

    def to_dict(self) -> dict[str, str]:
        """The row as plain JSON values."""
        return {"kind": self.kind, "id": self.id, "fidelity": self.fidelity, "why": self.why}


def verdict(shown: Shown, chosen: Chosen, *, lost_font: bool = False, whole: bool = True) -> Verdict:
    """How near a text comes. `lost_font`: its FontURL is not here; `whole`: all its motions could be drawn."""
    look = shown.look
    told = [*_of_look(look)]
    if isinstance(look, TextEffect) and (fields := carried_fields(look)):
        why = _ALONE if shown.carrier is None else _CARRIED
        told.append(Verdict("close", why.format(fields=", ".join(fields))))
    if isinstance(look, RecognisedLook):
        told.append(RECOGNISED)
    if not whole:
        told.append(Verdict("missing", "the motion is left out: it would repeat too often"))
    if lost_font:
        told.append(Verdict("close", f"{chosen.face.family} stands in for the font of FontURL, which is not here"))
    elif not chosen.exact:
        told.append(Verdict("close", f"{chosen.face.family} stands in for the font {chosen.asked}"))
    told.append(Verdict("close", "drawn by libass"))
    worst = max(told, key=lambda part: _ORDER.index(part.fidelity)).fidelity
    return Verdict(worst, "; ".join(dict.fromkeys(part.why for part in told if part.fidelity == worst)))


def _of_look(look: TextLook) -> Iterator[Verdict]:
    for name in unknown_motions(look):
        yield Verdict("missing", f"nothing is known of the motion {name}")
    for motion in (look.aai_motion_in_effect, look.aai_motion_out_effect, look.aai_motion_loop_effect):
        if reading := READINGS.get(motion or ""):
            yield Verdict("close", f"the name of the motion {motion} is read so: {reading}")
    if style := look.effect_color_style or look.effect_color_style_id:
        yield Verdict("stand-in", f"{style}: {_STYLED}")
    if look.bubble_style_id:
        yield Verdict("stand-in", f"{look.bubble_style_id}: {_BUBBLE}")
    if any(effect.image_url for effect in look.subtitle_effects):
        yield Verdict("stand-in", "a plain box stands in for the picture of a box")


def fidelity_rows() -> tuple[FidelityRow, ...]:
    """A row for every motion, style, bubble, alignment, font and way of wrapping in the catalogue."""
    return tuple(
        FidelityRow(kind=kind, id=row.id, fidelity=told.fidelity, why=told.why)
        for kind in ("subtitle_motions", "effect_color_styles", "bubble_styles", "alignments", "fonts", "adapt_modes")
        for row in table(kind)
        if (told := _of_row(kind, row)) is not None
    )


def _of_row(kind: str, row: Row) -> Verdict | None:
    if kind == "subtitle_motions":
        return _of_motion(row.id)
    if kind == "effect_color_styles":
        return Verdict("stand-in", _STYLED)
    if kind == "bubble_styles":
        return Verdict("stand-in", _BUBBLE)
    if kind == "alignments":
        return Verdict(
            "exact",
            "X and Y are margins from the named edges"
            if row.family == "nine_point"
            else "X and Y place the named point",
        )
    if kind == "fonts":
        return _of_font(row.id)
    return Verdict("close", "broken and shrunk by the widths of the font in use") if row.family == "text" else None


def _of_motion(name: str) -> Verdict:
    if name not in MOTIONS:
        return Verdict("missing", "it has no local look")
    return Verdict("close", f"its name is read so: {READINGS[name]}" if name in READINGS else _MOTION)


def _of_font(name: str) -> Verdict:
    chosen = choose(name)
    if chosen.exact:
        return Verdict("exact", f"{chosen.face.family} is on this machine")
    return Verdict("close", f"{chosen.face.family} stands in: the font is not on this machine")
