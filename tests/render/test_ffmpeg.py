"""Which FFmpeg is used, and what is said when there is none."""

from __future__ import annotations

import importlib.util
import os
import stat
from pathlib import Path

import pytest

from timeline_dsl.render.ffmpeg import VARIABLE, Ffmpeg, MissingFfmpeg, described, environment, find


def program(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/sh\ncat <<'END'\n{text}\nEND\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_the_binary_tells_its_major_version(ffmpeg: Ffmpeg) -> None:
    assert 5 <= ffmpeg.major <= 20


def test_filters_encoders_and_demuxers_of_the_build_are_known(ffmpeg: Ffmpeg) -> None:
    assert ffmpeg.has("filters", "xfade")
    assert ffmpeg.has("encoders", "libx264")
    assert ffmpeg.has("demuxers", "mov")
    assert ffmpeg.has("decoders", "h264")
    assert not ffmpeg.has("filters", "nosuchfilter")


def test_the_environment_variable_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = program(tmp_path / "ffmpeg", "ffmpeg version 5.1.9-0+deb12u1 Copyright\nlibavutil      57. 28.100")
    monkeypatch.setenv(VARIABLE, str(other))
    found = find()
    assert (found.path, found.version, found.major) == (str(other), "5.1.9-0+deb12u1", 5)


def test_a_build_from_git_is_numbered_by_its_libraries(tmp_path: Path) -> None:
    build = program(tmp_path / "ffmpeg", "ffmpeg version N-118000-gabcdef Copyright\nlibavutil      60.  1.100")
    assert described(str(build)).major == 8


@pytest.mark.parametrize(
    ("major", "option"),
    [(5, "-filter_complex_script"), (6, "-filter_complex_script"), (7, "-/filter_complex"), (9, "-/filter_complex")],
)
def test_the_graph_file_is_given_as_each_version_takes_it(major: int, option: str) -> None:
    assert Ffmpeg(path="ffmpeg", version="x", major=major).graph_option == option


def test_a_variable_that_names_no_program_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "/no/such/ffmpeg")
    with pytest.raises(MissingFfmpeg) as told:
        find()
    assert str(told.value) == (
        "TIMELINE_DSL_FFMPEG is set to '/no/such/ffmpeg', which is no program on this machine. "
        "Fix: set TIMELINE_DSL_FFMPEG to the path of an FFmpeg binary, or unset it"
    )


def test_a_missing_ffmpeg_names_the_install_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "imageio_ffmpeg" else find_spec(name))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(MissingFfmpeg) as told:
        find()
    assert str(told.value) == (
        "FFmpeg is not installed: neither the package imageio-ffmpeg nor `ffmpeg` on PATH is here. "
        "Fix: pip install 'timeline-dsl[render]'"
    )
    assert told.value.extra == "render"


def test_an_ffmpeg_too_old_is_refused(tmp_path: Path) -> None:
    old = program(tmp_path / "ffmpeg", "ffmpeg version 4.4.2 Copyright\nlibavutil      56. 70.100")
    with pytest.raises(MissingFfmpeg) as told:
        described(str(old))
    assert str(told.value) == (
        f"{old} is FFmpeg 4.4.2; the local engine needs version 5 or newer. "
        "Fix: pip install 'timeline-dsl[render]' brings a current one; unset TIMELINE_DSL_FFMPEG to use it"
    )


def test_another_program_is_not_taken_for_ffmpeg(tmp_path: Path) -> None:
    other = program(tmp_path / "ffmpeg", "hello")
    with pytest.raises(MissingFfmpeg) as told:
        described(str(other))
    assert str(told.value) == f"{other} does not answer as FFmpeg does. Fix: pip install 'timeline-dsl[render]'"


def test_ffmpeg_is_kept_from_writing_report_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FFREPORT", "file=report.txt")
    assert "FFREPORT" not in environment()
    assert environment()["PATH"] == os.environ["PATH"]
