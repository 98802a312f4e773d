"""Laws that hold for every timeline, for other test suites: each takes a timeline and asserts one thing."""

from __future__ import annotations

from pathlib import Path

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


def renders(timeline: Timeline, folder: Path, media: object) -> None:
    """The local engine makes a file of the scheduled length, within one frame."""
    plan = timeline.schedule(media=media)
    made = timeline.render(folder / "law.mp4", media=media, size=(160, 90), fps=25)
    assert plan.duration is not None
    assert abs(made.duration - plan.duration) <= exact(0.04)
