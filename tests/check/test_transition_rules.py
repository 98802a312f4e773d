"""Rules over transitions."""

import pytest

from .telling import BUCKET, FILM, film, findings, only, told, video

EFFECT = "/VideoTracks/0/VideoTrackClips/0/Effects/0"


def blend(kind="DLTransition", **fields):
    return {"Type": kind, "SubType": "fade", **fields}


def pair(effect, first=5, second=5):
    return video(film(Out=first, Effects=[effect]), film(Out=second))


@pytest.mark.parametrize(
    ("effect", "lengths", "message", "fix"),
    [
        (
            blend(Duration=6),
            (5, 9),
            "Duration 6 s is not shorter than its own clip, which lasts 5 s",
            "set Duration below 5, for example to 2.5",
        ),
        (
            blend(Duration=5),
            (9, 5),
            "Duration 5 s is not shorter than the next clip, which lasts 5 s",
            "set Duration below 5, for example to 2.5",
        ),
        (
            blend(),
            (5, 0.8),
            "Duration, 1 s when left out, is not shorter than the next clip, which lasts 0.8 s",
            "set Duration below 0.8, for example to 0.4",
        ),
        (
            blend(Duration=0),
            (5, 5),
            "a transition of 0 s blends nothing",
            "set Duration to 0.5, or remove the transition",
        ),
    ],
)
def test_a_transition_fits_into_both_clips(effect, lengths, message, fix):
    finding = only(pair(effect, *lengths))
    assert (finding.rule, finding.severity, finding.path) == ("transition.duration", "warning", f"{EFFECT}/Duration")
    assert (finding.message, finding.fix) == (message, fix)


def test_a_negative_duration_is_told_once():
    assert told(pair(blend(Duration=-1))) == [("transition.duration", f"{EFFECT}/Duration")]


@pytest.mark.parametrize(
    "second",
    [film(), film(Out="$out"), {"Type": "AI_Avatar", "AvatarId": "fanyu", "Voice": "zhiqing", "Content": "Good day."}],
)
def test_a_clip_of_unknown_length_may_be_long_enough(second):
    assert "transition.duration" not in [
        rule for rule, _ in told(video(film(Out=5, Effects=[blend(Duration=4)]), second))
    ]


def test_the_length_of_a_material_counts():
    document = video(film(Out=5, Effects=[blend(Duration=4)]), {"MediaURL": BUCKET + "b.mp4"})
    assert told(document, durations={BUCKET + "b.mp4": 3}) == [("transition.duration", f"{EFFECT}/Duration")]


def test_a_picture_is_as_long_as_it_says():
    image = {"Type": "Image", "MediaURL": BUCKET + "photo.png", "Duration": 0.5}
    assert told(video(film(Out=5, Effects=[blend(Duration=1)]), image)) == [
        ("transition.duration", f"{EFFECT}/Duration")
    ]


def test_a_backwards_clip_is_not_told_to_be_too_short_too():
    clip = film(In=5, Out=2, Effects=[blend(Duration=1)])
    assert told(video(clip, film(Out=5))) == [("clip.in-before-out", "/VideoTracks/0/VideoTrackClips/0/Out")]


@pytest.mark.parametrize("kind", ["Transition", "DLTransition"])
def test_a_transition_on_the_last_clip_is_told_once_and_only_warned_of(kind):
    document = video(film(Out=5), film(Out=5, Effects=[blend(kind, Duration=9)]))
    finding = only(document)
    assert (finding.rule, finding.severity) == ("transition.last-clip", "warning")
    assert finding.path == "/VideoTracks/0/VideoTrackClips/1/Effects/0/Type"


def test_what_a_track_loses_to_transitions_is_told_once():
    fade = blend("Transition", Duration=0.5)
    finding = only(video(film(Out=5, Effects=[fade]), film(Out=5, Effects=[blend("Transition")]), film(Out=5)))
    assert (finding.rule, finding.path) == ("transition.shortens", "/VideoTracks/0")
    assert finding.message == "2 Transitions shorten this track by 1.5 s"


@pytest.mark.parametrize(
    ("effect", "rule"),
    [
        (blend("Transition", SubType="whiperight"), "transition.subtype"),
        (blend("Transition", Duration=9), "transition.duration"),
        (blend("Transition", Duration=-1), "transition.duration"),
        (blend("Transition", Duration="$d"), None),
    ],
)
def test_a_transition_with_a_fault_is_not_told_to_shorten_too(effect, rule):
    assert [found for found, _ in told(pair(effect))] == ([rule] if rule else [])


@pytest.mark.parametrize("sub_type", ["random", "wiperight,perlin", "fade", "$kind"])
def test_known_transitions_are_fine(sub_type):
    assert told(pair(blend(SubType=sub_type))) == []


def test_the_locked_transition_keeps_the_length():
    assert told(pair(blend(Duration=1))) == []


def test_a_transition_in_a_templates_array_is_no_accident():
    array = {
        "Sys_Type": "ArrayItems",
        "Sys_ArrayObject": "$films",
        "Sys_Template": {"MediaURL": "$url", "Effects": [blend("Transition", Duration=1)]},
    }
    assert told(video(array, film(Out=5)), "template") == []


def test_of_many_transitions_only_the_last_lacks_a_partner():
    clips = [{"MediaURL": FILM, "Out": 5, "Effects": [blend(Duration=1)]}] * 2000
    assert [finding.rule for finding in findings(video(*clips))] == ["transition.last-clip"]
