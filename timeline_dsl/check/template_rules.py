"""Rules of templates: parameters and arrays against the values supplied, told about the Config as it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import attrs

from timeline_dsl.catalog import table
from timeline_dsl.check.presence import filled
from timeline_dsl.check.reading import once
from timeline_dsl.check.rule import Fault, Rule, Seen, rule, rule_of
from timeline_dsl.errors import Finding, shown
from timeline_dsl.node.blanks import DROP, blanks, is_param, params, split
from timeline_dsl.request import Request
from timeline_dsl.timeline import Timeline
from timeline_dsl.units import number_of

if TYPE_CHECKING:
    from timeline_dsl.check.context import Context

AVAILABLE = "Available"
ADVANCED = "VETemplate"
ARRAYS = ("Array", "ArrayItems")
TOLERANCE = 0.05
"""Seconds by which the spans of a looping clip may differ."""

Values = Mapping[str, Any]


def template_findings(
    config: Any,
    clips_param: Mapping[str, Any] | None,
    region: str | None,
    status: str | None = None,
    template_type: str | None = None,
) -> Iterator[Finding]:
    """What is wrong with a template: its Config, with the values `clips_param` when they are at hand (else None).

    `region` is that of the call, `status` and `template_type` are as the service tells them; what is None is not
    checked. Raises `DocumentError` when the Config is nested deeper than 60 levels.
    """
    if status is not None and status != AVAILABLE:
        yield _finding(
            "template.not-available",
            "",
            f"the template is {status}, and only {AVAILABLE} ones can be used",
            "wait until GetTemplate tells Available",
        )
    if template_type == ADVANCED or (template_type is None and _is_advanced(config)):
        yield from _advanced(region)
        return
    values = clips_param if isinstance(clips_param, Mapping) else None
    places = list(blanks(config))  # refuses what is nested too deeply, before anything descends into it
    survey = _Survey(values)
    survey.visit(config, "", ())
    yield from survey.findings
    if values is not None:
        yield from _lacking_and_left_over(survey, places, values)
    yield from _loops(config, values)


@attrs.frozen
class _Told(Fault):
    """A fault that was told as a finding already, under a rule of its own."""

    told: Finding = attrs.field(kw_only=True)

    def finding(self, rule: Rule) -> Finding:
        """The finding, whichever rule asked for it."""
        return self.told


@rule("template.param-missing", on=Timeline)
def a_template_and_its_values_fit(seen: Seen, context: Context) -> Iterator[Fault] | None:
    """The rules of templates look at a Config as a whole, so one walk finds the faults of all of them."""
    if context.kind != "template":
        return None
    findings = template_findings(context.document, context.clips_param, context.region, context.template_status)
    return (_Told(seen, finding.message, told=finding) for finding in findings)


@rule("template.not-available", on=Request)
def the_template_can_be_used(seen: Seen, context: Context) -> Fault | None:
    """The template of a request is Available."""
    status = context.template_status
    if status is None or status == AVAILABLE or not filled(seen.node, "template_id"):
        return None
    return seen.fault(
        f"the template is {status}, and only {AVAILABLE} ones can be used",
        field="template_id",
        fix="wait until GetTemplate tells Available",
    )


def _finding(slug: str, path: str, message: str, fix: str) -> Finding:
    rule = rule_of(slug)
    return Finding(rule=slug, severity=rule.severity, path=path, message=message, fix=fix, evidence=rule.evidence[0])


def _is_advanced(config: Any) -> bool:
    if not isinstance(config, Mapping) or "oss_url" not in config:
        return False
    return not any(str(key).endswith("Tracks") for key in config)


def _advanced(region: str | None) -> Iterator[Finding]:
    row = table("regions").rows.get(region) if region else None
    if row is not None and row.facts.get("advanced_templates") is False:
        offered = ", ".join(other.id for other in table("regions") if other.facts.get("advanced_templates") is True)
        yield _finding(
            "template.advanced-region", "", f"advanced templates are not offered in {region}", f"call one of {offered}"
        )


# -- parameters and arrays -------------------------------------------------------------------------------------------


@attrs.define
class _Survey:
    """One walk over a Config: faults of its arrays, and which parameters get no value (name to its first place)."""

    values: Mapping[str, Any] | None
    findings: list[Finding] = attrs.field(factory=list)
    lacking: dict[str, str] = attrs.field(factory=dict)

    def visit(self, value: Any, path: str, scopes: tuple[Sequence[Any], ...]) -> None:
        """Look at a value and what is below it. `scopes` holds, per array around it, the items that fill its copies."""
        if isinstance(value, str):
            if value.startswith("$"):
                self._blank(value, path, scopes)
        elif isinstance(value, Mapping):
            if value.get("Sys_Type") in ARRAYS:
                self._array(value, path, scopes)
                return
            for key, inner in value.items():
                self.visit(inner, f"{path}/{_step(key)}", scopes)
        elif isinstance(value, list | tuple):
            for index, inner in enumerate(value):
                self.visit(inner, f"{path}/{index}", scopes)

    def _blank(self, text: str, path: str, scopes: tuple[Sequence[Any], ...]) -> None:
        name, has_default, _ = split(text)
        if self.values is None or has_default or name in self.values:
            return
        if not any(all(not isinstance(item, Mapping) or name in item for item in items) for items in scopes):
            self.lacking.setdefault(name, path)

    def _array(self, array: Mapping[str, Any], path: str, scopes: tuple[Sequence[Any], ...]) -> None:
        source, where = array.get("Sys_ArrayObject"), path
        if "Sys_ArrayObject" in array:
            where = f"{path}/Sys_ArrayObject"
        items: Sequence[Any] | None = None
        if is_param(source):
            items = self._items(str(source), where, scopes)
        else:
            said = f"is {shown(source)}, not a parameter" if "Sys_ArrayObject" in array else "is missing"
            self._tell(
                "template.array-type",
                where,
                f"Sys_ArrayObject {said}",
                'write "$Name", and supply a JSON array under Name in ClipsParam',
            )
        if "Sys_Template" not in array:
            self._tell(
                "template.sys-template",
                path,
                f"the {array['Sys_Type']} has no Sys_Template to copy",
                "give Sys_Template, the object that is made for each item of the array",
            )
            return
        template = array["Sys_Template"]
        if items is None:
            self.visit(template, f"{path}/Sys_Template", (*scopes, ()))
        elif self._scalars_fit(template, items, path):
            self.visit(template, f"{path}/Sys_Template", (*scopes, items))

    def _items(self, source: str, where: str, scopes: tuple[Sequence[Any], ...]) -> Sequence[Any] | None:
        """The items of an array, or None when they are not known or not there; a fault of theirs is noted."""
        name, has_default, default = split(source)
        found = default
        if self.values is not None and name in self.values:
            found, has_default = self.values[name], True
        elif not has_default:
            self._blank(source, where, scopes)
            return None
        if isinstance(found, list | tuple):
            return found
        if found is not DROP:
            self._tell(
                "template.array-type",
                where,
                f"${name} must be a JSON array (got {shown(found)})",
                f'supply a list under {name}, for example ["id1", "id2"]',
            )
        return None

    def _scalars_fit(self, template: Any, items: Sequence[Any], path: str) -> bool:
        scalar = next((item for item in items if not isinstance(item, Mapping)), DROP)
        if scalar is DROP or self.values is None:
            return True
        opened = [name for name in params(template) if name not in self.values]
        if len(opened) == 1:
            return True
        what = f"has {len(opened)} open parameters ({', '.join(opened)})" if opened else "has no open parameter"
        form = ", ".join(f'"{name}": …' for name in opened) or '"Name": value'
        self._tell(
            "template.array-scalar-form",
            path,
            f"the item {shown(scalar)} is no object, and its Sys_Template {what}, not exactly one",
            f"write each item as an object: {{{form}}}",
        )
        return False

    def _tell(self, slug: str, path: str, message: str, fix: str) -> None:
        self.findings.append(_finding(slug, path, message, fix))


def _step(key: object) -> str:
    return str(key).replace("~", "~0").replace("/", "~1")


def _lacking_and_left_over(
    survey: _Survey, places: Sequence[tuple[str, str]], values: Mapping[str, Any]
) -> Iterator[Finding]:
    """Parameters without a value, and values without a parameter; a value under a misspelt name is told once."""
    known = {split(text).name for _, text in places}
    unused = [str(key) for key in values if key not in known]
    for name, path in survey.lacking.items():
        near = get_close_matches(name, unused, n=1, cutoff=0.7)
        if near:
            unused.remove(near[0])
            fix = f"rename {near[0]!r} in ClipsParam to {name!r}"
        else:
            fix = f'supply {name!r} in ClipsParam, or write a default: "${name}:…"'
        yield _finding(
            "template.param-missing", path, f"${name} has no default, and ClipsParam does not supply it", fix
        )
    if unused:  # one finding: keys of ClipsParam have no place of their own in the Config
        names = ", ".join(map(shown, unused[:3])) + (f" and {len(unused) - 3} more" if len(unused) > 3 else "")
        what = "no such parameter" if len(unused) == 1 else "no such parameters"
        yield _finding(
            "template.unused-key",
            "",
            f"ClipsParam holds {names}, and the template has {what}",
            "remove it, or use it in the template as " + shown(f"${unused[0]}"),
        )


# -- looping videos --------------------------------------------------------------------------------------------------


def loops_told(context: Context) -> frozenset[str]:
    """The places of the video clips whose LoopMode is told of by `template.video-loop`."""
    return once(context, "loops of a template", _places_of_loops) if context.kind == "template" else frozenset()


def _places_of_loops(context: Context) -> frozenset[str]:
    return frozenset(finding.path for finding in _loops(context.document, context.clips_param))


def _loops(config: Any, values: Mapping[str, Any] | None) -> Iterator[Finding]:
    """Video clips that ask for LoopMode while their source and their place differ in length."""
    for clip, path, items in _video_clips(config, values):
        for item in items:
            fault = _loop_fault(clip, {**(values or {}), **item})
            if fault is not None:
                yield _finding("template.video-loop", path, *fault)
                break


def _video_clips(config: Any, values: Mapping[str, Any] | None) -> Iterator[tuple[Values, str, Sequence[Values]]]:
    """Every video clip with its place, and the local values of each copy that is made of it."""
    tracks = config.get("VideoTracks") if isinstance(config, Mapping) else None
    for number, track in enumerate(tracks if isinstance(tracks, list | tuple) else ()):
        clips = track.get("VideoTrackClips") if isinstance(track, Mapping) else None
        path = f"/VideoTracks/{number}/VideoTrackClips"
        entries = enumerate(clips) if isinstance(clips, list | tuple) else [("", clips)]
        for index, clip in entries:
            place = f"{path}/{index}" if index != "" else path
            items: Sequence[Mapping[str, Any]] = ({},)
            if isinstance(clip, Mapping) and clip.get("Sys_Type") in ARRAYS:
                items = _local_values(clip, values)
                clip, place = clip.get("Sys_Template"), f"{place}/Sys_Template"
            if isinstance(clip, Mapping) and clip.get("Type", "Video") == "Video":
                yield clip, place, items


def _local_values(array: Mapping[str, Any], values: Mapping[str, Any] | None) -> Sequence[Mapping[str, Any]]:
    source = array.get("Sys_ArrayObject")
    items = (values or {}).get(split(source).name) if isinstance(source, str) and is_param(source) else None
    if not isinstance(items, list | tuple):
        return ({},)
    return [item if isinstance(item, Mapping) else {} for item in items]


def _loop_fault(clip: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[str, str] | None:
    """Message and fix for a clip that loops over a place of another length than its source, or None."""
    if _value(clip.get("LoopMode"), values) not in (True, "true"):
        return None
    out, start = _number(clip.get("Out"), values), _number(clip.get("In", 0), values)
    end, begin = _number(clip.get("TimelineOut"), values), _number(clip.get("TimelineIn", 0), values)
    speed = _number(clip.get("Speed", 1), values)
    if out is None or start is None or end is None or begin is None or not speed or speed <= 0:
        return None
    source, place = (out - start) / speed, end - begin
    if source <= 0 or place <= 0 or abs(source - place) <= TOLERANCE:
        return None
    return (
        f"LoopMode is ignored on video: the source lasts {source:g} s and its place {place:g} s",
        "repeat the item in the array until the place is filled, or let both spans be equal",
    )


def _value(given: Any, values: Mapping[str, Any]) -> Any:
    """What a value of the Config becomes; `DROP` where that is not known."""
    if not isinstance(given, str) or not given.startswith("$"):
        return given
    name, has_default, default = split(given)
    return values.get(name, default if has_default else DROP)


def _number(given: Any, values: Mapping[str, Any]) -> float | None:
    value = _value(given, values)
    if isinstance(value, str):
        value = number_of(value)
    return value if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12 else None
