"""Reports as text for people, JSON for programs, annotations for GitHub, and SARIF 2.1.0 for code scanning."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import attrs

from timeline_dsl.check.report import Report
from timeline_dsl.check.rule import rules
from timeline_dsl.errors import Finding, UsageError

SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


@attrs.frozen(kw_only=True)
class FileReport:
    """The report of one file."""

    file: str
    kind: str
    report: Report

    def to_dict(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        return {"file": self.file, **self.report.to_dict(), "kind": self.kind}


def render_reports(reports: Sequence[FileReport], form: str = "text") -> str:
    """Reports in one of the forms `text`, `json`, `github`, `sarif`."""
    if form not in _FORMS:
        raise UsageError(f"there is no form called {form!r}", fix="forms: " + ", ".join(_FORMS))
    return _FORMS[form](reports)


def as_text(reports: Sequence[FileReport]) -> str:
    """For people: each finding with its place and its fix, then the counts of the file."""
    blocks = []
    for one in reports:
        blocks += [_as_text(one, finding) for finding in one.report.findings]
        blocks.append(f"{one.file}: {one.report.summary}")
    return "\n".join(blocks)


def _as_text(one: FileReport, finding: Finding) -> str:
    _, colon, line = (finding.where or "").rpartition(":")
    place = f"{one.file}:{line}" if colon and line.isdecimal() else one.file
    text = f"{place}: {finding.severity}: {finding.path or '/'}: {finding.message} [{finding.rule}]"
    return text + (f"\n  fix: {finding.fix}" if finding.fix else "")


def as_json(reports: Sequence[FileReport]) -> str:
    """For programs: `{"files": [{"file", "kind", "ok", "findings": […]}]}`."""
    return json.dumps({"files": [one.to_dict() for one in reports]}, ensure_ascii=False, indent=2)


def as_github(reports: Sequence[FileReport]) -> str:
    """Annotations of a GitHub workflow: one line each."""
    return "\n".join(_annotation(one, finding) for one in reports for finding in one.report.findings)


def _annotation(one: FileReport, finding: Finding) -> str:
    file, line = _place(one, finding)
    members = {"file": file, "line": str(line), "title": finding.rule}
    said = ",".join(f"{name}={_member(value)}" for name, value in members.items())
    text = f"{finding.path or '/'}: {finding.message}" + (f". Fix: {finding.fix}" if finding.fix else "")
    return f"::{finding.severity} {said}::{_escaped(text)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _member(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(reports: Sequence[FileReport]) -> str:
    """SARIF 2.1.0: one run, with the rules that were broken."""
    from timeline_dsl import __version__

    used = list(dict.fromkeys(finding.rule for one in reports for finding in _all(one.report)))
    driver = {"name": "timeline-dsl", "semanticVersion": __version__, "rules": [_sarif_rule(slug) for slug in used]}
    results = [
        _result(one, finding, used.index(finding.rule), reason)
        for one in reports
        for finding, reason in _with_reasons(one.report)
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _all(report: Report) -> Iterable[Finding]:
    return (finding for finding, _ in _with_reasons(report))


def _with_reasons(report: Report) -> Iterable[tuple[Finding, str | None]]:
    yield from ((finding, None) for finding in report.findings)
    yield from ((one.finding, one.reason) for one in report.allowed)


def _sarif_rule(slug: str) -> Mapping[str, Any]:
    rule = rules()[slug]
    said: dict[str, Any] = {
        "id": slug,
        "shortDescription": {"text": rule.check},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"evidence": list(rule.evidence)},
    }
    if rule.fix:
        said["help"] = {"text": rule.fix}
    return said


def _result(one: FileReport, finding: Finding, index: int, reason: str | None) -> Mapping[str, Any]:
    file, line = _place(one, finding)
    text = finding.message + (f". Fix: {finding.fix}" if finding.fix else "")
    place = {
        "physicalLocation": {"artifactLocation": {"uri": _uri(file)}, "region": {"startLine": line}},
        "logicalLocations": [{"fullyQualifiedName": finding.path or "/"}],
    }
    mark = {"timelinePlace/v1": f"{finding.rule}:{finding.path}"}
    said: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": text},
        "locations": [place],
        "partialFingerprints": mark,
    }
    if reason is not None:
        said["suppressions"] = [{"kind": "inSource", "justification": reason}]
    return said


def _uri(file: str) -> str:
    from urllib.parse import quote

    return quote(file.replace("\\", "/"))


def _place(one: FileReport, finding: Finding) -> tuple[str, int]:
    """The file and line of a finding: its own where it says so, else the first line of the file that was checked."""
    name, colon, line = (finding.where or "").rpartition(":")
    if colon and line.isdecimal():
        return (one.file if one.file.replace("\\", "/").endswith(name) else name), int(line)
    return one.file, 1


_FORMS: Mapping[str, Callable[[Sequence[FileReport]], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}
