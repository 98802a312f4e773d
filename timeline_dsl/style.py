"""`TextStyle`: a look of text under a name, to be put on as many texts as wanted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import attrs

from timeline_dsl import units
from timeline_dsl.catalog.ids import Alignment, FontName, InMotionId, LoopMotionId, OutMotionId, TextAdaptMode
from timeline_dsl.clips import TextClip
from timeline_dsl.effects.text import FontFace, TextLook
from timeline_dsl.errors import UsageError, readers_line, shown
from timeline_dsl.node import facts_of, unknown_name
from timeline_dsl.units import LengthLike

LookT = TypeVar("LookT", bound=TextLook)

SHORT = {
    "size": "font_size",
    "color": "font_color",
    "align": "alignment",
    "opacity": "font_color_opacity",
    "wrap": "adapt_mode",
    "width": "text_width",
    "motion_in": "aai_motion_in_effect",
    "motion_out": "aai_motion_out_effect",
    "motion_loop": "aai_motion_loop_effect",
}
"""The fields of a text that a style calls by shorter names."""


@attrs.frozen(init=False, repr=False)
class TextStyle:
    """A look of text. `size` is in pixels of the canvas, `x` and `y` as `"85%"` or `"40px"`, `outline` a width or
    `(width, colour)`. Every field of a text clip's look is taken too, under its own name.
    """

    look: Mapping[str, Any] = attrs.field(hash=False)

    def __init__(
        self,
        *,
        size: float | None = None,
        color: str | None = None,
        outline: float | tuple[float, str] | None = None,
        shadow: float | tuple[float, str] | None = None,
        align: Alignment | None = None,
        x: LengthLike | None = None,
        y: LengthLike | None = None,
        font: FontName | None = None,
        bold: bool | None = None,
        italic: bool | None = None,
        underline: bool | None = None,
        opacity: float | None = None,
        wrap: TextAdaptMode | None = None,
        width: LengthLike | None = None,
        motion_in: InMotionId | None = None,
        motion_out: OutMotionId | None = None,
        motion_loop: LoopMotionId | None = None,
        **more: Any,
    ) -> None:
        given = {
            "size": size,
            "color": color,
            "outline": outline,
            "shadow": shadow,
            "align": align,
            "x": x,
            "y": y,
            "font": font,
            "bold": bold,
            "italic": italic,
            "underline": underline,
            "opacity": opacity,
            "wrap": wrap,
            "width": width,
            "motion_in": motion_in,
            "motion_out": motion_out,
            "motion_loop": motion_loop,
            **more,
        }
        self.__attrs_init__(_look({name: value for name, value in given.items() if value is not None}))

    def but(self, **changes: Any) -> TextStyle:
        """The style with some parts changed; `None` takes a part back."""
        dropped = {SHORT.get(name, name) for name, value in changes.items() if value is None}
        look = {**self.look, **_look({name: value for name, value in changes.items() if value is not None})}
        return TextStyle(**{name: value for name, value in look.items() if name not in dropped})

    def on(self, text: LookT) -> LookT:
        """A text in this style; what the text itself says wins."""
        return text.but(**{name: value for name, value in self.look.items() if not text.given(name)})

    def __repr__(self) -> str:
        return f"TextStyle({', '.join(f'{name}={value!r}' for name, value in self.look.items())})"


def _look(given: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a text clip from the short and long names of a style, checked as a text clip checks them."""
    look: dict[str, Any] = {}
    face = {name: given[name] for name in ("bold", "italic", "underline") if name in given}
    if face:
        look["font_face"] = FontFace(**face)
    for name, value in given.items():
        if name in face:
            continue
        if name in ("outline", "shadow") and isinstance(value, tuple | list):
            if len(value) != 2:
                raise UsageError(
                    f"{name} must be a width or (width, colour) (got {shown(value)})",
                    fix=f'{name}=(2, "#000000")',
                    where=readers_line(),
                )
            look[name] = value[0]
            look["outline_colour" if name == "outline" else "back_colour"] = units.color(value[1], name)
            continue
        field = SHORT.get(name, name)
        if field not in _FIELDS:
            raise unknown_name("TextStyle", name, {**SHORT, **dict.fromkeys(_FIELDS, 0), "bold": 0, "italic": 0})
        fact = _FIELDS[field]
        if fact.kind == "length":
            value = units.length(value, name)
        elif fact.kind == "time":
            value = units.seconds(value, name=name)
        elif fact.kind == "color":
            value = units.color(value, name)
        look[field] = value
    TextClip(content="", **look)
    return look


_OTHER = frozenset(
    (
        "timeline_in",
        "timeline_out",
        "content",
        "clip_id",
        "reference_clip_id",
        "comment",
        "title",
        "id",
        "track_id",
        "media_id_type",
    )
)
_FIELDS = {name: fact for name, fact in facts_of(TextClip).items() if name not in _OTHER}
