"""What is wrong with a document: the schema, the facts of its fields and the rules, in one list."""

from timeline_dsl.check.explanation import Example, examples, explain
from timeline_dsl.check.formats import FileReport, as_github, as_json, as_sarif, as_text, render_reports
from timeline_dsl.check.kinds import recognise_kind
from timeline_dsl.check.report import Allowed, Report
from timeline_dsl.check.rule import Rule, rule_of, rules
from timeline_dsl.check.run import check, check_document

__all__ = [
    "Allowed",
    "Example",
    "FileReport",
    "Report",
    "Rule",
    "as_github",
    "as_json",
    "as_sarif",
    "as_text",
    "check",
    "check_document",
    "examples",
    "explain",
    "recognise_kind",
    "render_reports",
    "rule_of",
    "rules",
]
