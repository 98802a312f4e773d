"""Findings that are accepted with a reason: by a remark on a node, or by whoever calls the check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from timeline_dsl.check.found import Found
from timeline_dsl.check.report import Allowed
from timeline_dsl.check.rule import Seen, rule_of, rules
from timeline_dsl.check.seeing import Nodes
from timeline_dsl.check.wording import Doubt
from timeline_dsl.errors import Finding, shown
from timeline_dsl.node import facts_of

_REMARK = re.compile(r"timeline-dsl:[ \t]*allow[ \t]+(?P<slug>[a-z0-9.-]+)(?P<rest>[^\n;]*)")


@attrs.frozen
class Allowance:
    """A rule whose findings are accepted at `path` and below it."""

    slug: str
    path: str
    reason: str

    def covers(self, finding: Finding) -> bool:
        """Whether the finding is one of those accepted."""
        return finding.rule == self.slug and (finding.path == self.path or finding.path.startswith(f"{self.path}/"))


def remarks(nodes: Nodes, found: Found) -> list[Allowance]:
    """What the Comments of a document accept; doubts are told about those that accept nothing."""
    accepted: list[Allowance] = []
    for kind, seens in nodes.items():
        named = "comment" in facts_of(kind)
        for seen in seens:
            comment = _comment(seen.node) if seen.node.extra or (named and seen.node.comment is not None) else None
            if comment is None or "timeline-dsl:" not in comment:
                continue
            for match in _REMARK.finditer(comment):
                slug, reason = match["slug"], _reason(match["rest"])
                if slug in rules() and reason:
                    accepted.append(Allowance(slug, seen.path, reason))
                else:
                    found.add(_useless(seen, slug))
    return accepted


def _reason(rest: str) -> str:
    """The reason behind ` - `, or nothing."""
    dash, said = rest.strip()[:1], rest.strip()[1:]
    return said.strip() if rest[:1].isspace() and dash in ("-", "–", "—") and said[:1].isspace() else ""


def _useless(seen: Seen, slug: str) -> Doubt:
    known = slug in rules()
    fix = f"write timeline-dsl: allow {slug if known else 'clip.xy-range'} - why it is meant"
    message = f"the remark that allows {shown(slug)} {'gives no reason' if known else 'names no rule'}"
    return Doubt("timeline.allow-remark", f"{seen.path}/Comment", message, fix, seen.node)


def _comment(node: Any) -> str | None:
    """The Comment of a node, wherever its class keeps it."""
    comment = getattr(node, "comment", None)
    if comment is None and node.extra:
        comment = node.extra.get("Comment")
    return comment if isinstance(comment, str) else None


def of_caller(allow: Mapping[str, str] | None) -> list[Allowance]:
    """What the caller accepts everywhere, by rule. Raises `UsageError` for a rule that does not exist."""
    return [Allowance(rule_of(slug).slug, "", reason) for slug, reason in (allow or {}).items()]


def sorted_out(
    findings: Iterable[Finding], accepted: Iterable[Allowance]
) -> tuple[tuple[Finding, ...], tuple[Allowed, ...]]:
    """The findings that stay, and those that are accepted."""
    by_slug: dict[str, list[Allowance]] = {}
    for one in accepted:
        by_slug.setdefault(one.slug, []).append(one)
    if not by_slug:
        return tuple(findings), ()
    stay: list[Finding] = []
    allowed: list[Allowed] = []
    for finding in findings:
        reason = next((one.reason for one in by_slug.get(finding.rule, ()) if one.covers(finding)), None)
        if reason is None:
            stay.append(finding)
        else:
            allowed.append(Allowed(finding=finding, reason=reason))
    return tuple(stay), tuple(allowed)
