"""Reports: order, places, severities, the words of a finding, what is allowed, and what is cut."""

import json

import pytest

import timeline_dsl as td
from timeline_dsl.check import check, check_document, recognise_kind, rules
from timeline_dsl.check.explanation import _all_fields
from timeline_dsl.check.families import load_families
from timeline_dsl.check.found import MOST
from timeline_dsl.check.rule import CHECKERS
from timeline_dsl.errors import UsageError

FILM = "https://bucket.oss-cn-shanghai.aliyuncs.com/a.mp4"


def clips(*given):
    return {"VideoTracks": [{"VideoTrackClips": list(given)}]}


def film(**fields):
    return {"MediaURL": FILM, **fields}


def told(document, **known):
    return [(finding.rule, finding.path) for finding in check_document(document, **known).findings]


# -- every rule is held by something -----------------------------------------------------------------------------------

CORE = {
    "timeline.json-object",
    "timeline.field-type",
    "timeline.null-value",
    "timeline.allow-remark",
    "timeline.unknown-field",
    "timeline.too-many-faults",
    "clip.time-precision",
}
"""Rules that the core itself tells, for every class."""

GROUPED = {
    "media.url-scheme",
    "media.url-oss-only",
    "media.url-no-cdn",
    "media.region-match",
    "media.url-internal",
    "media.url-signed-expiry",
    "media.extension",
    "media.image-needs-type",
}
ELSEWHERE = {
    "limits.qps",
    "request.parameter",
    "request.project-exists",
    "request.permission",
    "output.bucket-registered",
    "clip.effective-speed",
    "text.glyph-missing",
    "subtitle.file-encoding",
}
"""Held by the limiter of the calls, the service's answers, the schedule and the renderer: no document alone breaks it."""


def test_every_rule_of_the_table_is_held_by_a_function_a_field_or_the_core():
    load_families()
    registered = {slug for checkers in CHECKERS.values() for slug, _ in checkers}
    by_field = {
        slug for _, fact in _all_fields() for slug in (fact.rule, fact.low_rule, fact.high_rule, fact.items_rule)
    }
    in_code = {slug for slug in rules() if slug.startswith("template.")}  # one walk over a Config finds them all
    assert set(rules()) - registered - by_field - CORE - GROUPED - in_code == ELSEWHERE


def test_every_field_and_every_function_names_a_rule_of_the_table():
    load_families()
    by_field = {
        slug
        for _, fact in _all_fields()
        for slug in (fact.rule, fact.low_rule, fact.high_rule, fact.items_rule)
        if slug
    }
    assert by_field <= set(rules())
    assert {slug for checkers in CHECKERS.values() for slug, _ in checkers} <= set(rules())


def test_only_what_the_service_says_or_did_is_an_error():
    for rule in rules().values():
        assert rule.severity == "warning" or set(rule.evidence) & {"seed", "doc", "types", "observed"}, rule.slug


# -- order and places --------------------------------------------------------------------------------------------------


def test_findings_come_in_the_order_of_the_authors_document():
    document = {
        "AudioTracks": [{"AudioTrackClips": [{"MediaURL": FILM, "Speed": 0, "In": -1}]}],
        "VideoTracks": [{"Unknown": 1, "VideoTrackClips": [film(Out=-5), {"Speed": 101, **film(), "In": "x"}]}],
    }
    assert [path for _, path in told(document)] == [
        "/AudioTracks/0/AudioTrackClips/0/Speed",
        "/AudioTracks/0/AudioTrackClips/0/In",
        "/VideoTracks/0/Unknown",
        "/VideoTracks/0/VideoTrackClips/0/Out",
        "/VideoTracks/0/VideoTrackClips/1/Speed",
        "/VideoTracks/0/VideoTrackClips/1/In",
    ]


def test_what_is_missing_is_told_right_after_its_parent():
    document = clips({"Speed": 200, "Effects": [{"Type": "Volume", "Gain": 11}]})
    assert told(document) == [
        ("media.exactly-one", "/VideoTracks/0/VideoTrackClips/0"),
        ("clip.speed-range", "/VideoTracks/0/VideoTrackClips/0/Speed"),
        ("effect.volume-gain-range", "/VideoTracks/0/VideoTrackClips/0/Effects/0/Gain"),
    ]


def test_a_path_is_spelled_as_the_author_spelled_it():
    assert told(clips({"MediaUrl": "oss://bucket/a.mp4"})) == [
        ("media.url-scheme", "/VideoTracks/0/VideoTrackClips/0/MediaUrl")
    ]


def test_a_key_with_a_slash_or_a_tilde_is_escaped_in_its_path():
    assert told({**clips(film()), "a/b~c": 1}) == [("timeline.unknown-field", "/a~1b~0c")]


def test_a_finding_about_a_file_tells_the_file_and_the_line():
    text = f'{{"VideoTracks": [\n  {{"VideoTrackClips": [\n    {{"MediaURL": "{FILM}",\n     "Speed": 200}}]}}]}}'
    (finding,) = check_document(json.loads(text), origin=("cut.json", text)).findings
    assert finding.where == "cut.json:4"


def test_a_finding_about_a_missing_key_tells_the_line_of_its_parent():
    text = '{"VideoTracks": [\n  {"VideoTrackClips": [\n    {"Speed": 2}]}]}'
    (finding,) = check_document(json.loads(text), origin=("cut.json", text)).findings
    assert (finding.path, finding.where) == ("/VideoTracks/0/VideoTrackClips/0", "cut.json:3")


def test_a_finding_about_a_timeline_in_python_tells_the_line_that_made_the_clip():
    clip = td.VideoClip(media_url=FILM, source_in=5, source_out=2)
    (finding,) = check(td.Timeline().video(clip)).findings
    assert finding.where.startswith("test_report.py:")
    assert str(finding) == (
        f"{finding.where}: /VideoTracks/0/VideoTrackClips/0/Out: {finding.message} [clip.in-before-out]\n"
        f"  fix: {finding.fix}"
    )


def test_a_timeline_read_from_a_file_keeps_its_lines(tmp_path):
    path = tmp_path / "cut.json"
    path.write_text(f'{{"VideoTracks": [{{"VideoTrackClips": [\n{{"MediaURL": "{FILM}", "Speed": 200}}]}}]}}')
    assert [finding.where for finding in td.Timeline.from_json(path).check().findings] == ["cut.json:2"]


# -- one mistake, one finding ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "rule", "field"),
    [
        ({"Speed": 200}, "clip.speed-range", "/Speed"),
        ({"Speed": "200"}, "clip.speed-range", "/Speed"),
        ({"Speed": "fast"}, "clip.speed-range", "/Speed"),
        ({"In": -1}, "clip.time-number", "/In"),
        ({"In": "1 s"}, "clip.time-number", "/In"),
        ({"In": 1.00001}, "clip.time-precision", "/In"),
        ({"X": 1.5}, "clip.xy-range", "/X"),
        ({"X": -0.5}, "clip.xy-range", "/X"),
        ({"Width": 2.5, "Height": 2}, "clip.size-range", "/Width"),
        ({"AdaptMode": "cover", "Width": 1, "Height": 1}, "clip.adapt-mode-enum", "/AdaptMode"),
        ({"Type": "Vid"}, "clip.type-enum", "/Type"),
        ({"Title": 5}, "timeline.field-type", "/Title"),
        ({"Out": None}, "timeline.null-value", "/Out"),
        ({"Sped": 2}, "timeline.unknown-field", "/Sped"),
        ({"Effects": {}}, "timeline.field-type", "/Effects"),
        ({"Effects": [{"Type": "Filtre"}]}, "effect.type-known", "/Effects/0/Type"),
        ({"Effects": [{"SubType": "pv1"}]}, "effect.type-known", "/Effects/0"),
        ({"Effects": [{"Type": "Filter", "SubType": "pv99"}]}, "effect.filter-subtype", "/Effects/0/SubType"),
        ({"Effects": [{"Type": "ADenoise", "Mode": 9}]}, "effect.adenoise-mode", "/Effects/0/Mode"),
        (
            {"Effects": [{"Type": "Background", "SubType": "Color", "Color": "red"}]},
            "text.colour-format",
            "/Effects/0/Color",
        ),
        ({"MediaUrl": FILM}, "timeline.unknown-field", "/MediaUrl"),
    ],
)
def test_one_mistake_gives_one_finding(fields, rule, field):
    assert told(clips(film(**fields))) == [(rule, f"/VideoTracks/0/VideoTrackClips/0{field}")]


@pytest.mark.parametrize(
    ("fields", "message", "fix"),
    [
        ({"Speed": 200}, "Speed must be a number from 0.1 to 100 times (got 200)", "set it to 100 times or less"),
        (
            {"AdaptMode": "cover", "Width": 1, "Height": 1},
            "AdaptMode must be one of Contain, Cover, Fill (got 'cover')",
            "did you mean 'Cover'?",
        ),
        ({"Sped": 2}, "VideoClip has no field 'Sped'", "did you mean 'Speed'?"),
        ({"Zzz": 2}, "VideoClip has no field 'Zzz'", "remove it; a remark goes into Comment"),
        ({"Type": "Vide"}, "no item of VideoTrackClips has the Type 'Vide'", "did you mean 'Video'?"),
        ({"Out": None}, "Out is null", "leave the key out"),
        ({"In": 1.00001}, "In has more than 4 decimals (1.00001)", "write 1.0"),
        ({"MediaUrl": FILM}, "MediaUrl says MediaURL a second time", "keep one of them"),
        (
            {"Effects": [{"Type": "Filter", "SubType": "pv11"}]},
            "SubType 'pv11' is none of the 70 known ids",
            "did you mean 'pv1'? `timeline-dsl catalog filters` lists all 70",
        ),
        ({"LoopMode": "yes"}, "LoopMode must be true or false (got 'yes')", "repeat clip"),
    ],
)
def test_a_finding_says_what_and_how_to_mend_it(fields, message, fix):
    (finding,) = check_document(clips(film(**fields))).findings
    assert (finding.message, finding.fix) == (message, fix)


def test_a_hundred_mistakes_give_a_hundred_findings():
    assert len(told(clips(*(film(Speed=200) for _ in range(100))))) == 100


def test_a_flood_of_one_mistake_is_cut_and_said_so():
    report = check_document(clips(*(film(Sped=2) for _ in range(MOST + 5))))
    assert len(report.findings) == MOST
    assert report.cut == ("timeline.unknown-field",)
    assert report.summary == f"{MOST} warnings, more of timeline.unknown-field"


def test_a_flood_never_hides_an_error():
    document = clips(*(film(Title=5) for _ in range(MOST + 5)), film(Speed=200))
    report = check_document(document)
    assert not report.ok
    assert report.errors[0].rule == "timeline.too-many-faults"


# -- templates ---------------------------------------------------------------------------------------------------------


def test_blanks_are_exempt_from_checks_of_their_values():
    document = clips(
        film(Speed="$Speed", In="$In:0", AdaptMode="$Mode", Type="$Type", X="$X", Effects="$Effects"), "$Clip"
    )
    assert told(document) == []
    assert recognise_kind(document) == "template"


def test_what_a_templates_array_makes_is_checked_in_its_place():
    array = {
        "Sys_Type": "ArrayItems",
        "Sys_ArrayObject": "$V",
        "Sys_Template": {"MediaId": "$M", "Speed": 200, "Sped": 1},
    }
    assert told(clips(array)) == [
        ("clip.speed-range", "/VideoTracks/0/VideoTrackClips/0/Sys_Template/Speed"),
        ("timeline.unknown-field", "/VideoTracks/0/VideoTrackClips/0/Sys_Template/Sped"),
    ]


# -- kinds -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        (clips(film()), "timeline"),
        ({}, "timeline"),
        ({"VideoTracks": []}, "timeline"),
        ({"FECanvas": {}}, "timeline"),
        ({"Timeline": "{}", "OutputMediaConfig": "{}"}, "request"),
        ({"TemplateId": "a", "ClipsParam": "{}"}, "request"),
        ({"MediaURL": FILM, "Width": 1280}, "output-config"),
        ({"StorageLocation": "a", "FileName": "b.mp4"}, "output-config"),
        (clips({"MediaId": "$Video"}), "template"),
        ({"oss_url": "http://b.oss-cn-shanghai.aliyuncs.com/x.zip"}, "template"),
        ({"AudioTracks": [{"AudioTrackClips": {"Sys_Type": "Array"}}]}, "template"),
        (clips(film(Title="$5 a day")), "timeline"),
        ([], "timeline"),
        (None, "timeline"),
    ],
)
def test_a_document_is_recognised(document, kind):
    assert recognise_kind(document) == kind


def test_a_kind_that_does_not_exist_is_refused():
    with pytest.raises(UsageError) as error:
        check_document({}, kind="timelines")
    assert str(error.value) == (
        "there is no kind of document called 'timelines'. Fix: kinds: timeline, request, output-config, template"
    )


def test_a_fault_inside_the_text_of_a_request_is_told_at_its_place():
    request = {
        "Timeline": json.dumps(clips(film(Speed=200))),
        "OutputMediaConfig": json.dumps({"MediaURL": FILM, "Width": 100, "Height": 720}),
    }
    assert told(request) == [
        ("clip.speed-range", "/Timeline/VideoTracks/0/VideoTrackClips/0/Speed"),
        ("output.width-min", "/OutputMediaConfig/Width"),
    ]


# -- what is allowed ---------------------------------------------------------------------------------------------------


def test_a_remark_allows_a_finding_on_its_node_and_below_it():
    document = clips(
        film(X=1.5, Comment="timeline-dsl: allow clip.xy-range - placed by hand", Effects=[{"Type": "Crop", "X": 1.5}]),
        film(X=1.5),
    )
    report = check_document(document)
    assert [finding.path for finding in report.findings] == ["/VideoTracks/0/VideoTrackClips/1/X"]
    assert [(one.finding.path, one.reason) for one in report.allowed] == [
        ("/VideoTracks/0/VideoTrackClips/0/X", "placed by hand"),
        ("/VideoTracks/0/VideoTrackClips/0/Effects/0/X", "placed by hand"),
    ]


def test_one_remark_may_allow_several_rules():
    comment = "our logo; timeline-dsl: allow clip.xy-range - by hand; timeline-dsl: allow timeline.unknown-field - ours"
    assert check_document(clips(film(X=1.5, Sped=1, Comment=comment))).findings == ()


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("timeline-dsl: allow clip.xy-range", "the remark that allows 'clip.xy-range' gives no reason"),
        ("timeline-dsl: allow clip.xy-rnge - by hand", "the remark that allows 'clip.xy-rnge' names no rule"),
    ],
)
def test_a_remark_that_allows_nothing_is_told(comment, message):
    findings = check_document(clips(film(X=1.5, Comment=comment))).findings
    assert [finding.message for finding in findings if finding.rule == "timeline.allow-remark"] == [message]
    assert "clip.xy-range" in {finding.rule for finding in findings}


def test_the_caller_allows_a_rule_in_the_whole_document():
    report = check_document(clips(film(X=1.5), film(Y=1.5)), allow={"clip.xy-range": "our player reads it"})
    assert report.findings == ()
    assert [one.reason for one in report.allowed] == ["our player reads it"] * 2


def test_allowing_a_rule_that_does_not_exist_is_refused_with_the_nearest():
    with pytest.raises(UsageError) as error:
        check_document({}, allow={"clip.xy-rnge": "x"})
    assert str(error.value) == "there is no rule 'clip.xy-rnge'. Fix: did you mean 'clip.xy-range'?"


# -- the report --------------------------------------------------------------------------------------------------------


def test_a_report_tells_its_errors_its_warnings_and_its_counts():
    report = check_document(clips(film(Speed=200, Sped=1, Comment="timeline-dsl: allow clip.xy-range - x", X=1.5)))
    assert (len(report.errors), len(report.warnings), report.ok, report.kind) == (1, 1, False, "timeline")
    assert str(report).splitlines() == [
        "error: /VideoTracks/0/VideoTrackClips/0/Speed: "
        "Speed must be a number from 0.1 to 100 times (got 200) [clip.speed-range]",
        "  fix: set it to 100 times or less",
        "warning: /VideoTracks/0/VideoTrackClips/0/Sped: VideoClip has no field 'Sped' [timeline.unknown-field]",
        "  fix: did you mean 'Speed'?",
        "1 error, 1 warning, 1 allowed",
    ]


def test_a_report_without_findings_says_so():
    assert str(check_document(clips(film()))) == "no findings"


def test_a_report_as_json_has_the_fixed_members_of_a_finding():
    (finding,) = check_document(clips(film(Speed=200))).to_dict()["findings"]
    assert finding == {
        "rule": "clip.speed-range",
        "severity": "error",
        "path": "/VideoTracks/0/VideoTrackClips/0/Speed",
        "message": "Speed must be a number from 0.1 to 100 times (got 200)",
        "fix": "set it to 100 times or less",
        "where": None,
        "evidence": "types",
    }


def test_an_output_config_given_beside_a_timeline_is_context_and_not_checked_itself():
    assert told(clips(film()), output_config={"MediaURL": FILM, "Width": 1}) == []


# -- what documents of other programs carry ----------------------------------------------------------------------------


def text_clip(**fields):
    clip = {"Type": "Text", "Content": "a", "FontSize": 40, **fields}
    return {**clips(film()), "SubtitleTracks": [{"SubtitleTrackClips": [clip]}]}


def test_the_number_pad_codes_of_an_export_are_read():
    assert told(text_clip(Alignment="8")) == []


def test_a_layer_may_write_its_colour_without_a_hash():
    assert told(text_clip(SubtitleEffects=[{"Type": "Box", "Color": "000000"}])) == []


def test_keys_that_editors_write_are_no_findings():
    clip = film(Id=3, TrackId="a", Visible=True, OriginalMediaURL=FILM, VirginDuration=9.5, Comment="x")
    assert told({**clips(clip), "FECanvas": {"Width": 1280, "Height": 720, "OutputWidth": 1280}}) == []


# -- wrong calls -------------------------------------------------------------------------------------------------------


def test_wrong_durations_are_refused_even_where_no_rule_needs_them():
    with pytest.raises(UsageError) as error:
        check_document(clips(film()), durations={FILM: "long"})
    assert error.value.message == f"the duration of '{FILM}' must be a time with a unit or a colon (got 'long')"
    assert error.value.where.startswith("test_report.py:")


def test_a_media_folder_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(UsageError) as error:
        check_document(clips(film()), media=tmp_path / "none")
    assert error.value.message == f"the media folder '{tmp_path / 'none'}' does not exist"


def test_only_a_timeline_is_checked_as_one():
    with pytest.raises(UsageError) as error:
        check({})
    assert error.value.message == "check takes a Timeline (got {})"
