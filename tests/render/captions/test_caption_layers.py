"""What lies under and around the letters: outlines, shadows, boxes, colour styles and bubbles."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from drawn import OSS, SIZE, box, drawn, has_color, ink, pictures, script_of, text, timeline

from timeline_dsl.catalog import table
from timeline_dsl.effects.text import SubtitleEffect
from timeline_dsl.render.captions.palettes import SHAPES, bubble, contrast, palette
from timeline_dsl.tracks import SubtitleTrack

RED, GREEN, BLUE = "#FF0000", "#00FF00", "#0000FF"


def layered(*effects: SubtitleEffect, content: str = "HHHH", **look: object) -> np.ndarray:
    return drawn(text(content, subtitle_effects=effects, **look))


def layer(kind: str, **fields: object) -> SubtitleEffect:
    return SubtitleEffect(type=kind, **fields)


def colored(picture: np.ndarray, color: str) -> tuple[int, int, int, int]:
    """The extent of one colour."""
    wanted = np.array(list(bytes.fromhex(color.removeprefix("#"))))
    rows, columns = np.where(np.abs(picture.astype(int) - wanted).max(axis=-1) < 50)
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


def test_an_outline_layer_is_as_thick_as_it_says() -> None:
    letters = box(drawn(text("HHHH")))
    for thickness, pixels in ((4.0, 4), (0.2, 8), (10.0, 10)):
        grown = box(layered(layer("Outline", color=RED, bord=thickness)))
        assert [
            letters[0] - grown[0],
            letters[1] - grown[1],
            grown[2] - letters[2],
            grown[3] - letters[3],
        ] == pytest.approx([pixels] * 4, abs=1)


def test_an_outline_may_be_thicker_sideways() -> None:
    letters, grown = box(drawn(text("HHHH"))), box(layered(layer("Outline", color=RED, x_bord=12.0, y_bord=2.0)))
    assert letters[0] - grown[0] == pytest.approx(12, abs=1)
    assert letters[1] - grown[1] == pytest.approx(2, abs=1)


def test_layers_are_drawn_in_the_order_given_and_the_letters_on_top() -> None:
    picture = layered(layer("Outline", color=RED, bord=10.0), layer("Outline", color=GREEN, bord=4.0))
    assert has_color(picture, RED) > 300
    assert has_color(picture, GREEN) > 300
    assert has_color(picture, "#FFFFFF") == pytest.approx(has_color(drawn(text("HHHH")), "#FFFFFF"), rel=0.1)
    hidden = layered(layer("Outline", color=GREEN, bord=4.0), layer("Outline", color=RED, bord=10.0))
    assert has_color(hidden, GREEN) < 20


def test_a_shadow_layer_lies_where_its_shift_says() -> None:
    letters = box(drawn(text("HHHH")))
    shadow = colored(layered(layer("Shadow", color=RED, x_shift=60.0, y_shift=-50.0)), RED)
    assert [there - here for there, here in zip(shadow, letters, strict=True)] == pytest.approx(
        [60, -50, 60, -50], abs=2
    )


def test_one_shift_counts_both_ways() -> None:
    letters, shadow = box(drawn(text("HHHH"))), colored(layered(layer("Shadow", color=BLUE, shift=50.0)), BLUE)
    assert (shadow[0] - letters[0], shadow[1] - letters[1]) == pytest.approx((50, 50), abs=2)


def test_a_blurred_layer_has_a_soft_edge() -> None:
    sharp = layered(layer("Outline", color=RED, bord=4.0))
    soft = layered(layer("Outline", color=RED, bord=4.0, blur=6.0))
    assert (
        np.abs(np.diff(soft[..., 0].astype(int), axis=1)).sum()
        < np.abs(np.diff(sharp[..., 0].astype(int), axis=1)).sum()
    )
    assert box(soft)[0] < box(sharp)[0]


@pytest.mark.parametrize("kind", ["Outline", "Shadow", "Box"])
def test_the_opacity_of_a_layer(kind: str) -> None:
    picture = layered(layer(kind, color=RED, bord=6.0, shift=0.0, x_shift=40.0, opacity=0.5), content="I")
    reds = picture[..., 0][(picture[..., 1] < 10) & (picture[..., 0] > 90)]
    assert np.median(reds) == pytest.approx(128, abs=6)


def test_a_box_is_padded_shifted_and_round() -> None:
    plain = colored(layered(layer("Box", color=BLUE)), BLUE)
    padded = colored(layered(layer("Box", color=BLUE, x_bord=20.0, y_bord=10.0, y_shift=12.0)), BLUE)
    assert [there - here for there, here in zip(padded, plain, strict=True)] == pytest.approx([-20, 2, 20, 22], abs=1)
    square = has_color(layered(layer("Box", color=BLUE, bord=20.0)), BLUE)
    rounded = has_color(layered(layer("Box", color=BLUE, bord=20.0, radius=20.0)), BLUE)
    assert square - rounded == pytest.approx((4 - np.pi) * 20**2, rel=0.15)


def test_a_box_holds_all_lines() -> None:
    picture = layered(layer("Box", color=BLUE, bord=4.0), content="HH\nHHHHHH\nH", size=30)
    letters, around = colored(picture, "#FFFFFF"), colored(picture, BLUE)
    assert around[0] < letters[0] < letters[2] < around[2]
    assert around[1] < letters[1] < letters[3] < around[3]


def test_a_box_of_a_size_lies_around_the_place_of_its_text() -> None:
    area = layer(
        "Box", color=BLUE, width=200.0, height=100.0, text_area="0.25,0.5,0.5,0.5", image_url=OSS + "bubble.png"
    )
    picture = layered(area, content="H", size=30)
    letters, around = colored(picture, "#FFFFFF"), colored(picture, BLUE)
    assert (around[2] - around[0], around[3] - around[1]) == pytest.approx((200, 100), abs=1)
    assert (letters[1] + letters[3]) / 2 == pytest.approx(around[1] + 75, abs=4)


def test_border_style_3_is_a_box_behind_every_line() -> None:
    picture = drawn(text("HHHHHH\nH", size=30, border_style=3, outline=(6, BLUE)))
    around, letters = colored(picture, BLUE), colored(picture, "#FFFFFF")
    assert letters[0] - around[0] == pytest.approx(8, abs=3)
    assert not has_color(picture[-60:, :100], BLUE), "the shorter line has a narrower box"
    see_through = drawn(text("HHHHHH\nH", size=30, border_style=3, outline=(6, BLUE), outline_opacity=0.5))
    blues = see_through[..., 2][(see_through[..., 0] < 10) & (see_through[..., 2] > 60)]
    assert np.median(blues) == pytest.approx(128, abs=4)
    assert blues.max() < 140, "where boxes overlap they are no stronger"


def test_outline_shadow_and_opacity_of_the_plain_fields() -> None:
    picture = drawn(text("HHHH", color="#00FF00", opacity=0.5, outline=(5, RED), shadow=(9, BLUE)))
    assert has_color(picture, "#008000", within=12) > 100
    assert has_color(picture, RED) > 100
    assert has_color(picture, BLUE, within=90) > 50


def test_every_colour_style_has_legible_colours_of_its_own() -> None:
    known = [palette(row.id) for row in table("effect_color_styles")]
    assert len(known) == len(set(known)) == 76
    assert all(contrast(colors.fill, colors.edge) >= 4.5 for colors in known)
    assert palette("CS0001-000001") == palette("CS0001-000001")
    assert palette("tomorrow's style")


def test_a_colour_style_overrides_the_colours_of_its_text() -> None:
    colors = palette("CS0003-000001")
    picture = drawn(text("HHHH", color=GREEN, size=60, effect_color_style="CS0003-000001"))
    assert has_color(picture, colors.fill) > 400
    assert has_color(picture, colors.edge) > 200
    assert not has_color(picture, GREEN)
    other = text("HHHH", color=GREEN, size=60, effect_color_style_id="CS0003-000001")
    assert (drawn(other) == picture).all()


def test_every_bubble_is_legible_under_light_and_dark_text() -> None:
    for row in table("bubble_styles"):
        assert contrast(bubble(row.id, text_is_light=True).fill, "#FFFFFF") >= 4.5
        assert contrast(bubble(row.id, text_is_light=False).fill, "#000000") >= 4.5
    assert {bubble(row.id, text_is_light=True).shape for row in table("bubble_styles")} == set(SHAPES)


def test_every_bubble_and_style_is_drawn(tmp_path: Path) -> None:
    names = [row.id for kind in ("bubble_styles", "effect_color_styles") for row in table(kind)]
    clips = [
        text(
            "字Ag",
            start=at / 25,
            end=(at + 1) / 25,
            size=40,
            align="TopLeft",
            x="20px",
            y="10px",
            **{"bubble_style_id" if name.startswith("BS") else "effect_color_style": name},
        )
        for at, name in enumerate(names)
    ]
    edit = timeline(length=5.0).but(subtitle_tracks=(SubtitleTrack(clips=tuple(clips)),))
    shown = pictures(script_of(edit, tmp_path), length=len(names) / 25)
    assert all(ink(picture).max() > 150 for picture in shown)
    assert len({picture.tobytes() for picture in shown}) == len(names), "no two look alike"


def test_a_bubble_has_its_corner_at_x_and_y_and_the_size_that_is_asked_for() -> None:
    clip = text(
        "字",
        size=20,
        align="CenterCenter",
        x="40px",
        y="30px",
        bubble_style_id="BS0004-000001",
        bubble_width=200.0,
        bubble_height=100.0,
    )
    shape = bubble("BS0004-000001", text_is_light=True)
    picture = drawn(clip)
    left, top, right, bottom = colored(picture, shape.fill)
    assert (left, top, right) == pytest.approx((40, 30, 240), abs=2)
    assert bottom == pytest.approx(130, abs=8)
    letters = colored(picture, "#FFFFFF")
    assert (letters[0] + letters[2]) / 2 == pytest.approx(140, abs=3)
    assert 30 < letters[1] < letters[3] < 30 + 84


def test_a_share_is_the_size_of_a_bubble_on_the_canvas() -> None:
    clip = text("字", size=20, x="0%", y="0%", bubble_style_id="BS0004-000001", bubble_width=0.5, bubble_height=0.5)
    left, _, right, _ = colored(drawn(clip), bubble("BS0004-000001", text_is_light=True).fill)
    assert right - left == pytest.approx(SIZE[0] / 2, abs=3)


def test_a_text_that_is_too_long_for_its_bubble_is_made_smaller() -> None:
    clip = text(
        "a text that is much too long for the bubble",
        size=40,
        x="10px",
        y="10px",
        bubble_style_id="BS0004-000001",
        bubble_width=150.0,
        bubble_height=80.0,
    )
    picture = drawn(clip)
    letters, around = colored(picture, "#FFFFFF"), colored(picture, bubble("BS0004-000001", text_is_light=True).fill)
    assert around[0] <= letters[0] < letters[2] <= around[2]
    assert around[1] <= letters[1] < letters[3] <= around[1] + 80


@pytest.mark.parametrize("group", range(1, 8))
def test_a_text_as_wide_as_its_bubble_allows_stays_inside(group: int) -> None:
    name = f"BS{group:04}-000001"
    content = "HHH HHH HHH HHH HHH HHH HHH HHH"
    clip = text(content, size=24, x="10px", y="10px", bubble_style_id=name, bubble_width=260.0, bubble_height=120.0)
    picture, fill = drawn(clip), bubble(name, text_is_light=True).fill
    left, top, right, bottom = colored(picture, "#FFFFFF")
    around = bytes.fromhex(fill[1:])
    for row in (top + 2, (top + bottom) // 2, bottom - 2):
        for column in (left - 5, right + 5):
            assert np.abs(picture[row, column].astype(int) - list(around)).max() < 12


def test_a_bubble_without_a_size_fits_its_text() -> None:
    short, long = (
        colored(
            drawn(text(content, size=24, x="0%", y="0%", bubble_style_id="BS0001-000001")),
            bubble("BS0001-000001", text_is_light=True).fill,
        )
        for content in ("Hi", "Hello you there")
    )
    assert long[2] > short[2] + 30


def test_what_cannot_be_drawn_as_it_is_is_told(tmp_path: Path) -> None:
    clips = [
        text("a", bubble_style_id="BS0001-000001"),
        text("b", effect_color_style="CS0001-000001"),
        text("c", subtitle_effects=(layer("Box", image_url=OSS + "b.png"),)),
        text("d", font="SiYuan Heiti"),
    ]
    script = script_of(timeline(*clips), tmp_path)
    assert [(line.fidelity, line.why) for line in script.report] == [
        (
            "stand-in",
            "BS0001-000001: the service's own bubbles are not published: a shape with stable colours of its own "
            "stands in",
        ),
        ("stand-in", "CS0001-000001: the service's own styles are not published: stable colours of its own stand in"),
        ("stand-in", "a plain box stands in for the picture of a box"),
        ("close", "drawn by libass"),
    ]
