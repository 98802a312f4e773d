"""Speech of texts: the voice of this machine in the place of the service's, or silence where there is none."""

from timeline_dsl.render.speech.cast import Cast, cast_of, verdict_of_voice
from timeline_dsl.render.speech.speaking import Recording

__all__ = ["Cast", "Recording", "cast_of", "verdict_of_voice"]
