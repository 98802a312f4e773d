"""What the facts warn of beyond the schema: limits that are not firm, unknown ids, colours, positions, unknown keys.

One function per class, written out from the facts, so that a document without faults costs a few comparisons a node.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any

from timeline_dsl.catalog import table
from timeline_dsl.check.found import Found
from timeline_dsl.check.reading import RECTANGLE, on_a_clip
from timeline_dsl.check.rule import Seen
from timeline_dsl.check.seeing import Nodes
from timeline_dsl.check.suspects import list_of
from timeline_dsl.check.wording import Doubt, fault_of, json_shown, of_field, of_item, of_unknown_id
from timeline_dsl.effects.picture import Filter
from timeline_dsl.effects.sound import AEqualize
from timeline_dsl.node import Foreign, Param, Unknown, facts_of
from timeline_dsl.node.blanks import is_param
from timeline_dsl.node.facts import Fact
from timeline_dsl.request import CoverConfig, EditingProduceConfig, OutputMediaConfig, Request, UserData, VideoEncoding

Tell = Callable[[Seen, Fact, Any, Found], None]

UNKNOWN_KEY = {
    OutputMediaConfig: "output.unknown-key",
    VideoEncoding: "output.unknown-key",
    EditingProduceConfig: "request.produce-config-keys",
    CoverConfig: "request.produce-config-keys",
}
"""The rule that tells of an unknown key, by class; `timeline.unknown-field` elsewhere."""

EDITOR_KEYS = frozenset(
    (
        "Type",
        "Comment",
        "Id",
        "Title",
        "TrackId",
        "MediaIdType",
        "VirginDuration",
        "Visible",
        "OriginalMediaURL",
        "OutputWidth",
        "OutputHeight",
        "NoReferTimelineIn",
        "NoReferTimelineOut",
    )
)
"""Keys that editors and exports write, and the service ignores, on any structure."""


def doubts(nodes: Nodes, found: Found) -> None:
    """Tell everything in a document that the facts warn of."""
    for kind, seens in nodes.items():
        _examiner(kind)(seens, found)


# -- one function per class -------------------------------------------------------------------------------------------


@cache
def _examiner(kind: type) -> Callable[[Iterable[Seen], Found], None]:
    if kind is Unknown:
        return _unknown_items
    if kind is Foreign:
        return _nothing  # the schema tells of it
    names: dict[str, Any] = {"leftovers": _leftovers, "Param": Param}
    lines = ["def examine(seens, found):", "    for seen in seens:", "        self = seen.node"]
    for index, fact in enumerate(facts_of(kind).values()):
        asked = _question(fact, index, names)
        if asked is None:
            continue
        condition, names[f"t{index}"] = asked
        names[f"f{index}"] = fact
        lines += [
            f"        v = self.{fact.name}",
            f"        if v is not None and not ({condition}): t{index}(seen, f{index}, v, found)",
        ]
    lines.append("        if self.extra: leftovers(seen, found)")
    exec(compile("\n".join(lines), f"<timeline_dsl doubts of {kind.__name__}>", "exec"), names)
    made: Callable[[Iterable[Seen], Found], None] = names["examine"]
    return made


def _question(fact: Fact, index: int, names: dict[str, Any]) -> tuple[str, Tell] | None:
    """A condition under which a value gives no cause for doubt, and what tells it else; None where nothing is asked."""
    if fact.kind in ("time", "number", "integer"):
        asked = [] if fact.firm else _limits(fact)
        if fact.kind == "time":
            asked.append("(type(v) is int or round(v, 4) == v)")
        return (" and ".join(["type(v) is not Param", *asked]), _tell_number) if asked else None
    if fact.kind == "length":
        return "type(v) is not Param and (0 <= v <= 0.9999 or v == 1 or (v >= 2 and v.is_integer()))", _tell_length
    if fact.kind == "choice" and not fact.firm:
        names[f"c{index}"] = frozenset(fact.choices)
        return f"v in c{index}", _tell_value
    if fact.kind == "id":
        rows = table(fact.catalog)
        names[f"c{index}"] = frozenset((*rows.rows, *(rows.special if fact.several else ())))
        return f"v in c{index}", _tell_id
    if fact.kind == "color":
        names[f"c{index}"] = re.compile(fact.pattern).fullmatch
        return f"c{index}(v)", _tell_value
    if fact.kind == "text" and fact.max_bytes is not None and not fact.firm:
        return f"len(v.encode('utf-8', 'surrogatepass')) <= {fact.max_bytes}", _tell_value
    return None


def _limits(fact: Fact) -> list[str]:
    limits = ((f"{fact.ge!r} <= v", fact.ge), (f"{fact.gt!r} < v", fact.gt), (f"v <= {fact.le!r}", fact.le))
    return [words for words, limit in limits if limit is not None]


def _path(seen: Seen, key: str) -> str:
    return f"{seen.path}/{key.replace('~', '~0').replace('/', '~1')}"


def _tell_number(seen: Seen, fact: Fact, value: Any, found: Found) -> None:
    if isinstance(value, str) or found.full(fact.rule) or found.full("clip.time-precision"):
        return
    fault = fault_of(fact, value)
    if fault != "form" and not fact.firm:
        found.add(of_field(fact, value, _path(seen, fact.wire), seen.node, fault))
    elif fault == "form" and round(value, 4) != value:
        message = f"{fact.wire} has more than 4 decimals ({value!r})"
        fix = f"write {round(value, 4)!r}"
        found.add(Doubt("clip.time-precision", _path(seen, fact.wire), message, fix, seen.node))


def _tell_length(seen: Seen, fact: Fact, value: Any, found: Found) -> None:
    if not isinstance(value, str) and not found.full(fact.rule):
        found.add(of_field(fact, value, _path(seen, fact.wire), seen.node))


def _tell_value(seen: Seen, fact: Fact, value: Any, found: Found) -> None:
    if not is_param(value) and not found.full(fact.rule):
        found.add(of_field(fact, value, _path(seen, fact.wire), seen.node))


def _tell_id(seen: Seen, fact: Fact, value: Any, found: Found) -> None:
    if fact.unless and getattr(seen.node, fact.unless, None) is not None:
        return
    if not is_param(value) and not found.full(fact.rule):
        doubt = of_unknown_id(fact, value, _path(seen, fact.wire), seen.node)
        if doubt is not None:
            found.add(doubt)


def _nothing(seens: Iterable[Seen], found: Found) -> None:
    return


def _unknown_items(seens: Iterable[Seen], found: Found) -> None:
    for seen in seens:
        fact = list_of(seen)
        if fact is not None and not found.full(fact.items_rule) and not is_param(seen.node.extra.get("Type")):
            found.add(of_item(fact, seen.node, seen.path))


# -- what no field could read -----------------------------------------------------------------------------------------


def _leftovers(seen: Seen, found: Found) -> None:
    """What a node keeps besides its fields: values that its fields cannot read, and keys that it does not know."""
    node = seen.node
    kind: type = type(node)
    known = _facts_by_key(kind)
    for key, value in node.extra.items():
        fact = known.get(key)
        if fact is None:
            slug = UNKNOWN_KEY.get(kind, "timeline.unknown-field")
            if slug not in found.cut and _means_something(seen, key) and not found.full(slug):
                found.add(_unknown_key(seen, key, known, slug))
        elif getattr(node, fact.name) not in (None, ()):
            message = f"{key} says {fact.wire} a second time"
            found.add(Doubt("timeline.unknown-field", _path(seen, key), message, "keep one of them", node))
        elif not found.full(fact.rule) and not stands_for_value(fact, value) and (value != "" or kind is not Request):
            found.add(of_field(fact, value, _path(seen, key), node, fault_of(fact, value)))


def _means_something(seen: Seen, key: str) -> bool:
    """Whether an unknown key may be a mistake: no remark of an editor's, and nothing that a rule tells of."""
    if key in EDITOR_KEYS or key.startswith("Sys_"):
        return False
    kind = type(seen.node)
    return kind is not UserData and not (key in RECTANGLE and kind in (Filter, AEqualize) and not on_a_clip(seen))


def stands_for_value(fact: Fact, value: Any) -> bool:
    """Whether a value is a template's blank, or its array in the place of a list."""
    return is_param(value) or (fact.kind == "nodes" and isinstance(value, Mapping) and "Sys_Type" in value)


def _unknown_key(seen: Seen, key: str, known: Mapping[str, Fact], slug: str) -> Doubt:
    spelled = {name.lower(): name for name in known}
    near = get_close_matches(key[:60].lower(), spelled, n=1, cutoff=0.75)
    fix = f"did you mean {spelled[near[0]]!r}?" if near else "remove it; a remark goes into Comment"
    return Doubt(slug, _path(seen, key), f"{type(seen.node).__name__} has no field {json_shown(key)}", fix, seen.node)


@cache
def _facts_by_key(kind: type) -> Mapping[str, Fact]:
    return {key: fact for fact in facts_of(kind).values() for key in (fact.wire, *fact.also)}
