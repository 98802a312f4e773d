"""The library of eSpeak NG as a program: `python espeak.py LIBRARY DATA` takes the options of `espeak-ng` used here.

It is run as a process of its own and never imported: the library is under the GPL-3.0, and stays apart from whoever
renders. It reads UTF-8 from its standard input and writes a WAV file.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import sys
import wave

SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: the samples come before espeak_Synth returns
KEEP_RUNNING = 0x8000  # espeakINITIALIZE_DONT_EXIT: a fault is an answer, not the end of the process
RATE, PITCH = 1, 3
UTF8, MARKUP, PAUSE_AT_END = 1, 0x10, 0x1000


def main() -> int:
    """Speak once; 0 when all went well."""
    asked = _asked()
    library = ctypes.CDLL(asked.library)
    hertz = library.espeak_Initialize(SYNCHRONOUS, 0, os.fsencode(asked.data), KEEP_RUNNING)
    if hertz <= 0:
        return _failed("its data cannot be read")
    with contextlib.suppress(AttributeError):  # older ones have no seed to set: they are alike each time
        library.espeak_ng_SetRandSeed(ctypes.c_long(1))  # else breath and hiss begin at a number made of the time
    if library.espeak_SetVoiceByName(asked.voice.encode()):
        return _failed(f"there is no voice {asked.voice}")
    library.espeak_SetParameter(RATE, asked.speed, 0)
    library.espeak_SetParameter(PITCH, asked.pitch, 0)
    text = sys.stdin.buffer.read().replace(b"\0", b" ")
    broken: list[OSError] = []
    with wave.open(asked.output, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(hertz)

        def take(samples: int | None, count: int, events: int | None) -> int:
            try:
                if samples and count > 0:
                    file.writeframesraw(ctypes.string_at(samples, 2 * count))
            except OSError as error:
                broken.append(error)
            return len(broken)  # anything but 0 ends the speech

        called = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(take)
        library.espeak_SetSynthCallback(called)
        size = ctypes.c_size_t(len(text) + 1)
        flags = UTF8 | PAUSE_AT_END | (MARKUP if asked.markup else 0)
        code = library.espeak_Synth(text, size, 0, 1, 0, flags, None, None)
    if broken:
        return _failed(str(broken[0]))
    return _failed(f"it ended with the code {code}") if code else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Speak with the library of eSpeak NG.")
    parser.add_argument("library")
    parser.add_argument("data")
    parser.add_argument("-v", dest="voice", required=True)
    parser.add_argument("-s", dest="speed", type=int, default=175)
    parser.add_argument("-p", dest="pitch", type=int, default=50)
    parser.add_argument("-w", dest="output", required=True)
    parser.add_argument("-m", dest="markup", action="store_true")
    parser.add_argument("-b", dest="encoding", choices=["1"])
    parser.add_argument("--stdin", action="store_true")
    return parser.parse_args()


def _failed(why: str) -> int:
    print(why, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
