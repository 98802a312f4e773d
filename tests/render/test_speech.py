"""Texts that are spoken: where they are heard, how loud and how fast, what is told of them, and what goes wrong.

Where this machine has no voice, what sounds is held to be silent, and told as that.
"""

from __future__ import annotations

import itertools
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from edits import Played, canvas, film
from readback import level_at, samples

import timeline_dsl as td
from timeline_dsl.catalog import table
from timeline_dsl.clips import TTSClip
from timeline_dsl.render import testmedia
from timeline_dsl.render.catalogue import fidelities
from timeline_dsl.render.speech.engine import INSTALL, VARIABLE, Engine, Silent, find
from timeline_dsl.render.speech.utterance import Utterance, language_of, utterance

HELLO = "Hello world, this is a local voice."
VOICED = isinstance(find(), Engine)
WAYS = ["as it is", "off"] if VOICED else ["as it is"]


@pytest.fixture
def heard(tmp_path: Path):
    """Render a timeline as sound alone and hand back the file."""
    numbers = itertools.count()
    return lambda timeline, **options: timeline.render(tmp_path / f"{next(numbers)}.wav", **options).path


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Let a shell script speak: `$OUT` is the file to write; it answers as eSpeak when it is asked who it is."""

    def make(script: str) -> Path:
        path = tmp_path / "voice.sh"
        asked = 'case "$1" in --version | --help) echo "eSpeak for a test"; exit 0;; esac'
        out = 'while [ "$1" != -w ]; do shift; done; OUT="$2"'
        path.write_text(f"#!/bin/sh\n{asked}\n{out}\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setenv(VARIABLE, str(path))
        return path

    return make


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """A tone of two seconds as a program would speak it."""
    testmedia.sound(tmp_path / "spoken.wav", frequency=500, length=2)
    return tmp_path / "spoken.wav"


def says(content: str = HELLO, **fields: object) -> TTSClip:
    return TTSClip(**{"content": content, "voice": "ava", **fields})


def planned(**fields: object) -> Utterance:
    made = utterance(says(**fields))
    assert isinstance(made, Utterance)
    return made


# -- what is heard ---------------------------------------------------------------------------------------------------


def test_a_text_is_heard_in_its_place_and_nowhere_else(heard) -> None:
    path = heard(canvas().audio(says(timeline_in=1.0, timeline_out=3.0), says("Yes.", timeline_in=4.0, timeline_out=6)))
    assert len(samples(path)) == 6 * 48_000
    assert level_at(path, 0, 1) < 0.001
    assert (level_at(path, 1, 2) > 0.02) is VOICED
    assert level_at(path, 3, 1) < 0.001
    assert (level_at(path, 4, 0.7) > 0.02) is VOICED
    assert level_at(path, 5.5, 0.5) < 0.001


def test_a_text_takes_as_long_as_the_schedule_says(heard) -> None:
    edit = canvas().audio(says(clip_id="talk"))
    path = heard(edit, durations={"talk": 3.5})
    assert len(samples(path)) == 3.5 * 48_000
    assert (level_at(path, 2.6, 0.5) > 0.02) is VOICED


def test_the_end_of_a_clip_cuts_speech_and_never_hurries_it(heard) -> None:
    whole, cut = (
        samples(heard(canvas().audio(says(timeline_in=0.0, timeline_out=end)), span=(0, 0.5))) for end in (3.0, 0.5)
    )
    assert len(cut) == 24_000
    assert np.abs(whole - cut)[:21_600].max() < 0.001


def test_loudness_follows_the_volume_of_the_clip_and_its_effects(heard) -> None:
    plain, gained, field = (
        level_at(heard(canvas().audio(clip)), 0, 2)
        for clip in (says(), says().with_effects(td.Volume(gain=0.5)), says(volume=25))
    )
    assert gained == pytest.approx(plain / 2, rel=0.02)
    assert field == pytest.approx(plain / 2, rel=0.02)


def test_the_same_text_sounds_the_same_again_and_another_one_does_not(heard) -> None:
    one, again, other = (
        heard(canvas().audio(says(text))).read_bytes() for text in (HELLO, HELLO, HELLO.replace("local", "vocal"))
    )
    assert one == again
    assert (one != other) is VOICED


def test_a_break_is_silent(heard) -> None:
    path = heard(canvas().audio(says('<speak>Before<break time="2s"/>after.</speak>')))
    assert level_at(path, 1.2, 0.8) < 0.002
    assert (level_at(path, 0, 0.7) > 0.02) is VOICED


def test_a_digital_human_is_heard_too(heard) -> None:
    clip = td.AvatarClip(avatar_id="yunqiao", content=HELLO, voice="ava", timeline_in=1.0)
    path = heard(td.Timeline(size=(90, 160), fps=25, video_tracks=(td.VideoTrack(clips=(clip,)),)))
    assert level_at(path, 0, 1) < 0.001
    assert (level_at(path, 1, 2) > 0.02) is VOICED


def test_a_range_sounds_as_the_same_stretch_of_all_of_it(heard) -> None:
    edit = canvas().audio(says(timeline_in=0.5, timeline_out=3.5))
    whole, part = heard(edit), heard(edit, span=(1, 2))
    assert np.abs(samples(whole)[48_000:96_000] - samples(part)).max() < 0.001
    assert (level_at(part, 0.1, 0.8) > 0.02) is VOICED


def test_the_library_of_the_voice_stays_out_of_this_process(heard) -> None:
    heard(canvas().audio(says()))
    assert "espeakng_loader" not in sys.modules


# -- what is seen and told -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
def test_a_card_shows_the_text_only_where_it_is_not_heard(
    films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    if way == "off":
        monkeypatch.setenv(VARIABLE, "off")
    edit = canvas().video(film("gray")[0:1]).audio(says(timeline_in=0.0, timeline_out=1.0))
    played = Played(edit, films, tmp_path / "out.mp4")
    assert (np.abs(played.pictures[10].astype(int) - 128).max() > 60) is not (VOICED and way != "off")


def test_the_report_names_the_voice_or_how_to_get_one(tmp_path: Path) -> None:
    (line,) = canvas().audio(says()).render(tmp_path / "out.wav").report
    voice = find()
    if isinstance(voice, Engine):
        why = f"spoken by {voice.name} (en-us+f2), not by the service's voice"
    else:
        why = f"no voice speaks here: silence of its length, its text on a card in the picture; {voice.why}"
    assert (line.fidelity, line.why) == ("stand-in", why)


def test_where_no_voice_is_installed_the_install_line_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setitem(sys.modules, "espeakng_loader", None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find() == Silent(f"{INSTALL} brings a voice")
    assert {line.why.rpartition("; ")[2] for line in fidelities("voices")} == {f"{INSTALL} brings a voice"}


def test_a_variable_turns_the_voice_off(heard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "off")
    path = heard(canvas().audio(says()))
    assert len(samples(path)) == round(2.625 * 48_000)
    assert np.abs(samples(path)).max() == 0


def test_a_variable_that_names_no_program_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "no-such-voice")
    (line,) = canvas().audio(says()).render(tmp_path / "out.wav").report
    assert line.why.endswith("; TIMELINE_DSL_VOICE names no-such-voice, which is no program on this machine")


# -- programs that speak, and that fail ------------------------------------------------------------------------------


def test_a_program_that_fails_leaves_silence_and_a_line(program, tmp_path: Path) -> None:
    program("echo no lungs >&2; exit 3")
    result = canvas().audio(says()).render(tmp_path / "out.wav")
    assert np.abs(samples(result.path)).max() == 0
    assert result.report[0].why.endswith("; voice ended with the code 3: no lungs")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.wav", "voice.sh"]


@pytest.mark.parametrize(
    ("script", "why"),
    [("exit 0", "voice wrote nothing"), ('echo text > "$OUT"', "what was spoken is no sound")],
    ids=["nothing", "text"],
)
def test_what_is_no_speech_is_told(program, tmp_path: Path, script: str, why: str) -> None:
    program(script)
    (line,) = canvas().audio(says()).render(tmp_path / "out.wav").report
    assert line.why.endswith(f"; {why}")


def test_a_program_that_never_ends_is_stopped(program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("timeline_dsl.render.speech.speaking.TIME_LIMIT", 0.3)
    program("exec sleep 60")
    (line,) = canvas().audio(says()).render(tmp_path / "out.wav").report
    assert line.why.endswith("; voice took longer than 0.3 s")


def test_a_cancel_ends_the_speaking(program, tmp_path: Path) -> None:
    program("exec sleep 60")
    stop = threading.Event()
    begun = time.monotonic()
    with pytest.raises(td.Cancelled):
        canvas().audio(says()).render(tmp_path / "out.wav", cancel=stop, progress=lambda _: stop.set())
    assert time.monotonic() - begun < 10
    assert [path.name for path in tmp_path.iterdir()] == ["voice.sh"]


def test_a_text_is_spoken_once_and_kept_for_later_renders(program, recording: Path, tmp_path: Path) -> None:
    program(f'echo said >> "{tmp_path}/said"; cp "{recording}" "$OUT"')
    edit = canvas().audio(says(), says("Another one."), says())
    first, again = (
        edit.render(tmp_path / name, cache=tmp_path / "cache").path.read_bytes() for name in ("1.wav", "2.wav")
    )
    assert first == again
    assert (tmp_path / "said").read_text().splitlines() == ["said"] * 2


def test_only_what_is_heard_in_a_range_is_spoken(program, recording: Path, tmp_path: Path) -> None:
    program(f'echo said >> "{tmp_path}/said"; cp "{recording}" "$OUT"')
    edit = canvas().audio(
        says("One.", timeline_in=0.0, timeline_out=1.0), says("Two.", timeline_in=2.0, timeline_out=3)
    )
    result = edit.render(tmp_path / "out.wav", span=(2, 3))
    assert (tmp_path / "said").read_text().splitlines() == ["said"]
    assert level_at(result.path, 0.1, 0.2) > 0.05
    assert {line.why for line in result.report} == {"spoken by voice (en-us+f2), not by the service's voice"}


def test_speech_that_is_much_shorter_ends_early_and_is_never_slower_than_half(
    program, recording: Path, tmp_path: Path
) -> None:
    program(f'cp "{recording}" "$OUT"')
    edit = canvas().audio(says(clip_id="talk"))
    path = edit.render(tmp_path / "out.wav", durations={"talk": 6}).path
    assert level_at(path, 3.5, 0.4) > 0.05
    assert level_at(path, 4.2, 1.8) == 0


def test_a_dry_run_leaves_commands_that_speak(program, recording: Path, films: Path, tmp_path: Path) -> None:
    program(f'cp "{recording}" "$OUT"')
    edit = canvas().video(film("gray")[0:1]).audio(says(timeline_in=0.0, timeline_out=1.0))
    for command in edit.render(tmp_path / "out.mp4", media=films, dry_run=True).commands:
        subprocess.run(command, check=True, capture_output=True)
    assert level_at(tmp_path / "out.mp4", 0.2, 0.5) > 0.05


def test_speech_is_kept_with_the_parts_that_hold_it(program, recording: Path, films: Path, tmp_path: Path) -> None:
    program(f'cp "{recording}" "$OUT"')
    edit = canvas().video(film("red")[0:3], film("green")[0:3]).audio(says(timeline_in=0.0, timeline_out=2.0))
    options = {"media": films, "workers": 4, "cache": tmp_path / "cache"}
    first, again = (edit.render(tmp_path / name, **options) for name in ("1.mp4", "2.mp4"))
    assert (first.reused, again.reused) == (0, again.parts + 1)


def test_a_still_shows_no_card_of_what_is_heard(program, films: Path, tmp_path: Path) -> None:
    program("exit 1")
    edit = canvas().video(film("gray")[0:1]).audio(says(timeline_in=0.0, timeline_out=1.0))
    still = edit.still(tmp_path / "still.png", 0.4, media=films)
    assert still.report[0].why == "spoken by voice (en-us+f2), not by the service's voice"


# -- how it is said --------------------------------------------------------------------------------------------------


def test_nothing_of_a_text_reaches_the_command_line_or_stays_markup() -> None:
    evil = planned(content='-w /etc/x $(id) `id` <audio src="/etc/passwd"/> & [[h@l]] \0 \ud800')
    assert evil.options == ("--stdin", "-m", "-b", "1", "-v", "en-us+f2", "-s", "175", "-p", "50")
    assert evil.words == ('<speak>-w /etc/x $(id) `id` &lt;audio src="/etc/passwd"/&gt; &amp; [ [h@l] ]    </speak>')


def test_markup_keeps_its_words_pauses_and_aliases() -> None:
    marked = planned(
        content='<speak rate="500" pitch="-500" volume="100"><s>A &amp; B</s><break time="1500ms"/>'
        '<sub alias="one">1</sub><audio src="/etc/passwd"/><soundEvent src="x.wav"/></speak>'
    )
    assert marked.words == '<speak>A &amp; B<break time="1500ms"/>one</speak>'
    assert (marked.speed, marked.pitch, marked.level) == (350, 0, 2)


@pytest.mark.parametrize(("rate", "speed", "pitch"), [(-500, 88, 0), (0, 175, 50), (200, 219, 66), (500, 350, 99)])
def test_rates_change_the_speed_and_the_pitch(rate: int, speed: int, pitch: int) -> None:
    made = planned(speech_rate=rate, pitch_rate=rate)
    assert (made.speed, made.pitch) == (speed, pitch)


@pytest.mark.parametrize(
    ("voice", "text", "language"),
    [
        ("zhiqing", "你好", "cmn"),
        ("zhiqing", "Hello", "en-us"),
        ("zhiqing", "Hello 世界", "cmn"),
        ("jiajia", "你好", "yue"),
        ("luca", "Hello", "en"),
        ("ava", "你好", "cmn"),
        ("masha", "Привет", "ru"),
        ("tomoka", "こんにちは", "ja"),
        ("kyong", "안녕", "ko"),
        ("camila", "Hola", "es"),
        ("tala", "Mabuhay", "id"),
        ("someone", "Привет", "ru"),
        ("someone", "Bonjour", "en-us"),
    ],
)
def test_the_language_is_that_of_the_voice_or_of_the_script(voice: str, text: str, language: str) -> None:
    assert language_of(table("voices").rows.get(voice), text) == language


def test_what_cannot_be_read_is_silent() -> None:
    kanji, marks, long = (utterance(says(text, voice="tomoka")) for text in ("世界はひろい", "…!", "a" * 20_001))
    assert kanji == Silent("eSpeak NG does not read the Chinese characters of Japanese")
    assert marks == Silent("its text has nothing that can be spoken")
    assert long == Silent("texts of more than 20000 signs are not spoken")


def test_every_voice_of_the_catalogue_is_spoken_here(tmp_path: Path) -> None:
    engine = find()
    spoken = {utterance(says("1 2", voice=row.id)) for row in table("voices")}
    voices = {one.voice for one in spoken if isinstance(one, Utterance)}
    assert len(voices) == 16
    for voice in voices if isinstance(engine, Engine) else ():
        options = (*engine.words, "-m", "-b", "1", "--stdin", "-v", voice, "-w", str(tmp_path / f"{voice}.wav"))
        subprocess.run(options, input=b"<speak>1</speak>", check=True, capture_output=True)
        assert (tmp_path / f"{voice}.wav").stat().st_size > 10_000
