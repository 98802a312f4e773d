"""The texts of stretches: what each of them shows, and that a text changes no stretch but those that show it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import pytest
from edits import film

import timeline_dsl as td
from timeline_dsl.render.cues import Cues
from timeline_dsl.units import Span

HEAD = """[Script Info]
[V4+ Styles]
Format: Name, Fontname, Fontsize
Style: plain,Noto Sans CJK SC,20

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


def names(edit: td.Timeline, films: Path, folder: Path, fps: Fraction) -> list[str]:
    """The names of the two parts of a picture, which tell what they show."""
    with ThreadPoolExecutor(1) as apart:
        made = edit.render(folder / "out.mp4", films, fps=fps, executor=apart, workers=2, dry_run=True)
    return [word for command in made.commands for word in command[-1:] if "/picture-" in word]


@pytest.mark.parametrize("fps", [Fraction(25), Fraction(30_000, 1001), Fraction(50), Fraction(60)], ids=str)
@pytest.mark.parametrize("side", ["before", "after"])
def test_a_text_at_a_border_changes_only_the_part_that_shows_it(
    films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fps: Fraction, side: str
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))  # where a dry run leaves its files
    plain = td.Timeline(size=(160, 90)).video(film("red")[0:3], film("green")[0:3], film("red")[0:3], film("blue")[0:3])
    border = float(round(6 * fps) / fps)
    style = td.TextStyle(size=20, outline=(1, "#000000"))

    def edit(before: str, after: str) -> td.Timeline:
        return plain.text(before, start=4, end=border, style=style).text(after, start=border, end=8, style=style)

    first, second = (
        [part.rsplit("/", 1)[1] for part in names(made, films, tmp_path, fps)]
        for made in (edit("one", "two"), edit("ONE", "two") if side == "before" else edit("one", "TWO"))
    )
    assert len(first) == len(second) == 2
    assert [one == other for one, other in zip(first, second, strict=True)] == [side == "after", side == "before"]


@pytest.mark.parametrize(
    ("start", "end", "seen"),
    [
        pytest.param("0:00:00.00", "0:00:01.00", False, id="ends as the stretch begins"),
        pytest.param("0:00:00.00", "0:00:01.01", True, id="ends within the first picture"),
        pytest.param("0:00:01.96", "0:00:03.00", True, id="begins with the last picture"),
        pytest.param("0:00:01.97", "0:00:03.00", False, id="begins after the last picture"),
        pytest.param("0:00:00.50", "0:00:09.00", True, id="goes on before and after"),
    ],
)
def test_a_stretch_has_the_events_of_its_pictures(tmp_path: Path, start: str, end: str, seen: bool) -> None:
    file = tmp_path / "texts.ass"
    file.write_text(f"{HEAD}Dialogue: 0,{start},{end},plain,,0,0,0,,Text\n", encoding="utf-8")
    cues = Cues(file, Fraction(1, 25))
    assert bool(cues.seen(Span(Fraction(1), Fraction(2)))) is seen
    assert (cues.cut(Span(Fraction(1), Fraction(2))) is not None) is seen


def test_a_stretch_of_texts_keeps_the_clock_of_what_began_before_it(tmp_path: Path) -> None:
    file = tmp_path / "texts.ass"
    file.write_text(f"{HEAD}Dialogue: 0,0:00:00.40,0:00:09.00,plain,,0,0,0,,Text\n", encoding="utf-8")
    found = Cues(file, Fraction(1, 25)).cut(Span(Fraction(2), Fraction(3)))
    assert found is not None
    text, late = found
    assert text.splitlines()[-1] == "Dialogue: 0,0:00:00.00,0:00:08.60,s0,,0,0,0,,Text"
    assert late == Fraction(8, 5)
