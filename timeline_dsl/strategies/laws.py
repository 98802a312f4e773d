"""Laws that hold for every timeline, for other test suites: each takes a timeline and asserts one thing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from timeline_dsl.render.ends import AAC_FRAME, ends
from timeline_dsl.timeline import Timeline
from timeline_dsl.units import exact


def round_trips(timeline: Timeline) -> None:
    """The document read and written is the same document, and the same timeline."""
    document = timeline.to_dict(check=False)
    again = Timeline.from_dict(document)
    assert again.to_dict(check=False) == document
    assert again == timeline


def checks_clean(timeline: Timeline, region: str | None = None) -> None:
    """The check finds no error."""
    errors = timeline.check(region=region).errors
    assert not errors, "\n".join(map(str, errors))


def is_scheduled_within_bounds(timeline: Timeline) -> None:
    """Every clip plays between 0 and the end of the output, and ends after it begins."""
    plan = timeline.schedule()
    assert plan.duration is None or plan.duration >= 0
    for clip in plan:
        if clip.timeline_in is None or clip.timeline_out is None:
            continue
        assert 0 <= clip.timeline_in <= clip.timeline_out, clip.path
        assert plan.duration is None or clip.timeline_out <= plan.duration, clip.path
        assert exact(0) < clip.speed, clip.path


def decompiles(timeline: Timeline) -> None:
    """Running the code that `to_python` prints gives the same document."""
    names: dict[str, object] = {}
    exec(compile(timeline.to_python(), "<to_python>", "exec"), names)
    rebuilt = [value for value in names.values() if isinstance(value, Timeline)]
    assert rebuilt
    assert rebuilt[-1].to_dict(check=False) == timeline.to_dict(check=False)


def renders(timeline: Timeline, folder: Path, media: object, **options: Any) -> None:
    """The local engine makes a file of the scheduled length, within one frame, and picture and sound end together.

    `options` are those of `Timeline.render`. Together: within one frame, or one packet of sound where that is longer.
    """
    plan = timeline.schedule(media=media)
    made = timeline.render(folder / "law.mp4", media=media, **{"size": (160, 90), **options})
    found = ends(made.path)
    assert plan.duration is not None
    assert made.duration == plan.duration
    assert found.sound is not None
    if made.fps is None:
        assert abs(found.sound - plan.duration) <= AAC_FRAME, f"sound ends at {found.sound}, not {plan.duration}"
        return
    assert found.picture is not None
    frame = 1 / made.fps
    assert abs(found.picture - plan.duration) <= frame, f"the picture ends at {found.picture}, not {plan.duration}"
    assert found.frames == round(found.picture * made.fps), f"{found.frames} frames in {found.picture} s"
    assert abs(found.sound - found.picture) <= max(frame, AAC_FRAME), (
        f"sound ends at {found.sound}, the picture at {found.picture}"
    )
