"""Nearly valid timelines: exactly one planted fault, and the rule that must find it."""

from __future__ import annotations

import functools
from typing import Any

import attrs
from hypothesis import strategies as st

from timeline_dsl.check import check_document, examples
from timeline_dsl.strategies.timelines import timelines

Document = dict[str, Any]


@attrs.frozen(kw_only=True)
class Planted:
    """A document with one fault: `rule` is the slug that finds it. `region` is that of the call, where it matters."""

    rule: str
    document: Document
    region: str | None = None


@functools.cache
def plantable() -> tuple[str, ...]:
    """The rules that a timeline alone can break: by its own fields, or with the region of the call."""
    return tuple(
        slug
        for slug, example in examples().items()
        if example.kind == "timeline" and isinstance(example.bad, dict) and set(example.situation("bad")) <= {"region"}
    )


def faulty(rule: str | None = None) -> st.SearchStrategy[Planted]:
    """Timelines with exactly one planted fault: of one rule, or of any that a timeline alone can break."""
    return st.sampled_from([rule] if rule is not None else list(plantable())).flatmap(_planted)


@functools.cache
def _planted(rule: str) -> st.SearchStrategy[Planted]:
    example = examples()[rule]
    bad: Document = example.bad
    region = example.situation("bad").get("region")

    def plant(host: Any) -> Planted:
        document = _grafted(bad, host.to_dict(check=False))
        if not _only(rule, document, region):
            document = bad
        return Planted(rule=rule, document=document, region=region)

    return timelines(
        max_video_tracks=1, max_audio_tracks=1, max_subtitle_tracks=1, max_effect_tracks=0, max_clips=2
    ).map(plant)


def _grafted(bad: Document, host: Document) -> Document:
    """The tracks of a valid timeline beside those that hold the fault."""
    made = {**host, **bad}
    for key in host:
        if key.endswith("Tracks") and isinstance(bad.get(key, []), list):
            made[key] = [*bad.get(key, []), *host[key]]
    return made


def _only(rule: str, document: Document, region: str | None) -> bool:
    findings = check_document(document, kind="timeline", region=region).findings
    found = [finding.rule for finding in findings]
    return found.count(rule) == 1 and all(finding.severity == "warning" or finding.rule == rule for finding in findings)
