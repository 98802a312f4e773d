"""One colour is one colour: whatever a material says of its YUV, in films, parts, blends, texts and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from edits import OSS
from readback import color_of, is_near, picture_at, pictures

import timeline_dsl as td
from timeline_dsl.render import testmedia
from timeline_dsl.render.colours import arriving, matrix_of
from timeline_dsl.render.ffmpeg import Ffmpeg
from timeline_dsl.render.probe import Probe, probe
from timeline_dsl.render.process import run

COLOR = "#C83232"
SIZE = (160, 90)
NEAR = 3

RED_AND_BLUE = {"bt709": (0.2126, 0.0722), "smpte170m": (0.299, 0.114), "bt470bg": (0.299, 0.114)}
RED_AND_BLUE["bt2020nc"] = (0.2627, 0.0593)
"""How much red and blue count for brightness in every matrix."""

FILMS = {
    "high.mp4": ("bt709", True, "yuv420p"),
    "low.mp4": ("smpte170m", True, "yuv420p"),
    "silent.mp4": ("smpte170m", False, "yuv420p"),
    "full.mp4": ("smpte170m", True, "yuvj420p"),
    "full-high.mp4": ("bt709", True, "yuvj420p"),
    "ten.mp4": ("bt709", True, "yuv420p10le"),
    "ten-low.mp4": ("bt470bg", True, "yuv420p10le"),
    "wide.mp4": ("bt2020nc", True, "yuv422p"),
    "clear.webm": ("smpte170m", False, "yuva420p"),
    "odd.mp4": ("smpte170m", False, "yuv444p"),
}
"""Films of one colour: the matrix they are made by, whether they say so, and their pixels."""

PICTURES = ("still.png", "still.jpg", "still.webp", "still.bmp")


def planes(matrix: str, pixels: str, size: tuple[int, int]) -> bytes:
    """One picture of `COLOR`, worked out here."""
    deep, full = "10" in pixels, "j" in pixels
    red, green, blue = (part / 255 for part in bytes.fromhex(COLOR[1:]))
    of_red, of_blue = RED_AND_BLUE[matrix]
    bright = of_red * red + (1 - of_red - of_blue) * green + of_blue * blue
    apart = ((blue - bright) / 2 / (1 - of_blue), (red - bright) / 2 / (1 - of_red))
    scale = 4 if deep else 1
    values = [255 * bright if full else 16 + 219 * bright, *(128 + (255 if full else 224) * part for part in apart)]
    whole = size[0] * size[1]
    small = whole if "444" in pixels else whole // 2 if "422" in pixels else whole // 4
    counts = (whole, small, small, whole)
    kind = np.uint16 if deep else np.uint8
    shown = [*(round(scale * value) for value in values), *([255] if "yuva" in pixels else [])]
    return b"".join(np.full(count, value, kind).tobytes() for count, value in zip(counts, shown, strict=False))


@pytest.fixture(scope="module")
def sources(ffmpeg: Ffmpeg, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `FILMS`, `PICTURES`, and a grey picture."""
    folder = tmp_path_factory.mktemp("colours")
    for name, (matrix, told, pixels) in FILMS.items():
        size = (161, 91) if name == "odd.mp4" else SIZE
        (folder / "raw").write_bytes(planes(matrix, pixels, size) * 25)
        read = ["-f", "rawvideo", "-pixel_format", pixels, "-video_size", f"{size[0]}x{size[1]}", "-framerate", "25"]
        says = f"setparams=colorspace={matrix}:range={'pc' if 'j' in pixels else 'tv'}" if told else "null"
        codec = ["-c:v", "libvpx-vp9", "-auto-alt-ref", "0", "-deadline", "realtime"] if "yuva" in pixels else []
        run(ffmpeg, [*read, "-i", str(folder / "raw"), "-vf", says, *codec, "-crf", "8"], folder / name)
    for name in PICTURES:
        testmedia.picture(folder / name, size=SIZE, color=COLOR)
    run(ffmpeg, ["-f", "lavfi", "-i", "color=gray:s=64x64,format=gray", "-frames:v", "1"], folder / "grey.png")
    return folder


def clip(name: str, length: float) -> td.VideoClip | td.ImageClip:
    return td.video(OSS + name)[0:length] if name in FILMS else td.image(OSS + name, length)


def edit(*names: str, length: float = 0.4, size: tuple[int, int] = SIZE) -> td.Timeline:
    return td.Timeline(size=size, fps=25).video(*(clip(name, length) for name in names))


def shown(path: Path, step: int = 1) -> Iterator[tuple[int, tuple[int, int, int]]]:
    """Number and colour of every `step`th picture of a film."""
    film = pictures(path)
    for number in range(step // 2, len(film), step):
        yield number, color_of(film[number])


def off(path: Path, step: int = 1, color: str = COLOR) -> dict[int, tuple[int, int, int]]:
    """The pictures that show another colour."""
    return {number: seen for number, seen in shown(path, step) if not is_near(seen, color, NEAR)}


def says(path: Path) -> tuple[str | None, bool]:
    return probe(path).matrix, probe(path).full_range


def test_materials_of_every_kind_show_one_colour(sources: Path, tmp_path: Path) -> None:
    names = (*FILMS, *PICTURES)
    path = edit(*names).render(tmp_path / "out.mp4", media=sources).path
    assert {names[number // 10]: seen for number, seen in off(path, 10).items()} == {}
    assert says(path) == ("bt709", False)


def test_grey_stays_grey(sources: Path, tmp_path: Path) -> None:
    path = edit("grey.png").render(tmp_path / "out.mp4", media=sources).path
    assert off(path, 10, "#808080") == {}


def test_colours_hold_where_parts_meet(sources: Path, tmp_path: Path) -> None:
    made = edit("high.mp4", "low.mp4", "full.mp4", "still.png", "ten.mp4", "silent.mp4", "clear.webm", length=1)
    done = made.render(tmp_path / "out.mp4", media=sources, workers=2, cache=False)
    assert done.parts > 1
    assert off(done.path) == {}
    assert says(done.path) == ("bt709", False)


@pytest.mark.parametrize("name", ["fade", "perlin", "wiperight"])
def test_a_blend_of_one_colour_shows_that_colour(sources: Path, tmp_path: Path, name: str) -> None:
    fade = td.transition(name, 0.4)
    made = td.Timeline(size=SIZE, fps=25).video(
        td.video(OSS + "low.mp4")[0:1], fade, td.video(OSS + "high.mp4")[0:1], fade, td.image(OSS + "still.png", 1)
    )
    assert off(made.render(tmp_path / "out.mp4", media=sources).path) == {}


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "bmp"])
@pytest.mark.parametrize("name", ["low.mp4", "high.mp4"])
def test_stills_show_the_colour_of_the_film(sources: Path, tmp_path: Path, name: str, suffix: str) -> None:
    path = edit(name).still(tmp_path / f"out.{suffix}", 0.2, media=sources).path
    assert is_near(color_of(picture_at(path, 0)), COLOR, NEAR + 2)  # written and read in eight bits once more


@pytest.mark.parametrize("suffix", ["webm", "mkv", "mov"])
def test_every_format_says_its_colours(sources: Path, tmp_path: Path, suffix: str) -> None:
    path = edit("low.mp4").render(tmp_path / f"out.{suffix}", media=sources).path
    assert off(path, 10) == {}
    assert says(path) == ("bt709", False)


def test_made_colours_are_as_true_as_filmed_ones(sources: Path, tmp_path: Path) -> None:
    bars = td.video(OSS + "low.mp4")[0:0.4].box(x="0%", y="0%", w="50%", h="100%")
    bars = bars.background(color=COLOR)
    path = td.Timeline(size=SIZE, fps=25).video(bars).render(tmp_path / "out.mp4", media=sources).path
    film = pictures(path)[5]
    assert all(is_near(color_of(film, (left, 0.2, left + 0.2, 0.8)), COLOR, NEAR) for left in (0.1, 0.7))


def test_a_text_has_its_colour(ffmpeg: Ffmpeg, sources: Path, tmp_path: Path) -> None:
    made = edit("grey.png").text("\u25a0" * 9, start=0, end=0.4, style=td.TextStyle(size=60, color=COLOR))
    film = pictures(made.render(tmp_path / "out.mp4", media=sources).path)[5].astype(int)
    inked = film[np.abs(film - 128).max(axis=-1) > 65]
    assert len(inked) > 50
    away = np.abs(np.median(inked, axis=0) - np.array(list(bytes.fromhex(COLOR[1:])))).max()
    assert away <= (2 * NEAR if ffmpeg.major >= 7 else 15)  # older ones draw texts by BT.601


def test_looks_that_work_in_rgb_leave_the_colour_space(sources: Path, tmp_path: Path) -> None:
    # a grading of nothing goes to RGB and back
    nothing = td.Filter(sub_type="color", ext_params="effect=color,brightness=0,contrast=0,saturation=0")
    made = td.Timeline(size=SIZE, fps=25).video(td.video(OSS + "low.mp4")[0:0.4].with_effects(nothing, nothing))
    seen = color_of(pictures(made.render(tmp_path / "out.mp4", media=sources).path)[5])
    assert is_near(seen, COLOR, 2 * NEAR)  # each way there and back costs one step of rounding


def material(**known: object) -> Probe:
    return Probe(**{"width": 640, "height": 360, "pixel_format": "yuv420p", **known})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "matrix"),
    [
        ({}, "smpte170m"),
        ({"width": 1920, "height": 1080}, "smpte170m"),
        ({"height": 720, "matrix": "bt470bg"}, "bt470bg"),
        ({"height": 1080, "is_picture": True, "frames": 1}, "smpte170m"),
    ],
)
def test_a_film_that_says_no_matrix_is_read_as_ffmpeg_reads_it(known: dict[str, object], matrix: str) -> None:
    assert matrix_of(material(**known)) == matrix


@pytest.mark.parametrize("size", [(320, 180), (1280, 720)], ids=str)
def test_a_film_of_ffmpegs_own_source_of_colours_keeps_its_colour_in_every_size(
    ffmpeg: Ffmpeg, tmp_path: Path, size: tuple[int, int]
) -> None:
    source = f"color=c={COLOR}:s={size[0]}x{size[1]}:d=0.4:r=25"
    run(ffmpeg, ("-f", "lavfi", "-i", source, "-c:v", "libx264", "-pix_fmt", "yuv420p"), tmp_path / "plain.mp4")
    made = td.Timeline(size=SIZE, fps=25).video(td.video(OSS + "plain.mp4"))
    seen = color_of(pictures(made.render(tmp_path / "out.mp4", media=tmp_path).path)[5])
    assert is_near(seen, COLOR, NEAR)


def test_nothing_is_done_to_what_is_in_the_working_space() -> None:
    for known in ({"matrix": "bt709"}, {"pixel_format": "yuv420p10le", "matrix": "bt709"}):
        arrival = arriving(material(**known))
        assert (arrival.before, dict(arrival.scale)) == ((), {})
