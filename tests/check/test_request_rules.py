"""Rules of the submit call."""

import json

import pytest

from .telling import BUCKET, as_text, film, only, request, told, video

TEMPLATE = {"Timeline": None, "TemplateId": "template-1", "ClipsParam": "{}"}


def ask(**parameters):
    return told(request(**parameters), "request")


def test_a_plain_request_has_no_finding():
    assert ask() == []


def test_a_request_as_it_travels_has_no_finding():
    sample = {
        "Timeline": as_text(video({"MediaId": "****4d7c****"}, {"MediaId": "****9b4d****"})),
        "OutputMediaConfig": as_text({"MediaURL": "https://example-bucket.oss-cn-shanghai.aliyuncs.com/example.mp4"}),
    }
    assert told(sample, "request") == []


@pytest.mark.parametrize("second", ["ProjectId", "TemplateId"])
def test_two_sources_are_one_finding(second):
    more = {"ClipsParam": "{}"} if second == "TemplateId" else {}
    assert ask(**{second: "id-1"}, **more) == [("request.exactly-one-source", "")]


def test_the_sources_that_are_given_are_named():
    finding = only(request(ProjectId="p1"), "request")
    assert finding.message == "ProjectId and Timeline are given together, but a request has exactly one source"
    assert finding.severity == "error"


def test_no_source_is_one_finding():
    assert ask(Timeline=None) == [("request.exactly-one-source", "")]


def test_an_empty_source_counts_as_none():
    assert ask(ProjectId="", TemplateId="") == []


def test_a_forgotten_template_is_told_once():
    assert ask(Timeline=None, ClipsParam='{"Video":"id1"}') == [("request.exactly-one-source", "")]


@pytest.mark.parametrize("values", [None, ""])
def test_a_template_without_values_is_refused(values):
    assert ask(**{**TEMPLATE, "ClipsParam": values}) == [("request.clips-param-required", "")]


@pytest.mark.parametrize("values", ["{}", {}, {"Video": "id1"}, '{"Video":"id1"}'])
def test_an_empty_object_of_values_is_enough(values):
    assert ask(**{**TEMPLATE, "ClipsParam": values}) == []


def test_values_that_are_no_object_are_refused():
    assert ask(**{**TEMPLATE, "ClipsParam": '["id1"]'}) == [("request.clips-param-required", "/ClipsParam")]


def test_values_without_a_template_are_warned_of():
    assert ask(ClipsParam={"Video": "id1"}) == [("request.clips-param-orphan", "/ClipsParam")]


@pytest.mark.parametrize("nothing", [None, ""])
def test_a_request_without_output_config_is_refused(nothing):
    assert ask(OutputMediaConfig=nothing) == [("request.output-config-required", "")]


@pytest.mark.parametrize(
    "parameter", ["Timeline", "OutputMediaConfig", "EditingProduceConfig", "MediaMetadata", "ProjectMetadata"]
)
def test_text_that_is_no_json_is_told_once(parameter):
    assert ask(**{parameter: '{"a":'}) == [("request.json-string", f"/{parameter}")]


def test_values_of_a_template_that_are_no_json_are_told_once():
    assert ask(**{**TEMPLATE, "ClipsParam": "{Video: id1}"}) == [("request.json-string", "/ClipsParam")]


def test_the_place_in_the_text_is_named():
    finding = only(request(Timeline='{"VideoTracks":[}'), "request")
    assert finding.message == "Timeline is text, but it is no JSON: Expecting value at line 1, column 17"


def test_json_that_was_serialised_twice_is_told():
    finding = only(request(OutputMediaConfig=json.dumps(json.dumps({"MediaURL": BUCKET + "out.mp4"}))), "request")
    assert finding.message == "OutputMediaConfig is text, but what it holds is text again: it was serialised twice"


def test_a_key_that_stands_twice_is_told():
    assert ask(OutputMediaConfig='{"Width":1280,"Width":1920}') == [("request.json-string", "/OutputMediaConfig")]


@pytest.mark.parametrize("text", ["order 42", "[1]", "42"])
def test_user_data_that_is_no_object_is_told_once(text):
    assert ask(UserData=text) == [("request.user-data-json", "/UserData")]


@pytest.mark.parametrize("data", [{"a": "x" * 504}, {"a": "é" * 252}])
def test_user_data_of_512_bytes_is_taken(data):
    assert len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()) == 512
    assert ask(UserData=data) == []


@pytest.mark.parametrize("data", [{"a": "x" * 505}, {"a": "é" * 253}])
def test_user_data_above_512_bytes_is_refused(data):
    assert ask(UserData=data) == [("request.user-data-size", "/UserData")]


def test_the_size_of_user_data_is_named():
    finding = only(request(UserData={"a": "x" * 505}), "request")
    assert finding.message == "UserData is 513 bytes of UTF-8 as JSON text, and at most 512 are taken"


def test_keys_of_ones_own_are_welcome_in_user_data():
    assert ask(UserData={"NotifyAddress": "https://example.com/done", "order": 42, "nested": {"a": [1]}}) == []


@pytest.mark.parametrize("address", ["http://example.com/x", "HTTPS://example.com", "ice-callback-queue", ""])
def test_addresses_and_queues_are_callbacks(address):
    assert ask(UserData={"NotifyAddress": address}) == []


@pytest.mark.parametrize("key", ["NotifyAddress", "RegisterMediaNotifyAddress"])
def test_anything_else_is_no_callback(key):
    assert ask(UserData={key: "my-queue"}) == [("request.notify-address", f"/UserData/{key}")]


def test_a_callback_is_shown_without_its_query():
    finding = only(request(UserData={"NotifyAddress": "ftp://me:secret@host/x?token=secret"}), "request")
    assert "secret" not in str(finding)


@pytest.mark.parametrize("token", ["x" * 65, "jeton-é"])
def test_a_token_is_short_ascii(token):
    assert ask(ClientToken=token) == [("request.client-token", "/ClientToken")]


def test_a_token_of_64_characters_is_taken():
    assert ask(ClientToken="x" * 64) == []


@pytest.mark.parametrize("name", ["my template", "x" * 129, "名"])
def test_a_template_id_is_a_plain_word(name):
    assert ask(**{**TEMPLATE, "TemplateId": name}) == [("request.template-id-format", "/TemplateId")]


@pytest.mark.parametrize("source", ["OpenAPI", "OPENAPI", "AliyunConsole", "WebSDK"])
def test_both_spellings_of_the_source_are_taken(source):
    assert ask(Source=source) == []


def test_an_unknown_target_is_one_finding():
    assert ask(OutputMediaTarget="vod") == [("request.output-target-enum", "/OutputMediaTarget")]


@pytest.mark.parametrize("tags", [",".join("abcdefghijklmnopq"), "x" * 33, "a," + "é" * 17])
def test_too_many_or_too_long_tags_are_warned_of(tags):
    assert ask(MediaMetadata={"Tags": tags}) == [("request.media-metadata-limits", "/MediaMetadata/Tags")]


def test_sixteen_tags_of_32_bytes_are_taken():
    assert ask(MediaMetadata={"Tags": ",".join(["x" * 32] * 16)}) == []


@pytest.mark.parametrize(("field", "limit"), [("Title", 128), ("Description", 1024)])
def test_titles_and_descriptions_are_counted_in_bytes(field, limit):
    assert ask(MediaMetadata={field: "é" * (limit // 2)}) == []
    assert ask(MediaMetadata={field: "é" * (limit // 2) + "x"}) == [
        ("request.media-metadata-limits", f"/MediaMetadata/{field}")
    ]


@pytest.mark.parametrize("flag", ["true", True])
def test_transparency_needs_a_webm_name(flag):
    settings = {"OutputWebmTransparentChannel": flag}
    assert ask(EditingProduceConfig=settings) == [("request.transparent-needs-webm", "/OutputMediaConfig/MediaURL")]
    assert ask(EditingProduceConfig=settings, OutputMediaConfig={"MediaURL": BUCKET + "out.webm"}) == []


def test_transparency_switched_off_needs_nothing():
    assert (
        ask(EditingProduceConfig={"OutputWebmTransparentChannel": "false", "AutoRegisterInputVodMedia": "true"}) == []
    )


def test_a_template_that_is_not_available_is_refused():
    assert told(request(**TEMPLATE), "request", template_status="Processing") == [
        ("template.not-available", "/TemplateId")
    ]


def test_the_timeline_of_a_request_is_checked_at_its_place():
    broken = video(film(MediaURL="oss://bucket/a.mp4"))
    where = "/Timeline/VideoTracks/0/VideoTrackClips/0/MediaURL"
    assert ask(Timeline=broken) == ask(Timeline=as_text(broken)) == [("media.url-scheme", where)]


@pytest.mark.parametrize(
    ("parameters", "rule", "path"),
    [
        ({"OutputMediaConfig": ...}, "request.output-config-required", "/OutputMediaConfig"),
        ({"Timeline": ...}, "request.exactly-one-source", "/Timeline"),
        ({"Timeline": None, "TemplateId": "t1", "ClipsParam": ...}, "request.clips-param-required", "/ClipsParam"),
    ],
)
def test_a_null_parameter_is_a_missing_one(parameters, rule, path):
    document = {name: None if value is ... else value for name, value in request(**parameters).items()}
    assert told(document, "request") == [(rule, path)]
