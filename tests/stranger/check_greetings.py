"""The stranger's own tests: strategies, the plugin, a template, and laws over all of them."""

from greetings import OSS, greeting
from hypothesis import given, settings
from hypothesis import strategies as st

import timeline_dsl as td
from timeline_dsl import schema, strategies
from timeline_dsl.strategies import laws


def test_the_installed_package_is_the_one_under_test():
    assert "stranger-site" in td.__file__


def test_a_greeting_lasts_four_seconds(assert_timeline):
    assert_timeline(greeting(OSS + "ada.mp4", "Ada")).lasts(4).shows("Ada", at=2).shows("ada.mp4", at=0).is_clean()


@given(st.text("abc 中文", min_size=1, max_size=10))
@settings(max_examples=20, deadline=None)
def test_the_stored_template_makes_the_same_greeting(name):
    stored = td.Template.from_config(greeting.to_config())
    params = greeting.clips_param(OSS + "ada.mp4", name)
    assert stored.expand(params).to_dict(check=False) == greeting(OSS + "ada.mp4", name).to_dict(check=False)


@given(strategies.template_params(greeting))
@settings(max_examples=20, deadline=None)
def test_any_greeting_is_clean(params):
    laws.checks_clean(greeting(**params))


@given(strategies.timelines(max_clips=2))
@settings(max_examples=20, deadline=None)
def test_laws_hold_for_drawn_timelines(timeline):
    laws.round_trips(timeline)
    laws.is_scheduled_within_bounds(timeline)
    laws.decompiles(timeline)


@given(strategies.faulty("clip.in-before-out"))
@settings(max_examples=5, deadline=None)
def test_a_planted_fault_is_found(planted):
    assert planted.rule in {finding.rule for finding in td.Timeline.from_dict(planted.document).check().findings}


def test_the_schemas_came_along():
    assert schema.load("timeline")["$id"]


def test_a_golden_greeting(golden_timeline):
    golden_timeline(greeting(OSS + "ada.mp4", "Ada"), "greeting")


def test_media_are_made(media_factory):
    assert media_factory.film("ada.mp4", size=(64, 36), length=1).stat().st_size > 0
