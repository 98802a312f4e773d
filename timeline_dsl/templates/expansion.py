"""The expansion of a regular template, exactly as the service does it, on plain dicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from timeline_dsl.errors import DocumentError, Finding, TemplateError, shown
from timeline_dsl.node import Document, thawed
from timeline_dsl.node.blanks import DROP, is_param, params, split
from timeline_dsl.node.wire import DEEPEST

ARRAY_KINDS = ("Array", "ArrayItems")
"""What `Sys_Type` may say: the value of a field, or items spliced into a list."""

Values = Mapping[str, Any]
"""ClipsParam: the values of a template's parameters, by name without `$`."""


def expand(config: Mapping[str, Any], values: Values) -> Document:
    """The document that a template Config makes of the values of its parameters.

    Raises `TemplateError` when they do not fit; its findings tell every misfit with its place in the Config.
    """
    try:
        document: Document = _expanded(config, values, {}, "", 0)
    except _Misfit as misfit:
        raise _told(config, values, misfit) from None
    return document


class _Misfit(Exception):
    """Where expansion had to stop, and why."""

    def __init__(self, rule: str, path: str, message: str, fix: str) -> None:
        super().__init__(message)
        self.rule, self.path, self.message, self.fix = rule, path, message, fix


def _told(config: Mapping[str, Any], values: Values, misfit: _Misfit) -> TemplateError:
    """The misfit as an error that tells of all the others too."""
    findings = tuple(found for found in misfits(config, values) if found.severity == "error")
    if not findings:
        findings = (
            Finding(
                rule=misfit.rule,
                severity="error",
                path=misfit.path,
                message=misfit.message,
                fix=misfit.fix,
                evidence="doc",
            ),
        )
    return misfit_error(findings)


def misfits(config: Mapping[str, Any], values: Values) -> tuple[Finding, ...]:
    """The findings about the values of a Config's parameters: missing, misshaped, unused."""
    from timeline_dsl.check.template_rules import template_findings

    return tuple(template_findings(config, values, None))


def misfit_error(findings: tuple[Finding, ...]) -> TemplateError:
    """The error that tells how values and a template do not fit."""
    count = "1 misfit" if len(findings) == 1 else f"{len(findings)} misfits"
    lines = [f"{count} between the template and its parameters:", *map(str, findings)]
    return TemplateError("\n".join(lines), findings=findings)


def _expanded(value: Any, given: Values, local: Values, path: str, depth: int) -> Any:
    """`value` with its blanks filled: from `local` first, then from `given`, then from their own defaults."""
    if depth > DEEPEST:
        raise DocumentError(
            f"the template is nested deeper than {DEEPEST} levels",
            fix="a timeline needs seven; look for a structure inside itself",
        )
    if is_param(value):
        return _filled(value, given, local, path)
    if isinstance(value, list | tuple):
        return _expanded_list(value, given, local, path, depth)
    if not isinstance(value, Mapping):
        return value
    if value.get("Sys_Type") in ARRAY_KINDS:
        return list(_expanded_array(value, given, path, depth))
    document: Document = {}
    for key, inner in value.items():
        made = _expanded(inner, given, local, f"{path}/{_step(key)}", depth + 1)
        if made is not DROP:
            document[key] = made
    return document


def _step(key: object) -> str:
    return str(key).replace("~", "~0").replace("/", "~1")


def _filled(text: str, given: Values, local: Values, path: str) -> Any:
    blank = split(text)
    for values in (local, given):
        if blank.name in values:
            return thawed(values[blank.name])
    if not blank.has_default:
        raise _Misfit(
            "template.param-missing",
            path,
            f"the template parameter {blank.name!r} is missing",
            f"supply {blank.name!r}",
        )
    return blank.default


def _expanded_list(items: Any, given: Values, local: Values, path: str, depth: int) -> list[Any]:
    out: list[Any] = []
    for index, item in enumerate(items):
        made = _expanded(item, given, local, f"{path}/{index}", depth + 1)
        if made is DROP:
            continue
        if isinstance(item, Mapping) and item.get("Sys_Type") == "ArrayItems":
            out += made
        else:
            out.append(made)
    return out


def _expanded_array(node: Mapping[str, Any], given: Values, path: str, depth: int) -> Iterator[Any]:
    """One copy of `Sys_Template` for each item of the array that `Sys_ArrayObject` names."""
    name = node.get("Sys_ArrayObject")
    if not is_param(name):
        raise _Misfit(
            "template.array-type",
            f"{path}/Sys_ArrayObject",
            f"Sys_ArrayObject must be a parameter (got {shown(name)})",
            'write for example "$Clips"',
        )
    name = split(name).name  # type: ignore[arg-type]  # is_param made sure of text
    items = given.get(name)
    if not isinstance(items, list | tuple):
        reason = f"it is {shown(items)}" if name in given else "it is missing"
        raise _Misfit(
            "template.array-type",
            f"{path}/Sys_ArrayObject",
            f"the template parameter {name!r} must be an array: {reason}",
            f"supply {name!r} as a list",
        )
    if "Sys_Template" not in node:
        raise _Misfit("template.sys-template", path, "Sys_Type needs a Sys_Template to repeat", "add Sys_Template")
    open_names = [one for one in params(node["Sys_Template"]) if one not in given]
    for item in items:
        if not isinstance(item, Mapping):
            if len(open_names) != 1:
                raise _Misfit(
                    "template.array-scalar-form",
                    f"{path}/Sys_Template",
                    f"the items of {name!r} are not objects, and the Sys_Template has {len(open_names)} "
                    "open parameters, not one",
                    f"supply objects with the keys {', '.join(open_names)}",
                )
            item = {open_names[0]: item}
        made = _expanded(node["Sys_Template"], given, item, f"{path}/Sys_Template", depth + 1)
        if made is not DROP:
            yield made
