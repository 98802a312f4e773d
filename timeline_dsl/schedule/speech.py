"""How long a text takes to speak: a guess, good to about a third, until the service has spoken it."""

from __future__ import annotations

import re

from timeline_dsl.schedule.ssml import Script, read

SYLLABLE, LETTER, DIGIT = 2300, 750, 2500
"""Ticks for a Chinese, Japanese or Korean character, for a letter of other scripts, and for a digit."""

SENTENCE, PAUSE = 4000, 2000
"""Ticks of silence at the end of a sentence, and at a comma."""

_SYLLABLES = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_DIGITS = re.compile(r"\d")
_WORDS = re.compile(r"\w")
_SENTENCES = re.compile("[.!?;。！？；…\n]+")
_PAUSES = re.compile("[,:，、：]+")


def speech_length(content: str, rate: int | None) -> int:
    """The ticks that a voice takes for `content` (plain text or SSML) at a SpeechRate of -500 to 500.

    A rate that the SSML itself asks for wins.
    """
    script = read(content)
    text = script.text
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
    return length * slowness(rate_of(script, rate)) // 1000 + script.pauses


def rate_of(script: Script, rate: int | None) -> int:
    """The SpeechRate at which a script is spoken whose clip asks for `rate`."""
    said = script.number("rate")
    return said if said is not None else rate or 0


def slowness(rate: int) -> int:
    """How many thousandths of its usual time a voice takes at a SpeechRate: 2000 at -500, 500 at 500."""
    within = max(-500, min(500, rate))
    return 1000 - within * (2 if within < 0 else 1)
