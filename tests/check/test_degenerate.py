"""Documents that only a broken program or an enemy writes: answered within a second, in few words."""

import time

import pytest

from timeline_dsl.check import check_document

from .telling import film, told, video

MANY = 330_000
LONG = 900_000


def seconds(document, **known):
    begun = time.process_time()
    check_document(document, **known)
    return time.process_time() - begun


@pytest.mark.parametrize("item", [{}, [], None, 1, "x"], ids=str)
@pytest.mark.parametrize("where", ["VideoTracks", "VideoTrackClips", "EffectTrackItems", "Effects"])
def test_a_third_of_a_million_empty_structures_are_checked_within_a_second(item, where):
    many = [type(item)() if isinstance(item, dict | list) else item for _ in range(MANY)]
    document = {
        "VideoTracks": {"VideoTracks": many},
        "VideoTrackClips": {"VideoTracks": [{"VideoTrackClips": many}]},
        "EffectTrackItems": {"EffectTracks": [{"EffectTrackItems": many}]},
        "Effects": video(film(Effects=many)),
    }[where]
    assert seconds(document) < 1


@pytest.mark.parametrize(
    "clip",
    [
        film(Effects=[{"Type": "KenBurns", "Start": "1" * LONG + "x,0,0,1"}]),
        film(Effects=[{"Type": "KenBurns", "Start": "0." + "1" * LONG + "x,0,0,1"}]),
        film(Comment="timeline-dsl: allow clip.xy-range" + " " * LONG),
        film(Comment="timeline-dsl:" + " " * LONG),
        film(Comment="timeline-dsl: allow clip.xy-range - " + "x " * (LONG // 2)),
        film(ClipId="a" * LONG, ReferenceClipId="b" * LONG),
        film(ReferenceClipId="b" * LONG),
    ],
    ids=range(7),
)
def test_long_texts_are_read_in_one_pass_and_told_in_short(clip):
    begun = time.process_time()
    report = check_document(video(clip))
    assert time.process_time() - begun < 1
    assert all(len(finding.message) + len(finding.fix) < 500 for finding in report.findings)


def test_what_a_thousand_equal_clips_say_is_told_a_thousand_times():
    report = check_document(video(*[{}] * 5000))
    assert [finding.rule for finding in report.findings] == ["media.exactly-one"] * 1000
    assert report.cut == ("media.exactly-one",)


def test_the_last_of_thousands_of_equal_clips_has_its_own_say():
    clip = film(Out=5, Effects=[{"Type": "DLTransition", "SubType": "fade", "Duration": 1}])
    assert told(video(*[clip] * 3000)) == [
        ("transition.last-clip", "/VideoTracks/0/VideoTrackClips/2999/Effects/0/Type")
    ]


def test_blanks_do_not_hide_what_stands_behind_them():
    report = check_document(video(film(Effects=["$a"] * 3000 + [5])), kind="template")
    assert "/VideoTracks/0/VideoTrackClips/0/Effects/3000" in {finding.path for finding in report.findings}


def test_faults_that_one_function_finds_for_several_rules_are_cut_as_well():
    report = check_document(video(*[{"Sys_Type": "ArrayItems"} for _ in range(3000)]), kind="template")
    assert {finding.rule for finding in report.findings} == {"template.array-type", "template.sys-template"}
    assert len(report.findings) == 2000
    assert report.cut == ("template.array-type", "template.sys-template")
