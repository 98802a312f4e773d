"""How texts are broken into lines, and shrunk to fit."""

from __future__ import annotations

import pytest
from drawn import SIZE, box, drawn, text

from timeline_dsl.render.captions import fonts
from timeline_dsl.render.captions.ink import Case, Pen, width_of
from timeline_dsl.render.captions.lines import broken, shrinking

EM = 40.0


def pen() -> Pen:
    return Pen(Case(), fonts.choose(None), em=EM)


def wrapped(content: str, signs: float, **options: bool) -> list[str]:
    """The lines of a text in a room of so many full-width signs."""
    lines = broken(pen().lines(content), signs * EM, **{"only_at_spaces": False, **options})
    return ["".join(sign.text for sign in line) for line in lines]


def test_chinese_breaks_between_any_two_signs() -> None:
    assert wrapped("一二三四五六七八", 3) == ["一二三", "四五六", "七八"]


def test_no_line_begins_with_punctuation_or_ends_with_an_opening_bracket() -> None:
    assert wrapped("一二三。四五", 3) == ["一二", "三。四", "五"]
    assert wrapped("一二「三四」", 3) == ["一二", "「三", "四」"]


def test_words_break_only_at_spaces() -> None:
    assert wrapped("some longer words here", 6) == ["some longer", "words here"]


def test_a_word_that_is_too_wide_alone_is_broken() -> None:
    lines = wrapped("incomprehensibilities", 4)
    assert len(lines) > 1
    assert "".join(lines) == "incomprehensibilities"


def test_wrapping_at_spaces_holds_for_chinese_as_well() -> None:
    assert wrapped("一二三四 五六七", 5, only_at_spaces=True) == ["一二三四", "五六七"]


def test_strict_wrapping_keeps_even_a_word_whole_that_is_too_wide() -> None:
    assert wrapped("一二三四五六 七", 3, only_at_spaces=True, strict=True) == ["一二三四五六", "七"]


def test_mixed_scripts_break_where_either_may() -> None:
    assert wrapped("中文and文字", 4) == ["中文and", "文字"]


def test_lines_of_the_text_itself_stay() -> None:
    assert wrapped("ab\n\n一二三四", 3) == ["ab", "", "一二三", "四"]


@pytest.mark.parametrize("signs", [1, 2.5, 4, 7])
def test_no_line_is_wider_than_its_room(signs: float) -> None:
    content = "长长的文字 needs to be 换行，因为 it is 比画面宽。antidisestablishmentarianism"
    lines = broken(pen().lines(content), signs * EM, only_at_spaces=False)
    assert all(width_of(line) <= max(signs * EM, EM) for line in lines)
    assert "".join(sign.text for line in lines for sign in line).replace(" ", "") == content.replace(" ", "")


def test_a_very_long_line_is_broken_quickly() -> None:
    lines = pen().lines("长长的文字 with words " * 200)
    assert len(broken(lines, 300.0, only_at_spaces=False)) > 100


def test_the_factor_that_makes_a_line_fit() -> None:
    lines = pen().lines("一二三四\n一")
    assert shrinking(lines, 2 * EM) == pytest.approx(0.5)
    assert shrinking(lines, 9 * EM) == 1.0


def test_auto_scale_makes_a_text_fit_its_width() -> None:
    left, _, right, _ = box(drawn(text("一二三四五六七八九十", size=60, wrap="AutoScale", width="50%")))
    assert right - left == pytest.approx(SIZE[0] / 2, abs=6)


def test_auto_wrap_breaks_at_the_text_width_and_at_the_edge_of_the_canvas() -> None:
    rows = []
    for options in ({"width": "50%"}, {}, {"wrap": None}):
        picture = drawn(text("一二三四五六七八九十", size=40, **{"wrap": "AutoWrap", **options}))
        _, top, _, bottom = box(picture)
        rows.append(round((bottom - top + 18) / (40 * 1.448)))
    assert rows == [3, 2, 1]


def test_auto_wrap_of_a_text_beside_the_edge_breaks_at_the_edge() -> None:
    left, _, right, _ = box(drawn(text("一二三四五六七八", size=30, align="TopLeft", x="60%", wrap="AutoWrap")))
    assert left >= 0.6 * SIZE[0]
    assert right <= SIZE[0]


def test_line_spacing_and_letter_spacing_are_pixels_of_the_canvas() -> None:
    _, top, _, bottom = box(drawn(text("字\n字", size=30)))
    _, upper, _, lower = box(drawn(text("字\n字", size=30, line_spacing=20.0)))
    assert (lower - upper) - (bottom - top) == pytest.approx(20, abs=1)
    left, _, right, _ = box(drawn(text("字字字", size=30)))
    first, _, last, _ = box(drawn(text("字字字", size=30, spacing=10.0)))
    assert (last - first) - (right - left) == pytest.approx(20, abs=1)
