"""The typed filter graph: its text, its inputs, and that any option value survives FFmpeg's two readings."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from timeline_dsl.render.ffmpeg import Ffmpeg
from timeline_dsl.render.graph import Audio, Filter, Graph, Stream, Video, escaped, parted, rate
from timeline_dsl.render.process import run
from timeline_dsl.render.source import Source

A = Source(path=Path("/media/a.mp4"))
B = Source(path=Path("/media/b.mp4"), start=Fraction(2))

HEAD = "sws_flags=bicubic:in_color_matrix=bt709:out_color_matrix=bt709;\n"


def lines(*outputs: Stream) -> str:
    """The text of a graph of pictures, less what it says of all of them."""
    text = Graph(*outputs).text()
    assert text.startswith(HEAD)
    return text.removeprefix(HEAD)


def test_a_graph_of_sounds_says_nothing_of_colours() -> None:
    assert Graph(Audio.of(A).through(Filter("volume", volume=2))).text() == "[0:a:0]volume=volume=2[out0]"


def test_filters_one_after_another_stand_on_one_line() -> None:
    small = Video.of(A).through(Filter("scale", w=640, h=360)).through(Filter("setsar", sar=1))
    assert lines(small) == "[0:v:0]scale=w=640:h=360,setsar=sar=1[out0]"


def test_streams_are_joined_by_labels() -> None:
    mixed = Video.mixed(Filter("overlay", x=10, y=20), Video.of(A), Video.of(B).through(Filter("hflip")))
    assert lines(mixed) == "[0:v:0]hflip[v1];\n[1:v:0][v1]overlay=x=10:y=20[out0]"
    assert Graph(mixed).sources == (B, A)


def test_a_stream_used_twice_is_split() -> None:
    base = Video.of(A).through(Filter("fps", fps=25))
    both = Video.mixed(Filter("hstack"), base, base)
    assert lines(both) == "[0:v:0]fps=fps=25[v1];\n[v1]split=outputs=2[v2][v3];\n[v2][v3]hstack[out0]"


def test_equal_materials_are_one_input_and_split() -> None:
    again = Source(path=Path("/media/a.mp4"))
    both = Audio.mixed(Filter("amix", inputs=2), Audio.of(A), Audio.of(again))
    graph = Graph(both)
    assert graph.sources == (A,)
    assert graph.text() == "[0:a:0]asplit=outputs=2[a1][a2];\n[a1][a2]amix=inputs=2[out0]"


def test_other_parts_of_one_file_are_other_inputs() -> None:
    later = Source(path=A.path, start=Fraction(10))
    graph = Graph(Video.mixed(Filter("concat"), Video.of(A), Video.of(later)))
    assert graph.sources == (A, later)


def test_what_nobody_takes_is_drained() -> None:
    low, _ = parted(Filter("acrossover", split="500"), [Audio.of(A)], [Audio, Audio])
    assert Graph(low).text() == "[0:a:0]acrossover=split=500[out0][a1];\n[a1]anullsink"


def test_an_output_that_is_used_as_well_is_split() -> None:
    base = Video.of(A).through(Filter("hflip"))
    assert (
        lines(base, base.through(Filter("vflip")))
        == "[0:v:0]hflip[v1];\n[v1]split=outputs=2[out0][v2];\n[v2]vflip[out1]"
    )


def test_a_material_that_is_mapped_as_it_is_gets_a_label() -> None:
    graph = Graph(Video.of(A), Audio.of(A))
    assert lines(Video.of(A), Audio.of(A)) == "[0:v:0]null[out0];\n[0:a:0]anull[out1]"
    assert graph.labels == ("[out0]", "[out1]")


def test_numbers_are_written_without_exponents() -> None:
    assert (
        str(Filter("f", a=0.00001, b=1e10, c=Fraction(1, 3), d=True, e=-0.5, f=3))
        == "f=a=0.00001:b=10000000000:c=0.333333:d=1:e=-0.5:f=3"
    )
    assert rate(Fraction(30_000, 1001)) == "30000/1001"


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="an option of a filter must be a finite number"):
        str(Filter("volume", volume=number))


def test_a_zero_byte_is_refused() -> None:
    with pytest.raises(ValueError, match="FFmpeg cannot hold a zero byte in an option"):
        escaped("a\0b")


def test_a_deep_graph_is_printed_without_recursion() -> None:
    film = Video.made(Filter("color", c="red"))
    for _ in range(5000):
        film = film.through(Filter("null"))
    assert Graph(film).text().count("null") == 5000


TEXTS = st.text(
    st.characters(blacklist_characters="\0", blacklist_categories=("Cs",)), min_size=1, max_size=30
) | st.text("\\':;,[]= \t\n\r%{}|@#\"", min_size=1, max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(["\\", "'", " a b ", "[in];[out],x=y:z\\'\\\\'", "\n\t", "\r\n", "%{pts}", "/etc/passwd", "é 汉字 🎬", "a\\"])
@given(st.lists(TEXTS, min_size=1, max_size=40))
def test_any_text_survives_as_the_value_of_an_option(ffmpeg: Ffmpeg, tmp_path: Path, texts: list[str]) -> None:
    told, script = tmp_path / "told.txt", tmp_path / "graph.txt"
    notes = [Filter("metadata", mode="add", key=f"text{number}", value=text) for number, text in enumerate(texts)]
    film = Video.made(
        Filter("color", s="16x16", d=Fraction(1, 25)), *notes, Filter("metadata", mode="print", file=str(told))
    )
    script.write_bytes(Graph(film).text().encode())
    run(ffmpeg, [ffmpeg.graph_option, str(script), "-map", "[out0]", "-frames:v", "1", "-f", "null", "-"])
    head, _, body = told.read_bytes().decode().partition("\n")
    assert head.startswith("frame:0")
    assert body == "".join(f"text{number}={text}\n" for number, text in enumerate(texts))


def test_an_awkward_folder_stands_in_a_graph(ffmpeg: Ffmpeg, tmp_path: Path) -> None:
    folder = tmp_path / "it's [a], b; c: d=e %d \\"
    folder.mkdir()
    captions = folder / "captions.ass"
    captions.write_text(
        "[Script Info]\nScriptType: v4.00+\n\n"
        "[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Sans\n\n"
        "[Events]\nFormat: Start, End, Style, Text\nDialogue: 0:00:00.00,0:00:01.00,Default,\n"
    )
    film = Video.made(Filter("color", s="64x48", d=Fraction(1, 25)), Filter("ass", filename=str(captions)))
    assert run(ffmpeg, ["-filter_complex", Graph(film).text(), "-map", "[out0]", "-f", "null", "-"]).frames == 1


def test_ffmpeg_takes_what_is_printed(ffmpeg: Ffmpeg, media: Path) -> None:
    film = Source(path=media / "blue.mp4")
    small = Video.of(film).through(Filter("scale", w=80, h=44), Filter("setsar", sar=1))
    stacked = Video.mixed(Filter("hstack", inputs=3), small, small, small.through(Filter("hflip")))
    graph = Graph(stacked, Audio.of(film), small)
    maps = [word for label in graph.labels for word in ("-map", label)]
    done = run(ffmpeg, [*graph.arguments(), "-filter_complex", graph.text(), *maps, "-f", "null", "-"])
    assert done.frames == 50
