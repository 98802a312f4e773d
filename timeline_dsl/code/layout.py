"""Python expressions as trees, and their text in lines of at most 120 columns."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

import attrs

WIDTH = 120
STEP = 4


@attrs.frozen
class Atom:
    """Code that is never broken: a name, a number."""

    text: str


@attrs.frozen
class Text:
    """A string, after a name that it is added to ("" for none); too long a one is written in several parts."""

    value: str
    prefix: str = ""


@attrs.frozen
class Call:
    """`head(arguments)`; an argument is an expression, perhaps after its name."""

    head: str
    arguments: tuple[tuple[str, Code], ...] = ()


@attrs.frozen
class Chain:
    """`head` and what is done to it, one step after another: `.name(…)` or `[start:end]`."""

    head: Code
    steps: tuple[Call | Atom, ...]


@attrs.frozen
class Items:
    """A list, a tuple or a dict: its brackets, and its items, perhaps after their keys."""

    brackets: str
    items: tuple[tuple[Text | None, Code], ...] = ()


Code = Atom | Text | Call | Chain | Items


def call(head: str, *arguments: Code, **named: Code | None) -> Call:
    """A call; named arguments that are None are left out."""
    rest = tuple((name, code) for name, code in named.items() if code is not None)
    return Call(head, (*(("", code) for code in arguments), *rest))


def listed(items: Iterable[Code], brackets: str = "[]") -> Items:
    """A list or a tuple of expressions."""
    return Items(brackets, tuple((None, item) for item in items))


def then(code: Code, *steps: Call | Atom) -> Code:
    """An expression with more steps after it."""
    if not steps:
        return code
    return Chain(code.head, (*code.steps, *steps)) if isinstance(code, Chain) else Chain(code, steps)


def laid_out(code: Code, indent: int = 0, before: int = 0, after: int = 0) -> str:
    """The text of an expression that begins in column `indent + before` and is followed by `after` characters.

    Lines after the first are indented by `indent` or more.
    """
    line = on_one_line(code)
    if indent + before + columns(line) + after <= WIDTH:
        return line
    if isinstance(code, Text):
        return _in_parts(code, indent)
    if isinstance(code, Call):
        return _bracketed(f"{code.head}(", _arguments(code.arguments, indent + STEP), ")", indent)
    if isinstance(code, Items):
        return _bracketed(code.brackets[0], _items(code, indent + STEP), code.brackets[1], indent)
    return _chain(code, indent, before, after) if isinstance(code, Chain) else line


def columns(text: str) -> int:
    """How many columns a line takes; Chinese signs take two each."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def on_one_line(code: Code) -> str:
    """The text of an expression without a line break."""
    if isinstance(code, Atom):
        return code.text
    if isinstance(code, Text):
        return (f"{code.prefix} + " if code.prefix else "") + quoted(code.value)
    if isinstance(code, Call):
        return f"{code.head}({', '.join(_named(name, on_one_line(one)) for name, one in code.arguments)})"
    if isinstance(code, Chain):
        return _operand(code.head, on_one_line(code.head)) + "".join(_step(step) for step in code.steps)
    keys = ["" if key is None else f"{on_one_line(key)}: " for key, _ in code.items]
    inside = ", ".join(key + on_one_line(one) for key, (_, one) in zip(keys, code.items, strict=True))
    comma = "," if code.brackets == "()" and len(code.items) == 1 else ""
    return code.brackets[0] + inside + comma + code.brackets[1]


def _named(name: str, text: str) -> str:
    return f"{name}={text}" if name else text


def _step(step: Call | Atom) -> str:
    text = on_one_line(step)
    return text if isinstance(step, Atom) else f".{text}"


def _operand(code: Code, text: str) -> str:
    """An expression as something that steps can follow."""
    return f"({text})" if isinstance(code, Text) and code.prefix else text


def _bracketed(opening: str, lines: Sequence[str], closing: str, indent: int) -> str:
    if not lines:
        return opening + closing
    inner = " " * (indent + STEP)
    return opening + "\n" + "".join(f"{inner}{line},\n" for line in lines) + " " * indent + closing


def _arguments(arguments: Sequence[tuple[str, Code]], indent: int) -> list[str]:
    return [_named(name, laid_out(one, indent, len(name) + 1 if name else 0, 1)) for name, one in arguments]


def _items(code: Items, indent: int) -> list[str]:
    lines = []
    for key, one in code.items:
        if key is None:
            lines.append(laid_out(one, indent, 0, 1))
            continue
        name = laid_out(key, indent, 0, 3)
        last = name.rpartition("\n")[2]
        used = columns(last) + 2 - (indent if "\n" in name else 0)
        lines.append(f"{name}: {laid_out(one, indent, used, 1)}")
    return lines


def _chain(code: Chain, indent: int, before: int, after: int) -> str:
    """A chain broken inside its last call where that is enough, else with one step a line, in parentheses."""
    last = code.steps[-1]
    calls = sum(isinstance(step, Call) for step in code.steps)
    if isinstance(last, Call) and calls == 1:
        rest = then(code.head, *code.steps[:-1])
        start = on_one_line(rest) + f".{last.head}("
        if last.arguments and indent + before + columns(start) <= WIDTH:
            return _bracketed(start, _arguments(last.arguments, indent + STEP), ")", indent)
        if isinstance(rest, Call):
            start = f"{laid_out(rest, indent, before, WIDTH)}.{last.head}("
            return _bracketed(start, _arguments(last.arguments, indent + STEP), ")", indent)
    return "(\n" + " " * (indent + STEP) + stacked(code, indent + STEP) + "\n" + " " * indent + ")"


def stacked(code: Chain, indent: int) -> str:
    """A chain with one call a line, for inside parentheses; subscripts stay with what they cut."""
    lines = [_operand(code.head, laid_out(code.head, indent, 0, 20))]
    for step in code.steps:
        if isinstance(step, Atom):
            lines[-1] += step.text
        else:
            lines.append("." + laid_out(step, indent, 1))
    return ("\n" + " " * indent).join(lines)


# -- strings -----------------------------------------------------------------------------------------------------------


def quoted(text: str) -> str:
    """A string literal, in double quotes unless the text holds some."""
    plain = repr(text)
    if plain.startswith("'") and '"' not in text:
        return '"' + plain[1:-1].replace("\\'", "'") + '"'
    return plain


_CUT = re.compile(r"(?<=[\s/,;|])")


def _in_parts(code: Text, indent: int) -> str:
    """A long string as adjacent literals in parentheses, cut after blanks and slashes where there are some."""
    room = WIDTH - indent - STEP
    prefix = f"{code.prefix} + " if code.prefix else ""
    lines: list[str] = []
    line = ""
    for piece in _pieces(code.value, room - 4):
        lead = prefix if not lines else ""
        if line and columns(lead + quoted(line + piece)) > room:
            lines.append(lead + quoted(line))
            line = ""
        line += piece
    lines.append((prefix if not lines else "") + quoted(line))
    inner = "\n" + " " * (indent + STEP)
    return "(" + inner + inner.join(lines) + "\n" + " " * indent + ")"


def _pieces(text: str, most: int) -> Iterable[str]:
    """The text cut where it may be, in pieces whose literals are no longer than `most`."""
    for piece in _CUT.split(text):
        while columns(quoted(piece)) > most:
            length = most // 10  # the longest escape has ten characters
            while length < len(piece) and columns(quoted(piece[: length + 1])) <= most:
                length += 1
            yield piece[:length]
            piece = piece[length:]
        if piece:
            yield piece


def is_name(text: str) -> bool:
    """Whether a text can stand as a name in code."""
    return text.isascii() and text.isidentifier() and not keyword.iskeyword(text)
