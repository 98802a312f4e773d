"""How long a text takes to speak: a guess, good to about a third, until the service has spoken it."""

from __future__ import annotations

import re

from timeline_dsl.units import TICKS

SYLLABLE, LETTER, DIGIT = 2300, 750, 2500
"""Ticks for a Chinese, Japanese or Korean character, for a letter of other scripts, and for a digit."""

SENTENCE, PAUSE = 4000, 2000
"""Ticks of silence at the end of a sentence, and at a comma."""

LONGEST_BREAK = 10 * TICKS

_SYLLABLES = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_DIGITS = re.compile(r"\d")
_WORDS = re.compile(r"\w")
_SENTENCES = re.compile("[.!?;。！？；…\n]+")
_PAUSES = re.compile("[,:，、：]+")
_BREAK = re.compile(r"""\s*break\b[^>]{0,100}?time\s*=\s*["']?([0-9]{1,6}(?:\.[0-9]{1,6})?)(ms|s)""")


def speech_length(content: str, rate: int | None) -> int:
    """The ticks that a voice takes for `content` (plain text or SSML) at a SpeechRate of -500 to 500."""
    text, breaks = _spoken(content) if content.lstrip().startswith("<") else (content, 0)
    syllables = len(_SYLLABLES.findall(text))
    digits = len(_DIGITS.findall(text))
    letters = len(_WORDS.findall(text)) - syllables - digits
    length = (
        syllables * SYLLABLE
        + digits * DIGIT
        + max(letters, 0) * LETTER
        + len(_SENTENCES.findall(text)) * SENTENCE
        + len(_PAUSES.findall(text)) * PAUSE
    )
    pitch = max(-500, min(500, rate or 0))
    return length * (1000 - pitch * (2 if pitch < 0 else 1)) // 1000 + breaks


def _spoken(markup: str) -> tuple[str, int]:
    """The text of SSML without its tags, and the ticks of the breaks that it asks for."""
    first, *rest = markup.split("<")
    text, breaks = [first], 0
    for part in rest:
        tag, _, after = part.partition(">")
        text.append(after)
        if match := _BREAK.match(tag):
            asked = float(match[1]) * TICKS
            breaks += min(int(asked / 1000 if match[2] == "ms" else asked), LONGEST_BREAK)
    return "".join(text), breaks
