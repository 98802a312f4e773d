from __future__ import annotations

import json
import sqlite3
import stat
import subprocess
import sys
import threading

import pytest

from timeline_dsl.errors import SubmitError
from timeline_dsl.submit import KeyConflict, Ledger
from timeline_dsl.submit.ledger import digest

from .conftest import OSS

REQUEST = {"Timeline": '{"VideoTracks":[]}', "OutputMediaConfig": json.dumps({"MediaURL": OSS + "out.mp4"})}
OTHER = {**REQUEST, "Timeline": '{"AudioTracks":[]}'}


@pytest.fixture
def ledger(state):
    return Ledger(state / "ledger.sqlite", "cn-shanghai")


def test_the_same_key_and_request_keep_their_token(ledger):
    first = ledger.prepare("k", REQUEST)
    assert ledger.prepare("k", REQUEST) == first
    assert ledger.prepare("l", REQUEST).token != first.token
    assert (first.state, first.output, len(first.token)) == ("prepared", OSS + "out.mp4", 32)


def test_a_key_whose_request_never_left_can_be_used_for_another(ledger):
    first = ledger.prepare("k", REQUEST)
    second = ledger.prepare("k", OTHER)
    assert second.token != first.token
    with pytest.raises(KeyConflict):
        ledger.sent(first, "me")


def test_a_key_whose_request_may_have_arrived_is_bound_to_it(ledger):
    ledger.sent(ledger.prepare("k", REQUEST), "me")
    with pytest.raises(KeyConflict, match="stands for another request: a submission whose outcome is still open"):
        ledger.prepare("k", OTHER)


def test_a_key_with_a_job_is_bound_to_it(ledger):
    ledger.accepted(ledger.sent(ledger.prepare("k", REQUEST), "me"), {"JobId": "job-1"})
    with pytest.raises(KeyConflict) as caught:
        ledger.prepare("k", OTHER)
    assert str(caught.value).startswith("The key 'k' stands for another request: job job-1, from 2")
    assert str(caught.value).endswith(
        "Z. Fix: give this request a key of its own, or submit what was first given under this key"
    )


def test_a_refusal_frees_the_key_with_a_new_token(ledger):
    first = ledger.sent(ledger.prepare("k", REQUEST), "me")
    assert ledger.refused(first, SubmitError("no", code="InvalidParameter"), "me").state == "refused"
    for request in (REQUEST, OTHER):
        assert ledger.prepare("k", request).token != first.token


def test_a_refusal_after_an_attempt_in_doubt_frees_nothing(ledger):
    first = ledger.sent(ledger.prepare("k", REQUEST), "me")
    entry = ledger.refused(first, SubmitError("no", code="Forbidden"), None)
    assert (entry.state, entry.code) == ("sent", "Forbidden")
    assert ledger.prepare("k", REQUEST).token == first.token


def test_a_refusal_of_one_of_several_senders_frees_nothing(ledger):
    entry = ledger.prepare("k", REQUEST)
    ledger.sent(entry, "me")
    ledger.sent(entry, "somebody else")
    assert ledger.refused(entry, SubmitError("no", code="Forbidden"), "me").state == "sent"
    assert ledger.refused(entry, SubmitError("no", code="Forbidden"), "somebody else").state == "sent"


def test_who_sends_after_a_refusal_is_in_flight_again(ledger):
    entry = ledger.sent(ledger.prepare("k", REQUEST), "me")
    ledger.refused(entry, SubmitError("no", code="Forbidden"), "me")
    assert ledger.sent(entry, "somebody else").state == "sent"
    with pytest.raises(KeyConflict):
        ledger.prepare("k", OTHER)


def test_a_token_that_the_caller_brings_is_taken_and_belongs_to_one_key(ledger):
    assert ledger.prepare("k", {**REQUEST, "ClientToken": "mine"}).token == "mine"
    with pytest.raises(SubmitError) as caught:
        ledger.prepare("l", {**REQUEST, "ClientToken": "mine"})
    assert str(caught.value) == (
        "The ClientToken of this request belongs to the key 'k'. "
        "Fix: leave the ClientToken out: the ledger makes one for each key"
    )


def test_a_request_is_kept_while_it_is_open_and_no_longer(ledger):
    entry = ledger.sent(ledger.prepare("k", REQUEST), "me")
    assert ledger.request(entry) == REQUEST
    assert ledger.request(ledger.accepted(entry, {"JobId": "job-1"})) is None


def test_a_request_with_a_secret_is_not_kept_at_all(ledger):
    config = {"Endpoint": "e", "Bucket": "b", "ObjectKey": "o", "AccessKeyId": "x" * 9, "AccessKeySecret": "y" * 9}
    assert ledger.request(ledger.prepare("k", {**REQUEST, "OutputMediaConfig": json.dumps(config)})) is None


def test_renewed_keys_and_signatures_are_the_same_request():
    def request(secret, signature, expires):
        return {
            "OutputMediaConfig": json.dumps({"Bucket": "b", "AccessKeySecret": secret}),
            "Timeline": json.dumps({"MediaURL": f"{OSS}a.mp4?Expires={expires}&Signature={signature}"}),
        }

    assert (
        digest(request("s1", "a%2B", 1))
        == digest(request("s2", "zz", 22))
        == digest({**request("s1", "a%2B", 1), "ClientToken": "t"})
    )
    assert digest(request("s1", "a", 1)) != digest({**request("s1", "a", 1), "TemplateId": "t"})


def test_how_a_job_ended_is_noted_once(ledger):
    ledger.accepted(ledger.sent(ledger.prepare("k", REQUEST), "me"), {"JobId": "job-1"})
    ledger.finished("job-1", "Success", OSS + "out.mp4", None, None)
    ledger.finished("job-1", "Failed", None, "X", "late news")
    ledger.finished("job-unknown", "Success", None, None, None)
    entry = ledger.of_job("job-1")
    assert (entry.key, entry.state, entry.status, entry.media_url) == ("k", "finished", "Success", OSS + "out.mp4")
    assert ledger.entries("accepted") == () and ledger.entries() == (entry,)


def test_scopes_are_apart_in_one_file(ledger):
    other = Ledger(ledger.path, "cn-beijing")
    assert other.prepare("k", REQUEST).token != ledger.prepare("k", REQUEST).token
    assert len(other.entries()) == 1


def test_many_threads_agree_on_one_token(ledger):
    tokens = set()

    def work():
        for number in range(5):
            tokens.add((number, Ledger(ledger.path, "cn-shanghai").prepare(f"k{number}", REQUEST).token))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(tokens) == 5


def test_a_new_file_is_opened_by_many_processes_at_once(state):
    program = (
        "import sys\nfrom pathlib import Path\nfrom timeline_dsl.submit import Ledger\n"
        "print('ready', flush=True)\nsys.stdin.readline()\n"
        "for number in range(20):\n    Ledger(Path(sys.argv[1]) / f'{number}.sqlite', 's').entries()\n"
    )
    openers = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(state)],
            stdin=subprocess.PIPE,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(4)
    ]
    for opener in openers:
        opener.stdout.readline()
    for opener in openers:
        opener.stdin.write("go\n")
        opener.stdin.flush()
    said = [opener.communicate(timeout=60)[1] for opener in openers]
    assert said == [""] * 4


def test_the_file_is_its_owners_alone_and_every_commit_reaches_the_disk(ledger):
    ledger.prepare("k", REQUEST)
    assert stat.S_IMODE(ledger.path.stat().st_mode) == 0o600
    with ledger._database.reading() as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert database.execute("PRAGMA synchronous").fetchone() == (2,)


def test_a_file_that_is_no_database_is_told_in_one_sentence(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("nothing of the kind " * 100)
    with pytest.raises(SubmitError) as caught:
        Ledger(path, "cn-shanghai").entries()
    assert str(caught.value) == (
        f"{path} cannot be used as a database: file is not a database. "
        "Fix: name another file, or set TIMELINE_DSL_STATE to a folder that can be written"
    )


def test_a_deleted_entry_is_told_and_not_invented(ledger):
    entry = ledger.prepare("k", REQUEST)
    with sqlite3.connect(ledger.path) as database:
        database.execute("DELETE FROM submissions")
    with pytest.raises(SubmitError, match="lost the key 'k'"):
        ledger.sent(entry, "me")
