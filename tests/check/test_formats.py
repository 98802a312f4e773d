"""Reports for people, programs, GitHub and code scanning."""

import json

import pytest

from timeline_dsl.check import FileReport, check_document, render_reports
from timeline_dsl.errors import UsageError

FILM = "https://bucket.oss-cn-shanghai.aliyuncs.com/a.mp4"
TEXT = f"""{{"VideoTracks": [{{"VideoTrackClips": [
  {{"MediaURL": "{FILM}",
   "Speed": 200,
   "Sped": 1, "X": 1.5,
   "Comment": "timeline-dsl: allow clip.xy-range - by hand"}}]}}]}}"""


@pytest.fixture
def reports():
    broken = check_document(json.loads(TEXT), origin=("cut.json", TEXT))
    fine = check_document({"VideoTracks": [{"VideoTrackClips": [{"MediaURL": FILM}]}]})
    return [
        FileReport(file="edits/cut.json", kind="timeline", report=broken),
        FileReport(file="b.json", kind="timeline", report=fine),
    ]


def test_text_gives_each_finding_its_place_and_each_file_its_counts(reports):
    assert render_reports(reports).splitlines() == [
        "edits/cut.json:3: error: /VideoTracks/0/VideoTrackClips/0/Speed: "
        "Speed must be a number from 0.1 to 100 times (got 200) [clip.speed-range]",
        "  fix: set it to 100 times or less",
        "edits/cut.json:4: warning: /VideoTracks/0/VideoTrackClips/0/Sped: "
        "VideoClip has no field 'Sped' [timeline.unknown-field]",
        "  fix: did you mean 'Speed'?",
        "edits/cut.json: 1 error, 1 warning, 1 allowed",
        "b.json: no findings",
    ]


def test_json_has_the_fixed_members(reports):
    first, second = json.loads(render_reports(reports, "json"))["files"]
    assert (first["file"], first["kind"], first["ok"], len(first["findings"])) == (
        "edits/cut.json",
        "timeline",
        False,
        2,
    )
    assert (second["file"], second["ok"], second["findings"]) == ("b.json", True, [])
    assert set(first["findings"][0]) == {"rule", "severity", "path", "message", "fix", "where", "evidence"}


def test_github_gets_one_annotation_for_each_finding(reports):
    assert render_reports(reports, "github").splitlines() == [
        "::error file=edits/cut.json,line=3,title=clip.speed-range::/VideoTracks/0/VideoTrackClips/0/Speed: "
        "Speed must be a number from 0.1 to 100 times (got 200). Fix: set it to 100 times or less",
        "::warning file=edits/cut.json,line=4,title=timeline.unknown-field::/VideoTracks/0/VideoTrackClips/0/Sped: "
        "VideoClip has no field 'Sped'. Fix: did you mean 'Speed'?",
    ]


def test_an_annotation_cannot_be_broken_by_what_it_tells():
    report = check_document({"a\n::error::b%": 1})
    lines = render_reports([FileReport(file="a,b:c.json", kind="timeline", report=report)], "github").splitlines()
    assert len(lines) == len(report.findings)
    assert all(line.startswith("::") and "file=a%2Cb%3Ac.json" in line for line in lines)


def test_sarif_tells_rules_places_and_what_is_allowed(reports):
    document = json.loads(render_reports(reports, "sarif"))
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["clip.speed-range", "timeline.unknown-field", "clip.xy-range"]
    speed, unknown, allowed = run["results"]
    assert (speed["ruleId"], speed["ruleIndex"], speed["level"]) == ("clip.speed-range", 0, "error")
    assert speed["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "edits/cut.json"},
        "region": {"startLine": 3},
    }
    assert unknown["message"]["text"] == "VideoClip has no field 'Sped'. Fix: did you mean 'Speed'?"
    assert allowed["suppressions"] == [{"kind": "inSource", "justification": "by hand"}]


SARIF_RESULT = {"ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints", "suppressions"}


def test_sarif_keeps_to_the_members_of_its_standard(reports):
    (run,) = json.loads(render_reports(reports, "sarif"))["runs"]
    assert set(run) == {"tool", "columnKind", "results"}
    assert set(run["tool"]["driver"]) == {"name", "semanticVersion", "rules"}
    for rule in run["tool"]["driver"]["rules"]:
        assert set(rule) <= {"id", "shortDescription", "defaultConfiguration", "properties", "help"}
    for result in run["results"]:
        assert set(result) <= SARIF_RESULT
        assert result["level"] in ("error", "warning")


def test_a_file_name_becomes_a_legal_address():
    report = check_document([])
    (result,) = json.loads(render_reports([FileReport(file="a b\\c.json", kind="timeline", report=report)], "sarif"))[
        "runs"
    ][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b/c.json"


def test_a_form_that_does_not_exist_is_refused():
    with pytest.raises(UsageError) as error:
        render_reports([], "xml")
    assert str(error.value) == "there is no form called 'xml'. Fix: forms: text, json, github, sarif"
