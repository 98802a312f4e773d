"""What `timeline-dsl demo` does: its own small media, one edit, and everything the library does with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from timeline_dsl.cli.bar import progress_bar
from timeline_dsl.documents import save_text
from timeline_dsl.errors import CheckError, TimelineError
from timeline_dsl.nouns import transition, video
from timeline_dsl.render import render, testmedia
from timeline_dsl.style import TextStyle
from timeline_dsl.timeline import Timeline

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"

CAPTIONS = """1
00:00:01,000 --> 00:00:04,000
Three clips, two transitions

2
00:00:05,000 --> 00:00:08,000
a picture in the picture

3
00:00:09,000 --> 00:00:13,000
and music below it all
"""


def demonstrate(folder: Path, say: Callable[[str], None]) -> Path:
    """Make media in `folder`, an edit of them, and the video; `say` is told each step. Returns the path of the MP4."""
    media = folder / "media"
    try:
        media.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TimelineError(
            f"the folder {str(folder)!r} cannot be made: {error.strerror}", fix="name another one"
        ) from error
    say(f"making small media in {media}")
    make_media(media)
    edit = compose(media / "talk.srt")
    report = edit.check(region="cn-shanghai")
    if report.errors:
        raise CheckError(report.errors)
    edit.to_json(folder / "timeline.json")
    say(f"wrote {folder / 'timeline.json'} – 0 errors, {len(report.warnings)} warnings")
    say(str(edit.schedule(media={OSS: media})))
    with progress_bar("demo.mp4", hidden=False) as progress:
        made = render(edit, folder / "demo.mp4", media={OSS: media}, progress=progress)
    say(made.summary())
    return made.path


def make_media(folder: Path) -> None:
    """Four films, a piece of music and captions; what is there already stays."""
    films = {
        "c1.mp4": ("#1F4E79", 220.0),
        "c2.mp4": ("#7A3B69", 275.0),
        "c3.mp4": ("#2E6B3E", 330.0),
        "pip.mp4": ("#C98A1B", None),
    }
    for name, (color, tone) in films.items():
        if not (folder / name).is_file():
            testmedia.film(
                folder / name, size=(1280, 720), length=8, color=color, tone=tone, level=0.05, numbered=True, noise=6
            )
    if not (folder / "bgm.mp3").is_file():
        testmedia.sound(folder / "bgm.mp3", frequency=440, length=6, level=0.4)
    save_text(folder / "talk.srt", CAPTIONS)


def compose(captions: Path) -> Timeline:
    """The edit of the demo: 14 seconds."""
    fade = transition("fade", 0.5)
    look = TextStyle(size=48, color="#FFFFFF", outline=(2, "#000000"), align="TopCenter", y="77%")
    return (
        Timeline(size=(1280, 720), fps=25)
        .video(
            video(OSS + "c1.mp4")[0:5],
            fade,
            video(OSS + "c2.mp4")[1:6],
            fade,
            video(OSS + "c3.mp4")["00:00:02":"00:00:07"],
            main=True,
        )
        .video(video(OSS + "pip.mp4")[:4].at(4).box(x="65%", y="5%", w="30%", h="30%").mute())
        .subtitles(captions, style=look)
        .text("Episode 1", start=0, end=3, style=look.but(y="8%"))
        .audio(OSS + "bgm.mp3", volume="-14dB", loop=True, fade_out=2)
    )
