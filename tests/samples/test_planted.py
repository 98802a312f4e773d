"""One mistake planted in a sound document is found by its own rule, once, at its place, and nothing else is said."""

import json
from copy import deepcopy
from pathlib import Path

import pytest

from timeline_dsl.check import check_document, rules

FOLDER = Path(__file__).parent / "planted"
SOUND = {path.stem.removeprefix("sound-"): json.loads(path.read_text("utf-8")) for path in FOLDER.glob("sound-*.json")}


def planted():
    for path in sorted(FOLDER.glob("*.json")):
        if not path.stem.startswith("sound-"):
            for slug, mistakes in json.loads(path.read_text("utf-8")).items():
                for number, mistake in enumerate(mistakes, 1):
                    yield pytest.param(slug, mistake, id=f"{slug} {number}")


def changed(document, pointer, value=None, *, drop=False):
    *way, last = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    for step in way:
        document = document[int(step)] if isinstance(document, list) else document[step]
    key = int(last) if isinstance(document, list) else last
    if drop:
        del document[key]
    else:
        document[key] = value


def document_of(mistake):
    if "document" in mistake:
        return mistake["document"]
    document = deepcopy(SOUND[mistake.get("kind", "timeline")])
    for pointer, value in mistake.get("set", {}).items():
        changed(document, pointer, value)
    for pointer in mistake.get("drop", ()):
        changed(document, pointer, drop=True)
    return document


@pytest.mark.parametrize("kind", SOUND)
def test_a_sound_document_has_no_finding(kind):
    values = {"Vids": [{"Id": "a"}, {"Id": "b", "Out": 3}], "Title": "T"} if kind == "template" else None
    assert check_document(SOUND[kind], kind=kind, clips_param=values).findings == ()


@pytest.mark.parametrize(("slug", "mistake"), list(planted()))
def test_a_planted_mistake_is_found_once_by_its_rule_at_its_place(slug, mistake):
    report = check_document(document_of(mistake), kind=mistake.get("kind", "timeline"), **mistake.get("with", {}))
    told = [(finding.rule, finding.path) for finding in report.findings if finding.rule not in mistake.get("also", ())]
    assert told == [(slug, mistake["at"])], str(report)
    severity = next(finding.severity for finding in report.findings if finding.rule == slug)
    assert severity == rules()[slug].severity or severity == "warning"
