"""The page in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from alibabacloud_ice20201109.client import Client

from timeline_dsl.serve.run import Running, endpoint

from .browser import Tab, chromium
from .conftest import BUCKET, KEY, client_of, clip, output, stocked, submission, timeline, wait
from .engines import RENDER_SECONDS


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    with chromium(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


def submit(sdk: Client, name: str, **changes: str) -> str:
    job_id: str = sdk.submit_media_producing_job(submission(output_media_config=output(name), **changes)).body.job_id
    return job_id


def test_without_a_job_the_page_says_so(tab: Tab, tmp_path: Path) -> None:
    with endpoint(tmp_path, access_key=KEY) as running:
        tab.open(running.url)
        tab.until("!document.getElementById('none').hidden")
        assert tab.ask("document.getElementById('none').innerText") == "No job yet. Submit one, and it appears here."


def test_a_finished_film_is_listed_drawn_and_plays(tab: Tab, running: Running, sdk: Client) -> None:
    job_id = submit(sdk, "page film.mp4".replace(" ", "%20"), timeline=timeline(clip(), clip(Out=2)))
    wait(sdk, job_id)
    tab.open(f"{running.url}/#{job_id}")
    tab.until("document.querySelector('#state')?.innerText === 'Success'")
    assert tab.ask("document.querySelector('main h1').innerText") == "page film.mp4"
    bars = "[...document.querySelectorAll('#drawing .clip rect')].map(bar => Math.round(bar.getBBox().width))"
    first, second = tab.ask(bars)
    assert second == pytest.approx(2 * first, rel=0.02)
    assert tab.ask("document.querySelector('#drawing .clip title').textContent") == "c1.mp4\n0.000 – 1.000 s"
    tab.until("document.getElementById('film').readyState >= 2")
    assert tab.ask("document.getElementById('film').duration") == pytest.approx(3, abs=0.11)
    tab.ask("document.getElementById('film').play()")
    tab.until("document.getElementById('film').currentTime > 0.2")
    assert tab.ask("document.getElementById('film').videoWidth") == 160


def test_a_failed_job_shows_its_reason(tab: Tab, running: Running, sdk: Client) -> None:
    job_id = submit(sdk, "bad.mp4", timeline=timeline(clip("gone.mp4")))
    wait(sdk, job_id)
    tab.open(f"{running.url}/#{job_id}")
    tab.until("document.querySelector('#state')?.innerText === 'Failed'")
    reason = tab.ask("document.getElementById('reason').innerText")
    assert reason.startswith("InvalidMaterial.NotFound\nThe specified clips url not found: ")
    assert tab.ask("document.getElementById('film')") is None


def test_a_text_cannot_become_markup(tab: Tab, running: Running, sdk: Client) -> None:
    attack = "<img src=x onerror='window.attacked=1'></title></text><script>window.attacked=1</script>\u0007"
    text = json.loads(timeline(clip()))
    text["SubtitleTracks"] = [
        {"SubtitleTrackClips": [{"Type": "Text", "Content": attack, "FontSize": 40, "TimelineIn": 0, "TimelineOut": 1}]}
    ]
    job_id = submit(
        sdk, "%3Cb%3Ex.mp4", timeline=json.dumps(text), user_data=json.dumps({"NotifyAddress": "http://x.example/"})
    )
    wait(sdk, job_id)
    tab.open(f"{running.url}/#{job_id}")
    tab.until("document.querySelector('#state')?.innerText === 'Success'")
    assert tab.ask("document.querySelector('main h1').innerText") == "<b>x.mp4"
    assert tab.ask("document.querySelector('.subtitles title').textContent").startswith("<img src=x")
    assert tab.ask("window.attacked") is None
    assert tab.ask("document.querySelectorAll('main img, main script').length") == 0
    assert "http://x.example/: not posted: beyond this machine" in tab.ask(
        "document.querySelector('main dl').innerText"
    )


def test_what_signs_an_address_is_not_shown(tab: Tab, running: Running, sdk: Client) -> None:
    job_id = submit(
        sdk, "signed.mp4", timeline=timeline(clip("c1.mp4?Expires=1&OSSAccessKeyId=LTAIabcdefgh&Signature=hush"))
    )
    assert wait(sdk, job_id)["Status"] == "Success"
    tab.open(f"{running.url}/#{job_id}")
    tab.until("document.querySelector('main h1')?.innerText === 'signed.mp4'")
    shown = tab.ask("document.querySelector('main pre').innerText")
    assert f"{BUCKET}c1.mp4?Expires=1&OSSAccessKeyId=***&Signature=***" in shown
    assert "hush" not in tab.ask("document.documentElement.outerHTML")


def test_the_page_follows_a_job_while_it_is_rendered(
    tab: Tab, tmp_path: Path, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(RENDER_SECONDS, "4")
    with endpoint(
        stocked(tmp_path / "root", film), access_key=KEY, calls_per_second=0, engine="engines:SlowEngine", workers=1
    ) as running:
        sdk = client_of(running)
        first, second = submit(sdk, "one.mp4"), submit(sdk, "two.mp4")
        tab.open(f"{running.url}/#{first}")
        tab.until("document.querySelector('main progress')?.value > 10")
        assert tab.ask(f"document.querySelector('[data-job=\"{second}\"] .state').innerText") in ("Init", "Queuing")
        tab.until("document.querySelector('#state').innerText === 'Success'")
        tab.until("document.getElementById('film').readyState >= 2")
        tab.ask(f"document.querySelector('[data-job=\"{second}\"]').click()")
        tab.until("document.querySelector('main h1').innerText === 'two.mp4'")
    tab.until("!document.getElementById('lost').hidden")


def test_the_page_ran_without_an_error(tab: Tab) -> None:
    known = "net::ERR_CONNECTION_REFUSED"  # of the endpoint that the test before has stopped
    assert [problem for problem in tab.problems if known not in problem] == []
