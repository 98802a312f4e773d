"""Text files that people have: the text of bytes in whatever encoding they most likely are."""

from __future__ import annotations

import re

import attrs

_MARK = b"\xef\xbb\xbf"
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32", "UTF-32"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
_LOOKED_AT = 4096
_HIGH = re.compile(rb"[\x80-\xff]+")


@attrs.frozen(kw_only=True, slots=True)
class Written:
    """The text of a file, and the name of its encoding."""

    text: str
    encoding: str


def decoded(data: bytes) -> Written:
    """Bytes as text in UTF-8, UTF-16, UTF-32, GB18030 or Windows-1252; a `UnicodeError` where a mark does not hold."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return Written(text=data.decode(codec).removeprefix("\ufeff"), encoding=name)
    even, odd = (data[side:_LOOKED_AT:2].count(0) for side in (0, 1))
    if max(even, odd) * 8 > len(data[:_LOOKED_AT]):  # every other byte of plain letters is 0
        return Written(text=data.decode("utf-16-be" if even > odd else "utf-16-le"), encoding="UTF-16")
    text = data.removeprefix(_MARK).decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    if not bad or data.startswith(_MARK) or sum(sign > "\x7f" for sign in text) > 5 * bad:
        return Written(text=text, encoding="UTF-8 with bad bytes" if bad else "UTF-8")
    runs = _HIGH.findall(data)
    if 2 * sum(len(run) % 2 for run in runs) <= len(runs):  # Chinese signs have two bytes, accents stand alone
        try:
            return Written(text=data.decode("gb18030"), encoding="GB18030")
        except UnicodeDecodeError:
            pass  # then it is what is left
    return Written(text=data.decode("cp1252", errors="replace"), encoding="Windows-1252")
