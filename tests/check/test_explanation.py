"""What `explain` tells of rules, classes and fields."""

import json
import re
from pathlib import Path

import pytest

import timeline_dsl
from timeline_dsl.check import explain, rules
from timeline_dsl.errors import UsageError

PACKAGE = Path(timeline_dsl.__file__).parent


def test_a_rule_is_told_with_its_reason_its_evidence_and_two_examples():
    text = explain("clip.adapt-mode-enum")
    assert text.startswith(
        "clip.adapt-mode-enum (error)\n\nmust hold: AdaptMode ∈ Contain Cover Fill\n"
        "evidence: types, the official type comments (Timeline types (official comments))\n"
    )
    assert "\nfound in (timeline" in text
    assert "\nmended (timeline" in text


@pytest.mark.parametrize("slug", list(rules()))
def test_every_rule_can_be_explained(slug):
    assert explain(slug).startswith(f"{slug} ({rules()[slug].severity})\n")


def test_without_a_name_every_rule_stands_in_one_line():
    lines = explain().splitlines()
    assert [line.split()[0] for line in lines] == list(rules())


def test_a_field_is_told_with_its_range_its_default_and_its_rule():
    assert explain("VideoClip.speed").splitlines() == [
        "VideoClip.speed (Speed in JSON)",
        "2 plays twice as fast and halves the length. Number of times from 0.1 to 100. "
        "The service's default: 1. Evidence: types.",
        "rule: clip.speed-range (error) – 0.1 ≤ Speed ≤ 100",
    ]


@pytest.mark.parametrize("name", ["Volume.Gain", "Volume.gain", "Gain", "MediaUrl", "VideoTrackClips"])
def test_a_field_is_found_by_any_of_its_names(name):
    assert name.rpartition(".")[2].lower() in explain(name).lower()


def test_a_name_that_several_classes_share_is_told_for_each():
    assert explain("Gain").count(" in JSON)") == 2


@pytest.mark.parametrize("name", ["VideoClip", "AI_TTS", "KenBurns", "Timeline", "Request", "OutputMediaConfig"])
def test_a_class_is_told_with_all_its_fields(name):
    text = explain(name)
    assert "page: " in text
    assert len(text.splitlines()) > 5


def test_a_name_that_does_not_exist_is_refused_with_the_nearest():
    with pytest.raises(UsageError) as error:
        explain("clip.sped-range")
    assert (
        str(error.value)
        == "there is no rule, class or field called 'clip.sped-range'. Fix: did you mean 'clip.speed-range'?"
    )


OURS = {
    "timeline.json-object",
    "timeline.field-type",
    "timeline.null-value",
    "timeline.allow-remark",
    "timeline.too-many-faults",
    "text.style-known",
    "text.glyph-missing",
    "subtitle.file-encoding",
    "ai.avatar-known",
    "output.video-fps",
    "output.bucket-registered",
    "clip.effective-speed",
    "request.parameter",
    "request.project-exists",
    "request.permission",
    "template.param-type",
}
"""Rules that the service's documentation does not number."""

NO_RULES = {"template.array", "timeline.json"}
"""A definition of the schema, and the name of a file."""


def test_all_numbered_rules_are_there_and_ours_are_named():
    table = json.loads((PACKAGE / "check" / "rules.json").read_text("utf-8"))
    assert table["count"] == len(table["rows"]) == len(rules())
    assert len(rules().keys() - OURS) == 175
    assert rules().keys() >= OURS


def test_every_rule_that_any_part_of_the_package_names_can_be_explained():
    families = "|".join(sorted({slug.partition(".")[0] for slug in rules()}))
    named = re.compile(rf"""["']((?:{families})\.[a-z0-9]+(?:-[a-z0-9]+)*)["']""")
    found = {slug for path in PACKAGE.rglob("*.py") for slug in named.findall(path.read_text("utf-8"))}
    assert len(found) > 150
    assert found - NO_RULES <= rules().keys()
