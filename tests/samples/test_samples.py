"""Documents as the world writes them: read without errors, written back as they were, scheduled as the clock says."""

import warnings

import pytest

import timeline_dsl as td
from tests.samples.films import FILMS
from tests.samples.layers import LAYERS
from tests.samples.sounds import MIXES
from tests.samples.texts import TEXTS
from timeline_dsl.check import check_document

SAMPLES = [*FILMS, *LAYERS, *MIXES, *TEXTS]
named = pytest.mark.parametrize("sample", SAMPLES, ids=[sample.name for sample in SAMPLES])

NUMBERS = ("Gain", "FontColorOpacity", "Opacity")
"""The fields that some samples write as text; they are written back as numbers."""


def read(sample):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return td.Timeline.from_dict(sample.document)


def with_numbers(value):
    if isinstance(value, dict):
        return {key: float(inner) if key in NUMBERS else with_numbers(inner) for key, inner in value.items()}
    return [with_numbers(inner) for inner in value] if isinstance(value, list) else value


def ends(spans):
    return [end for span in spans for end in span]


@named
def test_a_sample_has_no_errors(sample):
    for known in ({}, {"region": "cn-shanghai", "durations": sample.durations}):
        report = check_document(sample.document, **known)
        assert report.kind == "timeline"
        assert not report.errors, str(report)


@named
def test_a_sample_is_written_back_as_it_was(sample):
    assert read(sample).to_dict(check=False) == with_numbers(sample.document)


@named
def test_a_sample_plays_when_the_clock_says(sample):
    plan = read(sample).schedule(durations=sample.durations).to_dict()
    assert plan["duration"] == pytest.approx(sample.length, abs=0.0002)
    tracks = {track["path"]: track["clips"] for track in plan["tracks"]}
    for path, spans in sample.spans.items():
        played = [(clip["timeline_in"], clip["timeline_out"]) for clip in tracks[path]]
        assert ends(played) == pytest.approx(ends(spans), abs=0.0002), path
