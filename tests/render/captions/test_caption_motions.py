"""Every motion of the catalogue moves its text in the way its label says, and leaves it at rest."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from drawn import ink, pictures, script_of, text, timeline
from numpy.typing import NDArray
from promises import (
    Gray,
    Promise,
    all_of,
    doubled,
    extent,
    fainter,
    flatter,
    further_left,
    further_right,
    height,
    higher,
    larger,
    lower,
    narrower,
    only_bottom,
    only_left,
    only_middle,
    only_right,
    only_top,
    patchy,
    smaller,
    softer,
    taller,
    turned,
    uneven,
    unlike,
    whole,
    wider,
    width,
)

import timeline_dsl as td
from timeline_dsl.catalog import table
from timeline_dsl.render.captions.fidelity import fidelity_rows
from timeline_dsl.render.captions.motions import IN, LOOP, MOTIONS, OUT, READINGS
from timeline_dsl.tracks import SubtitleTrack

SIZE, FPS, SLOT, SPAN, LENGTH = (200, 100), 20, 2.0, 1.6, 1.0
CONTENT = "Hamburg 字幕"


class Reel:
    """Every motion in turn, and one text that never moves."""

    def __init__(self, folder: Path) -> None:
        self.names = ["", *table("subtitle_motions").rows]
        clips = [
            text(CONTENT, start=SLOT * at, end=SLOT * at + SPAN, size=26, **_motion(name))
            for at, name in enumerate(self.names)
        ]
        length = SLOT * len(clips)
        edit = td.Timeline(size=SIZE).video(td.video("https://b-b.oss-cn-shanghai.aliyuncs.com/a.mp4")[0:length])
        script = script_of(edit.but(subtitle_tracks=(SubtitleTrack(clips=tuple(clips)),)), folder, size=SIZE, fps=FPS)
        self.frames = pictures(script, length=length, size=SIZE, fps=FPS).max(axis=-1)
        self.rest = self.at("", 0.5)

    def at(self, name: str, time: float) -> Gray:
        """The picture of a motion at a moment of its text."""
        return self.frames[round((SLOT * self.names.index(name) + time) * FPS)].astype(np.float64)

    def span(self, name: str, start: float, end: float) -> Gray:
        """All pictures of a motion from one moment of its text to another."""
        first = round((SLOT * self.names.index(name) + start) * FPS)
        return self.frames[first : first + round((end - start) * FPS)]


def _motion(name: str) -> dict[str, object]:
    if name in IN:
        return {"motion_in": name, "aai_motion_in": LENGTH}
    if name in OUT:
        return {"motion_out": name, "aai_motion_out": LENGTH}
    return {"motion_loop": name} if name else {}


@pytest.fixture(scope="module")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Reel:
    return Reel(tmp_path_factory.mktemp("motions"))


ENTERING: dict[str, list[tuple[float, Promise]]] = {
    "blur_in": [(0.3, all_of(fainter, softer))],
    "wave_in": [(0.3, only_left), (0.5, uneven)],
    "scroll_right_in": [(0.5, only_left)],
    "scroll_left_in": [(0.5, only_right)],
    "heartjump_in": [(0.1, smaller), (0.25, larger), (0.45, smaller)],
    "musicjump_in": [(0.3, uneven), (0.4, only_left)],
    "rotateup_in": [(0.3, lower), (0.35, uneven)],
    "close_in": [(0.3, wider), (0.5, wider)],
    "slingshot_in": [(0.2, further_left), (0.55, further_right)],
    "rotateflip_in": [(0.1, narrower), (0.3, narrower)],
    "elasticzoom_in": [(0.05, all_of(narrower, taller)), (0.3, wider)],
    "zoom_in": [(0.15, smaller), (0.5, larger)],
    "spring_in": [(0.05, higher), (0.25, lower)],
    "fade_in": [(0.2, fainter), (0.6, fainter)],
    "growth_in": [(0.15, flatter)],
    "open_in": [(0.4, only_middle)],
    "dissovle_in": [(0.5, patchy)],
    "zoomslightout_in": [(0.3, smaller), (0.3, fainter)],
    "zoomin_in": [(0.35, all_of(fainter, larger))],
    "zoomout_in": [(0.35, all_of(fainter, smaller))],
    "angular_in": [(0.5, only_right)],
    "rotate1_in": [(0.35, turned)],
    "rotate2_in": [(0.2, further_left), (0.45, turned)],
    "brokentypewriter_in": [(0.5, unlike)],
    "typewriter1_in": [(0.5, only_left)],
    "typewriter2_in": [(0.5, only_left)],
    "typewriter3_in": [(0.5, only_left)],
    "slide_left_in": [(0.2, further_right), (0.4, further_right)],
    "slide_right_in": [(0.2, further_left), (0.4, further_left)],
    "slide_down_in": [(0.2, higher)],
    "slide_up_in": [(0.2, lower)],
    "sunrise_in": [(0.2, all_of(lower, flatter))],
    "wipe_left_in": [(0.5, only_right)],
    "wipe_right_in": [(0.5, only_left)],
    "wipe_down_in": [(0.5, only_top)],
    "wipe_up_in": [(0.5, only_bottom)],
}

LEAVING: dict[str, list[tuple[float, Promise]]] = {
    "blur_out": [(0.7, all_of(fainter, softer))],
    "wave_out": [(0.45, uneven), (0.6, only_left)],
    "scroll_right_out": [(0.5, only_right)],
    "scroll_left_out": [(0.5, only_left)],
    "rotatedown_out": [(0.7, lower)],
    "slingshot_out": [(0.45, further_right), (0.8, further_left)],
    "open_out": [(0.8, wider)],
    "rotateflip_out": [(0.7, narrower), (0.9, narrower)],
    "elasticzoom_out": [(0.7, wider), (0.9, narrower)],
    "spring_out": [(0.75, lower), (0.95, higher)],
    "zoom_out": [(0.5, larger), (0.85, smaller)],
    "fade_out": [(0.5, fainter), (0.8, fainter)],
    "growth_out": [(0.6, taller)],
    "close_out": [(0.6, only_middle)],
    "dissolve_out": [(0.5, patchy)],
    "zoomslightout_out": [(0.6, larger), (0.7, fainter)],
    "zoomin_out": [(0.6, all_of(smaller, fainter))],
    "zoomout_out": [(0.6, all_of(larger, fainter))],
    "angular_out": [(0.5, only_left)],
    "rotate1_out": [(0.65, turned)],
    "rotate2_out": [(0.4, turned), (0.8, further_left)],
    "brokentypewriter_out": [(0.5, unlike)],
    "typewriter1_out": [(0.5, only_left)],
    "typewriter2_out": [(0.5, only_left)],
    "typewriter3_out": [(0.5, only_left)],
    "slide_left_out": [(0.7, further_left)],
    "slide_right_out": [(0.7, further_right)],
    "slide_up_out": [(0.8, higher)],
    "slide_down_out": [(0.8, lower)],
    "sunset_out": [(0.8, all_of(lower, flatter))],
    "wipe_left_out": [(0.5, only_left)],
    "wipe_right_out": [(0.5, only_right)],
    "wipe_up_out": [(0.5, only_top)],
    "wipe_down_out": [(0.5, only_bottom)],
}

REPEATING: dict[str, list[tuple[float, Promise]]] = {
    "normal_display": [(0.1, whole), (0.7, whole), (1.5, whole)],
    "naughty_display": [(0.2, unlike), (0.7, unlike)],
    "zoomout_display": [(0.6, larger), (1.2, larger)],
    "colordiff_display": [(0.25, doubled), (0.75, doubled)],
    "heartbeat_display": [(0.1, larger), (0.4, larger), (0.8, whole)],
    "rock_display": [(0.3, turned), (0.9, turned)],
    "broken_display": [(0.2, unlike), (0.7, unlike)],
    "shake_display": [(0.15, unlike), (0.4, unlike)],
    "wave_display": [(0.1, unlike), (0.8, unlike)],
    "strongwave_display": [(0.1, taller), (0.8, taller)],
    "swag_display": [(0.4, further_right), (1.2, further_left)],
    "jump_display": [(0.2, uneven), (1.0, uneven)],
    "slightjump_display": [(0.2, unlike), (0.8, unlike)],
    "swing_display": [(0.45, turned), (1.35, turned)],
    "shine_display": [(0.2, unlike), (1.0, unlike)],
    "rotate_display": [(0.3, turned), (0.6, turned)],
    "clockswing_display": [(0.5, all_of(turned, further_right)), (1.5, all_of(turned, further_left))],
    "rainbrush_display": [(0.4, all_of(turned, further_left)), (1.2, all_of(turned, further_right))],
    "rollleft_display": [(0.5, further_right), (1.0, further_right)],
    "roll_display": [(1.2, lower), (1.5, lower)],
    "flip_display": [(0.25, narrower), (0.8, narrower)],
}


def test_every_motion_of_the_catalogue_has_a_function_and_a_promise() -> None:
    families = {
        family: {row.id for row in table("subtitle_motions") if row.family == family}
        for family in ("in", "out", "loop")
    }
    assert set(IN) == set(ENTERING) == families["in"]
    assert set(OUT) == set(LEAVING) == families["out"]
    assert set(LOOP) == set(REPEATING) == families["loop"]
    assert len(MOTIONS) == 91


@pytest.mark.parametrize("name", IN)
def test_a_motion_in_does_what_its_label_says_and_then_rests(name: str, reel: Reel) -> None:
    for time, promise in ENTERING[name]:
        assert promise(reel.at(name, time), reel.rest), f"{name} at {time} s: not {promise.__name__}"
    assert not (reel.span(name, 0.0, 0.5) == reel.rest).all()
    assert (reel.span(name, LENGTH, SPAN) == reel.rest).all()
    assert not (reel.span(name, SPAN, SLOT) > 0).any()


@pytest.mark.parametrize("name", OUT)
def test_a_motion_out_begins_at_rest_and_does_what_its_label_says(name: str, reel: Reel) -> None:
    begin = SPAN - LENGTH
    for time, promise in LEAVING[name]:
        assert promise(reel.at(name, begin + time), reel.rest), f"{name} at {time} s: not {promise.__name__}"
    assert (reel.span(name, 0.0, begin) == reel.rest).all()
    assert not (reel.span(name, SPAN, SLOT) > 0).any()


@pytest.mark.parametrize("name", LOOP)
def test_a_motion_that_repeats_does_what_its_label_says(name: str, reel: Reel) -> None:
    for time, promise in REPEATING[name]:
        assert promise(reel.at(name, time), reel.rest), f"{name} at {time} s: not {promise.__name__}"
    assert not (reel.span(name, SPAN, SLOT) > 0).any()


def looped(folder: Path, **look: object) -> Gray:
    script = script_of(
        timeline(text(CONTENT, end=3.0, size=26, motion_loop="heartbeat_display", **look), length=3.0, size=SIZE),
        folder,
        size=SIZE,
        fps=FPS,
    )
    return ink(pictures(script, length=3.0, size=SIZE, fps=FPS))


def test_a_motion_that_repeats_comes_round_again(tmp_path: Path) -> None:
    frames = looped(tmp_path)
    assert (frames[20:40] == frames[40:60]).all()
    assert not (frames[20:30] == frames[30:40]).all()


def test_ratio_is_the_speed_of_a_motion_that_repeats(tmp_path: Path) -> None:
    frames = looped(tmp_path, ratio=2.0)
    assert (frames[20:30] == frames[30:40]).all()
    assert not (frames[20:25] == frames[25:30]).all()


def test_a_motion_without_a_length_takes_half_a_second(tmp_path: Path) -> None:
    script = script_of(
        timeline(text(CONTENT, end=2.0, size=26, motion_in="fade_in", motion_out="fade_out"), size=SIZE),
        tmp_path,
        size=SIZE,
        fps=FPS,
    )
    shown = ink(pictures(script, length=2.0, size=SIZE, fps=FPS)).max(axis=(1, 2))
    assert [at for at in range(40) if shown[at] == 255] == list(range(10, 30))


def test_motions_longer_than_their_text_share_its_time(tmp_path: Path) -> None:
    clip = text(
        CONTENT, end=1.0, size=26, motion_in="fade_in", motion_out="fade_out", aai_motion_in=3.0, aai_motion_out=1.0
    )
    shown = ink(
        pictures(script_of(timeline(clip, size=SIZE), tmp_path, size=SIZE, fps=FPS), length=1.0, size=SIZE, fps=FPS)
    ).max(axis=(1, 2))
    assert int(shown.argmax()) in (14, 15)
    assert 0 < shown[5] < shown[10] < shown[14]
    assert shown[19] < shown[17] < shown[15]


def test_arabic_letters_stay_joined_while_they_are_typed(tmp_path: Path) -> None:
    content = "مرحبا بالعالم"
    moving = text(content, end=1.0, size=30, motion_in="typewriter1_in", aai_motion_in=0.5)
    still = text(content, end=1.0, size=30)
    frames = [
        ink(pictures(script_of(timeline(clip), tmp_path, fps=FPS), length=1.0, fps=FPS)) for clip in (moving, still)
    ]
    assert (frames[0][12] == frames[1][12]).all()
    typed, rest = frames[0][5], frames[1][5]
    seen = np.flatnonzero(typed.max(axis=0))
    assert seen[-1] == np.flatnonzero(rest.max(axis=0))[-1], "what is read first is there first"
    assert 0.3 < (typed > 0).sum() / (rest > 0).sum() < 0.8
    assert (typed[:, seen[0] :] == rest[:, seen[0] :]).all(), "what is there stands as it does at rest"


def test_a_motion_that_would_need_too_many_events_is_left_out_and_told(tmp_path: Path) -> None:
    script = script_of(timeline(text("jump " * 30, end=3000.0, motion_loop="jump_display"), length=3000.0), tmp_path)
    assert [str(line) for line in script.report] == [
        "missing: Text at /SubtitleTracks/0/SubtitleTrackClips/0 (the motion is left out: it would repeat too often)"
    ]
    assert script.path is not None
    assert script.path.read_text().count("Dialogue:") == 1


def filmed(folder: Path, content: str, canvas: tuple[int, int] = SIZE, **look: object) -> NDArray[np.uint8]:
    """The pictures of the first second of a text."""
    clip = text(content, end=2.0, **{"size": 26, **look})
    script = script_of(timeline(clip, size=canvas), folder, size=canvas, fps=FPS)
    return pictures(script, length=1.0, size=canvas, fps=FPS)


def test_letters_with_an_outline_are_blurred_with_it(tmp_path: Path) -> None:
    look = {"outline": 3, "outline_colour": "#FF0000", "motion_in": "blur_in", "aai_motion_in": 0.8}
    green = filmed(tmp_path, CONTENT, **look)[..., 1].astype(np.float64)
    assert softer(green[8], green[18])


def test_a_wide_text_that_flips_stays_whole(tmp_path: Path) -> None:
    canvas = (1280, 120)
    moving, still = (
        ink(filmed(tmp_path, "A text as wide as the picture", canvas, size=90, **look)[6])
        for look in ({"motion_in": "rotateflip_in", "aai_motion_in": 1.0}, {})
    )
    assert width(moving) == pytest.approx(0.46 * width(still), rel=0.05)
    assert height(moving) == pytest.approx(height(still), abs=1)


def test_lines_slant_as_one_with_their_box(tmp_path: Path) -> None:
    look = {"motion_loop": "swag_display", "border_style": 3, "outline": 2, "outline_colour": "#0000FF"}
    for number in (0, 16):  # leaning to both sides
        picture = filmed(tmp_path, "MMMM\nMMMM", **look)[number]
        letters, box = picture[..., 0] > 128, picture[..., 2] > 128
        rows = [row for row in range(SIZE[1]) if letters[row].any()]
        gaps = [
            (np.flatnonzero(letters[row])[0] - np.flatnonzero(box[row])[0])
            - (np.flatnonzero(box[row])[-1] - np.flatnonzero(letters[row])[-1])
            for row in rows
        ]
        assert len(rows) > 30
        assert np.ptp(gaps) <= 6


def test_a_light_over_letters_leaves_their_box_alone(tmp_path: Path) -> None:
    look = {"border_style": 3, "outline": 4, "outline_colour": "#0000FF"}
    shining, still = (filmed(tmp_path, CONTENT, **look, **motion) for motion in ({"motion_loop": "shine_display"}, {}))
    ground = still[0][..., 0] == 0  # neither letters nor their edges
    assert (shining[2][..., 2][ground] >= still[0][..., 2][ground]).all()
    assert shining[2][..., 0].astype(int).sum() < 0.8 * still[0][..., 0].astype(int).sum()


def test_a_light_over_letters_leaves_their_outline_alone(tmp_path: Path) -> None:
    look = {"size": 40, "outline": 3, "outline_colour": "#FF0000", "motion_loop": "shine_display"}
    shining = filmed(tmp_path, "MMMMM", **look)[::3].astype(int)
    red = (shining[..., 0] - shining[..., 1] > 120).sum(axis=(1, 2))
    assert red.min() > 0.8 * red.max() > 0


def test_a_text_aslant_leans_to_the_same_side_when_it_is_seen_from_behind(tmp_path: Path) -> None:
    front, back = (ink(filmed(tmp_path, "Hamburg", angle=30, motion_loop="flip_display")[number]) for number in (0, 12))
    rows, columns = np.nonzero(back > 60)
    assert np.corrcoef(rows, columns)[0, 1] < -0.5
    assert abs(width(front) - width(back)) <= 6
    assert np.abs(front - back).sum() > 0.3 * front.sum()


def test_typewriter_ii_types_one_letter_after_another(tmp_path: Path) -> None:
    frames = ink(filmed(tmp_path, "H" * 8, motion_in="typewriter2_in", aai_motion_in=0.8))
    left, _, right, _ = extent(frames[18])
    shares = [[part.max() for part in np.array_split(frame[:, left:right], 8, axis=1)] for frame in frames[:16]]
    assert all(sum(30 < share < 225 for share in frame) <= 2 for frame in shares)
    assert any(30 < share < 225 for frame in shares for share in frame)


def test_every_motion_of_the_catalogue_is_drawn_after_its_label_or_tells_how_its_name_is_read() -> None:
    told = {row.id: (row.fidelity, row.why) for row in fidelity_rows() if row.kind == "subtitle_motions"}
    assert {fidelity for fidelity, _ in told.values()} == {"close"}
    assert {name for name, (_, why) in told.items() if why != "drawn after its label"} == set(READINGS)
    assert told["rainbrush_display"][1] == ("its name is read so: a windscreen wiper: it sweeps about a point below it")
