"""What a text says is what is drawn: its override codes work, and nothing else in it does anything."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import numpy as np
import pytest
from drawn import OSS, SIZE, box, drawn, has_color, ink, pictures, script_of, text, timeline
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline_dsl.clips import SubtitleClip
from timeline_dsl.render.captions.words import Code, clusters, lines_of, plain, safe, tokens
from timeline_dsl.tracks import SubtitleTrack


@pytest.mark.parametrize("content", ["a\nb", "a\r\nb", "a\rb", "a\\Nb", "a\\nb", "a\\\\Nb", "a\\\\nb"])
def test_a_line_breaks_at_a_newline_however_it_is_written(content: str) -> None:
    assert lines_of(content) == ["a", "b"]


@pytest.mark.parametrize(
    "block", ["{\\\\1c&00FF00&\\\\b1\\\\fs100}", "{\\1c&00FF00&\\b1\\fs100}", "{\\1c&H00FF00&\\b1\\fs100}"]
)
def test_override_codes_are_read_with_one_or_two_backslashes(block: str) -> None:
    assert list(tokens(f"a{block}b")) == ["a", Code("1c", "00FF00"), Code("b", "1"), Code("fs", "100"), "b"]


def test_every_override_code_of_the_service_is_read() -> None:
    line = (
        "{\\1c&0000ff&}{\\3c&ff&}{\\4c&00FF00&}{\\bord4}{\\xbord1.5}{\\ybord2}"
        "{\\b1}{\\i1}{\\u1}{\\s0}{\\fs20}{\\fnKaiTi}"
    )
    assert [f"{code.kind}={code.value}" for code in tokens(line) if isinstance(code, Code)] == [
        "1c=0000FF",
        "3c=0000FF",
        "4c=00FF00",
        "bord=4",
        "xbord=1.5",
        "ybord=2",
        "b=1",
        "i=1",
        "u=1",
        "s=0",
        "fs=20",
        "fn=KaiTi",
    ]
    reset = "{\\1c}{\\3c}{\\4c}{\\bord}{\\b}{\\fs}{\\fn}"
    assert {code.value for code in tokens(reset) if isinstance(code, Code)} == {None}


@pytest.mark.parametrize(
    "line",
    [
        "{plain}",
        "{",
        "}",
        "{}",
        "{\\pos(1,2)}",
        "{\\p1}m 0 0 l 9 9",
        "{\\b1\\t(\\fs9)}",
        "{\\fnA,B}",
        "{\\1c&GGGGGG&}",
        "{\\an8}",
        "{\\b1",
        "\\b1}",
        "{\\fs}{x}",
        "{\\r}",
        "{\\fs-3}",
        "{=1}",
    ],
)
def test_braces_that_hold_no_code_of_the_service_are_text(line: str) -> None:
    assert plain(line) == ("{x}" if line == "{\\fs}{x}" else line)


def test_what_belongs_together_is_one_sign() -> None:
    assert clusters("ae\u0301o") == ["a", "e\u0301", "o"]
    assert clusters("👩\u200d💻!👍🏽❤\ufe0f") == ["👩\u200d💻", "!", "👍🏽", "❤\ufe0f"]
    assert clusters("plain") == list("plain")


def test_what_cannot_be_drawn_is_left_out_or_replaced() -> None:
    assert safe("a\0b\x1bc\u2028d\te\ud800f") == "abcd e\ufffdf"
    assert safe("{\\}") == "\\{\\\u2060\\}"


def test_codes_colour_and_size_what_follows_them_until_they_are_taken_back() -> None:
    picture = drawn(text("AA{\\1c&0000FF&\\fs80}AA{\\1c}{\\fs}AA", size=40), size=(480, 180))
    columns = ink(picture).max(axis=0)
    assert has_color(picture, "#FF0000") > 400
    third = picture.shape[1] // 3
    assert not has_color(picture[:, :third], "#FF0000")
    assert not has_color(picture[:, 2 * third :], "#FF0000")
    _, top, _, bottom = box(picture[:, third : 2 * third])
    _, upper, _, lower = box(picture[:, :third])
    assert (bottom - top) / (lower - upper) == pytest.approx(2, abs=0.15)
    assert columns.max() > 200


def test_codes_hold_on_in_the_lines_that_follow() -> None:
    picture = drawn(text("{\\1c&00FF00&}one\ntwo", size=40))
    half = picture.shape[0] // 2
    assert has_color(picture[:half], "#00FF00") > 50
    assert has_color(picture[half:], "#00FF00") > 50
    assert not has_color(picture, "#FFFFFF")


def test_borders_in_codes_scale_with_the_canvas() -> None:
    clip = text("{\\bord8\\3c&0000FF&}I", size=40)
    widths = []
    for size in (SIZE, (SIZE[0] * 2, SIZE[1] * 2)):
        left, _, right, _ = box(drawn(clip, size=size, canvas=SIZE))
        widths.append(right - left)
    assert widths[1] == pytest.approx(2 * widths[0], abs=3)


def test_a_font_in_a_code_is_looked_up_as_any_other() -> None:
    assert (drawn(text("{\\fnNo Such Font}字A")) == drawn(text("字A"))).all()


def test_every_sign_of_a_difficult_text_is_drawn() -> None:
    shown = drawn(text("\\ {a} C:\\dir \\h &lt; 100%,;", size=24), size=(480, 120))
    wanted = drawn(text("\\ (a) C:\\dir \\h &lt; 100%,;", size=24), size=(480, 120))
    # braces look much like parentheses; everything else is the same
    assert np.abs(ink(shown) - ink(wanted)).mean() < 2


SIGNS = "{}\\,;:\n\r\0\t \u2028\u200d\u202e&*#!-<>%'\"|Nnhpbrk()0123"
NASTY = st.text(st.one_of(st.sampled_from(SIGNS), st.characters()), max_size=40)
BLOCKS = st.lists(
    st.one_of(
        NASTY,
        st.sampled_from(
            [
                "{\\p1}m 0 0 l 900 0 900 900",
                "{\\pos(0,0)}",
                "{\\clip(0,0,1,1)}",
                "\nDialogue: 0,0:00:00.00,9:00:00.00,s0,,0,0,0,,x",
                "{\\r}",
                "{\\an7",
                "\\N\\N\\N",
                "{\\fad(1000,1000)}",
                "{\\move(0,0,9,9)}",
                "\r\n[Events]\r\n",
                "\0",
                "{\\fs99999}",
                "{\\bord99999}",
                "{*}",
                "{\\k100}",
                "\ud800",
                "{\\fn@x}",
                "{\\t(\\1a&HFF&)}",
            ]
        ),
    ),
    max_size=4,
).map("".join)


def events(script_text: str) -> list[str]:
    return [line for line in script_text.split("\n") if line.startswith("Dialogue:")]


@settings(max_examples=150, deadline=None)
@given(st.lists(BLOCKS, min_size=1, max_size=4))
def test_no_text_changes_the_events_of_others(contents: list[str]) -> None:
    marker = text("MARKER", align="BottomCenter", size=20)
    with tempfile.TemporaryDirectory() as room:
        others = [text(content, align="TopCenter", size=20) for content in contents]
        script = script_of(timeline(*others, marker), Path(room))
        assert script.path is not None
        file = script.path.read_bytes()
        alone = script_of(timeline(marker), Path(room))
        assert alone.path is not None
        wanted = events(alone.path.read_text())[0].partition(",,")[2]
    assert b"\0" not in file
    lines = file.decode("utf-8").split("\n")
    start = lines.index("[Events]")
    body = [line for line in lines[start + 2 :] if line]
    assert all(line.startswith("Dialogue: 0,0:00:00.00,") for line in body), "one line is one event"
    assert body[-1].partition(",,")[2] == wanted
    for line in body:
        said = line.split(",", 9)[9]
        for block in re.findall(r"(?<!\\)\{([^}]*)\}", said):
            assert re.fullmatch(r"(\\(an|pos|move|1c|3c|4c|bord|xbord|ybord|b|i|u|s|fs|fn)[^\\]*)+", block), block


@settings(max_examples=6, deadline=None)
@given(st.lists(BLOCKS, min_size=20, max_size=20))
def test_no_text_changes_how_others_are_drawn(contents: list[str]) -> None:
    marker = text("MARKER {ok}", align="BottomCenter", size=20, color="#00FF00")
    others = [text(content, align="TopCenter", size=8, color="#FF0000", wrap="AutoWrap") for content in contents]
    with tempfile.TemporaryDirectory() as room:
        shown = pictures(script_of(timeline(*others, marker), Path(room)), length=0.04)[0]
    wanted = drawn(marker)
    assert (shown[-30:, :, 1] == wanted[-30:, :, 1]).all()


def test_a_file_of_captions_cannot_reach_another_event(tmp_path: Path) -> None:
    (tmp_path / "talk.srt").write_text(
        "1\n00:00:00,000 --> 00:00:01,000\n{\\pos(0,0)}{\\p1}m 0 0 l 9 9\n<i>kept</i>\n", encoding="utf-8"
    )
    clip = SubtitleClip(file_url=OSS + "talk.srt", font_size=20)
    edit = timeline().but(subtitle_tracks=(SubtitleTrack(clips=(clip,)),))
    script = script_of(edit, tmp_path, media=tmp_path)
    assert script.path is not None
    said = [line.split(",", 9)[9].partition("}")[2] for line in events(script.path.read_text())]
    assert said == ["m 0 0 l 9 9", "{\\i1}kept"]
