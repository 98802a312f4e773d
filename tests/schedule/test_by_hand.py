"""Times worked out by hand from the rules of the clock, in odd combinations; each holds to 0.0002 s.

`by_hand.json` holds a case a line: a document, its length, the spans of some of its tracks, what their clips play of
their materials (start, end, speed), and what the caller knows.
"""

import json
from pathlib import Path

import pytest

from .edits import planned, sources, spans

CASES = json.loads(Path(__file__).with_name("by_hand.json").read_text("utf-8"))


def flat(rows):
    return [value for row in rows for value in row]


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_it_plays_when_the_hand_says(case):
    plan = planned(case["document"], case.get("durations"), **case.get("options", {}))
    assert float(plan.duration) == pytest.approx(case["length"], abs=0.0002)
    for track, expected in case["spans"].items():
        assert flat(spans(plan, track)) == pytest.approx(flat(expected), abs=0.0002), track
    for track, expected in case.get("sources", {}).items():
        assert flat(sources(plan, track)) == pytest.approx(flat(expected), abs=0.0002), track
