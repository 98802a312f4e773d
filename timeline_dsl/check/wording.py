"""The words of a finding that follows from a field's fact alone: its rule, what it must be, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, Literal

import attrs

from timeline_dsl.catalog import table
from timeline_dsl.check.rule import rule_of
from timeline_dsl.errors import Finding, shown
from timeline_dsl.node import Foreign, Node, Unknown
from timeline_dsl.node.facts import Fact
from timeline_dsl.units import number_of

Fault = Literal["form", "low", "high"]
"""What is wrong with a value: its form, or that it lies below or above the limits."""

NO_FORM = "timeline.field-type"
NULL = "timeline.null-value"
UNREADABLE = "timeline.json-object"


@attrs.frozen
class Doubt:
    """A finding that follows from the facts, before a rule with more to say may take its place.

    `item`: it is about the Type of a whole list item, so that any rule about that item says more. `cautious`: it warns
    although its rule refuses, because the field's own limits are not firm.
    """

    slug: str
    path: str
    message: str
    fix: str
    node: Node | None
    item: bool = False
    cautious: bool = False

    def finding(self) -> Finding:
        """The doubt as a finding under its rule."""
        rule = rule_of(self.slug)
        lenient = self.cautious and rule.severity == "error"
        return Finding(
            rule=rule.slug,
            severity="warning" if lenient else rule.severity,
            path=self.path,
            message=self.message,
            fix=self.fix or rule.fix,
            where=None if self.node is None else self.node.where,
            evidence="inferred" if lenient else rule.evidence[0],
        )


def of_field(fact: Fact, value: Any, path: str, node: Node | None, fault: Fault = "form") -> Doubt:
    """The doubt about a value that a field does not take. `path` is that of the field."""
    if value is None and fact.kind not in ("node", "nodes"):
        return Doubt(NULL, path, f"{fact.wire} is null", "leave the key out", node)
    slug = {"low": fact.low_rule, "high": fact.high_rule, "form": ""}[fault] or fact.rule or NO_FORM
    message = f"{fact.wire} must be {expected(fact)} (got {json_shown(value)})"
    return Doubt(slug, path, message, _fix(fact, value), node, cautious=not fact.firm)


def fault_of(fact: Fact, value: Any) -> Fault:
    """Whether a value that does not fit lies below or above the limits, or has the wrong form."""
    number = number_of(value) if isinstance(value, str) else value
    if fact.kind == "nodes":
        return "high" if isinstance(value, list | tuple) else "form"
    if isinstance(number, bool) or not isinstance(number, int | float):
        return "form"
    if fact.kind == "integer" and number != number // 1:
        return "form"
    if (fact.ge is not None and number < fact.ge) or (fact.gt is not None and number <= fact.gt):
        return "low"
    return "high" if fact.le is not None and number > fact.le else "form"


def expected(fact: Fact) -> str:
    """The words after "must be", as a document's author thinks."""
    match fact.kind:
        case "flag":
            return "true or false"
        case "length":
            return "a share of the output from 0 to 0.9999 (1 is the whole) or whole pixels from 2"
        case "node":
            return "an object"
        case "nodes":
            return f"a list of at most {fact.max_items}" if fact.max_items is not None else "a list"
        case "id":
            return "text"
    return fact.expected


def _fix(fact: Fact, value: Any) -> str:
    if fact.kind == "choice":
        near = get_close_matches(str(value), list(map(str, fact.choices)), n=1, cutoff=0.5)
        return f"did you mean {near[0]!r}?" if near else ""
    if fact.kind == "color" and isinstance(value, str) and len(value) == 6:
        return f"write #{value}"
    if fact.kind in ("time", "number", "integer"):
        fault = fault_of(fact, value)
        unit = f" {fact.unit}" if fact.unit else ""
        if fault == "low":
            return f"set it to {fact.ge:g}{unit} or more" if fact.ge is not None else f"set it above {fact.gt:g}{unit}"
        if fault == "high":
            return f"set it to {fact.le:g}{unit} or less"
    return ""


def of_unknown_id(fact: Fact, value: str, path: str, node: Node) -> Doubt | None:
    """The doubt about an id that the list does not hold, or None when it holds all of `value`."""
    listed = table(fact.catalog)
    name = listed.unknown(value, several=fact.several)
    if name is None:
        return None
    message = f"{fact.wire} {shown(name)} is none of the {len(listed)} known ids"
    return Doubt(fact.rule or NO_FORM, path, message, listed.hint(name), node)


def of_item(fact: Fact, item: Node, path: str) -> Doubt:
    """The doubt about an item of a list whose class is not known."""
    kinds = _offered(fact)
    where = fact.wire
    if isinstance(item, Foreign):
        message = f"each item of {where} must be an object (got {json_shown(item.value)})"
        return Doubt(fact.rule or fact.items_rule or NO_FORM, path, message, "", item, item=True)
    slug = fact.items_rule or NO_FORM
    if not isinstance(item, Unknown) or "Type" not in item.extra:
        return Doubt(slug, path, f"an item of {where} has no Type", _one_of(kinds), item, item=True)
    given = item.extra["Type"]
    near = get_close_matches(given, kinds, n=1, cutoff=0.6) if isinstance(given, str) else ()
    return Doubt(
        slug,
        f"{path}/Type",
        f"no item of {where} has the Type {json_shown(given)}",
        f"did you mean {near[0]!r}?" if near else _one_of(kinds),
        item,
        item=True,
    )


def _offered(fact: Fact) -> list[str]:
    """The Types to choose from in a list: of those that are read there, the ones that belong there."""
    kinds = [name for name in fact.kinds_by_type() if name]
    family = _FAMILIES.get(fact.wire)
    if family is None:
        return kinds
    rows = table("clip_types").rows
    return [name for name in kinds if name in rows and rows[name].family in (family, "any_track")]


_FAMILIES = {"VideoTrackClips": "video_track", "AudioTrackClips": "audio_track", "SubtitleTrackClips": "subtitle_track"}
"""Lists of clips, and the family of the Types that belong there."""


def _one_of(names: Iterable[str]) -> str:
    return "use one of " + ", ".join(names)


def json_shown(value: Any) -> str:
    """A JSON value as it is shown in a message."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    try:
        return shown(value)
    except ValueError:  # Python does not spell whole numbers of thousands of digits
        return "a number of thousands of digits"
