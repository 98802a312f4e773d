"""Output configs and whole requests of the submit call, and parameters of templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from timeline_dsl.request import MOST_SHORT_SIDE, OutputMediaConfig, Request, UserData
from timeline_dsl.strategies.clips import oss_urls
from timeline_dsl.strategies.fields import BUCKET
from timeline_dsl.strategies.timelines import timelines
from timeline_dsl.templates import Parameter, Template


@st.composite
def output_configs(draw: st.DrawFn) -> OutputMediaConfig:
    """Results on OSS, in sizes that the service makes."""
    width, height = draw(st.integers(64, 2048)) * 2, draw(st.integers(64, 2048)) * 2
    if min(width, height) > MOST_SHORT_SIDE:
        height = MOST_SHORT_SIDE
    sized: dict[str, Any] = draw(st.sampled_from([{}, {"width": width, "height": height}]))
    return OutputMediaConfig(
        media_url=draw(st.sampled_from(["out", "result"]).map(lambda name: f"{BUCKET}{name}.mp4")),
        bitrate=draw(st.one_of(st.none(), st.integers(100, 5000))),
        **sized,
    )


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """Requests with a timeline and its output."""
    return Request(
        timeline=draw(timelines(max_clips=2)),
        output_media_config=draw(output_configs()),
        user_data=draw(st.one_of(st.none(), st.just(UserData(notify_address="https://example.com/done")))),
        source=draw(st.sampled_from([None, "OpenAPI"])),
    )


def template_params(template: Template) -> st.SearchStrategy[dict[str, Any]]:
    """Values for the parameters of a template, by its contract; those that may be left out sometimes are."""
    return _record(template.params)


def _record(params: Iterable[Parameter]) -> st.SearchStrategy[dict[str, Any]]:
    required: dict[str, st.SearchStrategy[Any]] = {}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for param in params:
        if param.kind != "value":
            (required if param.required else optional)[param.name] = _fitting(param)
    return st.fixed_dictionaries(required, optional=optional)


def _fitting(param: Parameter) -> st.SearchStrategy[Any]:
    one: st.SearchStrategy[Any]
    if param.kind == "choice":
        one = st.sampled_from(param.choices)
    elif param.kind == "record":
        one = _record(param.fields)
    else:
        one = _BY_KIND.get(param.kind, _WORDS)
    return st.lists(one, min_size=1, max_size=3) if param.many else one


_WORDS = st.text("abc 中文", min_size=1, max_size=8)
_BY_KIND: dict[str, st.SearchStrategy[Any]] = {
    "media": oss_urls("mp4"),
    "media id": st.text("0123456789abcdef", min_size=32, max_size=32),
    "number": st.integers(1, 8),
    "integer": st.integers(1, 8),
    "flag": st.booleans(),
    "time": st.integers(1, 8),
    "position": st.sampled_from(["10%", "50%", "200px"]),
}
