"""`Report`: what a check found, in document order."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import attrs

from timeline_dsl.check.context import DocumentKind
from timeline_dsl.errors import Finding


@attrs.frozen(kw_only=True)
class Allowed:
    """A finding that its document or its caller accepts, and why."""

    finding: Finding
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """The finding as plain JSON values, with the reason."""
        return {**self.finding.to_dict(), "reason": self.reason}


@attrs.frozen(kw_only=True, slots=False)
class Report:
    """What is wrong with a document: `findings` in document order, and those that were `allowed` with a reason.

    `cut` names the rules of which only the first thousand findings are told.
    """

    kind: DocumentKind = "timeline"
    findings: tuple[Finding, ...] = ()
    allowed: tuple[Allowed, ...] = ()
    cut: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether no finding is an error."""
        return not self.errors

    @cached_property
    def errors(self) -> tuple[Finding, ...]:
        """The findings for which the service refuses the document or fails the job."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    @cached_property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that are legal, and probably not meant."""
        return tuple(finding for finding in self.findings if finding.severity == "warning")

    def to_dict(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        return {
            "kind": self.kind,
            "ok": self.ok,
            "findings": [finding.to_dict() for finding in self.findings],
            "allowed": [one.to_dict() for one in self.allowed],
            "cut": list(self.cut),
        }

    def __str__(self) -> str:
        lines = [f"{finding.severity}: {finding}" for finding in self.findings]
        return "\n".join([*lines, self.summary])

    @property
    def summary(self) -> str:
        """The counts in one line."""
        counts = [
            f"{len(found)} {word}{'' if len(found) == 1 else 's'}"
            for found, word in ((self.errors, "error"), (self.warnings, "warning"))
            if found
        ]
        if self.allowed:
            counts.append(f"{len(self.allowed)} allowed")
        if self.cut:
            counts.append("more of " + ", ".join(self.cut))
        return ", ".join(counts) if counts else "no findings"
