"""Which texts a timeline shows: files, recognitions, speech that nobody speaks; and what is told of each."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from drawn import OSS, SIZE, has_color, ink, pictures, script_of, text, timeline
from readback import color_at, is_near

import timeline_dsl as td
from timeline_dsl.catalog import table
from timeline_dsl.clips import ASRClip, SubtitleClip, TextClip, TTSClip
from timeline_dsl.effects.text import ASREffect, HighlightingStyle
from timeline_dsl.errors import MissingMaterial
from timeline_dsl.materials import Materials
from timeline_dsl.render import testmedia
from timeline_dsl.render.captions import fidelity_rows, script_for
from timeline_dsl.render.captions.texts import spoken_lines
from timeline_dsl.tracks import AudioTrack, SubtitleTrack

SRT = """1
00:00:00,400 --> 00:00:01,000
<b>first</b> line

2
00:00:01,200 --> 00:00:01,600
第二行
"""

ASS = """[Script Info]
ScriptType: v4.00+
PlayResX: 320
PlayResY: 180

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,{font},40,&H0000FF00,&H000000FF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,0,0,5,0,0,0,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:00.20,0:00:00.60,Default,,0,0,0,,HH
Dialogue: 0,0:00:00.80,0:00:03.00,Default,,0,0,0,,{{\\fnNo Such Font}}HHHH
"""


def filed(folder: Path, name: str, **fields: Any) -> td.Timeline:
    return timeline(SubtitleClip(file_url=OSS + name, font_size=30, **fields), length=3.0)


def lit(folder: Path, edit: td.Timeline, length: float = 3.0) -> list[int]:
    """The frames in which something is written."""
    shown = ink(pictures(script_of(edit, folder, media=folder), length=length))
    return [at for at, frame in enumerate(shown) if frame.max() > 150]


def said(folder: Path, edit: td.Timeline) -> list[str]:
    """What the events of the captions say, without their codes."""
    script = script_of(edit, folder, media=folder)
    assert script.path is not None
    lines = [line.split(",", 9)[9] for line in script.path.read_text().splitlines() if line.startswith("Dialogue")]
    return ["".join(part.partition("}")[2] for part in line.split("{")) for line in lines]


def test_captions_of_a_file_are_shown_at_their_times(tmp_path: Path) -> None:
    (tmp_path / "talk.srt").write_text(SRT, encoding="utf-8-sig")
    assert lit(tmp_path, filed(tmp_path, "talk.srt")) == [*range(10, 25), *range(30, 40)]
    assert said(tmp_path, filed(tmp_path, "talk.srt")) == ["first line", "第二行"]


def test_captions_of_a_file_are_moved_and_cut_by_the_times_of_the_clip(tmp_path: Path) -> None:
    (tmp_path / "talk.srt").write_text(SRT, encoding="utf-8")
    assert lit(tmp_path, filed(tmp_path, "talk.srt", timeline_in=0.8, timeline_out=2.2)) == [
        *range(30, 45),
        *range(50, 55),
    ]


def test_captions_stand_below_in_the_middle_unless_they_are_placed(tmp_path: Path) -> None:
    (tmp_path / "talk.srt").write_text(SRT, encoding="utf-8")
    shown = ink(pictures(script_of(filed(tmp_path, "talk.srt"), tmp_path, media=tmp_path), length=1.0))[15]
    rows = np.flatnonzero(shown.max(axis=1) > 100)
    assert 0.75 * SIZE[1] < rows.min() < rows.max() < 0.97 * SIZE[1]


def test_a_file_that_is_not_here_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingMaterial):
        script_of(filed(tmp_path, "gone.srt"), tmp_path, media=tmp_path)


def test_an_ass_file_keeps_its_style_and_its_times(tmp_path: Path) -> None:
    (tmp_path / "own.ass").write_text(ASS.format(font="Noto Sans CJK SC"), encoding="utf-8")
    edit = filed(tmp_path, "own.ass", timeline_in=0.4, timeline_out=2.0)
    assert lit(tmp_path, edit) == [*range(15, 25), *range(30, 50)]
    script = script_of(edit, tmp_path, media=tmp_path)
    assert has_color(pictures(script, length=1.0)[20], "#00FF00") > 50
    assert (script.path, len(script.others)) == (None, 1)


def test_the_colours_of_an_ass_file_are_shown_as_written(tmp_path: Path) -> None:
    square = ASS.format(font="Noto Sans CJK SC").partition("Dialogue")[0]
    square += "Dialogue: 0,0:00:00.00,0:00:03.00,Default,,0,0,0,,{\\an7\\pos(0,0)\\p1}m 0 0 l 160 0 160 180 0 180\n"
    (tmp_path / "own.ass").write_text(square, encoding="utf-8")
    testmedia.film(tmp_path / "a.mp4", size=SIZE, length=1)
    edit = timeline(SubtitleClip(file_url=OSS + "own.ass"), length=1.0)
    path = edit.render(tmp_path / "out.mp4", media=tmp_path, fps=25).path
    assert is_near(color_at(path, 0.5, (0.1, 0.1, 0.4, 0.9)), "#00FF00")


def test_fonts_of_an_ass_file_that_are_not_here_have_stand_ins(tmp_path: Path) -> None:
    (tmp_path / "own.ass").write_text(ASS.format(font="SimSun"), encoding="utf-8")
    script = script_of(filed(tmp_path, "own.ass"), tmp_path, media=tmp_path)
    assert [str(line) for line in script.report] == [
        "close: Subtitle ass at /SubtitleTracks/0/SubtitleTrackClips/0 (Noto Sans CJK SC stands in for the font SimSun, "
        "Noto Sans CJK SC stands in for the font No Such Font)"
    ]
    assert "SimSun" not in script.others[0].read_text()


def recognised(**fields: Any) -> td.Timeline:
    effect = ASREffect(font_size=30.0, alignment="TopCenter", y=td.pct(40), **fields)
    return td.Timeline(size=SIZE).video(td.video(OSS + "a.mp4")[0:3].with_effects(effect))


def test_the_known_text_of_a_recognition_is_shown_sentence_by_sentence(tmp_path: Path) -> None:
    edit = recognised(alignment_text="你好。Version 3.14 is out! And now?")
    assert said(tmp_path, edit) == ["你好。", "Version 3.14 is out!", "And now?"]
    assert [str(line) for line in script_of(edit, tmp_path).report] == [
        "stand-in: AI_ASR at /VideoTracks/0/VideoTrackClips/0/Effects/0 "
        "(the known text is spread evenly; nothing listens to the sound)"
    ]


def test_long_sentences_are_divided_at_their_commas() -> None:
    assert list(spoken_lines("一二三四五六七八九十，一二三四五六七八九十，一二三四五。")) == [
        "一二三四五六七八九十，一二三四五六七八九十，",
        "一二三四五。",
    ]
    assert list(spoken_lines("他说：“好。”然后走了。")) == ["他说：“好。”然后走了。"]


def test_a_recognition_without_a_known_text_is_told_as_missing(tmp_path: Path) -> None:
    script = script_of(recognised(), tmp_path)
    assert [str(line) for line in script.report] == [
        "missing: AI_ASR at /VideoTracks/0/VideoTrackClips/0/Effects/0 "
        "(nothing listens to the sound here; AlignmentText would be shown)"
    ]
    assert script.filters() == ()


def test_the_word_being_spoken_is_marked_in_blue_first_colours(tmp_path: Path) -> None:
    style = HighlightingStyle(font_color="0000FF")
    shown = pictures(
        script_of(recognised(alignment_text="one two 三", need_highlighting=True, highlighting_style=style), tmp_path),
        length=3.0,
    )
    columns = []
    for frame in shown[5::10]:
        red = (frame[..., 0] > 180) & (frame[..., 1] < 80)
        assert red.any(), "one word is always marked"
        assert has_color(frame, "#FFFFFF") > 20, "the others are not"
        columns.append(np.flatnonzero(red.any(axis=0)).mean())
    assert columns == sorted(columns)
    assert columns[-1] - columns[0] > 60


def test_a_highlight_with_a_hash_is_black_as_on_the_service(tmp_path: Path) -> None:
    style = HighlightingStyle(font_color="#FFFF00", outline_colour="00FF00", outline=3.0)
    frame = pictures(script_of(recognised(alignment_text="word", highlighting_style=style), tmp_path), length=0.04)[0]
    assert has_color(frame, "#FFFF00") == 0
    assert has_color(frame, "#00FF00") > 50


def test_nothing_is_highlighted_on_a_subtitle_track(tmp_path: Path) -> None:
    clip = ASRClip(
        media_url=OSS + "a.mp4",
        alignment_text="word",
        need_highlighting=True,
        font_size=30.0,
        alignment="TopCenter",
        timeline_out=2.0,
    )
    frame = pictures(script_of(timeline(clip), tmp_path), length=0.04)[0]
    assert not has_color(frame, "#FFFF00")
    assert has_color(frame, "#FFFFFF") > 50


def test_speech_that_nobody_speaks_is_shown_on_a_card(tmp_path: Path) -> None:
    speech = TTSClip(content='<speak>你好世界。<break time="500ms"/>Second sentence.</speak>', voice="zhitian")
    edit = td.Timeline(size=SIZE, audio_tracks=(AudioTrack(clips=(speech,)),)).video(td.video(OSS + "a.mp4")[0:9])
    assert said(tmp_path, edit)[1::2] == ["AI_TTS: 你好世界。", "AI_TTS: Second sentence."]
    assert script_of(edit, tmp_path).report == ()  # it is told with its clip


def test_speech_with_times_of_its_own_is_shown_as_well(tmp_path: Path) -> None:
    speech = TTSClip(content="Spoken.", voice="zhitian", timeline_in=1.0, timeline_out=3.0)
    edit = td.Timeline(size=SIZE, audio_tracks=(AudioTrack(clips=(speech,)),)).video(td.video(OSS + "a.mp4")[0:9])
    assert said(tmp_path, edit)[1::2] == ["AI_TTS: Spoken."]


def test_a_font_that_stands_in_is_told(tmp_path: Path) -> None:
    script = script_of(timeline(text("a")), tmp_path)
    assert [str(line) for line in script.report] == [
        "close: Text at /SubtitleTracks/0/SubtitleTrackClips/0 "
        "(Noto Sans CJK SC stands in for the font SimSun; drawn by libass)"
    ]


def test_an_unknown_motion_is_told(tmp_path: Path) -> None:
    script = script_of(timeline(text("a", motion_in="tomorrow_in")), tmp_path)
    assert [(line.fidelity, line.why) for line in script.report] == [
        ("missing", "nothing is known of the motion tomorrow_in")
    ]
    assert script.path is not None
    assert script.path.read_text().count("Dialogue") == 1


def test_every_id_of_text_in_the_catalogue_has_a_row() -> None:
    rows = fidelity_rows()
    wanted = {
        (kind, row.id)
        for kind in ("subtitle_motions", "effect_color_styles", "bubble_styles", "alignments", "fonts")
        for row in table(kind)
    }
    wanted |= {("adapt_modes", row.id) for row in table("adapt_modes") if row.family == "text"}
    assert {(row.kind, row.id) for row in rows} == wanted
    assert len(rows) == len(wanted) == 91 + 76 + 33 + 12 + 25 + 4
    assert {row.fidelity for row in rows} == {"exact", "close", "stand-in"}
    assert all(row.why for row in rows)
    assert rows[0].to_dict() == {
        "kind": "subtitle_motions",
        "id": "blur_in",
        "fidelity": "close",
        "why": "drawn after its label",
    }


def test_a_timeline_without_texts_has_no_captions(tmp_path: Path) -> None:
    edit = timeline()
    assert script_for(edit, edit.schedule(), size=SIZE, materials=Materials(), folder=tmp_path) is None


def test_five_thousand_captions_are_written_quickly(tmp_path: Path) -> None:
    style = td.TextStyle(size=24, align="TopCenter", y="80%", outline=(2, "#000000"), wrap="AutoWrap")
    clips = tuple(
        style.on(
            TextClip(
                content=f"Caption {number} 第{number}条字幕 with a second line to break",
                timeline_in=number * 0.7,
                timeline_out=number * 0.7 + 0.6,
            )
        )
        for number in range(5000)
    )
    edit = timeline(length=3600.0).but(subtitle_tracks=(SubtitleTrack(clips=clips),))
    plan = edit.schedule(durations={OSS + "a.mp4": 3600.0})
    begun = time.process_time()
    script = script_for(edit, plan, size=SIZE, materials=Materials(), folder=tmp_path)
    assert time.process_time() - begun < 2.0
    assert script is not None
    assert script.path is not None
    assert script.path.read_text().count("Dialogue") >= 10_000
