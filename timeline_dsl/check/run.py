"""`check`: a document held against its schema, the facts and the rules, every fault told once and in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from timeline_dsl.check.allowances import of_caller, remarks, sorted_out
from timeline_dsl.check.context import Context, DocumentKind
from timeline_dsl.check.doubts import doubts
from timeline_dsl.check.families import load_families
from timeline_dsl.check.found import MOST, Found
from timeline_dsl.check.kinds import KINDS, known_kind, read, recognise_kind
from timeline_dsl.check.misfits import misfits
from timeline_dsl.check.order import Order, with_lines
from timeline_dsl.check.report import Report
from timeline_dsl.check.rule import CHECKERS, Fault, Faults, rules
from timeline_dsl.check.seeing import Nodes, see
from timeline_dsl.check.wording import UNREADABLE, Doubt
from timeline_dsl.documents import parse_text
from timeline_dsl.errors import DocumentError, Finding, UsageError, readers_line, shown
from timeline_dsl.materials import Materials
from timeline_dsl.node import Node, dump, facts_of
from timeline_dsl.node.blanks import is_param
from timeline_dsl.node.collection import collector_at_rest
from timeline_dsl.node.wire import load
from timeline_dsl.request import OutputMediaConfig, Request
from timeline_dsl.timeline import Timeline

Origin = tuple[str, str]
"""The name of a file, and its text."""


def check(
    timeline: Timeline,
    region: str | None = None,
    media: object = None,
    durations: Mapping[str, Any] | None = None,
    output: OutputMediaConfig | Mapping[str, Any] | None = None,
    allow: Mapping[str, str] | None = None,
) -> Report:
    """What is wrong with a timeline by its schema, the facts of its fields and the rules. It never raises for one.

    `region` is that of the call, `media` says where materials lie, `durations` gives lengths by MediaId or address,
    `output` is the OutputMediaConfig that goes with it, `allow` accepts the findings of rules with a reason.
    Rules that need what is not given stay silent.
    """
    if not isinstance(timeline, Timeline):
        raise UsageError(
            f"check takes a Timeline (got {shown(timeline)})",
            fix="check_document takes JSON values",
            where=readers_line(),
        )
    with collector_at_rest():
        try:
            document = dump(timeline)
        except RecursionError:
            return _unreadable("timeline", DocumentError("the timeline is nested too deeply"), timeline.origin)
        context = Context(
            kind="timeline",
            document=document,
            root=timeline,
            timeline=timeline,
            region=region,
            materials=_materials(media),
            durations=durations,
            output=_output(output),
        )
        return _checked(context, document, timeline.origin, allow)


def check_document(
    document: Any,
    kind: str | None = None,
    region: str | None = None,
    media: object = None,
    durations: Mapping[str, Any] | None = None,
    output_config: Any = None,
    clips_param: Any = None,
    template_status: str | None = None,
    origin: Origin | None = None,
    allow: Mapping[str, str] | None = None,
) -> Report:
    """What is wrong with a JSON value of a kind (`timeline`, `request`, `output-config`, `template`; else recognised).

    It never raises for a document, whatever it is. `clips_param` holds the values of a template's blanks (an object or
    its JSON text), `template_status` the state of the template; `origin` is the name and the text of its file, so that
    findings tell the line. The rest is as for `check`.
    """
    with collector_at_rest():
        wanted: DocumentKind = recognise_kind(document) if kind is None else known_kind(kind)
        try:
            opened, root = read(wanted, document)
            plain = dump(root)
        except DocumentError as error:
            return _unreadable(wanted, error, origin)
        except RecursionError:
            return _unreadable(wanted, DocumentError("the document is nested too deeply"), origin)
        request = root if isinstance(root, Request) else None
        timeline = request.timeline if request is not None else root
        context = Context(
            kind=wanted,
            document=opened,
            written=document,
            root=root,
            timeline=timeline if isinstance(timeline, Timeline) else None,
            region=region,
            materials=_materials(media),
            durations=durations,
            output=_output_of(root, output_config),
            request=request,
            clips_param=_clips_param(clips_param if request is None else request.clips_param),
            template_status=template_status,
            timeline_path="/Timeline" if request is not None else "",
        )
        return _checked(context, plain, origin, allow)


def _unreadable(kind: DocumentKind, error: DocumentError, origin: Origin | None) -> Report:
    finding = Doubt(UNREADABLE, "", error.message, error.fix or "", None).finding()
    return Report(kind=kind, findings=tuple(with_lines([finding], origin)) if origin else (finding,))


def _materials(media: object) -> Materials | None:
    return None if media is None else Materials.of(media)


def _output_of(root: Node, given: Any) -> OutputMediaConfig | None:
    if isinstance(root, OutputMediaConfig):
        return root
    inner = root.output_media_config if isinstance(root, Request) else None
    return inner if isinstance(inner, OutputMediaConfig) else _output(given)


def _output(given: Any) -> OutputMediaConfig | None:
    if isinstance(given, OutputMediaConfig):
        return given
    value = _opened(given)
    return load(OutputMediaConfig, value) if isinstance(value, Mapping) else None


def _clips_param(given: Any) -> Mapping[str, Any] | None:
    value = _opened(given)
    return value if isinstance(value, Mapping) else None


def _opened(given: Any) -> Any:
    """A JSON value, or what a JSON text says."""
    if not isinstance(given, str):
        return given
    try:
        return parse_text(given, "the text")
    except DocumentError:
        return None


# -- the pipeline -----------------------------------------------------------------------------------------------------


def _checked(context: Context, document: Any, origin: Origin | None, allow: Mapping[str, str] | None) -> Report:
    """Everything found in a document whose plain form is `document`."""
    load_families()
    accepted = of_caller(allow)
    found = Found()
    context.nodes = nodes = see(context.root)
    if context.durations is not None:
        _ = context.plan  # wrong durations are refused whether a rule asks for the times or not
    if not _is_advanced(context):
        misfits(KINDS[context.kind].schema, document, nodes, found)
        doubts(nodes, found)
        accepted += remarks(nodes, found)
    told = [] if found.hopeless else _told_by_rules(nodes, context, found)
    findings = _in_order([*told, *_not_told_yet(found, told)], context.document)
    stay, allowed = sorted_out(findings, accepted)
    if origin is not None:
        stay = tuple(with_lines(stay, origin))
    return Report(kind=context.kind, findings=stay, allowed=allowed, cut=tuple(sorted(found.cut)))


def _told_by_rules(nodes: Nodes, context: Context, so_far: Found) -> list[Finding]:
    found: dict[tuple[str, str], Finding] = {}
    counts: Counter[str] = Counter()
    table = rules()
    only = "template." if _is_advanced(context) else ""
    for kind in list(nodes):
        for slug, checker in CHECKERS.get(kind, ()):
            if not slug.startswith(only):
                continue
            for seen in nodes[kind]:
                faults = checker(seen, context)
                if faults is None:
                    continue
                for fault in _each(faults):
                    if counts[slug] >= MOST and type(fault) is Fault:
                        break
                    if not _about_blank(fault):
                        finding = fault.finding(table[slug])
                        if counts[finding.rule] >= MOST:
                            so_far.cut.add(finding.rule)
                            continue
                        found.setdefault((finding.rule, finding.path), finding)
                        counts[finding.rule] += 1
                if counts[slug] >= MOST:
                    so_far.cut.add(slug)
                    break
            if so_far.hopeless:
                return list(found.values())
    return list(found.values())


def _is_advanced(context: Context) -> bool:
    """Whether a document is an advanced template: the address of a package made elsewhere, and no timeline."""
    document = context.document
    return context.kind == "template" and "oss_url" in document and not any("Tracks" in key for key in document)


def _each(faults: Faults) -> Iterable[Fault]:
    if faults is None:
        return ()
    return (faults,) if isinstance(faults, Fault) else faults


def _about_blank(fault: Fault) -> bool:
    """Whether a fault is about a value that a template's `$Name` stands for."""
    if not fault.field:
        return False
    node = fault.seen.node
    fact = facts_of(type(node)).get(fault.field)
    value = getattr(node, fault.field) if fact is not None else None
    if value is None and node.extra:
        value = node.extra.get(fault.field if fact is None else fact.wire)
    return is_param(value)


def _not_told_yet(found: Found, told: Iterable[Finding]) -> Iterator[Finding]:
    """The doubts about places of which no rule has told something at least as grave."""
    graver: dict[str, str] = {}
    for finding in told:
        if graver.get(finding.path) != "error":
            graver[finding.path] = finding.severity
    for doubt in found.doubts.values():
        finding = doubt.finding()
        about = [finding.path, finding.path.removesuffix("/Type")] if doubt.item else [finding.path]
        grave = {graver[path] for path in about if path in graver}
        if "error" not in grave and (not grave or finding.severity == "error"):
            yield finding


def _in_order(findings: Iterable[Finding], document: Any) -> list[Finding]:
    """The findings in the order of the author's document and in the author's spelling of keys."""
    import attrs

    order = Order(document)
    placed = []
    for finding in findings:
        key, path = order.place(finding.path)
        placed.append((key, finding if path == finding.path else attrs.evolve(finding, path=path)))
    placed.sort(key=lambda one: one[0])
    return [finding for _, finding in placed]
