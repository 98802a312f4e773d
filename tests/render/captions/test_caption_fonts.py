"""Fonts: what a file says, which one is used for which name, and that texts are as wide as they are measured."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from drawn import OSS, box, drawn, script_of, text, timeline, undrawable
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from timeline_dsl.errors import RenderError
from timeline_dsl.render.captions import fonts
from timeline_dsl.render.captions.fontfile import BadFont, fonts_in, signs_in
from timeline_dsl.render.captions.ink import Case, Pen, width_of


def built(
    path: Path,
    family: str = "Blocks",
    *,
    signs: str = "ab漢",
    outlines: bool = True,
    flavor: str | None = None,
    width: int = 700,
) -> Path:
    """A font whose signs are black squares."""
    names = [".notdef", *(f"sign{number}" for number in range(len(signs)))]
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    for corner in ((50, 700), (650, 700), (650, 0)):
        pen.lineTo(corner)
    pen.closePath()
    square = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(sign): name for sign, name in zip(signs, names[1:], strict=True)})
    builder.setupGlyf(dict.fromkeys(names, square))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (width, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "fullName": f"{family} Regular"})
    builder.setupOS2(usWinAscent=900, usWinDescent=300)
    builder.setupPost()
    font = builder.font
    if not outlines:
        del font["glyf"], font["loca"]
    font.flavor = flavor
    font.save(path)
    return path


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that is the only one with fonts on this machine."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    monkeypatch.setattr(fonts, "folders", lambda: iter([folder]))
    fonts.installed.cache_clear()
    fonts.spare.cache_clear()
    yield folder
    fonts.installed.cache_clear()
    fonts.spare.cache_clear()


def test_a_font_file_is_read_as_the_reference_reader_reads_it() -> None:
    files = {(face.file, face.index) for faces in fonts.installed().values() for face in faces}
    for file, index in sorted(files)[:12]:
        font = TTFont(file, fontNumber=index, lazy=True)
        signs, widths, em = signs_in(file, index), font["hmtx"].metrics, font["head"].unitsPerEm
        assert set(signs.glyphs) == set(font.getBestCmap())
        for sign, glyph in list(font.getBestCmap().items())[::97]:
            assert signs.width(sign) == pytest.approx(widths[glyph][0] / em)
        metrics = font["OS/2"]
        read = fonts_in(file)[index]
        assert read.ascent + read.descent == pytest.approx((metrics.usWinAscent + metrics.usWinDescent) / em)


@pytest.mark.parametrize("flavor", [None, "woff"])
def test_a_packed_font_file_says_the_same(tmp_path: Path, flavor: str | None) -> None:
    file = built(tmp_path / "blocks.font", flavor=flavor)
    (font,) = fonts_in(file)
    assert (font.families, font.ascent, font.descent, font.bold) == (("Blocks",), 0.9, 0.3, False)
    assert [signs_in(file, 0).width(ord(sign)) for sign in "a漢z"] == [0.7, 0.7, None]


@pytest.mark.parametrize(
    "content", [b"", b"no font at all", b"\0\1\0\0" + b"\xff" * 40, b"OTTO\0\1" + b"\0" * 20, b"ttcf" + b"\xff" * 30]
)
def test_a_file_that_is_no_font_is_told(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "broken.ttf"
    file.write_bytes(content)
    with pytest.raises(BadFont) as told:
        fonts.of_file(file)
    assert str(told.value).startswith(f"{file} holds no font that can be read")
    assert str(told.value).endswith("Fix: use a ttf, otf, ttc or woff file")


def test_a_cut_off_font_is_told_when_its_signs_are_asked_for(tmp_path: Path) -> None:
    whole = built(tmp_path / "whole.ttf").read_bytes()
    for length in range(0, len(whole), 97):
        file = tmp_path / f"cut{length}.ttf"
        file.write_bytes(whole[:length])
        try:
            fonts_in(file)
            signs_in(file, 0).width(97)
        except BadFont:
            continue


def test_the_standard_font_of_the_service_has_a_stand_in_that_comes_with_the_installation() -> None:
    chosen = fonts.choose(None)
    assert (chosen.asked, chosen.face.family, chosen.exact) == ("SimSun", "Noto Sans CJK SC", False)
    assert chosen.to_dict() == {
        "asked": "SimSun",
        "used": "Noto Sans CJK SC",
        "file": str(chosen.face.file),
        "exact": False,
    }


def test_a_font_of_the_service_under_another_name_is_the_font_itself() -> None:
    assert fonts.choose("SiYuan Heiti").exact
    assert fonts.choose("noto sans cjk SC").exact


def test_a_bold_font_of_the_service_has_a_stand_in_that_is_made_bold() -> None:
    assert fonts.choose("Yuanti SC Bold").thickened
    assert not fonts.choose("Yuanti SC").thickened


def test_names_are_found_by_family_full_name_and_style(alone: Path) -> None:
    built(alone / "a.ttf", "Any Blocks")
    for name in ("Any Blocks", "any blocks", "AnyBlocks", "Any-Blocks", "Any Blocks Regular"):
        assert fonts.choose(name).exact, name
    assert not fonts.choose("Other").exact


def test_a_machine_without_a_font_is_told(alone: Path) -> None:
    with pytest.raises(RenderError) as told:
        fonts.choose("SimSun")
    assert str(told.value) == (
        "This machine has no font, so no text can be drawn. Fix: pip install 'timeline-dsl[render]' brings one"
    )


def test_a_font_without_outlines_is_not_used(alone: Path) -> None:
    built(alone / "emoji.ttf", "Coloured", signs="😀", outlines=False)
    built(alone / "letters.ttf", "Letters")
    assert fonts.spare("😀") is None
    assert not fonts.choose("Coloured").exact


def test_a_font_whose_name_would_break_the_file_is_not_used(alone: Path) -> None:
    built(alone / "letters.ttf", "Letters")
    named = built(alone / "named.ttf", "Two,names\nDialogue: 0")
    assert not fonts.choose("Two,names\nDialogue: 0").exact
    with pytest.raises(BadFont):
        fonts.of_file(named)


def test_a_sign_that_a_font_lacks_is_drawn_by_another_one(alone: Path) -> None:
    built(alone / "first.ttf", "Noto Sans CJK SC", signs="ab")
    built(alone / "second.ttf", "Second", signs="漢")
    assert fonts.choose("SimSun").face.family == "Noto Sans CJK SC"
    found = fonts.spare("漢")
    assert found is not None
    assert found.family == "Second"
    assert fonts.spare("z") is None


def test_font_files_of_the_same_name_do_not_displace_each_other(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        built(tmp_path / folder / "font.ttf", folder.title())
    faces = [fonts.of_file(tmp_path / folder / "font.ttf") for folder in ("one", "two")]
    folder = fonts.gathered(faces, tmp_path / "all")
    assert {fonts.of_file(file).family for file in folder.iterdir()} == {"One", "Two"}


@pytest.mark.parametrize("flavor", [None, "woff"])
def test_the_font_of_a_url_is_drawn(tmp_path: Path, flavor: str | None) -> None:
    built(tmp_path / "blocks.ttf", "My Blocks", flavor=flavor)
    clip = text("abab", size=40, font_url=OSS + "fonts/blocks.ttf", align="TopLeft")
    picture = drawn(clip, media=tmp_path)
    left, top, right, bottom = box(picture)
    assert (picture[top:bottom, left : left + 24].mean(axis=-1) > 200).mean() > 0.95, "a square, not a letter"
    assert right - left == pytest.approx(3 * 0.7 * 40 + 24, abs=2)
    assert bottom - top == pytest.approx(0.7 * 40, abs=2)
    (tmp_path / "made").mkdir()
    script = script_of(timeline(clip), tmp_path / "made", media=tmp_path)
    assert [line.why for line in script.report] == ["drawn by libass"]


def test_a_font_url_that_is_not_here_is_told(tmp_path: Path) -> None:
    script = script_of(timeline(text("a", font_url=OSS + "fonts/gone.ttf")), tmp_path)
    assert [str(line) for line in script.report] == [
        "close: Text at /SubtitleTracks/0/SubtitleTrackClips/0 "
        "(Noto Sans CJK SC stands in for the font of FontURL, which is not here; drawn by libass)"
    ]


DRAWABLE = [
    content
    for content in ("HHHHHHHHHH", "AVAVAV To fifl", "中文字体测试", "مرحبا بالعالم", "Ü中é字 mixed 文")
    if all(fonts.spare(sign) for sign in content)
]


@pytest.mark.parametrize("content", DRAWABLE)
@pytest.mark.parametrize("bold", [False, True])
def test_a_text_is_as_wide_as_it_is_measured(content: str, bold: bool) -> None:
    chosen = fonts.choose(None, bold=bold)
    (line,) = Pen(Case(), chosen, em=40, bold=bold).lines(f"|{content}|")
    left, _, right, _ = box(drawn(text(f"|{content}|", size=40, bold=bold), size=(640, 90)))
    # the bars have room on both sides
    bars = 0.24 * 40
    assert width_of(line) - bars - (right - left) == pytest.approx(0, abs=6)


def test_letters_are_as_high_as_the_font_size_says() -> None:
    face = fonts.choose(None).face
    signs = TTFont(face.file, fontNumber=face.index)
    height = signs["OS/2"].sCapHeight / 1000
    for size in (30, 60, 120):
        _, top, _, bottom = box(drawn(text("H", size=size)))
        assert bottom - top == pytest.approx(height * size, abs=2)


def test_a_nominal_size_is_the_height_of_the_whole_line() -> None:
    face = fonts.choose(None).face
    heights = []
    for request in ("RealDim", "Nominal"):
        _, top, _, bottom = box(drawn(text("H", size=100, size_request_type=request)))
        heights.append(bottom - top)
    assert heights[0] / heights[1] == pytest.approx(face.cell, rel=0.04)


def test_descenders_accents_and_wide_signs_are_drawn_whole() -> None:
    picture = drawn(text("Ågjpqy字ŷ", size=50), size=(640, 180))
    _, top, _, bottom = box(picture)
    assert bottom - top > 1.05 * 50
    assert not np.any(picture[[0, -1]]), "nothing is cut off"


def test_a_sign_that_no_font_draws_is_a_finding(tmp_path: Path) -> None:
    missing = undrawable()
    script = script_of(timeline(text(f"ok {missing}"), text("fine")), tmp_path)
    (finding,) = script.findings
    assert (finding.rule, finding.severity, finding.path) == (
        "text.glyph-missing",
        "warning",
        "/SubtitleTracks/0/SubtitleTrackClips/0",
    )
    assert finding.message.startswith(f"no font here draws {missing}; tried Noto Sans CJK SC")
    assert finding.fix == "install a font that has these signs, or give one by FontURL"


def test_the_fonts_in_use_are_told(tmp_path: Path) -> None:
    clips = [text("a"), text("b", font="SiYuan Heiti"), text("{\\fnKaiTi}c")]
    script = script_of(timeline(*clips), tmp_path)
    assert [(chosen.asked, chosen.face.family, chosen.exact) for chosen in script.fonts] == [
        ("SimSun", "Noto Sans CJK SC", False),
        ("SiYuan Heiti", "Noto Sans CJK SC", True),
        ("KaiTi", "Noto Sans CJK SC", False),
    ]


def test_fonts_for_single_signs_are_told_as_well(tmp_path: Path, alone: Path) -> None:
    built(alone / "first.ttf", "Noto Sans CJK SC", signs="ab")
    built(alone / "second.ttf", "Second", signs="漢")
    script = script_of(timeline(text("ab漢")), tmp_path)
    assert [chosen.face.family for chosen in script.fonts] == ["Noto Sans CJK SC"]
    assert [face.family for face in script.faces] == ["Noto Sans CJK SC", "Second"]
