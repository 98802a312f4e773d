"""Every rule has a breaking and a mended document, and they do what they say."""

from pathlib import Path

import pytest

from timeline_dsl.check import check_document, rules
from timeline_dsl.check.explanation import Example, examples

IMPLIED = {"output.bitrate-unit": "output.bitrate-max"}
"""A bitrate that looks like bit/s lies above the limit in Kbit/s too."""

SITUATION = ("region", "durations", "output_config", "clips_param", "template_status")


def report_of(example: Example, which: str, folder: Path):
    given = example.situation(which)
    media = None
    if "files" in given:
        for name, size in given["files"].items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with (folder / name).open("wb") as file:
                file.truncate(size)
        media = folder
    known = {name: given[name] for name in SITUATION if name in given}
    return check_document(example.document(which), kind=example.kind, media=media, **known)


def documented():
    return sorted(slug for slug, example in examples().items() if not example.elsewhere)


@pytest.mark.parametrize("slug", list(rules()))
def test_every_rule_has_an_example(slug):
    assert slug in examples()


@pytest.mark.parametrize("slug", documented())
def test_the_bad_document_is_found_by_its_rule_and_has_no_other_error(slug, tmp_path):
    report = report_of(examples()[slug], "bad", tmp_path)
    assert slug in {finding.rule for finding in report.findings}, str(report)
    assert {finding.rule for finding in report.errors} <= {slug, IMPLIED.get(slug)}, str(report)


@pytest.mark.parametrize("slug", documented())
def test_the_good_document_is_mended(slug, tmp_path):
    report = report_of(examples()[slug], "good", tmp_path)
    assert slug not in {finding.rule for finding in report.findings}, str(report)
    assert not report.errors, str(report)


@pytest.mark.parametrize("slug", documented())
def test_the_planted_mistake_is_told_once(slug, tmp_path):
    report = report_of(examples()[slug], "bad", tmp_path)
    paths = [finding.path for finding in report.findings if finding.rule == slug]
    assert len(paths) == len(set(paths)), str(report)
