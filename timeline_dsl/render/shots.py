"""The clips of a schedule as they are seen: material, place on the output, level, and who is joined to whom."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import Any

import attrs

from timeline_dsl.clips import ImageClip
from timeline_dsl.effects import VFX, Background, Filter, FreezeFrame, KenBurns, RandomClip, Scale
from timeline_dsl.errors import RenderError
from timeline_dsl.node import TypedNode
from timeline_dsl.render.effects import Verdict, makes_clear, reshaped, told, window
from timeline_dsl.render.graph import Filter as Step
from timeline_dsl.render.grid import Frames, Grid
from timeline_dsl.render.inputs import Inputs, Material
from timeline_dsl.render.place import Fit, Placement, Rect, Size, pixels, placed
from timeline_dsl.render.probe import Probe
from timeline_dsl.render.source import MAX_PIXELS
from timeline_dsl.schedule import ClipPlan, Schedule, TransitionPlan
from timeline_dsl.units import Span, Time


@attrs.frozen(kw_only=True, slots=True)
class Place:
    """Where a clip lies during `frames`: its `placement`, and the size `full` of its box when this is no draft."""

    frames: Frames
    placement: Placement
    full: Size


@attrs.frozen(kw_only=True, slots=True, eq=False)
class Shot:
    """One clip on the output.

    `frames` is when it is seen. `reshape` changes the source's shape to `shape` pixels before it is put on the
    `canvas`, in one of its `places` after the other: they meet, and the first and the last hold on beyond their
    frames. `opaque`: nothing shows through it.
    """

    plan: ClipPlan
    material: Material
    frames: Frames
    canvas: Size
    shape: Size
    reshape: tuple[Step, ...]
    places: tuple[Place, ...]
    opaque: bool

    @property
    def node(self) -> Any:
        """The clip itself."""
        return self.plan.node

    @property
    def effects(self) -> tuple[TypedNode, ...]:
        """The clip's effects."""
        return tuple(getattr(self.plan.node, "effects", ()))

    @property
    def background(self) -> Background | None:
        """What fills the bars, if the clip says so."""
        return next((effect for effect in self.effects if isinstance(effect, Background)), None)

    @property
    def pan(self) -> KenBurns | None:
        """The slow move over the picture, if the clip has one."""
        return next((effect for effect in self.effects if isinstance(effect, KenBurns)), None)

    @property
    def mask(self) -> str | None:
        """The film whose brightness is the clip's transparency."""
        return getattr(self.plan.node, "mask_video_url", None)

    @property
    def placement(self) -> Placement:
        """Where it lies, at first if that changes."""
        return self.places[0].placement

    @property
    def full(self) -> Size:
        """The size of its box when this is no draft."""
        return self.places[0].full

    def parts(self, frames: Frames) -> Iterator[tuple[Shot, Frames]]:
        """The shot during `frames`, which may reach beyond its own: once for every place that it has in them."""
        starts = [frames.first, *(place.frames.first for place in self.places[1:]), frames.end]
        for place, (first, end) in zip(self.places, pairwise(starts), strict=True):
            if part := frames.common(Frames(first, end)):
                yield attrs.evolve(self, places=(place,)), part

    @property
    def opacity(self) -> float:
        """0 invisible, 1 opaque."""
        said = getattr(self.plan.node, "opacity", None)
        return 1.0 if said is None else float(said)

    @property
    def covers(self) -> bool:
        """Whether nothing of what lies below can be seen."""
        whole = Rect(0, 0, *self.canvas)
        return self.opaque and bool(self.background or all(place.placement.box.holds(whole) for place in self.places))

    @property
    def is_still(self) -> bool:
        """Whether it shows one picture all the time. A moving picture moves only when its clip counts its frames."""
        seen = self.material.probe
        return seen.is_picture and not (seen.is_animated and getattr(self.plan.node, "dync_frames", None))


@attrs.frozen(kw_only=True, slots=True, eq=False)
class Run:
    """Shots of one track that transitions join, in play order; `joints[k]` leads from shot k into shot k + 1."""

    shots: tuple[Shot, ...]
    joints: tuple[TransitionPlan, ...] = ()

    @cached_property
    def frames(self) -> Frames:
        """When anything of it is seen."""
        return Frames(self.shots[0].frames.first, max(shot.frames.end for shot in self.shots))

    @cached_property
    def opaque(self) -> bool:
        """Whether nothing shows through any of its shots."""
        return all(shot.opaque for shot in self.shots)

    @cached_property
    def covers(self) -> bool:
        """Whether it hides all that lies below while it is seen."""
        return all(shot.covers for shot in self.shots)


@attrs.frozen(slots=True, eq=False)
class Veil:
    """Effects on all that lies below them, each with its JSON Pointer: an effect track, or a video track of effects."""

    items: tuple[tuple[str, TypedNode], ...]


Layer = Run | Veil


def stacked(
    schedule: Schedule, inputs: Inputs, canvas: Size, grid: Grid, *, small: Size | None = None
) -> tuple[Layer, ...]:
    """Everything that is seen, from the bottom to the top, and in play order on each level.

    Places are worked out on the output's `canvas`, and drawn on a `small` one where that is given.
    """
    found: list[Layer] = []
    lists = ("/VideoTracks/", "/ImageTracks/", "/EffectTracks/")
    for track in (track for list_ in lists for track in schedule.tracks if track.path.startswith(list_)):
        clips = [clip for clip in track.clips if clip.visible]
        shots = [shot for clip in clips if (shot := _shot(clip, inputs, canvas, grid, small or canvas))]
        found.extend(_joined(shots, grid))
        items = tuple((clip.path, clip.node) for clip in clips if isinstance(clip.node, VFX | Filter))
        if items:
            found.append(Veil(items))
    return tuple(found)


def _shot(clip: ClipPlan, inputs: Inputs, canvas: Size, grid: Grid, small: Size) -> Shot | None:
    """The clip as it is seen; None when nothing of it is."""
    node: Any = clip.node
    span = shown_span(clip)
    material = inputs.material(getattr(node, "media", None) or getattr(node, "image_id", None)) if span else None
    if span is None or material is None or not _shows(material.probe, clip) or not hasattr(node, "width"):
        return None
    frames = grid.frames(span)
    size = (material.probe.width or 1, material.probe.height or 1)
    effects = tuple(getattr(node, "effects", ()))
    turned = reshaped(effects, size)
    opacity = getattr(node, "opacity", None)
    clear = material.probe.has_alpha or (opacity is not None and opacity < 1)
    clear = clear or bool(getattr(node, "mask_video_url", None)) or makes_clear(effects)
    shot = Shot(
        plan=clip,
        material=material,
        frames=frames,
        canvas=small,
        shape=turned.size,
        reshape=turned.chain,
        places=_places(node, turned.size, canvas, grid, span, small),
        opaque=not clear,
    )
    hidden = not shot.background and not any(place.placement.box.common(Rect(0, 0, *small)) for place in shot.places)
    return shot if frames and not hidden and shot.opacity > 0 else None


def _shows(probe: Probe, clip: ClipPlan) -> bool:
    """Whether a material has a picture for a clip: its sound may begin earlier than its film, and end later."""
    if probe.pictures is None:
        return probe.has_video
    begun = clip.source_out is None or probe.pictures.start < clip.source_out
    return begun and (clip.source_in or 0) < probe.pictures.end


def shown_span(clip: ClipPlan) -> Span | None:
    """When a clip shows something: a place longer than its material stays empty at its end."""
    span = clip.span
    if span is None or clip.source_in is None or clip.source_out is None or clip.loop:
        return span
    played: Time = (clip.source_out - clip.source_in) / clip.speed + clip.freeze
    # a thousandth: lengths are known to a hundredth of a frame at best
    return Span(span.start, min(span.end, span.start + played)) if played + Time(1, 1000) < span.length else span


def _places(node: Any, size: Size, canvas: Size, grid: Grid, span: Span, small: Size) -> tuple[Place, ...]:
    """Where a clip lies while it is seen: another place whenever one of its scales begins or ends."""
    scales = [
        (effect, grid.frames(window(effect, span)))
        for effect in getattr(node, "effects", ())
        if isinstance(effect, Scale) and (effect.width is not None or effect.height is not None)
    ]
    seen = grid.frames(span)
    inner = {edge for _, when in scales for edge in (when.first, when.end) if seen.first < edge < seen.end}
    found: list[Place] = []
    for first, end in pairwise((seen.first, *sorted(inner), max(seen.end, seen.first))):
        acting = [effect for effect, when in scales if when.common(Frames(first, first + 1))]
        placement = _placement(node, size, canvas, acting)
        full = placement.box.size
        if full[0] * full[1] > MAX_PIXELS:
            raise RenderError(
                f"The picture of a clip ({getattr(node, 'media', None)}) would be {full[0]}x{full[1]} pixels large.",
                fix="make its Width and Height smaller, or show a part of it with the effect Crop",
            )
        if small != canvas:
            placement = attrs.evolve(placement, box=placement.box.resized(canvas, small))
        if found and (found[-1].placement, found[-1].full) == (placement, full):
            first = found.pop().frames.first
        found.append(Place(frames=Frames(first, end), placement=placement, full=full))
    return tuple(found)


FITS: dict[str, Verdict] = {
    "Contain": Verdict("close", "in the middle of the box, which is inferred"),
    "Cover": Verdict("close", "cut out of the middle, which is inferred; an Image clip is fitted instead, as observed"),
    "Fill": Verdict("exact", "stretched to the box"),
}
"""How near the ways come in which AdaptMode fits a picture into its box."""


def _placement(node: Any, size: Size, canvas: Size, scales: list[Scale]) -> Placement:
    fit: Fit = getattr(node, "adapt_mode", None) or "Fill"
    if fit == "Cover" and isinstance(node, ImageClip):
        fit = "Contain"  # observed of the service: pictures are fitted instead
    effects = getattr(node, "effects", ())
    place = placed(size, canvas, x=node.x, y=node.y, width=node.width, height=node.height, fit=fit)
    if node.width is None and node.height is None and any(isinstance(effect, KenBurns) for effect in effects):
        place = Placement(box=Rect(0, 0, *canvas))  # its windows are looked at in full size
    for scale in scales:
        place = attrs.evolve(place, box=_scaled(place.box, scale, canvas))
    return place


told(Scale, "close", "about the middle of the picture, at once where it begins and ends")
told(FreezeFrame, "exact")
told(RandomClip, "close", "another section than the service picks, the same from render to render")


def _scaled(box: Rect, effect: Scale, canvas: Size) -> Rect:
    """`box` in another size, about its own middle."""
    wide = None if effect.width is None else max(pixels(effect.width, canvas[0]), 1)
    high = None if effect.height is None else max(pixels(effect.height, canvas[1]), 1)
    width = wide or max(round(box.width * (high or 1) / box.height), 1)
    height = high or max(round(box.height * width / box.width), 1)
    return Rect(box.x + (box.width - width) // 2, box.y + (box.height - height) // 2, width, height)


def _joined(shots: list[Shot], grid: Grid) -> Iterator[Run]:
    """Runs out of the shots of one track, in the order of the document."""
    current: list[Shot] = []
    joints: list[TransitionPlan] = []
    for index, shot in enumerate(shots):
        current.append(shot)
        following = shots[index + 1] if index + 1 < len(shots) else None
        joint = shot.plan.transition
        if joint is not None and following is not None and _leads_into(grid.frames(joint.span), following):
            joints.append(joint)
            continue
        yield Run(shots=tuple(current), joints=tuple(joints))
        current, joints = [], []


def _leads_into(blend: Frames, following: Shot) -> bool:
    return bool(blend) and following.frames.first <= blend.first and blend.end <= following.frames.end
