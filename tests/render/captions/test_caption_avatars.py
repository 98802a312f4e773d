"""Digital humans and voices that are not here: the cards and the silence that stand in for them, and what is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from drawn import OSS, has_color
from edits import GRAY, Played
from readback import samples

import timeline_dsl as td
from timeline_dsl.clips import AvatarClip, TTSClip
from timeline_dsl.render import testmedia
from timeline_dsl.render.captions.avatars import EDGE, FIGURE, GROUND
from timeline_dsl.render.catalogue import fidelities
from timeline_dsl.render.speech.engine import VARIABLE
from timeline_dsl.tracks import AudioTrack, VideoTrack

SIZE = (180, 320)


SILENT = "no voice speaks here: silence of its length, its text on a card in the picture; TIMELINE_DSL_VOICE says off"


@pytest.fixture(autouse=True)
def nobody_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "off")


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("avatars")
    testmedia.film(folder / "gray.mp4", size=SIZE, color=GRAY, length=4)
    testmedia.picture(folder / "red.png", size=(40, 40), color="#E02020")
    return folder


def avatar(**fields: object) -> AvatarClip:
    """A digital human that speaks from 1 s to 3 s."""
    return AvatarClip(
        **{"avatar_id": "yunqiao", "content": "Hello.", "timeline_in": 1.0, "timeline_out": 3.0, **fields}
    )


def edit(*clips: AvatarClip, above: tuple[object, ...] = ()) -> td.Timeline:
    """A gray film of four seconds, and tracks above it."""
    made = td.Timeline(size=SIZE, fps=25).video(td.video(OSS + "gray.mp4")[0:4], main=True)
    tracks = tuple(VideoTrack(clips=(clip,)) for clip in (*clips, *above))
    return made.but(video_tracks=(*made.video_tracks, *tracks))


def framed(picture: np.ndarray, box: tuple[int, int, int, int]) -> np.ndarray:
    """A part of a picture: left, top, right, bottom."""
    left, top, right, bottom = box
    return picture[top:bottom, left:right]


def test_a_card_stands_in_for_a_digital_human_while_it_is_scheduled(media: Path, tmp_path: Path) -> None:
    played = Played(edit(avatar()), media, tmp_path / "out.mp4")
    shown = [at for at, picture in enumerate(played.pictures) if has_color(picture, GROUND) > 5000]
    assert shown == list(range(25, 75))
    card = played.pictures[50]
    assert has_color(card, FIGURE) > 3000 and has_color(card, EDGE) > 300
    assert has_color(framed(card, (10, 262, 170, 300)), "#F0F4F7", 60) > 8  # what it says


def test_the_card_lies_in_the_box_of_its_clip(media: Path, tmp_path: Path) -> None:
    made = edit(avatar().box(x="50%", y="50%", w="45%", h="40%"))
    picture = Played(made, media, tmp_path / "out.mp4").pictures[50]
    rows, columns = np.where(np.abs(picture.astype(int) - 128).max(axis=-1) > 40)
    assert (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1) == pytest.approx((90, 160, 171, 288), abs=3)


def test_pictures_of_higher_tracks_lie_over_the_card(media: Path, tmp_path: Path) -> None:
    logo = td.image(OSS + "red.png", 1).at(1).box(x="20%", y="25%", w="50%", h="25%")
    pictures = Played(edit(avatar(), above=(logo,)), media, tmp_path / "out.mp4").pictures
    place = (36, 80, 126, 160)
    assert has_color(framed(pictures[30], place), "#E02020") == 90 * 80
    assert has_color(pictures[30], GROUND) > 5000
    assert has_color(framed(pictures[60], place), FIGURE) > 1000


def test_a_card_under_a_picture_of_the_full_frame_is_not_seen(media: Path, tmp_path: Path) -> None:
    cover = td.image(OSS + "red.png", 2).at(1).box(x="0%", y="0%", w="100%", h="100%")
    picture = Played(edit(avatar(), above=(cover,)), media, tmp_path / "out.mp4").pictures[50]
    assert has_color(picture, "#E02020") == SIZE[0] * SIZE[1]


def test_a_digital_human_alone_is_a_card_and_silence(tmp_path: Path) -> None:
    alone = td.Timeline(size=SIZE, fps=25, video_tracks=(VideoTrack(clips=(avatar(timeline_in=0.0),)),))
    played = Played(alone, tmp_path, tmp_path / "out.mp4")
    assert len(played.pictures) == 75
    assert has_color(played.pictures[0], GROUND) > 5000
    assert float(np.abs(samples(played.path)).max()) == 0.0
    assert [str(line) for line in played.result.report] == [
        "stand-in: AI_Avatar at /VideoTracks/0/VideoTrackClips/0 "
        f"(no digital human is drawn here: a card marked as a placeholder, with its id; {SILENT})"
    ]


def test_the_card_of_a_digital_human_that_is_heard_does_not_show_its_words(
    media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "voice"
    script.write_text(
        '#!/bin/sh\n[ "$1" = -v ] || echo eSpeak\n[ "$1" != --stdin ] || cp "${0%/*}/spoken.wav" "${12}"\n'
    )
    script.chmod(0o755)
    testmedia.sound(tmp_path / "spoken.wav", length=1)
    monkeypatch.setenv(VARIABLE, str(script))
    played = Played(edit(avatar()), media, tmp_path / "out.mp4")
    assert played.result.report[0].why.endswith("; spoken by voice (en-us), not by the service's voice")
    card = played.pictures[50]
    assert has_color(framed(card, (10, 262, 170, 300)), "#F0F4F7", 60) == 0
    assert has_color(framed(card, (10, 10, 170, 60)), "#F0F4F7", 60) > 20


def test_speech_is_silence_of_its_length_and_told_once(media: Path, tmp_path: Path) -> None:
    clips = (
        TTSClip(content="First sentence. Second sentence.", voice="zhitian"),
        TTSClip(content="With times.", voice="zhitian", timeline_in=3.2, timeline_out=4.0),
    )
    made = edit().but(audio_tracks=tuple(AudioTrack(clips=(clip,)) for clip in clips))
    result = Played(made, media, tmp_path / "out.mp4").result
    assert [str(line) for line in result.report] == [
        f"stand-in: AI_TTS at /AudioTracks/{number}/AudioTrackClips/0 ({SILENT})" for number in range(2)
    ]
    assert float(np.abs(samples(tmp_path / "out.mp4")).max()) < 0.001


@pytest.mark.parametrize("kind", ["voices", "avatars"])
def test_the_catalogue_tells_the_same(kind: str) -> None:
    assert {(line.fidelity, line.why.split(":")[0]) for line in fidelities(kind)} == {
        ("stand-in", "no voice speaks here" if kind == "voices" else "no digital human is drawn here")
    }


def test_the_effects_of_a_digital_human_are_told_as_missing(media: Path, tmp_path: Path) -> None:
    clip = avatar(effects=(td.VFX(sub_type="zoom"), td.Volume(gain=0.5)))
    report = Played(edit(clip), media, tmp_path / "out.mp4").result.report
    assert [(line.effect, line.fidelity) for line in report] == [
        ("AI_Avatar", "stand-in"),
        ("VFX zoom", "missing"),
        ("Volume", "exact"),
    ]
