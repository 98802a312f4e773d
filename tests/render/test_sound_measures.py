"""Finished sounds as numbers: peaks of full mixes, envelopes of fades, edges of gains, pitches, rounds of loops."""

from __future__ import annotations

import wave
from collections.abc import Callable
from math import exp, pi, sin, sqrt
from pathlib import Path

import numpy as np
import pytest
from edits import OSS, canvas
from numpy.typing import NDArray
from readback import frequency_at, level_at, samples

import timeline_dsl as td
from timeline_dsl.render.sound import KEPT

RATE = 48_000
Sound = NDArray[np.float64]


@pytest.fixture(scope="module")
def tones(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with sounds whose every sample is known."""
    folder = tmp_path_factory.mktemp("tones")
    time = np.arange(3 * RATE) / RATE
    for number in range(8):
        written(folder / f"loud{number}.wav", 0.9 * np.sin(2 * pi * (110 * 1.37**number) * time))
    written(folder / "steady.wav", 0.5 * np.sin(2 * pi * 1000 * time))
    written(folder / "voice.wav", 0.97 * np.sin(2 * pi * 3000 * time))
    written(folder / "click.wav", np.concatenate([np.zeros(RATE), 0.9 * np.cos(2 * pi * 500 * time[: RATE // 2])]))
    noise = np.random.default_rng(5).uniform(-0.5, 0.5, RATE * (KEPT + 3))
    written(folder / "long.wav", noise)
    return folder


def written(path: Path, sound: Sound) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((sound * 32767).round().astype("<i2").tobytes())


def read(path: Path) -> Sound:
    with wave.open(str(path), "rb") as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32767


@pytest.fixture
def heard(tones: Path, tmp_path: Path) -> Callable[..., Path]:
    """Render a timeline as sound alone and hand back the file."""
    return lambda timeline, **options: timeline.render(tmp_path / "out.wav", media=tones, **options).path


def sound(name: str) -> td.AudioClip:
    return td.audio(f"{OSS}{name}.wav")


def longest_flat(heard: Sound) -> int:
    """The most samples one after another that stand at the highest level: what is cut off stands still there."""
    top = np.abs(heard) >= np.abs(heard).max() - 1e-6
    changes = np.flatnonzero(np.diff(np.concatenate([[0], top.astype(int), [0]])))
    return int((changes[1::2] - changes[::2]).max())


def test_eight_loud_tracks_are_limited_and_not_cut_off(heard) -> None:
    edit = canvas()
    for number in range(8):
        edit = edit.audio(sound(f"loud{number}")[0:3])
    mixed = samples(heard(edit))[:, 0]
    assert 0.9 < np.abs(mixed).max() < 0.99
    assert longest_flat(mixed) <= 4
    assert np.sqrt((mixed[RATE:] ** 2).mean()) > 0.2  # and still loud


def test_the_limiter_moves_nothing_in_time(heard) -> None:
    mixed = np.abs(samples(heard(canvas().audio(sound("click")).audio(sound("click")))))[:, 0]
    assert abs(int(np.flatnonzero(mixed > 0.2)[0]) - RATE) <= 1
    assert len(mixed) == RATE * 3 // 2


def test_a_voice_that_is_brought_forward_is_not_cut_off(heard) -> None:
    raised = samples(heard(canvas().audio(sound("voice")[0:2].with_effects(td.ADenoise(mode=3)))))[:, 0]
    assert np.abs(raised).max() < 0.99
    assert longest_flat(raised) <= 4


CURVES: dict[str, Callable[[float], float]] = {
    "tri": lambda share: share,
    "qsin": lambda share: sin(share * pi / 2),
    "squ": sqrt,
    "qua": lambda share: share**2,
    "cub": lambda share: share**3,
    "exp": lambda share: exp(-11.512925 * (1 - share)),
}
"""How loud a fade is when a share of it has passed."""


@pytest.mark.parametrize("curve", CURVES)
def test_a_fade_follows_its_curve_at_both_ends(heard, curve: str) -> None:
    clip = sound("steady")[0:3].fade_in(1, curve=curve).fade_out(1, curve=curve)
    path = heard(canvas().audio(clip))
    for share in (0.25, 0.5, 0.75, 0.95):
        wanted = CURVES[curve](share) * 0.5 / sqrt(2)
        seen = [level_at(path, at - 0.005, 0.01) for at in (share, 3 - share)]
        assert seen == pytest.approx([wanted, wanted], rel=0.06, abs=0.001)


def test_gains_change_at_the_edges_of_their_windows(heard) -> None:
    clip = sound("steady")[0:3].with_effects(
        td.Volume(gain=1.8, source_in=0.5, source_out=1), td.Volume(gain=0, source_in=1.5, source_out=2.25)
    )
    path = heard(canvas().audio(clip.at(0.5)))
    steps = [
        (0.6, 1),
        (0.98, 1),
        (1.01, 1.8),
        (1.48, 1.8),
        (1.51, 1),
        (1.98, 1),
        (2.01, 0),
        (2.73, 0),
        (2.76, 1),
        (3.4, 1),
    ]
    assert [level_at(path, at, 0.01) * sqrt(2) / 0.5 for at, _ in steps] == pytest.approx(
        [factor for _, factor in steps], abs=0.03
    )


@pytest.mark.parametrize("speed", [0.5, 0.8, 2, 3.3])
def test_another_speed_keeps_pitch_and_level(heard, speed: float) -> None:
    path = heard(canvas().audio(sound("steady")[0:3].at_speed(speed)))
    assert len(samples(path)) == pytest.approx(3 / speed * RATE, abs=RATE / 25)
    assert frequency_at(path, 0.3) == pytest.approx(1000, rel=0.005)
    assert level_at(path, 0.3, 0.4) == pytest.approx(0.5 / sqrt(2), rel=0.05)


def test_a_long_loop_repeats_every_sample(heard, tones: Path) -> None:
    round_ = read(tones / "long.wav")[RATE // 2 : RATE // 2 + RATE * (KEPT + 1)]
    path = heard(canvas().audio(sound("long")[0.5 : KEPT + 1.5].but(loop_mode=True).at(0.25, KEPT * 2.6)))
    played = samples(path)[:, 0][RATE // 4 :]
    assert len(played) == RATE * (KEPT * 26 // 10) - RATE // 4
    assert np.abs(played - np.resize(round_, len(played))).max() < 0.001


def test_a_range_of_a_long_loop_begins_where_the_whole_would_be(heard, tones: Path) -> None:
    length = KEPT + 1
    looped = canvas().audio(sound("long")[0.5 : 0.5 + length].but(loop_mode=True).at(0, length * 4))
    start = length * 2 - 1
    played = samples(heard(looped, span=(start, start + 2)))[:, 0]
    round_ = read(tones / "long.wav")[RATE // 2 : RATE // 2 + RATE * length]
    assert np.abs(played - np.concatenate([round_[-RATE:], round_[:RATE]])).max() < 0.001


def test_a_long_loop_is_not_kept_as_a_whole(heard, tones: Path, tmp_path: Path) -> None:
    looped = canvas().audio(sound("long")[0 : KEPT + 2].but(loop_mode=True).at(0, KEPT * 4))
    done = looped.render(tmp_path / "out.wav", media=tones, dry_run=True)
    (command,) = done.commands
    (script,) = (Path(word) for word in command if word.endswith(".graph"))
    assert "aloop" not in script.read_text()
    assert command.count("-i") == 4
