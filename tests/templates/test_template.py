"""Python templates: the call, the Config that makes the same timelines, and refusals where none can."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import timeline_dsl as td
from timeline_dsl.templates import expand
from timeline_dsl.templates.kinds import FunctionTemplate

from .samples import CASES, OSS, card, layers, reel, shots, talk


@pytest.mark.parametrize("template", CASES, ids=lambda one: one.name)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_the_config_with_the_clips_param_of_values_makes_the_timeline_of_the_values(
    template: FunctionTemplate[Any], data: st.DataObject
) -> None:
    values = data.draw(CASES[template])
    assert expand(template.to_config(), template.clips_param(**values)) == template(**values).to_dict(check=False)


@pytest.mark.parametrize("template", CASES, ids=lambda one: one.name)
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_values_by_name_make_the_same_timeline_as_the_call(
    template: FunctionTemplate[Any], data: st.DataObject
) -> None:
    values = data.draw(CASES[template])
    assert template.expand(values) == template(**values)


def test_a_list_becomes_array_items_and_defaults_are_written_as_the_service_reads_them() -> None:
    config = reel.to_config()
    clips = config["VideoTracks"][0]["VideoTrackClips"]
    assert clips[1] == {
        "Sys_Type": "ArrayItems",
        "Sys_ArrayObject": "$clips",
        "Sys_Template": {
            "Type": "Video",
            "MediaURL": "$item",
            "In": 0,
            "Out": "$cut:2",
            "Effects": [{"Type": "Transition", "SubType": "$fade:fade", "Duration": 0.5}],
        },
    }
    assert config["AudioTracks"][0]["AudioTrackClips"][0]["Effects"][0] == {"Type": "Volume", "Gain": "$volume:0.1995"}
    assert config["SubtitleTracks"][0]["SubtitleTrackClips"][0]["Content"] == "$title:$5 off"


def test_an_optional_parameter_becomes_a_field_that_is_left_out() -> None:
    assert card.to_config()["SubtitleTracks"][0]["SubtitleTrackClips"][0]["TimelineOut"] == "$end:NULL"


def test_a_text_that_begins_with_a_dollar_is_written_as_a_default() -> None:
    texts = layers.to_config()["SubtitleTracks"][0]["SubtitleTrackClips"]
    assert texts[0]["Content"] == "$literal:$100"
    assert layers.to_config()["VideoTracks"][1]["Sys_Template"]["VideoTrackClips"][0]["MediaId"] == "$item"


def test_items_with_one_blank_travel_as_they_are_and_others_as_objects() -> None:
    line = {"content": "Hello", "name": "l1", "picture": OSS + "p.mp4"}
    assert talk.clips_param([line], [OSS + "a.png"]) == {"lines": [line], "faces": [OSS + "a.png"], "gain": 1}
    assert shots.clips_param([shots.params[0].factory(OSS + "a.mp4")])["shots"] == [
        {"clip": OSS + "a.mp4", "length": 3, "caption": "$none"}
    ]


def test_the_contract_names_types_defaults_and_what_a_parameter_is() -> None:
    @td.template
    def greeting(name: str, count: int = 2, logo: td.templates.Media | None = None) -> td.Timeline:
        """A greeting.

        name: Who is greeted.
        """
        return td.Timeline().video(OSS + "a.mp4")

    assert [str(one) for one in greeting.params] == [
        "name: text, required – Who is greeted.",
        "count: integer, default 2",
        "logo: media, optional",
    ]
    assert greeting.params[0].to_dict() == {
        "name": "name",
        "type": "text",
        "required": True,
        "default": None,
        "doc": "Who is greeted.",
    }
    assert shots.params[0].type == "list of {clip: media, length: time, caption: text}"
    assert greeting.__doc__ is not None and greeting.__doc__.startswith("A greeting.")


def test_a_value_of_the_wrong_type_is_refused_with_its_place() -> None:
    with pytest.raises(td.TemplateError) as caught:
        shots([{"clip": OSS + "a.mp4", "length": "soon"}])
    assert str(caught.value) == (
        'shots(shots/0/length) must be a time: 2.5, "500ms", "00:01:02.5" (got \'soon\'). '
        "Fix: it takes list of {clip: media, length: time, caption: text}"
    )


def test_misfits_by_name_are_findings_with_their_places() -> None:
    with pytest.raises(td.TemplateError) as caught:
        card.expand({"size": "big", "colour": "#FFFFFF"})
    assert [(one.rule, one.path) for one in caught.value.findings] == [
        ("template.param-missing", "/title"),
        ("template.param-type", "/size"),
        ("template.unused-key", "/colour"),
    ]


def test_a_function_that_returns_no_timeline_is_refused() -> None:
    @td.template
    def broken(title: str) -> td.Timeline:
        return title  # type: ignore[return-value]

    with pytest.raises(td.TemplateError, match=r"the template broken must return a Timeline \(got str\)"):
        broken("x")


def test_a_parameter_without_a_type_is_refused() -> None:
    with pytest.raises(td.UsageError, match="the parameter 'title' of broken has no type"):

        @td.template
        def broken(title):  # type: ignore[no-untyped-def]
            return td.Timeline()


def test_a_timeline_with_checks_is_checked_like_any_other() -> None:
    assert not card.check({"title": "x", "end": 0.0001, "start": 0}).errors
    assert [one.rule for one in card.check({}).findings] == ["template.param-missing"]


def test_a_template_that_branches_has_a_config_for_each_decided_value() -> None:
    @td.template
    def banner(
        title: str, big: bool = False, count: int = 2, /, *, clip: td.templates.Media = OSS + "a.mp4"
    ) -> td.Timeline:
        edit = td.Timeline().video(*[td.video(clip)] * count)
        return edit.text(title, style=td.TextStyle(size=80 if big else 40))

    large = banner.fixed(big=True, count=1)
    assert [one.name for one in large.params] == ["title", "clip"]
    assert large("x") == banner("x", True, 1)
    assert expand(large.to_config(), large.clips_param("x", clip=OSS + "b.mp4")) == banner(
        "x", True, 1, clip=OSS + "b.mp4"
    ).to_dict(check=False)
    with pytest.raises(td.TemplateError, match="has no parameter 'bog'"):
        banner.fixed(bog=True)
