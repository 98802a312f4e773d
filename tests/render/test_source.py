"""How a material is opened, and that it reaches nothing but itself."""

from __future__ import annotations

import http.server
import threading
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline_dsl.errors import RenderError
from timeline_dsl.render.ffmpeg import Ffmpeg
from timeline_dsl.render.process import run
from timeline_dsl.render.source import Source, guards, plain_seconds


def test_the_options_of_an_input_stand_before_it() -> None:
    source = Source(path=Path("/media/a.mp4"), start=Fraction(5, 2), length=Fraction(4, 3), demuxer="mov")
    assert source.arguments() == (
        "-protocol_whitelist",
        "file,pipe",
        "-format_whitelist",
        "mov",
        "-f",
        "mov",
        "-max_pixels",
        "268435456",
        "-ss",
        "2.5",
        "-t",
        "1.333333",
        "-i",
        "file:/media/a.mp4",
    )


def test_a_name_that_looks_like_a_protocol_or_a_pattern_is_only_a_name(
    ffmpeg: Ffmpeg, media: Path, tmp_path: Path
) -> None:
    for name in ("concat:a|b.png", "-y.png", "frame%03d.png", "a'b,c;d[e].png"):
        odd = tmp_path / name
        odd.write_bytes((media / "still.png").read_bytes())
        run(ffmpeg, [*Source(path=odd, demuxer="png_pipe").arguments(), "-frames:v", "1", "-f", "null", "-"])


@given(st.fractions(min_value=-10_000, max_value=10_000))
def test_seconds_are_written_to_the_microsecond(time: Fraction) -> None:
    text = plain_seconds(time)
    assert abs(Fraction(text) - time) <= Fraction(1, 2_000_000)
    assert "e" not in text


@pytest.mark.parametrize(
    "content",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{url}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile '{url}'\n",
        '<?xml version="1.0"?><MPD type="static"><Period><AdaptationSet><Representation id="1"><BaseURL>{url}</BaseURL>'
        "</Representation></AdaptationSet></Period></MPD>",
    ],
)
def test_a_list_among_the_materials_reaches_no_network(ffmpeg: Ffmpeg, tmp_path: Path, content: str) -> None:
    asked: list[str] = []

    class Ear(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        trap = tmp_path / "film.mp4"
        trap.write_text(content.format(url=f"http://127.0.0.1:{server.server_port}/secret.ts"))
        with pytest.raises(RenderError):
            run(ffmpeg, [*guards(), "-i", f"file:{trap}", "-f", "null", "-"])
        with pytest.raises(RenderError):
            run(ffmpeg, [*guards("mov"), "-i", f"file:{trap}", "-f", "null", "-"])
    finally:
        server.shutdown()
        server.server_close()
    assert asked == []
