"""Whatever the document: a result or a `TimelineError`, and never more than a second for it."""

import copy
import json
import os
import time
import warnings

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import timeline_dsl as td
from timeline_dsl.check import check, check_document, recognise_kind
from timeline_dsl.check.explanation import _all_fields, examples

FUZZ = settings(
    max_examples=int(os.environ.get("TIMELINE_DSL_FUZZ", "300")), deadline=None, suppress_health_check=list(HealthCheck)
)
KEYS = sorted(
    {key for _, fact in _all_fields() for key in (fact.wire, *fact.also)}
    | {"Type", "Sys_Type", "Sys_ArrayObject", "Sys_Template"}
)
TYPES = [
    "Video",
    "Image",
    "GlobalImage",
    "Audio",
    "AI_TTS",
    "AI_ASR",
    "AI_Avatar",
    "Text",
    "Subtitle",
    "Volume",
    "Transition",
    "VFX",
    "Filter",
    "ArrayItems",
    "Array",
    "AFade",
    "KenBurns",
    "Zoom",
    "FreezeFrame",
    "Clip",
    "",
    "\ud800",
]
ODD = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        1e300,
        -1e300,
        1e-300,
        float("nan"),
        float("inf"),
        10**400,
        "9" * 400,
        "\ud800",
        "\x00",
        "",
        "$",
        "$a",
        "$a:[",
        "$:",
        "NULL",
        "1e-400",
        "0x1",
        "١",
        "a" * 2000,
        "https://",
        "oss://a/b",
        "https://[",
        "<speak><emotion",
        "{\\fs",
        "timeline-dsl: allow clip.xy-range - x",
        1.00001,
        0.5,
        3,
        "random,",
        ",",
        "true",
        [],
        {},
        [None],
        [[]],
        {"": None},
    ]
)
LEAVES = st.one_of(ODD, st.sampled_from(TYPES), st.integers(), st.floats(), st.text(max_size=5), st.booleans())
JSON = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
        st.dictionaries(st.text(max_size=4), inner, max_size=3),
    ),
    max_leaves=25,
)
VALID = [
    document
    for example in examples().values()
    for document in (example.bad, example.good)
    if isinstance(document, dict)
]


def run(document):
    """Everything that reads a document. Only errors of the package may come out."""
    for step in (
        lambda: td.Timeline.from_dict(document).to_dict(check=False),
        lambda: td.Timeline.from_dict(document).schedule().to_dict(),
        lambda: td.Request.from_dict(document),
        lambda: str(td.Timeline.from_dict(document).schedule()),
    ):
        try:
            step()
        except td.TimelineError as error:
            assert str(error)
    for kind in (None, "timeline", "request", "output-config", "template"):
        report = check_document(document, kind=kind, region="cn-shanghai", clips_param={"a": [1]})
        assert all(len(str(finding).splitlines()) <= 6 for finding in report.findings)
        json.dumps(report.to_dict())


@pytest.fixture(autouse=True)
def quiet():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", td.TimelineWarning)
        yield


@FUZZ
@given(JSON)
def test_any_json_value_is_answered(document):
    run(document)


def places(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


@st.composite
def mutated(draw):
    """A valid or slightly broken document with some of its values exchanged, doubled, renamed or taken out."""
    document = copy.deepcopy(draw(st.sampled_from(VALID)))
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(list(places(document))))
        if not path:
            continue
        holder = document
        for step in path[:-1]:
            holder = holder[step]
        match draw(st.integers(0, 5)):
            case 0:
                del holder[path[-1]]
            case 1 if isinstance(holder, list):
                holder.append(copy.deepcopy(holder[path[-1]]))
            case 2 if isinstance(holder, dict):
                holder[draw(st.sampled_from(KEYS))] = holder.pop(path[-1])
            case 3:
                holder[path[-1]] = copy.deepcopy(draw(st.sampled_from(VALID)))
            case _:
                holder[path[-1]] = copy.deepcopy(draw(JSON))
    return document


@FUZZ
@given(mutated())
def test_any_mutation_of_a_document_is_answered(document):
    run(document)


@FUZZ
@given(mutated())
def test_what_was_read_is_written_back(document):
    try:
        timeline = td.Timeline.from_dict(document)
    except td.TimelineError:
        return
    again = td.Timeline.from_dict(timeline.to_dict(check=False))
    assert again.to_dict(check=False) == timeline.to_dict(check=False) or "nan" in str(document)


def ring():
    made = {}
    made["VideoTracks"] = [made]
    return made


def knot():
    made = []
    made += [made, made]
    return {"VideoTracks": made}


def nested(depth, list_only=False):
    made = inner = []
    for _ in range(depth):
        inner.append([] if list_only else {"VideoTracks": []})
        inner = inner[0] if list_only else inner[0]["VideoTracks"]
    return made


BYTES = 1_000_000
TEXT = "https://bucket.oss-cn-shanghai.aliyuncs.com/a.mp4"
LARGE = {
    "a ring": ring(),
    "a knot": knot(),
    "deep lists": {"VideoTracks": nested(100_000, list_only=True)},
    "deep objects": nested(50_000)[0],
    "a long text": {"VideoTracks": [{"VideoTrackClips": [{"MediaURL": TEXT + "a" * BYTES}]}]},
    "a long key": {"a" * BYTES: 1},
    "a long Type": {"VideoTracks": [{"VideoTrackClips": [{"Type": "a" * BYTES}]}]},
    "a long id": {
        "VideoTracks": [
            {"VideoTrackClips": [{"MediaURL": TEXT, "Effects": [{"Type": "Filter", "SubType": "pv1," * (BYTES // 4)}]}]}
        ]
    },
    "a long Comment": {
        "VideoTracks": [{"VideoTrackClips": [{"MediaURL": TEXT, "Comment": "timeline-dsl: allow " * (BYTES // 20)}]}]
    },
    "a long number": {"MaxDuration": "9" * BYTES},
    "a huge number": {"MaxDuration": 10**100_000},
    "deep text": {"Timeline": "[" * BYTES, "OutputMediaConfig": "{" * 1000},
    "long markup": {
        "AudioTracks": [
            {"AudioTrackClips": [{"Type": "AI_TTS", "Content": "<emotion " * (BYTES // 9), "Voice": "aixia"}]}
        ]
    },
    "many keys": {f"Key{i}": i for i in range(BYTES // 20)},
    "many nulls": {"VideoTracks": [{"VideoTrackClips": [None] * (BYTES // 10)}]},
    "many broken clips": {"VideoTracks": [{"VideoTrackClips": [{"Speed": 200} for _ in range(BYTES // 20)]}]},
    "many unknown clips": {"VideoTracks": [{"VideoTrackClips": [{"Type": "x"} for _ in range(BYTES // 20)]}]},
    "many equal names": {
        "VideoTracks": [{"VideoTrackClips": [{"ClipId": "a", "ReferenceClipId": "a"}] * (BYTES // 50)}]
    },
    "many effects": {
        "VideoTracks": [
            {"VideoTrackClips": [{"MediaURL": TEXT, "Effects": [{"Type": "Volume"} for _ in range(BYTES // 20)]}]}
        ]
    },
    "many transitions": {
        "VideoTracks": [
            {
                "VideoTrackClips": [
                    {"MediaURL": TEXT, "Effects": [{"Type": "Transition", "Duration": 9}]} for _ in range(BYTES // 130)
                ]
            }
        ]
    },
    "many texts": {
        "SubtitleTracks": [{"SubtitleTrackClips": [{"Type": "Text", "Content": "a"} for _ in range(BYTES // 35)]}]
    },
    "many tracks": {"AudioTracks": [{"AudioTrackClips": [{"MediaId": "a"}]} for _ in range(BYTES // 45)]},
    "many overlaps": {
        "AudioTracks": [
            {"AudioTrackClips": [{"MediaId": "a", "TimelineIn": 0, "TimelineOut": 9} for _ in range(BYTES // 60)]}
        ]
    },
    "many chained names": {
        "AudioTracks": [
            {"AudioTrackClips": [{"MediaId": "a", "ClipId": f"c{i}", "ReferenceClipId": f"c{i + 1}"}]}
            for i in range(BYTES // 90)
        ]
    },
}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_strange_document_is_answered_within_a_second(name):
    document = LARGE[name]
    for step in (
        lambda: td.Timeline.from_dict(document),
        lambda: check_document(document),
        lambda: td.Timeline.from_dict(document).schedule(),
    ):
        begun = time.process_time()
        try:
            step()
        except td.TimelineError as error:
            assert len(str(error)) < 1000
        assert time.process_time() - begun < ALLOWANCE, "the processor's time, so that a busy machine does not count"


ALLOWANCE = 1.0


def test_a_value_that_is_no_json_is_refused_in_one_sentence():
    (finding,) = check_document({"VideoTracks": [{"VideoTrackClips": [{"Title": {1, 2}}]}]}).findings
    assert finding.message == "a document holds JSON values only, not set"
    assert finding.rule == "timeline.json-object"


def test_a_report_is_made_of_a_timeline_whatever_it_holds():
    assert not check(td.Timeline.from_dict({"VideoTracks": {}, "MaxDuration": "x"})).ok


def test_no_kind_is_recognised_wrongly_by_a_failure():
    assert {recognise_kind(value) for value in (None, 5, [], "x", {1: 2}, {})} == {"timeline"}
