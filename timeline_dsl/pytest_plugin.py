"""Pytest plugin: assertions about timelines, golden timelines, media made on demand, an endpoint to practise on."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pytest

from timeline_dsl.documents import json_text, parse, save_text
from timeline_dsl.units import TimeLike, clock, exact_seconds

if TYPE_CHECKING:
    from timeline_dsl.timeline import Timeline


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-timelines` writes golden timelines anew."""
    parser.getgroup("timeline-dsl").addoption(
        "--update-timelines", action="store_true", help="write the golden timelines anew"
    )


class TimelineAssertions:
    """Statements about one timeline, chained; the first that does not hold fails the test and tells what does."""

    def __init__(self, timeline: Timeline, durations: dict[str, Any] | None = None) -> None:
        self.timeline = timeline
        self.plan = timeline.schedule(durations=durations)

    def lasts(self, duration: TimeLike, *, within: TimeLike = 0) -> Self:
        """The output lasts `duration`, give or take `within`."""
        __tracebackhide__ = True
        wanted, got = exact_seconds(duration, name="duration"), self.plan.duration
        if got is None or abs(got - wanted) > exact_seconds(within, name="within"):
            pytest.fail(f"the timeline lasts {clock(got)}, not {clock(wanted)}\n{self.plan}", pytrace=False)
        return self

    def shows(self, material: str, *, at: TimeLike) -> Self:
        """A material (address, MediaId, text, or the end of one) is on the picture at a moment."""
        __tracebackhide__ = True
        return self._holds("shows", material, at, self.plan.at(at).seen)

    def hears(self, material: str, *, at: TimeLike) -> Self:
        """A material is to be heard at a moment."""
        __tracebackhide__ = True
        return self._holds(
            "plays the sound of", material, at, [heard for heard in self.plan.at(at).heard if heard.gain > 0]
        )

    def is_clean(self, region: str | None = None) -> Self:
        """The check finds no error."""
        __tracebackhide__ = True
        report = self.timeline.check(region=region)
        if report.errors:
            pytest.fail("\n".join(map(str, report.errors)), pytrace=False)
        return self

    def _holds(self, verb: str, material: str, at: TimeLike, playing: Any) -> Self:
        __tracebackhide__ = True
        names = [_name(one.clip.node) for one in playing]
        if not any(name == material or name.endswith(material) for name in names):
            instead = ", ".join(name.rpartition("/")[2] for name in names) or "nothing"
            pytest.fail(
                f"at {clock(exact_seconds(at, name='at'))} the timeline {verb} {instead}, not {material}", pytrace=False
            )
        return self


def _name(node: Any) -> str:
    for field in ("media_url", "media_id", "file_url", "content", "sub_type"):
        value = getattr(node, field, None)
        if value:
            return str(value)
    return ""


@pytest.fixture
def assert_timeline() -> Callable[..., TimelineAssertions]:
    """`assert_timeline(edit).lasts(14).shows("c2.mp4", at=6).hears("bgm.mp3", at=3)`."""
    return TimelineAssertions


@pytest.fixture
def golden_timeline(request: pytest.FixtureRequest) -> Callable[[Timeline, str], None]:
    """`golden_timeline(edit, "episode")` compares with `timelines/episode.json` beside the test file."""
    folder = Path(request.path).parent / "timelines"
    update = request.config.getoption("--update-timelines")

    def compare(timeline: Timeline, name: str) -> None:
        __tracebackhide__ = True
        path, text = folder / f"{name}.json", json_text(timeline.to_dict(check=False)) + "\n"
        if update:
            folder.mkdir(exist_ok=True)
            save_text(path, text)
            return
        if not path.is_file():
            pytest.fail(f"there is no golden timeline {path}; pytest --update-timelines writes it", pytrace=False)
        before = json_text(parse(path).value) + "\n"
        if before != text:
            lines = difflib.unified_diff(
                before.splitlines(), text.splitlines(), f"{name}.json", "now", lineterm="", n=2
            )
            pytest.fail(
                "the timeline differs from its golden one (pytest --update-timelines accepts it):\n" + "\n".join(lines),
                pytrace=False,
            )

    return compare


class MediaFactory:
    """Tiny real media, made once in a test run: films of one colour with a tone, sounds, pictures."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def film(self, name: str = "film.mp4", **settings: Any) -> Path:
        """A film; see `timeline_dsl.render.testmedia.film`."""
        return self._made("film", name, settings)

    def sound(self, name: str = "sound.mp3", **settings: Any) -> Path:
        """A tone; see `timeline_dsl.render.testmedia.sound`."""
        return self._made("sound", name, settings)

    def picture(self, name: str = "picture.png", **settings: Any) -> Path:
        """A still picture; see `timeline_dsl.render.testmedia.picture`."""
        return self._made("picture", name, settings)

    def _made(self, kind: str, name: str, settings: dict[str, Any]) -> Path:
        from timeline_dsl.render import testmedia

        path = self.folder / name
        note = self.folder / f".{name}.made"
        if not path.exists() or not note.exists() or note.read_text() != repr((kind, settings)):
            getattr(testmedia, kind)(path, **settings)
            note.write_text(repr((kind, settings)))
        return path


@pytest.fixture(scope="session")
def media_factory(tmp_path_factory: pytest.TempPathFactory) -> MediaFactory:
    """Makes media into one folder; a file asked for twice in the same way is made once. `.folder` is where they lie."""
    return MediaFactory(tmp_path_factory.mktemp("media"))


@pytest.fixture
def ims_endpoint(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """`ims_endpoint(faults="throttle=0.2")` starts the local endpoint on its own root; it stops with the test."""
    from timeline_dsl.serve.run import endpoint

    with ExitStack() as running:

        def start(root: Path | None = None, **settings: Any) -> Any:
            folder = root or tmp_path / "endpoint"
            folder.mkdir(exist_ok=True)
            return running.enter_context(endpoint(root=folder, **settings))

        yield start
