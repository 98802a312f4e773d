"""What is said for one clip, and how: the words, the language, the speed and the pitch.

How the service's pitch and volume count is not published. Here PitchRate counts as SpeechRate does (-500 half, 500
double, as far as the voice goes), and Volume 50 of 100 leaves the sound as it is.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from hashlib import sha256
from html import escape
from math import log2
from typing import Any

import attrs

from timeline_dsl.catalog import Row, table
from timeline_dsl.render.speech.engine import Engine, Silent
from timeline_dsl.schedule.speech import rate_of, slowness, speech_length
from timeline_dsl.schedule.ssml import Script, read
from timeline_dsl.units import TICKS, Time

MOST_SIGNS = 20_000
"""Longer texts are not spoken; the service itself takes 10,000 Chinese characters."""

WORDS_A_MINUTE = {"cmn": 200, "yue": 190, "ja": 120}
"""The speeds at which the voice takes about as long as the schedule reckons with; 175 elsewhere."""

_SLOWEST, _FASTEST = 80, 450
_CHINESE = ("cmn", "yue")
_NOT_LATIN = (*_CHINESE, "ja", "ko", "ru")
"""Languages that are not written in Latin letters: those of a text are read as English."""

_FEMALE = re.compile(r"\b(?:female|girl|child)\b", re.IGNORECASE)
_SCRIPTS = {
    "kana": re.compile("[\u3040-\u30ff]"),
    "hangul": re.compile("[\uac00-\ud7af]"),
    "han": re.compile("[\u3400-\u9fff\uf900-\ufaff]"),
    "cyrillic": re.compile("[\u0400-\u04ff]"),
}


@attrs.frozen(kw_only=True, slots=True)
class Utterance:
    """One text as it is spoken: by `voice` of the engine, at `speed` words a minute, with a `pitch` of 0 to 99.

    `words` is markup of our own. `expected` is how many seconds it is to take, `level` the factor of its loudness.
    """

    voice: str
    speed: int
    pitch: int
    words: str
    expected: Time
    level: Fraction = Fraction(1)

    def key(self, engine: Engine) -> str:
        """What tells apart speech that sounds different, as spoken by this engine."""
        told = (engine.version, self.voice, str(self.speed), str(self.pitch), self.words)
        return sha256("\0".join(told).encode()).hexdigest()

    @property
    def options(self) -> tuple[str, ...]:
        """The options of the engine: nothing in them comes out of the timeline as it stands there."""
        return ("--stdin", "-m", "-b", "1", "-v", self.voice, "-s", str(self.speed), "-p", str(self.pitch))


def utterance(node: Any, told: Time | None = None) -> Utterance | Silent:
    """What is to be said for a clip with a text; `told` are the seconds that it takes, where the caller knows them."""
    content: str = node.content
    if len(content) > MOST_SIGNS:
        return Silent(f"texts of more than {MOST_SIGNS} signs are not spoken")
    script = read(content)
    if not any(sign.isalnum() for sign in script.text):
        return Silent("its text has nothing that can be spoken")
    named = None if node.customized_voice else script.root.get("voice") or node.voice
    row = table("voices").rows.get(named or "")
    language = language_of(row, script.text)
    if isinstance(language, Silent):
        return language
    rate = rate_of(script, node.speech_rate)
    pace = Fraction(1000, slowness(rate))
    pitch = script.number("pitch")
    volume = script.number("volume")
    return Utterance(
        voice=language + variant_of(row),
        speed=max(_SLOWEST, min(_FASTEST, round(WORDS_A_MINUTE.get(language, 175) * pace))),
        pitch=_pitch(node.pitch_rate or 0 if pitch is None else pitch),
        words=_words(script),
        expected=told or Fraction(max(speech_length(content, node.speech_rate), 1), TICKS),
        level=_level(getattr(node, "volume", None) if volume is None else volume),
    )


def language_of(row: Row | None, text: str) -> str | Silent:
    """The language of a voice of the service, or that of the script where the voice would not read it."""
    own = _own_language(row)
    counts = {name: len(signs.findall(text)) for name, signs in _SCRIPTS.items()}
    letters = sum(sign.isalpha() for sign in text) - sum(counts.values())
    if counts["kana"] or (own == "ja" and counts["han"]):
        return Silent("eSpeak NG does not read the Chinese characters of Japanese") if counts["han"] else "ja"
    if counts["hangul"] > counts["han"]:
        return "ko"
    if counts["han"]:
        # Latin letters among them are read as English
        return own if own in _CHINESE else "cmn"
    if counts["cyrillic"] > letters:
        return "ru"
    return "en-us" if letters > 0 and own in _NOT_LATIN else own


def _own_language(row: Row | None) -> str:
    """The engine's name of the language of a voice (`en` is British); English where nothing is known of it."""
    said = str(row.facts.get("language", "en")) if row else "en"
    label = row.label if row else ""
    if said.startswith("zh"):
        return "yue" if "Cantonese" in label and "accent" not in label else "cmn"
    if said == "en":
        return "en" if "British" in label else "en-us"
    return "id" if said == "fil" else said  # Filipino is not spoken here: its nearest relative


def variant_of(row: Row | None) -> str:
    """The higher variant of a voice, for women and children; the plain one is a man's."""
    return "+f2" if row and _FEMALE.search(row.label) else ""


def _pitch(rate: int) -> int:
    return max(0, min(99, round(50 + 50 * log2(1000 / slowness(rate)))))


def _level(volume: int | None) -> Fraction:
    return Fraction(1) if volume is None else Fraction(max(0, min(100, volume)), 50)


def _words(script: Script) -> str:
    """The script as markup that holds nothing but texts and pauses."""
    parts = (
        f'<break time="{piece * 1000 // TICKS}ms"/>' if isinstance(piece, int) else escape(_plain(piece), quote=False)
        for piece in script.pieces
    )
    return f"<speak>{''.join(parts)}</speak>"


def _is_odd(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn")


def _plain(text: str) -> str:
    """A text without control signs, halves of signs and what the engine reads as phonemes."""
    lines = ("".join(" " if _is_odd(sign) else sign for sign in line) for line in text.splitlines())
    kept = "\n\n".join(lines)  # a blank line is a pause
    return kept.replace("[[", "[ [").replace("]]", "] ]")
