"""`explain`: what a rule or a field means, why, how sure that is, and how a fault is mended."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import attrs

from timeline_dsl.check.context import DocumentKind
from timeline_dsl.check.rule import Rule, rules
from timeline_dsl.errors import UsageError
from timeline_dsl.node import CLIPS, EFFECTS, Node, facts_of
from timeline_dsl.node.facts import Fact

_FOLDER = Path(__file__).parent / "examples"
_MARKS = {
    "seed": "the page of the call itself",
    "doc": "another official page",
    "types": "the official type comments",
    "observed": "recorded on real jobs",
    "inferred": "this project's own reading",
}


@attrs.frozen(kw_only=True)
class Example:
    """A document that breaks a rule, and the same one mended. The form is told in `examples/FORMAT.md`."""

    kind: DocumentKind = "timeline"
    bad: Any = None
    good: Any = None
    shared: Mapping[str, Any] = attrs.field(factory=dict)
    bad_with: Mapping[str, Any] = attrs.field(factory=dict)
    good_with: Mapping[str, Any] = attrs.field(factory=dict)
    note: str = ""
    elsewhere: str = ""

    def document(self, which: str) -> Any:
        """The `bad` or the `good` document."""
        return self.bad if which == "bad" else self.good

    def situation(self, which: str) -> Mapping[str, Any]:
        """What the caller knows besides the `bad` or the `good` document."""
        return {**self.shared, **(self.bad_with if which == "bad" else self.good_with)}


_SITUATION = ("region", "durations", "output_config", "clips_param", "template_status", "files")


@cache
def examples() -> Mapping[str, Example]:
    """Every example by the slug of its rule. Raises `UsageError` for a slug that has two."""
    found: dict[str, Example] = {}
    for path in sorted(_FOLDER.glob("*.json")):
        for slug, raw in json.loads(path.read_text(encoding="utf-8")).items():
            if slug in found:
                raise UsageError(f"the rule {slug} has two examples", fix=f"keep one; the second is in {path.name}")
            shared = {name: raw.pop(name) for name in _SITUATION if name in raw}
            found[slug] = Example(shared=shared, **raw)
    return found


def explain(what: str | None = None) -> str:
    """The text about a rule (`clip.speed-range`), a class (`VideoClip`, `AI_TTS`) or a field (`VideoClip.speed`).

    Without `what`, every rule in one line. Raises `UsageError` with the nearest name.
    """
    if what is None:
        width = max(map(len, rules()))
        return "\n".join(f"{rule.slug:<{width}}  {rule.severity:<7}  {_condition(rule)}" for rule in rules().values())
    if what in rules():
        return _rule_text(rules()[what])
    classes = _classes()
    if what in classes:
        return _class_text(classes[what])
    fields = list(_fields_called(what))
    if fields:
        return "\n\n".join(_field_text(kind, fact) for kind, fact in fields)
    known = {name.lower(): name for name in (*rules(), *classes, *_field_names())}
    near = get_close_matches(what.lower(), known, n=1)
    raise UsageError(
        f"there is no rule, class or field called {what!r}",
        fix=f"did you mean {known[near[0]]!r}?" if near else "timeline-dsl explain lists all rules",
    )


def _condition(rule: Rule) -> str:
    return rule.check if rule.form == "must" else f"found when: {rule.check}"


def _rule_text(rule: Rule) -> str:
    form = "must hold" if rule.form == "must" else "is found when"
    lines = [f"{rule.slug} ({rule.severity})", "", f"{form}: {rule.check}"]
    if rule.behaviour:
        lines.append(f"what the service does: {rule.behaviour}")
    marks = "; ".join(f"{mark}, {_MARKS[mark]}" for mark in rule.evidence)
    lines.append(f"evidence: {marks}" + (f" ({rule.source})" if rule.source else ""))
    if rule.fix:
        lines.append(f"to mend it: {rule.fix}")
    fields = [f"{kind.__name__}.{fact.wire}" for kind, fact in _all_fields() if rule.slug in _slugs(fact)]
    if fields:
        lines.append("fields: " + ", ".join(fields[:6]) + (f" and {len(fields) - 6} more" if len(fields) > 6 else ""))
    return "\n".join([*lines, *_example_lines(rule.slug)])


def _example_lines(slug: str) -> list[str]:
    example = examples().get(slug)
    if example is None:
        return []
    if example.elsewhere:
        return ["", example.note or f"held by {example.elsewhere}"]
    lines: list[str] = []
    for which, title in (("bad", "found in"), ("good", "mended")):
        known = ", ".join(f"{name} {_json(value)}" for name, value in example.situation(which).items())
        lines += ["", f"{title} ({example.kind}{', with ' + known if known else ''}):", _json(example.document(which))]
    return [*lines, *(["", example.note] if example.note else [])]


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 400 else text[:399] + "…"


@cache
def _classes() -> Mapping[str, type[Node]]:
    """Every class by its name and, where no two share it, by its wire Type."""
    from timeline_dsl.request import Request
    from timeline_dsl.timeline import Timeline

    found: dict[str, type[Node]] = {}
    waiting: list[type[Node]] = [Timeline, Request, *CLIPS.values(), *EFFECTS.values()]
    while waiting:
        kind = waiting.pop(0)
        if kind.__name__ in found:
            continue
        found[kind.__name__] = kind
        for fact in facts_of(kind).values():
            if fact.kind in ("node", "nodes"):
                waiting.extend(fact.kinds_by_type().values())
    by_type: dict[str, list[type[Node]]] = {}
    for kind in found.values():
        if kind.TYPE:
            by_type.setdefault(kind.TYPE, []).append(kind)
    return {**{name: kinds[0] for name, kinds in by_type.items()}, **found}


def _all_fields() -> Iterator[tuple[type[Node], Fact]]:
    for kind in dict.fromkeys(_classes().values()):
        for fact in facts_of(kind).values():
            yield kind, fact


def _fields_called(what: str) -> Iterator[tuple[type[Node], Fact]]:
    owner, dot, name = what.rpartition(".")
    wanted = _classes().get(owner) if dot else None
    for kind, fact in _all_fields():
        if (not dot or kind is wanted) and name in (fact.name, fact.wire, *fact.also):
            yield kind, fact


def _field_names() -> Iterator[str]:
    for kind, fact in _all_fields():
        yield fact.wire
        yield f"{kind.__name__}.{fact.name}"


def _class_text(kind: type[Node]) -> str:
    from inspect import getdoc

    head = f"{kind.__name__}" + (f" (Type {kind.TYPE})" if kind.TYPE else "")
    rows = [f"  {fact.wire:<20} {fact.name:<20} {fact.doc}" for fact in facts_of(kind).values()]
    source = f"page: {kind.PAGE}; evidence: {kind.MARK}, {_MARKS[kind.MARK]}"
    return "\n".join([head, "", getdoc(kind) or "", "", source, "", *rows])


def _field_text(kind: type[Node], fact: Fact) -> str:
    from timeline_dsl.schema.fields import description

    lines = [f"{kind.__name__}.{fact.name} ({fact.wire} in JSON)", description(fact)]
    if fact.also:
        lines.append("also read: " + ", ".join(fact.also))
    lines += [f"rule: {slug} ({rules()[slug].severity}) – {rules()[slug].check}" for slug in _slugs(fact)]
    return "\n".join(lines)


def _slugs(fact: Fact) -> Iterable[str]:
    """The rules under which faults of a field are told."""
    return dict.fromkeys(filter(None, (fact.rule, fact.low_rule, fact.high_rule, fact.items_rule)))
