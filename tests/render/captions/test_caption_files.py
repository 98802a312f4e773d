"""Subtitle files as they are found: encodings, markup, cues that overlap, and files that say nothing."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from drawn import OSS, SIZE, box, has_color, pictures, script_of, timeline

import timeline_dsl as td
from timeline_dsl.clips import SubtitleClip
from timeline_dsl.errors import RenderError
from timeline_dsl.render.captions.files import Written, cues, marked_up, read

SRT = "1\n00:00:00,000 --> 00:00:01,000\n第一行字幕 café\n\n2\n00:00:01,000 --> 00:00:02,000\n第二行：你好\n"

ASS = """[Script Info]
ScriptType: v4.00+
PlayResX: 320
PlayResY: 180

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, Alignment
Style: Default,Noto Sans CJK SC,40,&H0000FF00,5

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:00.00,0:00:02.00,Default,,0,0,0,,字幕
"""


def filed(folder: Path, data: bytes, name: str = "talk.srt", **fields: Any) -> td.Timeline:
    """A timeline with a subtitle file."""
    (folder / name).write_bytes(data)
    return timeline(SubtitleClip(file_url=OSS + name, font_size=20, **fields), length=4.0)


def frame(folder: Path, edit: td.Timeline, at: float) -> Any:
    """One picture of the captions."""
    return pictures(script_of(edit, folder, media=folder), length=0.04, start=at)[0]


def timed(*texts: tuple[str, str, str]) -> bytes:
    """An srt file of cues with start and end in seconds."""
    blocks = (
        f"{number}\n00:00:0{start} --> 00:00:0{end}\n{text}\n" for number, (start, end, text) in enumerate(texts, 1)
    )
    return "\n".join(blocks).encode()


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(SRT.encode(), "UTF-8", id="utf-8"),
        pytest.param(SRT.encode("utf-8-sig"), "UTF-8", id="utf-8 with a mark"),
        pytest.param(SRT.replace("\n", "\r\n").encode(), "UTF-8", id="lines of Windows"),
        pytest.param(SRT.replace("\n", "\r").encode(), "UTF-8", id="lines of old machines"),
        pytest.param(SRT.encode("utf-16"), "UTF-16", id="utf-16"),
        pytest.param(b"\xfe\xff" + SRT.encode("utf-16-be"), "UTF-16", id="utf-16, the other way round"),
        pytest.param(SRT.encode("utf-16-le"), "UTF-16", id="utf-16 without a mark"),
        pytest.param(SRT.encode("utf-16-be"), "UTF-16", id="utf-16 without a mark, the other way round"),
        pytest.param(SRT.encode("utf-32"), "UTF-32", id="utf-32"),
        pytest.param(SRT.encode("gb18030"), "GB18030", id="gb18030"),
    ],
)
@pytest.mark.parametrize("kind", ["srt", "ass"])
def test_a_file_is_read_in_the_encoding_it_has(tmp_path: Path, data: bytes, encoding: str, kind: str) -> None:
    (tmp_path / "talk").write_bytes(data)
    assert read(tmp_path / "talk", kind) == Written(text=SRT, encoding=encoding)


def test_accents_alone_are_those_of_western_windows(tmp_path: Path) -> None:
    (tmp_path / "talk").write_bytes("Größer, naïve café à côté".encode("cp1252"))
    assert read(tmp_path / "talk", "srt") == Written(text="Größer, naïve café à côté", encoding="Windows-1252")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["no mark", "mark"])
def test_a_bad_byte_among_good_ones_costs_one_sign(tmp_path: Path, mark: bytes) -> None:
    (tmp_path / "talk").write_bytes(mark + SRT.encode()[:-1] + b"\xff")
    assert read(tmp_path / "talk", "srt") == Written(text=SRT[:-1] + "\ufffd", encoding="UTF-8 with bad bytes")


def test_a_file_that_is_not_in_utf_8_is_shown_and_told(tmp_path: Path) -> None:
    script = script_of(filed(tmp_path, SRT.encode("gb18030")), tmp_path, media=tmp_path)
    assert script.path is not None and "你好" in script.path.read_text(encoding="utf-8")
    assert [
        (finding.rule, finding.severity, finding.path, finding.message, finding.fix) for finding in script.findings
    ] == [
        (
            "subtitle.file-encoding",
            "warning",
            "/SubtitleTracks/0/SubtitleTrackClips/0",
            "talk.srt is not in UTF-8; it was read as GB18030",
            "save it in UTF-8",
        )
    ]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_an_ass_file_is_drawn_in_any_encoding(tmp_path: Path, codec: str) -> None:
    edit = filed(tmp_path, ASS.encode(codec), "own.ass")
    assert has_color(frame(tmp_path, edit, 1.0), "#00FF00") > 200


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"], ids=["cut off", "a picture"])
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(RenderError) as told:
        script_of(filed(tmp_path, data), tmp_path, media=tmp_path)
    assert str(told.value).startswith(f"{tmp_path / 'talk.srt'} cannot be read as subtitles: ")
    assert str(told.value).endswith("Fix: save it as srt in UTF-8")


def test_an_ass_file_with_a_bad_time_is_refused(tmp_path: Path) -> None:
    bad = ASS + "Dialogue: 0,soon,0:00:02.00,Default,,0,0,0,,x\n"
    with pytest.raises(RenderError) as told:
        script_of(filed(tmp_path, bad.encode(), "own.ass"), tmp_path, media=tmp_path)
    assert str(told.value) == (
        f"{tmp_path / 'own.ass'} cannot be read as subtitles: Failed to parse timestamp: 'soon'. "
        "Fix: save it as ass in UTF-8"
    )


@pytest.mark.parametrize("name", ["talk.srt", "own.ass"])
@pytest.mark.parametrize("data", [b"", b"no cues\n\nat all\n"], ids=["empty", "other text"])
def test_a_file_without_cues_is_told(tmp_path: Path, name: str, data: bytes) -> None:
    script = script_of(filed(tmp_path, data, name), tmp_path, media=tmp_path)
    assert [str(line) for line in script.report] == [
        f"missing: Subtitle {name[-3:]} at /SubtitleTracks/0/SubtitleTrackClips/0 (no cue of the file can be read)"
    ]


@pytest.mark.parametrize(
    ("text", "content", "numpad"),
    [
        ("<i>a</i> <B>b</B> <u>c</u> <s>d</s>", "{\\i1}a{\\i0} {\\b1}b{\\b0} {\\u1}c{\\u0} {\\s1}d{\\s0}", None),
        ('<font color="#FF8800">a</font>b', "{\\1c&H0088FF&}a{\\1c}b", None),
        ("<font color=red>a<font color='lime'>b</font>c</font>", "{\\1c&H0000FF&}a{\\1c&H00FF00&}b{\\1c&H0000FF&}c{\\1c}", None),
        ('<font size="20" face="Arial">a</font>', "{\\1c}a{\\1c}", None),
        ("</font>a</font>", "{\\1c}a{\\1c}", None),
        ("<c.yellow>a</c><v Anna>b", "ab", None),
        ("a<br>b<br/>c", "a\nb\nc", None),
        ("a < b > c <3", "a < b > c <3", None),
        ("&lt;i&gt; &amp;lt; AT&T &quot;q&quot;", '<i> &lt; AT&T "q"', None),
        ("{\\an8}top", "top", 8),
        ("{\\a6}old top", "old top", 8),
        ("{\\pos(3,4)\\an9}{\\fad(1,2)}x", "x", 9),
        ("{\\b1}bold{\\b0} {note}", "{\\b1}bold{\\b0} {note}", None),
        ("one\\Ntwo\\hthree", "one\ntwo\u00a0three", None),
    ],
)  # fmt: skip
def test_markup_becomes_codes(text: str, content: str, numpad: int | None) -> None:
    assert marked_up(text) == (content, numpad)


def test_cues_come_in_order_and_without_empty_ones(tmp_path: Path) -> None:
    data = timed(
        ("3,000", "4,000", "late"), ("1,000", "2,000", "early"), ("2,000", "2,000", "never"), ("2,5", "3,0", " ")
    )
    found = cues(Written(text=data.decode(), encoding="UTF-8"), tmp_path / "talk.srt")
    assert [cue.content for cue in found] == ["early", "late"]


def test_a_cue_that_reaches_a_little_into_the_next_ends_where_that_begins(tmp_path: Path) -> None:
    data = timed(("0,000", "1,080", "one"), ("1,000", "3,000", "two"), ("2,000", "4,000", "three"))
    found = cues(Written(text=data.decode(), encoding="UTF-8"), tmp_path / "talk.srt")
    assert [(cue.start, cue.end) for cue in found] == [(0, 1), (1, 3), (2, 4)]
    assert all(isinstance(cue.end, Fraction) for cue in found)


@pytest.mark.parametrize("place", ["below", "above"])
def test_cues_that_overlap_do_not_hide_each_other(tmp_path: Path, place: str) -> None:
    look = {} if place == "below" else {"alignment": "TopCenter", "y": td.pct(5)}
    data = timed(
        ("0,000", "2,000", "<font color=red>HHH</font>"),
        ("1,000", "3,000", "<font color=lime>HHH\nHHH</font>"),
        ("2,500", "3,500", "<font color=blue>HHH</font>"),
    )
    edit = filed(tmp_path, data, **look)
    alone, both, last = (frame(tmp_path, edit, at) for at in (0.5, 1.5, 2.7))
    red = [box(picture * (picture[..., 0:1] > 150) * (picture[..., 1:2] < 90)) for picture in (alone, both)]
    lime = [box(picture * (picture[..., 1:2] > 150) * (picture[..., 0:1] < 90)) for picture in (both, last)]
    blue = box(last * (last[..., 2:3] > 150) * (last[..., 1:2] < 90))
    assert red[0] == red[1], "what is there stays where it is"
    assert lime[0] == lime[1]
    if place == "below":
        assert lime[0][3] <= red[0][1]
        assert blue == red[0], "the free place is taken again"
    else:
        assert lime[0][1] >= red[0][3]
        assert blue == red[0]


def test_a_cue_stands_where_its_file_says(tmp_path: Path) -> None:
    data = timed(("0,000", "1,000", "{\\an8}HH"), ("1,000", "2,000", "{\\an1}HH"), ("2,000", "3,000", "{\\an2}HH"))
    edit = filed(tmp_path, data, alignment="CenterCenter")
    top, left, usual = (box(frame(tmp_path, edit, at)) for at in (0.5, 1.5, 2.5))
    assert top[3] < SIZE[1] / 3 and (top[0] + top[2]) / 2 == pytest.approx(SIZE[0] / 2, abs=2)
    assert left[1] > SIZE[1] * 2 / 3 and left[0] < SIZE[0] / 8
    assert (usual[1] + usual[3]) / 2 == pytest.approx(SIZE[1] / 2, abs=6), "the usual place is that of the clip"
