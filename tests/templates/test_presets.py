"""Presets are ordinary templates: documented, clean, and storable where they work nothing out."""

from pathlib import Path
from typing import Any

import pytest

import timeline_dsl as td
from timeline_dsl.templates import expand
from timeline_dsl.templates.kinds import FunctionTemplate
from timeline_dsl.templates.presets import PRESETS, caption_reel, countdown, grid, music_bed, slideshow, voice_over

from .samples import OSS

COMPUTED = {"grid", "countdown"}
"""Presets that reckon with a parameter, so that a regular template is one with that parameter decided."""

each_preset = pytest.mark.parametrize("preset", PRESETS, ids=lambda one: one.name)


@each_preset
def test_the_example_of_a_preset_has_no_findings(preset: FunctionTemplate[Any]) -> None:
    assert preset(**preset.example).check(region="cn-shanghai").findings == ()


@each_preset
def test_a_preset_says_what_it_and_each_of_its_parameters_is(preset: FunctionTemplate[Any]) -> None:
    assert preset.__doc__
    assert [one.name for one in preset.params if not one.doc] == []


@each_preset
def test_a_preset_is_a_regular_template_or_says_why_not(preset: FunctionTemplate[Any]) -> None:
    if preset.name in COMPUTED:
        with pytest.raises(td.TemplateError, match="a regular template cannot express what"):
            preset.to_config()
        return
    made = expand(preset.to_config(), preset.clips_param(**preset.example))
    assert made == preset(**preset.example).to_dict(check=False)
    assert td.Template.from_config(preset.to_config()).check({}).kind == "template"


@each_preset
def test_every_preset_has_an_example_to_run(preset: FunctionTemplate[Any]) -> None:
    examples = Path(__file__).parents[2] / "examples"
    assert any(preset.name in path.read_text(encoding="utf-8") for path in examples.glob("preset_*.py"))


def test_a_slideshow_has_a_transition_between_each_two_pictures() -> None:
    edit = slideshow([OSS + "1.jpg", OSS + "2.jpg", OSS + "3.jpg"], seam=td.transition("fade", 1))
    clips = edit.video_tracks[0].clips
    assert [getattr(clip, "transition", None) is not None for clip in clips] == [True, True, False]


def test_a_decided_countdown_is_a_regular_template() -> None:
    short = countdown.fixed(start=3, each=0.5)
    config = short.to_config()
    texts = config["SubtitleTracks"][0]["SubtitleTrackClips"]
    assert [(text["Content"], text["TimelineIn"], text["TimelineOut"]) for text in texts] == [
        ("3", 0, 0.5),
        ("2", 0.5, 1),
        ("1", 1, 1.5),
    ]
    assert expand(config, short.clips_param(OSS + "sky.jpg")) == countdown(OSS + "sky.jpg", 3, 0.5).to_dict()


def test_a_grid_fills_the_output() -> None:
    boxes = [track.clips[0] for track in grid([OSS + f"{number}.mp4" for number in range(5)], columns=2).video_tracks]
    assert [(box.x, box.y, box.width, box.height) for box in boxes] == [  # type: ignore[attr-defined]
        (0, 0, 0.5, 0.3333),
        (0.5, 0, 0.5, 0.3333),
        (0, 0.3333, 0.5, 0.3333),
        (0.5, 0.3333, 0.5, 0.3333),
        (0, 0.6667, 0.5, 0.3333),
    ]


def test_captions_on_this_machine_become_texts(tmp_path: Path) -> None:
    captions = tmp_path / "talk.srt"
    captions.write_text("1\n00:00:01,000 --> 00:00:02,500\nHello\n", encoding="utf-8")
    [text] = caption_reel(OSS + "talk.mp4", str(captions)).subtitle_tracks[0].clips
    assert (text.content, text.timeline_in, text.timeline_out) == ("Hello", 1, 2.5)  # type: ignore[attr-defined]


def test_music_repeats_under_the_videos_and_spoken_lines_rule_the_length() -> None:
    assert music_bed(**music_bed.example).audio_tracks[0].clips[0].loop_mode is True  # type: ignore[attr-defined]
    assert voice_over(**voice_over.example).audio_tracks[0].main_track is True


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: grid([OSS + "a.mp4"], columns=0), "a grid has at least one column (got 0). Fix: columns=3"),
        (lambda: countdown(OSS + "sky.jpg", start=0), "a countdown starts at 1 or more (got 0). Fix: start=5"),
    ],
)
def test_impossible_numbers_are_refused(call: Any, message: str) -> None:
    with pytest.raises(td.UsageError) as caught:
        call()
    assert str(caught.value).partition(": ")[2] == message
