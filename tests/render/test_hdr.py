"""Films of high dynamic range come into the range of all others: white paper is white, greys are grey, hues stay."""

from __future__ import annotations

import shlex
from pathlib import Path

import av
import numpy as np
import pytest
from edits import OSS
from numpy.typing import NDArray
from readback import color_of, is_near, pictures

import timeline_dsl as td
from timeline_dsl.errors import RenderError
from timeline_dsl.render import probe_av, probe_ffmpeg
from timeline_dsl.render.colours import arriving
from timeline_dsl.render.ffmpeg import VARIABLE, Ffmpeg
from timeline_dsl.render.probe import Probe, probe
from timeline_dsl.render.process import run
from timeline_dsl.render.rendered import FidelityLine

Light = NDArray[np.float64]  # red, green, blue in cd/m2, by the primaries of BT.2020

KINDS = {"pq": "smpte2084", "hlg": "arib-std-b67"}
OF_BT709 = np.array([[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.0880, 0.8956]])
"""Red, green and blue of BT.709 by the primaries of BT.2020."""

PATCHES = {
    "paper": [203.0] * 3,
    "grey": [0.18 * 203] * 3,
    "dark": [0.02 * 203] * 3,
    "lamp": [500.0] * 3,
    "sun": [1000.0] * 3,
    "red": OF_BT709 @ [203.0, 0, 0],
    "green": OF_BT709 @ [0, 203.0, 0],
    "blue": OF_BT709 @ [0, 0, 203.0],
    "skin": OF_BT709 @ [80.0, 45, 30],
    "deep red": [203.0, 0, 0],
    "deep green": [0, 203.0, 0],
    "deep blue": [0, 0, 203.0],
}
"""What a film shows side by side."""

WIDE, HIGH = 16, 32
NOTES = "master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1):max-cll=1000,400"


def pq(light: Light) -> Light:
    """The signal of SMPTE ST 2084."""
    power = (light / 10_000) ** (2610 / 16_384)
    return ((3424 / 4096 + 2413 / 128 * power) / (1 + 2392 / 128 * power)) ** (2523 / 32)


def hlg(light: Light) -> Light:
    """The signal of ARIB STD-B67 for a screen of 1000 cd/m2."""
    bright = float(light @ [0.2627, 0.6780, 0.0593]) / 1000
    scene = light / 1000 * bright ** (1 / 1.2 - 1)
    bent = 0.17883277 * np.log(np.maximum(12 * scene - 0.28466892, 1e-9)) + 0.55991073
    return np.where(scene <= 1 / 12, np.sqrt(3 * scene), bent)


def frame(kind: str) -> bytes:
    """One picture of `PATCHES`, 4:2:0 in ten bits."""
    columns = []
    for patch in PATCHES.values():
        red, green, blue = (pq if kind == "pq" else hlg)(np.array(patch))
        bright = 0.2627 * red + 0.6780 * green + 0.0593 * blue
        apart = (blue - bright) / 1.8814, (red - bright) / 1.4746
        columns.append([64 + 876 * bright, *(512 + 896 * part for part in apart)])
    planes = np.round(np.array(columns)).astype(np.uint16).T
    rows = [
        np.tile(np.repeat(plane, WIDE // part), (HIGH // part, 1))
        for plane, part in zip(planes, (1, 2, 2), strict=True)
    ]
    return b"".join(row.tobytes() for row in rows)


@pytest.fixture(scope="module")
def sources(ffmpeg: Ffmpeg, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a film of every kind."""
    folder = tmp_path_factory.mktemp("hdr")
    for kind, transfer in KINDS.items():
        (folder / "raw").write_bytes(frame(kind) * 5)
        read = ["-f", "rawvideo", "-pixel_format", "yuv420p10le", "-video_size", f"{WIDE * len(PATCHES)}x{HIGH}"]
        says = f"setparams=colorspace=bt2020nc:color_primaries=bt2020:color_trc={transfer}:range=tv"
        codec = ["-c:v", "libx265", "-crf", "4", "-x265-params", f"log-level=error:{NOTES}"]
        run(ffmpeg, [*read, "-i", str(folder / "raw"), "-vf", says, *codec], folder / f"{kind}.mp4")
    return folder


def edit(kind: str, size: tuple[int, int] = (WIDE * len(PATCHES), HIGH)) -> td.Timeline:
    return td.Timeline(size=size, fps=25).video(td.video(f"{OSS}{kind}.mp4")[0:0.2])


def shown(picture: NDArray[np.uint8], name: str) -> tuple[int, int, int]:
    """The colour of a patch."""
    at = list(PATCHES).index(name)
    return color_of(picture, ((at + 0.3) / len(PATCHES), 0.3, (at + 0.7) / len(PATCHES), 0.7))


@pytest.fixture(scope="module", params=KINDS)
def out(request: pytest.FixtureRequest, sources: Path) -> Path:
    """A film as it is rendered."""
    path: Path = edit(request.param).render(sources / f"out-{request.param}.mp4", media=sources).path
    return path


@pytest.fixture(scope="module")
def picture(out: Path) -> NDArray[np.uint8]:
    """A picture of it."""
    return pictures(out)[2]


def notes(path: Path) -> set[str]:
    """What the first picture of a film says besides itself."""
    with av.open(str(path)) as container:
        return {note.type.name for note in next(container.decode(video=0)).side_data}


@pytest.mark.parametrize("kind", KINDS)
def test_both_probes_tell_what_makes_the_signal_of_light(sources: Path, kind: str) -> None:
    for read in (probe_av.read, probe_ffmpeg.read):
        seen = read(sources / f"{kind}.mp4")
        assert isinstance(seen, Probe)
        assert (seen.transfer, seen.matrix) == (KINDS[kind], "bt2020nc")


@pytest.mark.parametrize(("name", "level"), [("paper", 228), ("grey", 125), ("dark", 50), ("lamp", 248), ("sun", 255)])
def test_greys_are_grey_and_as_bright_as_paper_light_wants(picture: NDArray[np.uint8], name: str, level: int) -> None:
    assert is_near(shown(picture, name), (level,) * 3, 3)


@pytest.mark.parametrize(
    ("name", "color"), [("red", (230, 0, 0)), ("green", (0, 228, 0)), ("blue", (0, 0, 234)), ("skin", (175, 135, 112))]
)
def test_colours_keep_their_hue(picture: NDArray[np.uint8], name: str, color: tuple[int, int, int]) -> None:
    # ten bits hold little red beside much green only coarsely
    assert is_near(shown(picture, name), color, 28 if name == "green" else 8)


def test_colours_beyond_bt709_are_its_purest(picture: NDArray[np.uint8]) -> None:
    for at, name in enumerate(("deep red", "deep green", "deep blue")):
        seen = shown(picture, name)
        assert seen[at] > 205
        assert max(seen[:at] + seen[at + 1 :]) < 6


def test_the_output_says_nothing_of_high_dynamic_range(sources: Path, out: Path) -> None:
    seen = probe(out)
    assert (seen.transfer, seen.matrix, seen.full_range) == (None, "bt709", False)
    told = {"MASTERING_DISPLAY_METADATA", "CONTENT_LIGHT_LEVEL"}
    assert notes(sources / "pq.mp4") >= told
    assert not notes(out) & told


def test_a_clip_of_an_odd_size_that_is_seen_through_is_toned_too(sources: Path, tmp_path: Path) -> None:
    base = edit("hlg").video(td.video(f"{OSS}pq.mp4")[0:0.2].box(x="0px", y="3px", w="95px", h="15px").faded_to(0.5))
    found = pictures(base.render(tmp_path / "out.mp4", media=sources).path)[2]
    assert is_near(color_of(found, (0.01, 0.2, 0.03, 0.45)), (228,) * 3, 4)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_inferred_is_told(sources: Path, tmp_path: Path, kind: str) -> None:
    (line,) = edit(kind).render(tmp_path / "out.mp4", media=sources, dry_run=True).report
    assert line == FidelityLine(
        path="/VideoTracks/0/VideoTrackClips/0",
        effect="Video HDR",
        fidelity="close",
        why=f"{kind.upper()} is brought into the range of BT.709, by a curve that is inferred",
    )


def test_an_ffmpeg_without_the_filters_shows_the_film_as_it_is_and_tells_it(
    ffmpeg: Ffmpeg, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking, real = tmp_path / "lacking", shlex.quote(ffmpeg.path)
    hidden = f'case "$*" in *-filters*) {real} "$@" | grep -v zscale; exit;; esac'
    lacking.write_text(f'#!/bin/sh\n{hidden}\nexec {real} "$@"\n')
    lacking.chmod(0o755)
    monkeypatch.setenv(VARIABLE, str(lacking))
    done = edit("pq").render(tmp_path / "out.mp4", media=sources, cache=False)
    assert [str(line) for line in done.report] == [
        "stand-in: Video HDR at /VideoTracks/0/VideoTrackClips/0 (PQ is shown as it is, too pale: this FFmpeg lacks "
        "zscale)"
    ]
    assert is_near(shown(pictures(done.path)[2], "paper"), (148,) * 3, 4)
    with pytest.raises(RenderError, match="do not come close"):
        edit("pq").render(tmp_path / "strict.mp4", media=sources, strict=True, dry_run=True)


def test_wide_colours_of_a_usual_range_are_none_of_this() -> None:
    wide = Probe(width=640, height=360, pixel_format="yuv420p10le", matrix="bt2020nc")
    assert arriving(wide).after == ()
