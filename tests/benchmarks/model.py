"""Building, writing, checking and scheduling large timelines, as ratios in one run.

    python tests/benchmarks/model.py [--clips 10000] [--rounds 7]

Building and writing is held against building the same plain dicts by hand and json.dumps; a full check (schema, rules and
schedule) against what jsonschema's own validator needs for the schema alone.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import time
from collections.abc import Callable
from typing import Any

import jsonschema

import timeline_dsl as td
from timeline_dsl import schema

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"


def plain(count: int) -> dict[str, Any]:
    """The document, written by hand."""
    clips = [
        {
            "Type": "Video",
            "MediaURL": f"{OSS}{n % 500}.mp4",
            "In": 1.5,
            "Out": 6.5,
            "TimelineIn": n * 5,
            "TimelineOut": n * 5 + 5,
            "Speed": 1,
            "Opacity": 0.9,
            "Effects": [{"Type": "Volume", "Gain": 0.5}, {"Type": "Filter", "SubType": "m1"}],
        }
        for n in range(count)
    ]
    return {"VideoTracks": [{"VideoTrackClips": clips}]}


def classes(count: int) -> td.Timeline:
    """The same by the model's classes, constructor checks included."""
    clips = tuple(
        td.VideoClip(
            media_url=f"{OSS}{n % 500}.mp4",
            source_in=1.5,
            source_out=6.5,
            timeline_in=n * 5,
            timeline_out=n * 5 + 5,
            speed=1,
            opacity=0.9,
            effects=(td.Volume(gain=0.5), td.Filter(sub_type="m1")),
        )
        for n in range(count)
    )
    return td.Timeline(video_tracks=(td.VideoTrack(clips=clips),))


def verbs(count: int) -> td.Timeline:
    """The same by nouns and verbs."""
    look = td.filter("m1")
    with td.draft() as d:
        track = d.video()
        for n in range(count):
            track.add(
                td.video(f"{OSS}{n % 500}.mp4")[1.5:6.5]
                .at(n * 5, n * 5 + 5)
                .at_speed(1)
                .faded_to(0.9)
                .gain(0.5)
                .with_effects(look)
            )
    return d.timeline


def seconds(work: Callable[[], Any]) -> float:
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def in_turn(rounds: int, **works: Callable[[], Any]) -> dict[str, float]:
    """Median seconds of each piece of work, all of them once in every round."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            taken[name].append(seconds(work))
    return {name: statistics.median(times) for name, times in taken.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    count = given.clips
    assert classes(50).to_dict(check=False) == plain(50) == verbs(50).to_dict(check=False)

    print(f"{count} clips with two effects each, medians of {given.rounds} rounds")
    built = in_turn(
        given.rounds,
        hand=lambda: json.dumps(plain(count)),
        classes=lambda: json.dumps(classes(count).to_dict(check=False)),
        verbs=lambda: json.dumps(verbs(count).to_dict(check=False)),
    )
    for name in ("classes", "verbs"):
        print(
            f"build and write by {name:<8} {built[name] * 1e3:8.1f} ms = {built[name] / built['hand']:.2f}x of dicts and json.dumps"
        )
    text = in_turn(
        3, hand=lambda: json.dumps(plain(count), indent=2), readable=lambda: classes(count).to_json(check=False)
    )
    print(
        f"build and readable to_json     {text['readable'] * 1e3:8.1f} ms = {text['readable'] / text['hand']:.2f}x of json.dumps with indent"
    )

    validator = jsonschema.Draft202012Validator(schema.load("timeline"))
    document, edit = plain(count), classes(count)
    faulty = plain(count)
    for n in range(0, count, max(count // 100, 1)):
        faulty["VideoTracks"][0]["VideoTrackClips"][n]["Speed"] = 1000
    broken = td.Timeline.from_dict(faulty)
    baseline = statistics.median(seconds(lambda: list(validator.iter_errors(document))) for _ in range(2))
    checked = in_turn(given.rounds, valid=edit.check, broken=broken.check, schedule=edit.schedule)
    assert edit.check().ok
    assert len(broken.check().errors) == min(100, count)
    print(f"jsonschema, schema alone       {baseline * 1e3:8.1f} ms")
    print(
        f"full check, valid              {checked['valid'] * 1e3:8.1f} ms = {baseline / checked['valid']:.1f}x faster"
    )
    print(
        f"full check, 100 errors         {checked['broken'] * 1e3:8.1f} ms = {checked['broken'] / checked['valid']:.2f}x of the valid case"
    )
    print(f"schedule                       {checked['schedule'] * 1e3:8.1f} ms")
    large = classes(count * 10)
    ten = in_turn(3, check=large.check, schedule=large.schedule)
    print(
        f"ten times the clips: check {ten['check'] / checked['valid']:.1f}x, schedule {ten['schedule'] / checked['schedule']:.1f}x"
    )


if __name__ == "__main__":
    main()
