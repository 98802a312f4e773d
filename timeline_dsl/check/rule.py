"""What a rule is: a row of `rules.json` under a slug, and the function that finds its faults."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import attrs

from timeline_dsl.errors import Evidence, Finding, Severity, UsageError
from timeline_dsl.node import Node, facts_of

if TYPE_CHECKING:
    from timeline_dsl.check.context import Context


@attrs.frozen(kw_only=True)
class Rule:
    """One rule: `form` says whether `check` is what must hold (`must`) or what triggers it (`flag`)."""

    slug: str
    severity: Severity
    form: Literal["must", "flag"]
    check: str
    behaviour: str
    fix: str
    evidence: tuple[Evidence, ...]
    source: str


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its slug, in the order of the table."""
    rows = json.loads((Path(__file__).parent / "rules.json").read_text(encoding="utf8"))["rows"]
    return {row["slug"]: Rule(**{**row, "evidence": tuple(row["evidence"])}) for row in rows}


def rule_of(slug: str) -> Rule:
    """The rule called `slug`. Raises `UsageError` with the nearest slug."""
    from difflib import get_close_matches

    found = rules().get(slug)
    if found is None:
        near = get_close_matches(slug, rules(), n=1)
        fix = f"did you mean {near[0]!r}?" if near else "timeline-dsl explain lists all rules"
        raise UsageError(f"there is no rule {slug!r}", fix=fix)
    return found


@attrs.define(slots=True)
class Seen:
    """A node at its place in the document. The path is spelled out only when somebody asks."""

    node: Any
    parent: Seen | None
    wire: str
    index: int | None

    @property
    def path(self) -> str:
        """JSON Pointer of the node."""
        if self.parent is None:
            return self.wire
        step = f"/{self.wire}" if self.index is None else f"/{self.wire}/{self.index}"
        return self.parent.path + step

    def fault(self, message: str, *, field: str = "", fix: str = "") -> Fault:
        """A fault of this node, or of one of its fields (its Python name)."""
        return Fault(self, message, field, fix)


@attrs.frozen
class Fault:
    """What a rule found: where, what, and how to mend it (the rule's own fix when empty)."""

    seen: Seen
    message: str
    field: str = ""
    fix: str = ""

    def finding(self, rule: Rule) -> Finding:
        """The fault as a finding under its rule."""
        path = self.seen.path
        if self.field:
            fact = facts_of(type(self.seen.node)).get(self.field)
            path += "/" + (fact.wire if fact else self.field)
        return Finding(
            rule=rule.slug,
            severity=rule.severity,
            path=path,
            message=self.message,
            fix=self.fix or rule.fix,
            where=self.seen.node.where,
            evidence=rule.evidence[0],
        )


Faults = Fault | Iterable[Fault] | None
Checker = Callable[[Seen, "Context"], Faults]

CHECKERS: dict[type[Node], list[tuple[str, Checker]]] = defaultdict(list)
"""The rule functions by the class of node they look at, with their slugs."""


def rule(slug: str, *, on: type[Any] | tuple[type[Any], ...]) -> Callable[[Checker], Checker]:
    """Register a function as the finder of a rule's faults on nodes of the classes `on`.

    It is called with each such node at its place, and returns one fault, several, or None. It must be cheap when
    nothing is wrong: return early when the fields it needs are absent. Give concrete classes, not traits.
    """
    assert slug in rules(), slug

    def register(checker: Checker) -> Checker:
        for kind in on if isinstance(on, tuple) else (on,):
            CHECKERS[kind].append((slug, checker))
        return checker

    return register
