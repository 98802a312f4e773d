"""What people give by mistake: each is refused in one sentence, before any work, and nothing is left or replaced."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from edits import OSS, SIZE, canvas, film
from readback import color_at, is_near

import timeline_dsl as td
from timeline_dsl.cli.group import run
from timeline_dsl.errors import MissingMaterial, OutputError, RenderError, UsageError
from timeline_dsl.materials import Materials


def wrong(fields: dict[str, object]) -> td.Timeline:
    """A second of the red film with fields that a verb would refuse."""
    clip = {"MediaURL": OSS + "red.mp4", "In": 0, "Out": 1, **fields}
    size = dict(zip(("Width", "Height"), SIZE, strict=True))
    return td.Timeline.from_dict({"FECanvas": size, "VideoTracks": [{"VideoTrackClips": [clip]}]})


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "edit.json"
    path.write_text(json.dumps(canvas().video(film("red")[0:0.2]).to_dict()))
    return path


def test_a_file_that_cannot_be_played_says_so_when_its_length_is_needed(tmp_path: Path) -> None:
    (tmp_path / "red.mp4").write_bytes(b"")
    with pytest.raises(RenderError) as told:
        canvas().video(film("red")).render(tmp_path / "out.mp4", media=tmp_path)
    assert str(told.value).startswith(f"The file {tmp_path / 'red.mp4'} cannot be played: it is empty. Fix: ")


@pytest.mark.parametrize(
    ("target", "reason"),
    [("red.mp4", "a link that leads nowhere"), ("../far.mp4", "a link that leads out of the folder")],
    ids=["a circle", "out"],
)
def test_a_link_that_is_not_followed_is_told(tmp_path: Path, target: str, reason: str) -> None:
    (tmp_path / "far.mp4").touch()
    media = tmp_path / "media"
    media.mkdir()
    (media / "red.mp4").symlink_to(target)
    with pytest.raises(MissingMaterial) as told:
        Materials.of(media).need("red.mp4")
    assert f"looked for {media / 'red.mp4'} ({reason})" in str(told.value)


def test_a_picture_too_large_for_any_machine_is_refused(films: Path, tmp_path: Path) -> None:
    with pytest.raises(RenderError) as told:
        wrong({"Width": 70_000, "Height": 70_000}).render(tmp_path / "out.mp4", media=films)
    assert str(told.value) == (
        f"The picture of a clip ({OSS}red.mp4) would be 70000x70000 pixels large. "
        "Fix: make its Width and Height smaller, or show a part of it with the effect Crop"
    )


def test_bars_in_what_is_no_colour_stay_black_and_are_told(films: Path, tmp_path: Path) -> None:
    background = {"Type": "Background", "SubType": "Color", "Color": "red'[x]"}
    edit = wrong({"X": 0.5, "Y": 0, "Width": 0.5, "Height": 0.5, "Effects": [background]})
    made = edit.render(tmp_path / "out.mp4", media=films)
    assert is_near(color_at(made.path, 0.5, (0.1, 0.6, 0.4, 0.9)), "#000000")
    assert [line.why for line in made.report] == ['"red\'[x]" is no colour; the bars stay black']


def test_a_blur_beyond_its_range_is_the_strongest(films: Path, tmp_path: Path) -> None:
    edit = wrong({"Effects": [{"Type": "Background", "SubType": "Blur", "Radius": 1e9}]})
    assert edit.render(tmp_path / "out.mp4", media=films).path.is_file()


def test_a_time_limit_is_a_number(films: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="time_limit must be a number of seconds"):
        canvas().video(film("red")[0:1]).render(tmp_path / "out.mp4", media=films, time_limit=float("nan"))


def test_a_dry_run_that_fails_leaves_no_folder(films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    edit = wrong({"Effects": [{"Type": "Rotate", "Degree": 45}]})
    with pytest.raises(RenderError):
        edit.render(tmp_path / "out.mp4", media=films, dry_run=True, strict=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["out.xyz", "folder.mp4", "gone/out.mp4"])
def test_an_output_that_cannot_be_written_is_wrong_usage(
    films: Path, tmp_path: Path, document: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (tmp_path / "folder.mp4").mkdir()
    assert run(["render", str(document), "-o", str(tmp_path / name), "--media", str(films), "--quiet"]) == 2
    assert capsys.readouterr().err.startswith("timeline-dsl: The output")
    with pytest.raises(OutputError):
        canvas().video(film("red")[0:0.2]).render(tmp_path / name, media=films)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("edit.json", "the report would replace {folder}/edit.json. Fix: write it into another file"),
        ("out.mp4", "the report would replace {folder}/out.mp4. Fix: write it into another file"),
        ("gone/report.json", "the folder '{folder}/gone' of the report does not exist. Fix: create it first"),
        (".", "the report '{folder}' is a folder. Fix: name a file in it, such as report.json"),
    ],
    ids=["the document", "the video", "no folder", "a folder"],
)
def test_a_report_in_a_wrong_place_is_refused_before_the_render(
    films: Path, tmp_path: Path, document: Path, capsys: pytest.CaptureFixture[str], name: str, sentence: str
) -> None:
    before = document.read_text()
    words = ["render", str(document), "-o", str(tmp_path / "out.mp4"), "--media", str(films)]
    assert run([*words, "--report", str(tmp_path / name)]) == 2
    assert capsys.readouterr().err == f"timeline-dsl: {sentence.format(folder=tmp_path)}\n"
    assert document.read_text() == before
    assert not (tmp_path / "out.mp4").exists()


def test_what_the_service_would_refuse_is_told_before_it_is_rendered(
    films: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = tmp_path / "edit.json"
    document.write_text(json.dumps(wrong({"Out": 0.2, "Speed": 0}).to_dict(check=False)))
    assert run(["render", str(document), "-o", str(tmp_path / "out.mp4"), "--media", str(films)]) == 0
    said = capsys.readouterr().err.splitlines()
    assert said[0] == f"{document}: the service would refuse this timeline: 1 error"
    assert said[1].endswith("Speed must be a number from 0.1 to 100 times (got 0) [clip.speed-range]")
