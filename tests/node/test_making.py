"""Values are filled as open twins and leave as what they are: frozen, of their own class, with their maker's line."""

from __future__ import annotations

import copy
import pickle
from inspect import currentframe

import attrs
import pytest

import timeline_dsl as td


def clip() -> td.VideoClip:
    return td.VideoClip(media_id="m", speed=2)


def both_ways() -> list[td.VideoClip]:
    document = {"VideoTracks": [{"VideoTrackClips": [{"Type": "Video", "MediaId": "m", "Speed": 2}]}]}
    read = td.Timeline.from_dict(document).video_tracks[0].clips[0]
    assert isinstance(read, td.VideoClip)
    return [clip(), clip().but(speed=2), read]


@pytest.mark.parametrize("way", range(3), ids=["constructed", "changed", "read"])
def test_a_value_is_of_its_own_class(way):
    assert type(both_ways()[way]) is td.VideoClip


@pytest.mark.parametrize("way", range(3), ids=["constructed", "changed", "read"])
def test_a_value_refuses_assignment(way):
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        both_ways()[way].speed = 3  # type: ignore[misc]


@pytest.mark.parametrize("way", range(3), ids=["constructed", "changed", "read"])
def test_a_value_refuses_deletion(way):
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del both_ways()[way].speed


def test_a_refused_value_is_named_by_its_own_class():
    with pytest.raises(td.FieldError, match=r"VideoClip\.speed"):
        td.VideoClip(media_id="m", speed=1000)


def test_a_change_leaves_the_value_as_it_was():
    before = clip()
    before.but(speed=3)
    assert before.speed == 2


def test_values_travel_in_pickles():
    assert pickle.loads(pickle.dumps(clip())) == clip()


def test_values_can_be_copied():
    assert copy.deepcopy(clip()) == clip()


def test_a_value_tells_the_line_that_made_it():
    here = currentframe()
    made = td.Volume(gain=1)
    assert here is not None
    assert made.made_at == (__file__, here.f_lineno - 2)


def test_a_changed_value_tells_the_line_that_changed_it():
    here = currentframe()
    made = td.Volume(gain=1)
    changed = made.but(gain=2)
    assert here is not None
    assert changed.made_at == (__file__, here.f_lineno - 2)


def test_a_value_made_in_code_without_a_file_tells_its_line():
    names: dict[str, object] = {"td": td, "__name__": "typed"}
    exec("\n\nmade = td.Volume(gain=1)", names)
    made = names["made"]
    assert isinstance(made, td.Volume)
    assert made.made_at == ("<string>", 3)
