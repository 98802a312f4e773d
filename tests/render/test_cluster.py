"""A cluster makes the parts: two workers of Dask on this machine, one of them killed in the middle."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import Client, LocalCluster
from edits import OSS, canvas, film
from readback import ends

import timeline_dsl as td
from timeline_dsl.render import Job, render_many
from timeline_dsl.render.process import Progress


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A cluster of two processes on this machine."""
    folder = tmp_path_factory.mktemp("dask")
    with (
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            host="127.0.0.1",
            local_directory=str(folder),
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


def edit() -> td.Timeline:
    """Twelve seconds that take two workers a while."""
    return (
        td.Timeline(size=(960, 540), fps=25)
        .video(*(film(name)[start : start + 1.5] for start in (0, 0.5, 1, 1.5) for name in ("red", "green")), main=True)
        .audio(OSS + "low.mp3", loop=True)
    )


def test_two_workers_make_the_parts(client: Client, films: Path, tmp_path: Path) -> None:
    made = edit().render(tmp_path / "out.mp4", films, workers=4, executor=client.get_executor(), cache=False)
    assert made.parts == 4
    assert ends(made.path).frames == 300


def test_a_worker_killed_in_the_middle_loses_nothing(client: Client, films: Path, tmp_path: Path) -> None:
    killed: list[int] = []

    def kill(progress: Progress) -> None:
        if progress.frame and not killed:
            killed.append(next(pid for pid in client.run(os.getpid).values()))
            os.kill(killed[0], signal.SIGKILL)

    made = edit().render(
        tmp_path / "out.mp4", films, workers=4, executor=client.get_executor(), cache=False, progress=kill
    )
    assert killed
    assert ends(made.path).frames == 300
    assert [file.name for file in tmp_path.iterdir()] == ["out.mp4"]
    client.wait_for_workers(2, timeout=30)


def test_many_timelines_use_the_same_door(client: Client, films: Path, tmp_path: Path) -> None:
    jobs = [
        Job(timeline=canvas().video(film("red")[0 : 1 + number / 10]), path=tmp_path / f"{number}.mp4", media=films)
        for number in range(4)
    ]
    begun = time.monotonic()
    outcomes = sorted(render_many(jobs, executor=client.get_executor()), key=lambda outcome: outcome.job.path)
    assert time.monotonic() - begun < 60
    assert [ends(outcome.job.path).frames for outcome in outcomes] == [25, 28, 30, 33]
