"""What a regular template cannot express is said in one sentence, with the parameter and the line."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest

import timeline_dsl as td
from timeline_dsl.templates import Media, Seconds
from timeline_dsl.templates.kinds import FunctionTemplate

from .samples import OSS

BASE = td.Timeline().video(OSS + "a.mp4")
REFUSED: list[tuple[FunctionTemplate[Any], str, str]] = []


def refused(parameter: str, deed: str) -> Callable[[Callable[..., td.Timeline]], Callable[..., td.Timeline]]:
    """Note a template whose Config is refused; the line at fault is the one that ends with `# here`."""

    def note(function: Callable[..., td.Timeline]) -> Callable[..., td.Timeline]:
        REFUSED.append((td.template(function), parameter, deed))
        return function

    return note


@refused("length", "it reckons with it")
def sums(length: Seconds) -> td.Timeline:
    return td.Timeline().video(td.video(OSS + "a.mp4")[0 : length + 1])  # here


@refused("length", "it reckons with it")
def sums_from_the_left(length: float) -> td.Timeline:
    return td.Timeline().video(td.video(OSS + "a.mp4")[0 : 10 - length])  # here


@refused("title", "it builds a longer text from it")
def formats(title: str) -> td.Timeline:
    return BASE.text(f"Hello {title}")  # here


@refused("title", "it reckons with it")
def adds(title: str) -> td.Timeline:
    return BASE.text("Hello " + title)  # here


@refused("title", "it builds a longer text from it (/SubtitleTracks/0/SubtitleTrackClips/0/Content)")
def joins(title: str) -> td.Timeline:
    return BASE.text(" ".join(["Hello", title]))  # here


@refused("title", "it turns it into text")
def percents(title: str) -> td.Timeline:
    return BASE.text("%s and %s" % (title, title))  # noqa: UP031  # here


@refused("title", "it calls .upper() on it")
def shouts(title: str) -> td.Timeline:
    return BASE.text(title.upper())  # here


@refused("big", "it branches on it")
def branches(big: bool = False) -> td.Timeline:
    return BASE.text("x", style=td.TextStyle(size=80 if big else 40))  # here


@refused("count", "it counts with it")
def counts(count: int = 3) -> td.Timeline:
    return BASE.video(*[OSS + "b.mp4" for _ in range(count)])  # here


@refused("length", "it compares it")
def compares(length: float) -> td.Timeline:
    return BASE.text("x", start=0, end=min(3, length))  # here


@refused("kind", "it looks it up in a table")
def looks_up(kind: str) -> td.Timeline:
    return BASE.text({"a": "Hello", "b": "Bye"}[kind])  # here


@refused("clips", "it asks how many there are")
def measures(clips: list[Media]) -> td.Timeline:
    return BASE.text("x", start=0, end=len(clips))  # here


@refused("clips", "it picks single items")
def picks(clips: list[Media]) -> td.Timeline:
    return BASE.video(clips[0])  # here


@refused("clips", "it branches on whether there are any")
def asks_for_any(clips: list[Media]) -> td.Timeline:
    return BASE.video(*clips) if clips else BASE  # here


@refused("rows", "it asks whether an item has a key")
def asks_for_a_key(rows: list[dict[str, Any]]) -> td.Timeline:
    return BASE.video(*[OSS + "b.mp4" for row in rows if "clip" in row])  # here


@refused(
    "length",
    "it needs its value (a clip that is cut already cannot be cut again at a template's blank "
    "(got slice(None, <blank length>, None)))",
)
def cuts_twice(length: Seconds) -> td.Timeline:
    return BASE.video(td.video(OSS + "b.mp4")[2:9][:length])  # here


def _check(template: FunctionTemplate[Any], parameter: str, deed: str) -> None:
    lines, first = inspect.getsourcelines(template.__wrapped__)  # type: ignore[attr-defined]
    line = next(number for number, text in enumerate(lines, first) if text.rstrip().endswith("# here"))
    with pytest.raises(td.TemplateError) as caught:
        template.to_config()
    assert str(caught.value) == (
        f"test_inexpressible.py:{line}: a regular template cannot express what {template.name}() does with "
        f"{parameter!r}: {deed}. Fix: let the parameter go into the timeline as it is, or decide it beforehand: "
        f"{template.name}.fixed({parameter}=…)"
    )


@pytest.mark.parametrize(("template", "parameter", "deed"), REFUSED, ids=lambda one: getattr(one, "name", ""))
def test_the_parameter_and_the_line_are_named(template: FunctionTemplate[Any], parameter: str, deed: str) -> None:
    _check(template, parameter, deed)


def test_a_branch_on_none_is_found_by_trying_values() -> None:
    @td.template
    def optional(title: str, logo: Media | None = None) -> td.Timeline:
        edit = BASE.text(title)
        return edit if logo is None else edit.video(td.global_image(logo))  # here

    _check(optional, "logo", "it works out from it how many stand here (/VideoTracks)")


def test_a_value_worked_out_behind_the_blanks_back_is_found_by_trying_values() -> None:
    @td.template
    def digest(title: str) -> td.Timeline:
        return BASE.text(str(sum(bytes(title, "utf8"))))  # here

    _check(digest, "title", "it works out from it what stands here (/SubtitleTracks/0/SubtitleTrackClips/0/Content)")


def test_a_place_in_the_list_cannot_be_expressed() -> None:
    @td.template
    def numbered(clips: list[Media]) -> td.Timeline:
        return BASE.video(*[td.video(clip).named(str(place)) for place, clip in enumerate(clips)])  # here

    _check(
        numbered,
        "clips",
        "it makes something else of one item than of the next, or several things of each "
        "(/VideoTracks/1/VideoTrackClips/0)",
    )


def test_several_things_for_each_item_cannot_be_expressed() -> None:
    @td.template
    def cards(clips: list[Media]) -> td.Timeline:
        both = [one for clip in clips for one in (td.video(clip), td.image(OSS + "card.png", 2))]  # here
        return BASE.video(*both)

    _check(
        cards,
        "clips",
        "it makes something else of one item than of the next, or several things of each "
        "(/VideoTracks/1/VideoTrackClips/0)",
    )


def test_two_lists_side_by_side_cannot_be_expressed() -> None:
    @td.template
    def captioned(clips: list[Media], names: list[str]) -> td.Timeline:
        pairs = [td.video(clip).named(name) for clip, name in zip(clips, names, strict=False)]  # here
        return BASE.video(*pairs)

    with pytest.raises(td.TemplateError, match="'clips' and 'names': it walks through them together; make "):
        captioned.to_config()


def test_a_transition_only_between_items_cannot_be_expressed() -> None:
    @td.template
    def faded(clips: list[Media]) -> td.Timeline:
        items: list[Any] = []
        for clip in clips:
            items += [td.transition("fade", 1)] * bool(items) + [td.video(clip)]
        return BASE.video(*items)

    with pytest.raises(td.TemplateError, match=r"what faded\(\) does with 'clips'"):
        faded.to_config()


def test_a_swallowed_refusal_is_told_all_the_same() -> None:
    @td.template
    def careless(length: float) -> td.Timeline:
        try:
            length = length + 1  # here
        except TypeError:
            length = 1
        return BASE.text("x", start=0, end=length)

    _check(careless, "length", "it reckons with it")


def test_a_value_that_cannot_be_said_is_refused_by_clips_param() -> None:
    @td.template
    def spread(length: float = 1) -> td.Timeline:
        return BASE.text("x", start=0, end=length).video(td.video(OSS + "b.mp4").but(speed=length))

    assert spread.clips_param(2.5) == {"length": 2.5}
    with pytest.raises(td.TemplateError, match=r"does with 'length': it is written in two ways at two places"):
        spread.clips_param(1.23456)


def test_an_id_for_the_blank_of_an_address_is_refused_by_clips_param() -> None:
    @td.template
    def one(clip: Media) -> td.Timeline:
        return td.Timeline().video(td.video(clip))

    assert one("id1").to_dict(check=False)["VideoTracks"][0]["VideoTrackClips"][0]["MediaId"] == "id1"
    with pytest.raises(td.TemplateError, match="its blank takes an address, and 'id1' is a MediaId; annotate it as "):
        one.clips_param("id1")


def test_no_items_where_the_track_then_is_missing_are_refused_by_clips_param() -> None:
    @td.template
    def looped(clips: list[Media]) -> td.Timeline:
        with td.draft() as draft:
            for clip in clips:
                draft.main.add(td.video(clip))
        return draft.timeline

    assert looped.clips_param([OSS + "a.mp4"]) == {"clips": [OSS + "a.mp4"]}
    with pytest.raises(td.TemplateError, match="does with 'clips': it works out from it what stands here"):
        looped.clips_param([])
