"""Neighbouring parts made in one go: the same film, cut into the same parts, and nothing decoded twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from edits import canvas, film
from readback import ends, frame_number, pictures

import timeline_dsl as td
from timeline_dsl.render.rendered import Rendered


def edit(*, last: str = "end") -> td.Timeline:
    """Eight seconds that count their frames, with a text at each end."""
    clips = canvas().video(film("red")[0:3], film("green")[0:3], film("blue")[0:2], main=True)
    return clips.text("start", start=0, end=1).text(last, start=7, end=8)


def reels(made: Rendered) -> int:
    return sum("segment" in command for command in made.commands)


@pytest.mark.parametrize("fps", [Fraction(24), Fraction(30_000, 1001)], ids=str)
def test_two_parts_are_made_by_one_command_and_show_what_one_part_shows(
    films: Path, tmp_path: Path, fps: Fraction
) -> None:
    together = edit().render(tmp_path / "together.mp4", films, fps=fps, workers=2, cache=False)
    one = edit().render(tmp_path / "one.mp4", films, fps=fps, workers=1, cache=False)
    assert (together.parts, reels(together), one.parts, reels(one)) == (2, 1, 1, 0)
    left, right = pictures(together.path).astype(np.int16), pictures(one.path).astype(np.int16)
    assert left.shape == right.shape
    assert float(np.abs(left - right).mean(axis=(1, 2, 3)).max()) < 4
    assert [frame_number(picture) for picture in left] == [frame_number(picture) for picture in right]
    assert ends(together.path).frames == round(8 * fps)


def test_what_was_made_together_is_kept_in_its_parts(films: Path, tmp_path: Path) -> None:
    first = edit().render(tmp_path / "out.mp4", films, workers=2, cache=tmp_path / "kept")
    changed = edit(last="END").render(tmp_path / "out.mp4", films, workers=2, cache=tmp_path / "kept")
    assert (reels(first), reels(changed)) == (1, 0)
    assert (first.reused, changed.reused) == (0, 2)  # the sound and the other picture
    assert ends(changed.path).frames == 200


def test_parts_with_much_to_filter_are_made_side_by_side(films: Path, tmp_path: Path) -> None:
    blurred = canvas().video(film("red")[0:3], film("green")[0:3], main=True)
    blurred = blurred.effects(td.vfx("blur", start=0, end=6))
    made = blurred.render(tmp_path / "out.mp4", films, workers=2, cache=False, dry_run=True)
    assert reels(made) == 0


def test_a_folder_may_be_named_like_a_pattern(films: Path, tmp_path: Path) -> None:
    (tmp_path / "100% %d").mkdir()
    made = edit().render(tmp_path / "100% %d" / "out.mp4", films, workers=2, cache=False)
    assert (reels(made), ends(made.path).frames) == (1, 200)


def test_an_executor_makes_every_part_by_itself(films: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as elsewhere:
        made = edit().render(tmp_path / "out.mp4", films, executor=elsewhere, workers=2, cache=False)
    assert (made.parts, reels(made)) == (2, 0)


def test_one_core_makes_neighbouring_parts_together_as_well(films: Path, tmp_path: Path) -> None:
    longer = canvas().video(*(film("red")[0:3] for _ in range(4)), main=True).text("end", start=11, end=12)
    made = longer.render(tmp_path / "out.mp4", films, workers=1, cache=False, draft=True)
    assert (made.parts, reels(made)) == (2, 1)
    assert ends(made.path).frames == 300


def test_parts_that_are_alike_are_made_once(films: Path, tmp_path: Path) -> None:
    twice = canvas().video(film("red")[0:3], film("red")[0:3], main=True)
    made = twice.render(tmp_path / "out.mp4", films, workers=2, cache=False)
    assert (made.parts, reels(made)) == (2, 0)
    assert [frame_number(picture) for picture in pictures(made.path)] == [*range(75), *range(75)]


def test_parts_whose_common_command_fails_are_made_one_by_one(
    films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("timeline_dsl.render.assembly.cutting_words", lambda *_: ("-f", "segment"))
    made = edit().render(tmp_path / "out.mp4", films, workers=2, cache=False)
    assert (made.parts, reels(made)) == (2, 0)
    assert ends(made.path).frames == 200


def test_all_parts_of_a_reel_tell_how_far_they_are(films: Path, tmp_path: Path) -> None:
    from timeline_dsl.render.process import Progress

    told: list[Progress] = []
    edit().render(tmp_path / "out.mp4", films, size=(640, 360), workers=2, cache=False, progress=told.append)
    assert told[-1].finished
    assert (told[-1].parts, told[-1].parts_done) == (3, 3)
    shares = [progress.share or 0 for progress in told]
    assert shares == sorted(shares)
