"""AdaptMode of pictures: what of a picture is seen in its box, and where, at shapes that do not fit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from edits import OSS, SIZE
from numpy.typing import NDArray
from readback import picture_at

import timeline_dsl as td
from timeline_dsl.catalog import table
from timeline_dsl.errors import UsageError
from timeline_dsl.render.catalogue import CatalogueLine, fidelities
from timeline_dsl.render.ffmpeg import find
from timeline_dsl.render.process import run

BOX = (21, 9, 97, 71)
"""x, y, width and height in pixels of the output, none of them even."""

MODES = ("Contain", "Cover", "Fill")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with films and pictures whose red grows to the right and whose green grows downward; blue is 128."""
    folder = tmp_path_factory.mktemp("sources")
    for name, (width, height) in {"wide": (201, 67), "tall": (51, 153), "square": (90, 90)}.items():
        graph = f"color=black:s={width}x{height}:r=25:d=0.2,format=gbrp,geq=r=255*(X+0.5)/W:g=255*(Y+0.5)/H:b=128[out]"
        for suffix, options in (("png", ["-frames:v", "1", "-update", "1"]), ("mov", ["-c:v", "png"])):
            run(find(), ["-filter_complex", graph, "-map", "[out]", *options], folder / f"{name}.{suffix}")
    return folder


def seen(clip, folder: Path, output: Path) -> tuple[tuple[int, int, int, int], NDArray[np.float64]]:
    """The rectangle in which a clip is seen, and the shares of its source at the left, top, right and bottom there."""
    td.Timeline(size=SIZE, fps=25).video(clip).render(output, media=folder)
    shown = picture_at(output, 0).astype(float)
    lit = shown[..., 2] > 64
    rows, columns = (np.flatnonzero(lit.mean(axis=axis) > 0.5 * lit.mean(axis=axis).max()) for axis in (1, 0))
    x, y, right, bottom = columns[0], rows[0], columns[-1] + 1, rows[-1] + 1
    part = shown[y:bottom, x:right] / 255
    left, last = ends(part[4:-4, :, 0].mean(axis=0))
    top, lowest = ends(part[:, 4:-4, 1].mean(axis=1))
    return (int(x), int(y), int(right - x), int(bottom - y)), np.array([left, top, last, lowest])


def ends(values: NDArray[np.float64]) -> tuple[float, float]:
    """Where a straight line through values begins and ends; the outermost ones are blurred by their surroundings."""
    places = (np.arange(len(values)) + 0.5) / len(values)
    slope, start = np.polyfit(places[3:-3], values[3:-3], 1)
    return float(start), float(start + slope)


def boxed(clip, mode: str):
    x, y, width, height = (td.px(side) for side in BOX)
    return clip.but(x=x, y=y, width=width, height=height, adapt_mode=mode)


def film(name: str):
    return td.video(f"{OSS}{name}.mov")[0:0.2]


WHOLE = (0.0, 0.0, 1.0, 1.0)
EXPECTED = {
    # stretched: the box, and all of the source
    ("Fill", "wide"): (BOX, WHOLE),
    ("Fill", "tall"): (BOX, WHOLE),
    ("Fill", "square"): (BOX, WHOLE),
    # fitted: 97 × 32, 24 × 71 and 71 × 71 in the middle of the box, to two pixels
    ("Contain", "wide"): ((21, 27, 97, 32), WHOLE),
    ("Contain", "tall"): ((57, 9, 24, 71), WHOLE),
    ("Contain", "square"): ((33, 9, 71, 71), WHOLE),
    # covering: the whole box, and of the source what has its shape
    ("Cover", "wide"): (BOX, (0.272, 0.0, 0.728, 1.0)),
    ("Cover", "tall"): (BOX, (0.0, 0.378, 1.0, 0.622)),
    ("Cover", "square"): (BOX, (0.0, 0.134, 1.0, 0.866)),
}


@pytest.mark.parametrize(("mode", "name"), EXPECTED)
def test_a_film_lies_in_its_box_as_its_mode_says(mode: str, name: str, sources: Path, tmp_path: Path) -> None:
    wanted, part = EXPECTED[mode, name]
    where, shares = seen(boxed(film(name), mode), sources, tmp_path / "out.mp4")
    assert np.abs(np.subtract(where, wanted)).max() <= 1
    assert np.abs(shares - part).max() < 0.05


@pytest.mark.parametrize("mode", MODES)
def test_a_picture_is_fitted_where_a_film_would_cover(mode: str, sources: Path, tmp_path: Path) -> None:
    wanted, part = EXPECTED["Contain" if mode == "Cover" else mode, "wide"]
    where, shares = seen(boxed(td.image(OSS + "wide.png", 0.2), mode), sources, tmp_path / "out.mp4")
    assert np.abs(np.subtract(where, wanted)).max() <= 1
    assert np.abs(shares - part).max() < 0.05


@pytest.mark.parametrize("mode", [None, *MODES])
def test_a_mode_does_nothing_without_both_sides(mode: str | None, sources: Path, tmp_path: Path) -> None:
    clip = film("wide").but(width=td.px(97), adapt_mode=mode)
    where, shares = seen(clip, sources, tmp_path / "out.mp4")
    assert np.abs(np.subtract(where, (0, 0, 97, 32))).max() <= 1
    assert np.abs(shares - WHOLE).max() < 0.05


def test_a_box_without_a_mode_is_filled(sources: Path, tmp_path: Path) -> None:
    clip = boxed(film("tall"), "Fill").but(adapt_mode=None)
    where, _ = seen(clip, sources, tmp_path / "out.mp4")
    assert np.abs(np.subtract(where, BOX)).max() <= 1


def test_a_draft_fits_as_the_output_does(sources: Path, tmp_path: Path) -> None:
    edit = td.Timeline(size=SIZE, fps=25).video(boxed(film("tall"), "Cover"))
    full, draft = (edit.render(tmp_path / f"{on}.mp4", media=sources, draft=on).path for on in (False, True))
    smaller = picture_at(full, 0)[:88].reshape(44, 2, 80, 2, 3).mean(axis=(1, 3))
    assert np.abs(smaller[6:38, 12:56] - picture_at(draft, 0)[:44][6:38, 12:56]).mean() < 4


def test_every_way_to_fit_says_how_near_it_comes() -> None:
    rows = fidelities("adapt_modes")
    assert [row.id for row in rows] == [row.id for row in table("adapt_modes")]
    assert rows[:3] == (
        CatalogueLine(
            kind="adapt_modes", id="Contain", fidelity="close", why="in the middle of the box, which is inferred"
        ),
        CatalogueLine(
            kind="adapt_modes",
            id="Cover",
            fidelity="close",
            why="cut out of the middle, which is inferred; an Image clip is fitted instead, as observed",
        ),
        CatalogueLine(kind="adapt_modes", id="Fill", fidelity="exact", why="stretched to the box"),
    )


def test_only_what_is_not_played_at_all_is_called_missing() -> None:
    missing = {row.id for row in fidelities("effect_types") if row.fidelity == "missing"}
    assert missing == {"Pad", "VideoDetext", "AI_RealMatting"}


def test_every_id_of_every_list_that_is_seen_or_heard_has_its_row() -> None:
    for kind in ("effect_types", "transitions", "filters", "vfx", "subtitle_motions", "alignments", "adapt_modes"):
        assert [row.id for row in fidelities(kind)] == [row.id for row in table(kind)]
    with pytest.raises(UsageError, match="the local engine plays nothing of the list 'regions'"):
        fidelities("regions")
