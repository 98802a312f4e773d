"""Code from timelines: running it gives the same document, and it reads as if a person had written it."""

import json
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import timeline_dsl as td
from timeline_dsl.code.layout import WIDTH
from timeline_dsl.strategies import timelines

from .random_documents import OSS, draw


def made_by(code: str) -> td.Timeline:
    """What a program calls `timeline`."""
    names: dict[str, Any] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", td.TimelineWarning)
        exec(compile(code, "<code>", "exec"), names)
    timeline: td.Timeline = names["timeline"]
    return timeline


def hold(timeline: td.Timeline) -> str:
    """The code of a timeline, after a look at the law and the width of its lines."""
    code = timeline.to_python()
    assert repr(made_by(code).to_dict(check=False)) == repr(_sorted_like(timeline.to_dict(check=False), made_by(code)))
    assert max(map(len, code.splitlines())) <= WIDTH
    return code


def _sorted_like(document: Any, made: td.Timeline) -> Any:
    """`document` with its keys in the order of the other one, so that 1, 1.0 and True are told apart by their text."""
    return _ordered(document, made.to_dict(check=False))


def _ordered(one: Any, like: Any) -> Any:
    if isinstance(one, dict) and isinstance(like, dict):
        keys = [key for key in like if key in one] + [key for key in one if key not in like]
        return {key: _ordered(one[key], like.get(key)) for key in keys}
    if isinstance(one, list) and isinstance(like, list) and len(one) == len(like):
        return [_ordered(inner, other) for inner, other in zip(one, like, strict=True)]
    return one


def read(document: dict[str, Any]) -> td.Timeline:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", td.TimelineWarning)
        return td.Timeline.from_dict(document)


@pytest.mark.parametrize("first", range(0, 300, 25))
def test_running_the_code_of_random_documents_gives_the_same_documents(first: int) -> None:
    for seed in range(first, first + 25):
        try:
            hold(read(draw(seed)))
        except Exception as error:
            raise AssertionError(f"seed {seed}") from error


@given(timelines())
@settings(max_examples=60, deadline=None)
def test_running_the_code_of_timelines_that_check_gives_the_same_documents(timeline: td.Timeline) -> None:
    assert "from_dict" not in hold(timeline)


EXAMPLES = sorted((Path(td.__file__).parent / "check" / "examples").glob("*.json"))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_the_examples_of_the_rules_come_back_from_code(file: Path) -> None:
    for timeline in timelines_in(json.loads(file.read_text(encoding="utf-8"))):
        hold(read(timeline))


def timelines_in(value: Any) -> list[dict[str, Any]]:
    """Every Timeline inside a JSON value."""
    if isinstance(value, dict):
        own = [value] if {"VideoTracks", "AudioTracks"} & value.keys() else []
        return own + [one for inner in value.values() for one in timelines_in(inner)]
    return [one for inner in value for one in timelines_in(inner)] if isinstance(value, list) else []


def test_the_code_is_formatted(tmp_path: Path) -> None:
    for seed in range(40):
        (tmp_path / f"{seed}.py").write_text(read(draw(seed)).to_python(), encoding="utf-8")
    command = [sys.executable, "-m", "ruff", "format", "--isolated", f"--line-length={WIDTH}", "--check", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == "40 files already formatted\n", done.stdout


FRONT_PAGE = """\
import timeline_dsl as td

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"
look = td.TextStyle(size=48, color="#FFFFFF", outline=(2, "#000000"), align="TopCenter", y="85%")
fade = td.transition("fade", 0.5)

timeline = (
    td.Timeline(size=(1280, 720), fps=25)
    .video(
        td.video(OSS + "c1.mp4")[0:5],
        fade,
        td.video(OSS + "c2.mp4")[1:6],
        fade,
        td.video(OSS + "c3.mp4")[2:7],
        main=True,
    )
    .video(td.video(OSS + "pip.mp4")[:4].at(4).box(x="65%", y="5%", w="30%", h="30%").mute())
    .audio(OSS + "bgm.mp3", volume="-14dB", loop=True, fade_out=2)
    .subtitles(OSS + "talk.srt", style=look)
    .text("Episode 1", start=0, end=3, style=look.but(y="8%"))
    .subtitles(
        [
            td.text("One.", start=3, end=4),
            td.text("Two.", start=4, end=5),
            td.text("Three.", start=5, end=6),
            td.text("Four.", start=6, end=7),
        ],
        style=look,
    )
    .effects(td.vfx("spotfall", start=2, end=5), td.filter("m1"))
)
"""


def test_code_that_a_person_wrote_comes_back_as_it_was() -> None:
    assert made_by(FRONT_PAGE).to_python() == FRONT_PAGE


def lines_of(document: dict[str, Any]) -> str:
    """The code of a document after its imports."""
    return hold(read(document)).partition("\n\n")[2]


def test_clips_without_a_type_get_a_function_of_their_own() -> None:
    clips = [{"MediaURL": OSS + "a.mp4", "In": 1, "Out": 3}, {"MediaURL": OSS + "b.mp4"}]
    assert (
        hold(read({"VideoTracks": [{"VideoTrackClips": clips}]}))
        == '''\
import timeline_dsl as td

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"


def video(address: str) -> td.VideoClip:
    """A clip whose Type is left out, as video tracks allow."""
    return td.video(address).but(says_type=False)


timeline = td.Timeline().video(video(OSS + "a.mp4")[1:3], video(OSS + "b.mp4"))
'''
    )


def test_unknown_keys_types_and_items_are_kept() -> None:
    clips = [{"Type": "Video", "MediaId": "0a1b", "Zed": {"A": [1, None]}}, {"Type": "Hologram", "Depth": 3}, None]
    assert (
        hold(read({"VideoTracks": [{"VideoTrackClips": clips}], "Theme": "dark"}))
        == """\
import timeline_dsl as td
from timeline_dsl.node import Foreign, Unknown

timeline = td.Timeline(
    video_tracks=[
        td.VideoTrack(
            clips=[
                td.video("0a1b").but(extra={"Zed": {"A": [1, None]}}),
                Unknown(extra={"Type": "Hologram", "Depth": 3}),
                Foreign(value=None),
            ],
        ),
    ],
    extra={"Theme": "dark"},
)
"""
    )


def test_values_that_a_field_refuses_are_kept_beside_the_fields() -> None:
    clip = {"Type": "Video", "MediaId": "0a1b", "Speed": 1000, "In": -2, "X": 1.5, "Opacity": "half"}
    assert lines_of({"VideoTracks": [{"VideoTrackClips": [clip]}]}) == (
        'timeline = td.Timeline().video(td.video("0a1b").but(x=td.Px(1.5), extra={"Opacity": "half", "In": -2, '
        '"Speed": 1000}))\n'
    )


def test_the_blanks_of_a_template_stand_where_values_stand() -> None:
    clip = {
        "Type": "Video",
        "MediaURL": "$Clip",
        "In": "$In:0",
        "Out": "$Out",
        "X": "$X:0.1",
        "Effects": [{"Type": "Volume", "Gain": "$Gain:NULL"}],
    }
    assert (
        lines_of({"VideoTracks": [{"VideoTrackClips": [clip]}]})
        == """\
timeline = td.Timeline().video(
    td.video("$Clip")[td.Param("$In:0") : td.Param("$Out")].box(x=td.Param("$X:0.1")).gain(td.Param("$Gain:NULL")),
)
"""
    )


def test_a_last_transition_and_a_track_by_its_class_are_written_too() -> None:
    track = {
        "Id": 3,
        "VideoTrackClips": [
            {"Type": "Image", "MediaId": "p1", "Duration": 2, "Effects": [{"Type": "Transition", "SubType": "fade"}]}
        ],
    }
    assert lines_of({"VideoTracks": [track], "AudioTracks": []}) == (
        'timeline = td.Timeline(\n    video_tracks=[td.VideoTrack(id=3, clips=[td.image("p1", 2).with_effects('
        'td.transition("fade"))])],\n    audio_tracks=[],\n)\n'
    )


def test_addresses_of_several_hosts_are_named_after_them() -> None:
    clips = [
        {"Type": "Video", "MediaURL": f"https://{host}.oss-cn-shanghai.aliyuncs.com/day/{name}.mp4"}
        for host in ("raw-takes", "stock")
        for name in "ab"
    ]
    code = hold(read({"VideoTracks": [{"VideoTrackClips": clips}]}))
    assert 'RAW_TAKES = "https://raw-takes.oss-cn-shanghai.aliyuncs.com/day/"' in code
    assert 'STOCK = "https://stock.oss-cn-shanghai.aliyuncs.com/day/"' in code
    assert 'timeline = td.Timeline().video(RAW_TAKES + "a.mp4"' in code


def test_spoken_lines_and_recognised_subtitles_have_their_nouns() -> None:
    edit = (
        td.Timeline()
        .video(td.video("v1").with_effects(td.asr("Hello.", style=td.TextStyle(size=40, y="80%"))).along("l1"))
        .audio(td.tts("Hello.", "zhiyan_emo", rate=100).named("l1"))
    )
    assert (
        hold(edit).partition("\n\n")[2]
        == """\
timeline = (
    td.Timeline()
    .video(td.video("v1").with_effects(td.asr("Hello.", style=td.TextStyle(size=40, y="80%"))).along("l1"))
    .audio(td.tts("Hello.", "zhiyan_emo", rate=100).named("l1"))
)
"""
    )


def test_a_long_text_is_written_in_parts() -> None:
    code = hold(td.Timeline().video("v1").subtitles([td.text("word " * 60, start=0, end=1)] * 4))
    assert code.count('            "word word word') == 4 * 4


def test_a_large_timeline_is_written_in_a_moment() -> None:
    clips = [td.video(f"{OSS}{number}.mp4")[0:2].box(x="5%", y="5%", w="30%", h="30%") for number in range(1000)]
    assert hold(td.Timeline().video(*clips)).count("td.video(") == 1000
