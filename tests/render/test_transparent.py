"""Transparent outputs: nothing is seen where nothing is shown, in one run and where parts meet."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from edits import BLUE, OSS, RED, SIZE, canvas, film
from numpy.typing import NDArray
from readback import ends, is_near

import timeline_dsl as td
from timeline_dsl.errors import RenderError
from timeline_dsl.render.ffmpeg import find
from timeline_dsl.render.probe import probe
from timeline_dsl.render.process import capture


def seen(path: Path) -> NDArray[np.uint8]:
    """All pictures, as an array of pictures × height × width × (red, green, blue, opacity)."""
    words = ["-c:v", "libvpx-vp9", "-i", str(path), "-map", "0:v:0", "-f", "rawvideo", "-pix_fmt", "rgba", "-"]
    return np.frombuffer(capture(find(), words), np.uint8).reshape(-1, SIZE[1], SIZE[0], 4)


def opacities(film: NDArray[np.uint8], x: int, y: int) -> list[int]:
    """How opaque a point is in every picture."""
    return [int(value) for value in film[:, y, x, 3]]


def test_nothing_is_seen_beside_before_and_after_a_clip(films: Path, tmp_path: Path) -> None:
    box = film("gray")[0:0.4].at(0.2).box(x="50%", y="0%", w="50%", h="100%")
    beside = canvas().video(box).audio(td.audio(OSS + "high.wav")[0:0.8])
    path = beside.render(tmp_path / "out.webm", media=films, transparent=True).path
    shown = seen(path)
    assert (probe(path).has_alpha, probe(path).has_audio, probe(path).matrix) == (True, True, "bt709")
    assert opacities(shown, 120, 45) == [0] * 5 + [255] * 10 + [0] * (len(shown) - 15)
    assert set(opacities(shown, 40, 45)) == {0}
    assert is_near(tuple(int(part) for part in shown[8, 45, 120, :3]), "#808080")


def test_a_half_transparent_picture_stays_half_transparent(films: Path, tmp_path: Path) -> None:
    picture = td.image(OSS + "white.png", 0.4).box(x="0%", y="0%", w="100%", h="100%")
    shown = seen(canvas().video(picture).render(tmp_path / "out.webm", media=films, transparent=True).path)
    assert shown[5, 45, 80] == pytest.approx([255, 255, 255, 128], abs=4)


def test_a_film_fades_into_nothing_and_a_blend_keeps_its_edges(films: Path, tmp_path: Path) -> None:
    half = {"x": "0%", "y": "0%", "w": "50%", "h": "100%"}
    clips = (film("red")[0:1].box(**half), td.transition("perlin", 0.4), film("blue")[0:1].box(**half))
    shown = seen(canvas().video(*clips).render(tmp_path / "out.webm", media=films, transparent=True).path)
    assert set(opacities(shown, 120, 45)) == {0}
    assert min(opacities(shown, 40, 30)) > 250
    assert is_near(tuple(int(part) for part in shown[2, 30, 40, :3]), RED)
    assert is_near(tuple(int(part) for part in shown[-3, 30, 40, :3]), BLUE)


def test_texts_are_seen_on_nothing(films: Path, tmp_path: Path) -> None:
    words = canvas().audio(td.audio(OSS + "high.wav")[0:0.4]).text("\u25a0\u25a0", start=0, end=0.4)
    shown = seen(words.render(tmp_path / "out.webm", media=films, transparent=True).path)
    assert (shown[5, :, :, 3] > 200).sum() > 50
    assert (shown[5, :, :, 3] == 0).mean() > 0.5


def test_effects_over_all_keep_what_is_free_free(films: Path, tmp_path: Path) -> None:
    box = film("red")[0:0.4].box(x="0%", y="0%", w="50%", h="100%")
    edit = canvas().video(box).effects(td.Filter(sub_type="m1"))
    shown = seen(edit.render(tmp_path / "out.webm", media=films, transparent=True).path)
    assert set(opacities(shown, 120, 45)) == {0}
    assert min(opacities(shown, 40, 30)) == 255


def test_parts_of_a_transparent_output_are_joined_as_such(films: Path, tmp_path: Path) -> None:
    boxes = [film("red")[0:2].box(x="0%", y="0%", w="50%", h="100%").at(at) for at in (0, 3, 6)]
    edit = canvas().video(*boxes).audio(td.audio(OSS + "high.wav")[0:3])
    done = edit.render(tmp_path / "out.webm", media=films, transparent=True, workers=2, cache=False)
    assert done.parts == 2
    assert (probe(done.path).has_alpha, probe(done.path).has_audio) == (True, True)
    assert opacities(seen(done.path), 40, 30) == [*[255] * 50, *[0] * 25, *[255] * 50, *[0] * 25, *[255] * 50]
    assert ends(done.path).frames == 200


@pytest.mark.parametrize("name", ["out.mp4", "out.mp3"])
def test_only_webm_is_transparent(films: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(RenderError) as told:
        canvas().video(film("red")[0:1]).render(tmp_path / name, media=films, transparent=True)
    assert str(told.value) == (
        f"The output {tmp_path / name} cannot be transparent: only WebM keeps transparency. "
        "Fix: let the name end in .webm, or leave transparent out"
    )
