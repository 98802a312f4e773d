"""What the output sounds like: who is heard, how a material is read, and the mix of all."""

from timeline_dsl.render.sound.mix import heard, mastered, mixed, windows
from timeline_dsl.render.sound.reading import KEPT, tempo
from timeline_dsl.render.sound.voices import Voice, loudest, voices

__all__ = ["KEPT", "Voice", "heard", "loudest", "mastered", "mixed", "tempo", "voices", "windows"]
