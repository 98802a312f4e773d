"""Field makers: what is known of a field (wire name, range, unit, meaning, evidence), written once, in the field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

import attrs

from timeline_dsl.errors import Evidence

Kind = Literal["time", "number", "integer", "text", "flag", "choice", "id", "length", "color", "node", "nodes", "json"]


@attrs.frozen(kw_only=True)
class Fact:
    """What is known of one field. Checks, schema, strategies, wire form and reference pages read it here.

    `firm` limits are refused by the constructor and the schema; the others are told as warnings by `check`.
    `rule` is the slug under which a fault of this field is told; `low_rule` and `high_rule` where a value below or
    above the limits has a slug of its own.
    """

    kind: Kind
    doc: str
    name: str = ""
    wire: str = ""
    also: tuple[str, ...] = ()
    unit: str = ""
    default: str = ""
    required: bool = False
    firm: bool = True
    ge: float | None = None
    gt: float | None = None
    le: float | None = None
    choices: tuple[Any, ...] = ()
    catalog: str = ""
    several: bool = False
    unless: str = ""
    max_bytes: int | None = None
    max_items: int | None = None
    pattern: str = ""
    kinds: Any = None
    rule: str = ""
    low_rule: str = ""
    high_rule: str = ""
    items_rule: str = ""
    mark: Evidence = "types"

    @property
    def expected(self) -> str:
        """The words of a refusal after "must be"."""
        if self.kind == "choice":
            return "one of " + ", ".join(map(str, self.choices))
        if self.kind == "flag":
            return "True or False"
        if self.kind == "length":
            return "a position or size: td.pct(65) or td.px(640)"
        if self.kind == "color":
            return "a colour #RRGGBB"
        if self.kind in ("text", "id"):
            limit = f" of at most {self.max_bytes} bytes" if self.max_bytes else ""
            return "text" + limit
        if self.kind in ("node", "nodes"):
            names = " or ".join(sorted({kind.__name__ for kind in self.kinds_by_type().values()}))
            many = f"at most {self.max_items} values, each " if self.max_items else "values, each "
            return (many if self.kind == "nodes" else "") + names
        if self.kind == "json":
            return "a JSON value"
        noun = "a whole number" if self.kind == "integer" else "a number"
        return " ".join(filter(None, [noun, self.range_text, self.unit]))

    @property
    def range_text(self) -> str:
        """The limits in words: `from 0 to 10`, `of at least 0`, `above 0`, or nothing."""
        low = self.ge if self.ge is not None else self.gt
        if low is not None and self.le is not None:
            before, between = ("from", "to") if self.ge is not None else ("above", "and up to")
            return f"{before} {low:g} {between} {self.le:g}"
        if low is not None:
            return f"{'of at least' if self.ge is not None else 'above'} {low:g}"
        return f"of at most {self.le:g}" if self.le is not None else ""

    def kinds_by_type(self) -> Mapping[str, type]:
        """The classes that a `node` or `nodes` field takes, by their wire `Type` ("" for the only class)."""
        table = self.kinds() if callable(self.kinds) and not isinstance(self.kinds, type) else self.kinds
        return {"": table} if isinstance(table, type) else table


class _Absent(tuple[Any, ...]):
    """An empty list that is not in the document at all."""

    def __reduce__(self) -> str:
        return "ABSENT"


ABSENT: tuple[Any, ...] = _Absent()
"""What a list field holds when the document does not mention it; it equals `()`, which is written as `[]`."""

FACT = "fact"
REQUIRED = attrs.NOTHING


def _field(fact: Fact, default: Any, **options: Any) -> Any:
    required = default is REQUIRED
    fact = attrs.evolve(fact, required=required)
    # the language of half-built values: what is required is asked for by the constructor, not by the storage
    return attrs.field(default=None if required else default, metadata={FACT: fact}, **options)


def time(
    *,
    default: Any = REQUIRED,
    doc: str,
    wire: str = "",
    also: tuple[str, ...] = (),
    gt: float | None = None,
    le: float | None = None,
    said: str = "",
    rule: str = "clip.time-number",
    mark: Evidence = "types",
    firm: bool = True,
) -> Any:
    """A moment or length in seconds, at least 0, kept to 4 decimals. `said` is the service's default, as documented."""
    return _field(
        Fact(
            kind="time",
            doc=doc,
            wire=wire,
            also=also,
            unit="s",
            ge=0 if gt is None else None,
            gt=gt,
            le=le,
            default=said,
            rule=rule,
            mark=mark,
            firm=firm,
        ),
        default,
    )


def number(
    *,
    default: Any = REQUIRED,
    doc: str,
    wire: str = "",
    also: tuple[str, ...] = (),
    ge: float | None = None,
    gt: float | None = None,
    le: float | None = None,
    unit: str = "",
    said: str = "",
    rule: str = "",
    mark: Evidence = "types",
    firm: bool = True,
) -> Any:
    """A finite number."""
    return _field(
        Fact(
            kind="number",
            doc=doc,
            wire=wire,
            also=also,
            unit=unit,
            ge=ge,
            gt=gt,
            le=le,
            default=said,
            rule=rule,
            mark=mark,
            firm=firm,
        ),
        default,
    )


def integer(
    *,
    default: Any = REQUIRED,
    doc: str,
    wire: str = "",
    ge: float | None = None,
    gt: float | None = None,
    le: float | None = None,
    unit: str = "",
    said: str = "",
    rule: str = "",
    low_rule: str = "",
    high_rule: str = "",
    mark: Evidence = "types",
    firm: bool = True,
) -> Any:
    """A whole number."""
    return _field(
        Fact(
            kind="integer",
            doc=doc,
            wire=wire,
            unit=unit,
            ge=ge,
            gt=gt,
            le=le,
            default=said,
            rule=rule,
            low_rule=low_rule,
            high_rule=high_rule,
            mark=mark,
            firm=firm,
        ),
        default,
    )


def text(
    *,
    default: Any = REQUIRED,
    doc: str,
    wire: str = "",
    also: tuple[str, ...] = (),
    said: str = "",
    max_bytes: int | None = None,
    pattern: str = "",
    rule: str = "",
    mark: Evidence = "types",
    firm: bool = True,
) -> Any:
    """Text."""
    return _field(
        Fact(
            kind="text",
            doc=doc,
            wire=wire,
            also=also,
            max_bytes=max_bytes,
            pattern=pattern,
            default=said,
            rule=rule,
            mark=mark,
            firm=firm,
        ),
        default,
    )


def flag(
    *, default: Any = REQUIRED, doc: str, wire: str = "", said: str = "", rule: str = "", mark: Evidence = "types"
) -> Any:
    """True or False."""
    return _field(Fact(kind="flag", doc=doc, wire=wire, default=said, rule=rule, mark=mark), default)


def choice(
    kind: Any,
    *,
    default: Any = REQUIRED,
    doc: str,
    wire: str = "",
    said: str = "",
    rule: str = "",
    mark: Evidence = "types",
    firm: bool = True,
) -> Any:
    """One of a closed list, given as a `Literal`."""
    return _field(
        Fact(kind="choice", doc=doc, wire=wire, choices=get_args(kind), default=said, rule=rule, mark=mark, firm=firm),
        default,
    )


def listed(
    catalog: str,
    *,
    default: Any = REQUIRED,
    doc: str,
    wire: str = "",
    also: tuple[str, ...] = (),
    several: bool = False,
    unless: str = "",
    said: str = "",
    rule: str = "",
    mark: Evidence = "doc",
    firm: bool = False,
) -> Any:
    """An id of one of the service's open lists. `several`: `random` and comma lists are ids too; `unless`: a field that
    takes its place, so that an unknown id is no matter."""
    return _field(
        Fact(
            kind="id",
            doc=doc,
            wire=wire,
            also=also,
            catalog=catalog,
            several=several,
            unless=unless,
            default=said,
            rule=rule,
            mark=mark,
            firm=firm,
        ),
        default,
    )


def position(
    *,
    default: Any = REQUIRED,
    doc: str,
    wire: str = "",
    said: str = "",
    rule: str = "clip.xy-range",
    mark: Evidence = "types",
) -> Any:
    """A position or size on the output: a share of it (`Ratio`) or pixels (`Px`)."""
    return _field(Fact(kind="length", doc=doc, wire=wire, default=said, rule=rule, mark=mark, firm=False), default)


def colour(
    *,
    default: Any = REQUIRED,
    doc: str,
    wire: str = "",
    said: str = "",
    rule: str = "text.colour-format",
    pattern: str = "#[0-9A-Fa-f]{6}",
    mark: Evidence = "doc",
) -> Any:
    """A colour, `#RRGGBB`; `pattern` where it may be written otherwise."""
    return _field(
        Fact(kind="color", doc=doc, wire=wire, default=said, rule=rule, pattern=pattern, mark=mark, firm=False), default
    )


def part(
    kinds: Any,
    *,
    default: Any = REQUIRED,
    doc: str,
    wire: str = "",
    said: str = "",
    rule: str = "",
    mark: Evidence = "doc",
) -> Any:
    """A structure within a structure."""
    return _field(Fact(kind="node", doc=doc, wire=wire, kinds=kinds, default=said, rule=rule, mark=mark), default)


def parts(
    kinds: Any,
    *,
    default: Any,
    doc: str,
    wire: str = "",
    max_items: int | None = None,
    rule: str = "",
    high_rule: str = "",
    items_rule: str = "",
    mark: Evidence = "types",
) -> Any:
    """A list of structures, held as a tuple; `ABSENT` by default, or `()` where it is always written.

    `rule` tells of the list itself, `high_rule` of too many items, `items_rule` of an item's `Type`.
    """
    return _field(
        Fact(
            kind="nodes",
            doc=doc,
            wire=wire,
            kinds=kinds,
            max_items=max_items,
            rule=rule,
            high_rule=high_rule,
            items_rule=items_rule,
            mark=mark,
        ),
        default,
    )


def anything(*, default: Any = REQUIRED, doc: str, wire: str = "", rule: str = "", mark: Evidence = "types") -> Any:
    """A JSON value of any shape, kept as it is."""
    return _field(Fact(kind="json", doc=doc, wire=wire, rule=rule, mark=mark), default, hash=False)


def wire_name(name: str) -> str:
    """The service's spelling of a Python name: `timeline_in` is `TimelineIn`."""
    return "".join(part[:1].upper() + part[1:] for part in name.strip("_").split("_"))
