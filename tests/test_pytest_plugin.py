"""The pytest plugin, used as a stranger's test suite uses it."""

import pytest

EDIT = """
import timeline_dsl as td

OSS = "https://media-bucket.oss-cn-shanghai.aliyuncs.com/"
edit = (
    td.Timeline(size=(1280, 720))
    .video(td.video(OSS + "c1.mp4")[0:5], td.transition("fade", 1), td.video(OSS + "c2.mp4")[0:5], main=True)
    .audio(td.audio(OSS + "bgm.mp3")[0:3])
    .text("Hello", start=1, end=2, style=td.TextStyle(size=40))
)
"""


@pytest.fixture
def suite(pytester):
    """A stranger's folder; `run(body, *args)` runs its tests."""

    def run(body, *args):
        pytester.makepyfile(edit=EDIT, test_edit=f"from edit import edit\nimport timeline_dsl as td\n\n{body}")
        return pytester.runpytest_subprocess("-p", "no:cacheprovider", *args)

    return run


def test_true_statements_pass(suite):
    suite("""
def test_it(assert_timeline):
    assert_timeline(edit).lasts(9).shows("c2.mp4", at=6).shows("Hello", at=1.5).hears("bgm.mp3", at=2).is_clean()
""").assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("lasts(10)", "the timeline lasts 9.000 s, not 10.000 s"),
        ('shows("c2.mp4", at=1)', "at 1.000 s the timeline shows c1.mp4, Hello, not c2.mp4"),
        ('hears("bgm.mp3", at=5)', "at 5.000 s the timeline plays the sound of c2.mp4, not bgm.mp3"),
    ],
)
def test_a_false_statement_says_what_holds_instead(suite, statement, words):
    result = suite(f"""
def test_it(assert_timeline):
    assert_timeline(edit).{statement}
""")
    result.assert_outcomes(failed=1)
    assert words in result.stdout.str()


GOLDEN = """
def test_it(golden_timeline):
    golden_timeline(edit.but(max_duration=MAX), "episode")
"""


def test_a_golden_timeline_is_written_when_asked_and_compared_ever_after(suite):
    suite(GOLDEN.replace("MAX", "8")).assert_outcomes(failed=1)
    suite(GOLDEN.replace("MAX", "8"), "--update-timelines").assert_outcomes(passed=1)
    suite(GOLDEN.replace("MAX", "8")).assert_outcomes(passed=1)
    changed = suite(GOLDEN.replace("MAX", "7"))
    changed.assert_outcomes(failed=1)
    text = changed.stdout.str()
    assert '-  "MaxDuration": 8' in text
    assert '+  "MaxDuration": 7' in text


def test_media_are_made_on_demand_and_once(suite):
    suite("""
def test_it(media_factory):
    film = media_factory.film("a.mp4", size=(64, 36), length=1)
    made = film.stat().st_mtime_ns
    assert media_factory.film("a.mp4", size=(64, 36), length=1).stat().st_mtime_ns == made
    assert edit.video(td.video("https://media-bucket.oss-cn-shanghai.aliyuncs.com/a.mp4")).schedule(media=media_factory.folder)
""").assert_outcomes(passed=1)


def test_the_endpoint_starts_and_stops_with_the_test(suite):
    suite("""
import socket

def test_it(ims_endpoint):
    running = ims_endpoint()
    host, port = running.address.split(":")
    socket.create_connection((host, int(port)), 5).close()
""").assert_outcomes(passed=1)
