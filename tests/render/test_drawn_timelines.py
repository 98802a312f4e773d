"""Timelines as the strategies draw them: what checks clean renders, as long as scheduled, both streams to one end."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import timeline_dsl as td
from timeline_dsl.render import testmedia
from timeline_dsl.strategies import laws, timelines
from timeline_dsl.strategies.fields import BUCKET

RENDERS = int(os.environ.get("TIMELINE_DSL_RENDERS", "0"))
"""So many timelines, other ones each time; without it a few, always the same."""

DRAWN = settings(
    max_examples=RENDERS or 16,
    derandomize=not RENDERS,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)

LENGTH = 9
"""Seconds of the long materials: the clips below reach at most 8.5 s into one."""


@pytest.fixture(scope="module")
def drawn_media(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every material that the strategies name: many sizes and rates, some short, some turned, mute or transparent."""
    folder = tmp_path_factory.mktemp("drawn")
    testmedia.film(folder / "a.mp4", size=(160, 90), tone=300, length=LENGTH, numbered=True)
    testmedia.film(folder / "b.mp4", size=(120, 90), tone=500, length=LENGTH, fps=30, sample_rate=44_100)
    testmedia.film(folder / "c.mp4", size=(160, 90), length=LENGTH, fps=50)
    testmedia.film(folder / "d.mp4", size=(96, 54), tone=800, length=3)
    testmedia.film(folder / "e.mp4", size=(160, 120), tone=900, length=td.Time(637, 100), fps=td.Time(24_000, 1001))
    testmedia.film(folder / "f.mp4", size=(90, 160), tone=200, length=LENGTH, fps=30, rotation=90)
    sizes = {"a": (160, 90), "b": (90, 160), "c": (33, 17), "d": (640, 360), "e": (1, 1), "f": (200, 200)}
    for name, size in sizes.items():
        testmedia.picture(folder / f"{name}.png", size=size, alpha=0.5 if name in "bf" else 1)
        testmedia.sound(folder / f"{name}.mp3", length=4 if name == "d" else LENGTH, channels=1 if name in "be" else 2)
        cues = (f"{at + 1}\n00:00:0{at},200 --> 00:00:0{at},900\nCue {at}\n" for at in range(LENGTH))
        (folder / f"{name}.srt").write_text("\n".join(cues))
    return {BUCKET: folder}


@pytest.mark.timeout(120 + 10 * RENDERS)
@DRAWN
@given(timeline=timelines(longest_clip=3), options=st.sampled_from([{}, {}, {"workers": 1}, {"draft": True}]))
def test_a_drawn_timeline_renders_as_scheduled(
    drawn_media: dict[str, Path], timeline: td.Timeline, options: dict
) -> None:
    report = timeline.check(region="cn-shanghai", media=drawn_media)
    assert report.ok, str(report)
    with tempfile.TemporaryDirectory() as folder:
        laws.renders(timeline, Path(folder), drawn_media, **options)
