"""Starting an endpoint: where it listens, what it says first, what it refuses to be."""

from __future__ import annotations

import io
import json
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest

from timeline_dsl.errors import MissingExtra, UsageError
from timeline_dsl.serve.run import Running, endpoint, serve
from timeline_dsl.serve.settings import Settings, access_key

from .conftest import KEY, client_of, stocked, submission, timeline, wait
from .wire import call


def settings(root: Path, **changes: object) -> Settings:
    return Settings(**{"root": root, "access_key_id": "a", "access_key_secret": "b", **changes})


def test_the_first_line_is_the_address_as_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(Path(__file__).parent)
    out, until = io.StringIO(), threading.Event()
    ended = threading.Timer(1, until.set)
    ended.start()
    run = threading.Thread(target=serve, args=(settings(tmp_path),), kwargs={"out": out, "until": until})
    run.start()
    run.join(20)
    line = json.loads(out.getvalue())
    assert list(line) == ["endpoint"]
    assert line["endpoint"].startswith("http://127.0.0.1:")


def test_the_endpoint_listens_on_loopback_alone(running: Running) -> None:
    port = int(running.address.rpartition(":")[2])
    outside = [found[4][0] for found in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)]
    for address in outside:
        if not address.startswith("127."):
            with pytest.raises(OSError):
                socket.create_connection((address, port), timeout=1)


def test_an_address_that_others_reach_is_refused_unless_allowed(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        serve(settings(tmp_path, host="0.0.0.0"))
    assert str(caught.value) == (
        "The endpoint would be reachable from other machines at 0.0.0.0. Fix: bind 127.0.0.1, or allow it expressly"
    )


def test_an_allowed_address_asks_a_person_for_the_key(tmp_path: Path) -> None:
    with endpoint(tmp_path, access_key=KEY, host="0.0.0.0", beyond_loopback=True) as running:
        url = running.url.replace("0.0.0.0", "127.0.0.1")
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(url)
        assert caught.value.code == 401
        opener = urllib.request.build_opener(urllib.request.HTTPBasicAuthHandler(_passwords(url)))
        with opener.open(url) as answer:
            assert b"<h1>Jobs</h1>" in answer.read()


def _passwords(url: str) -> urllib.request.HTTPPasswordMgr:
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, url, *KEY)
    return passwords


def test_a_second_endpoint_on_the_same_root_is_refused(tmp_path: Path) -> None:
    with endpoint(tmp_path, access_key=KEY):
        with pytest.raises(UsageError) as caught:
            serve(settings(tmp_path))
        assert str(caught.value) == (
            f"Another endpoint runs on the root {tmp_path}. Fix: stop it, or name another root"
        )


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError) as caught:
            serve(settings(tmp_path, port=port))
    assert str(caught.value) == (
        f"The endpoint cannot listen at 127.0.0.1 port {port}: Address already in use. Fix: --port 0 takes a free port"
    )


def test_a_root_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        serve(settings(tmp_path / "gone"))
    assert str(caught.value) == (
        f"The root {tmp_path / 'gone'} is not a folder. Fix: make it first, or name another with --root"
    )


@pytest.mark.parametrize("text", ["", "a", "a:", ":b"])
def test_an_access_key_without_two_parts_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        access_key(text)
    assert (
        str(caught.value) == "The access key must read ID:SECRET, both parts filled. Fix: --access-key practice:secret"
    )


@pytest.mark.parametrize(("module", "name"), [("starlette", "Starlette"), ("uvicorn", "uvicorn")])
def test_a_missing_server_names_the_install_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, name: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtra) as caught:
        serve(settings(tmp_path))
    assert str(caught.value) == f"{name} is not installed. Fix: pip install 'timeline-dsl[serve]'"


def test_an_access_key_may_hold_a_colon_in_its_secret() -> None:
    assert access_key("a:b:c") == ("a", "b:c")


def test_an_endpoint_of_any_region_takes_outputs_of_all_of_them(tmp_path: Path, film: Path) -> None:
    stock = stocked(tmp_path / "root", film)
    with endpoint(stock, access_key=KEY, region="any") as running:
        sdk = client_of(running)
        for region in ("cn-beijing", "us-west-1"):
            place = f"https://media-bucket.oss-{region}.aliyuncs.com"
            text = timeline({"MediaURL": f"{place}/c1.mp4", "Out": 1})
            config = json.dumps({"MediaURL": f"{place}/{region}.mp4", "Width": 160, "Height": 128})
            accepted = sdk.submit_media_producing_job(submission(timeline=text, output_media_config=config)).body
            assert wait(sdk, accepted.job_id)["Status"] == "Success"


def test_a_secret_is_not_shown(tmp_path: Path) -> None:
    assert "hush" not in repr(settings(tmp_path, access_key_secret="hush"))
    with endpoint(tmp_path, access_key=("a", "hush")) as running:
        assert "hush" not in repr(running)
        assert call(running, "ListMediaProducingJobs")[0] == 200


def test_an_endpoint_ends_with_its_block(tmp_path: Path) -> None:
    with endpoint(tmp_path) as running:
        pass
    assert running.process.returncode == 0
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", int(running.address.rpartition(":")[2])), timeout=1)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_endpoint_ends_in_order_when_it_is_asked_to(tmp_path: Path, number: signal.Signals) -> None:
    start = (
        "import sys; from pathlib import Path; from timeline_dsl.serve.run import serve\n"
        "from timeline_dsl.serve.settings import Settings\n"
        "serve(Settings(root=Path(sys.argv[1]), access_key_id='a', access_key_secret='b'))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", start, str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith('{"endpoint": "http://127.0.0.1:')
    process.send_signal(number)
    assert process.communicate(timeout=10) == ("", "")
    assert process.returncode == 0
