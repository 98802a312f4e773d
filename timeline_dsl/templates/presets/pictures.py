"""Presets of one picture after another: slideshow, photo pan, intro and outro."""

from __future__ import annotations

from collections.abc import Iterable

from timeline_dsl.effects.picture import DLTransition, KenBurns, Transition
from timeline_dsl.node import TypedNode
from timeline_dsl.nouns import image, video
from timeline_dsl.templates.contract import Media, Seconds
from timeline_dsl.templates.kinds import template
from timeline_dsl.timeline import Timeline

SAMPLES = "https://your-bucket.oss-cn-shanghai.aliyuncs.com/"
"""Where the materials of the examples lie."""


def _between(clips: Iterable[TypedNode], seam: Transition | DLTransition | None) -> list[TypedNode]:
    """The clips with a transition between each two of them."""
    if seam is None:
        return list(clips)
    items = [item for clip in clips for item in (seam, clip)]
    return items[1:]


@template(example={"pictures": [SAMPLES + "1.jpg", SAMPLES + "2.jpg", SAMPLES + "3.jpg"], "each": 3})
def slideshow(pictures: list[Media], each: Seconds = 4, seam: Transition | DLTransition | None = None) -> Timeline:
    """Pictures one after another, over a blur of themselves where they do not fill the output.

    pictures: The pictures, in order.
    each: How long each one is shown.
    seam: The transition between two pictures; it overlaps them. A Config of the service cannot have one.
    """
    shown = [image(picture, each).background(blur=0.1) for picture in pictures]
    return Timeline().video(*_between(shown, seam), main=True)


@template(example={"pictures": [SAMPLES + "1.jpg", SAMPLES + "2.jpg"], "each": 5})
def photo_pan(
    pictures: list[Media], each: Seconds = 5, first: str = "0,0,1,1", last: str = "0.15,0.1,0.7,0.7"
) -> Timeline:
    """Pictures one after another, each slowly panned and zoomed.

    pictures: The pictures, in order.
    each: How long each one is shown, at most 10 s.
    first: The window with which each move starts: x,y,w,h in shares of the picture.
    last: The window with which each move ends.
    """
    moves = [image(picture, each).with_effects(KenBurns(start=first, end=last)) for picture in pictures]
    return Timeline().video(*moves, main=True)


@template(
    example={
        "clips": [SAMPLES + "a.mp4", SAMPLES + "b.mp4"],
        "intro": SAMPLES + "intro.mp4",
        "outro": SAMPLES + "outro.mp4",
    }
)
def intro_and_outro(clips: list[Media], intro: Media, outro: Media) -> Timeline:
    """Videos between an opening and an ending.

    clips: The videos, in order.
    intro: The opening.
    outro: The ending.
    """
    return Timeline().video(video(intro), *(video(clip) for clip in clips), video(outro), main=True)
