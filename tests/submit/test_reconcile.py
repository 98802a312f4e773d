from __future__ import annotations

import json
import sqlite3
import time

import pytest

from timeline_dsl.submit import NoAnswer
from timeline_dsl.submit.parameters import Settings, parameters_of
from timeline_dsl.submit.reconcile import reconcile

from .conftest import EDIT, OSS

OUT = OSS + "out.mp4"
S3 = {"Endpoint": "e", "Bucket": "b", "ObjectKey": "o.mp4", "AccessKeyId": "i" * 9, "AccessKeySecret": "s" * 9}


@pytest.fixture
def crashed(cloud, practice):
    """A submission whose process ended after the first byte: taken by the service or not, and never answered."""

    def crash(key, output=OUT, *, taken, days_ago=0.0):
        params = parameters_of(EDIT, output, Settings())
        entry = cloud.ledger.sent(cloud.ledger.prepare(key, params), "who crashed")
        practice.plan.append("drop_after" if taken else "drop_before")
        with pytest.raises(NoAnswer):
            cloud.service.call("SubmitMediaProducingJob", {**params, "ClientToken": entry.token})
        if days_ago:
            then = time.time() - days_ago * 86400
            with sqlite3.connect(cloud.ledger.path) as database:
                database.execute(
                    "UPDATE submissions SET prepared_at = ?, sent_at = ?, changed_at = ? WHERE key = ?",
                    (then, then, then, key),
                )
        return entry

    return crash


def outcomes(cloud):
    return [(settled.key, settled.outcome, settled.job_id) for settled in cloud.reconcile()]


def test_nothing_open_needs_no_call(cloud, practice):
    cloud.submit(EDIT, output=OUT, key="k")
    practice.calls.clear()
    assert (outcomes(cloud), practice.calls) == ([], [])


@pytest.mark.parametrize("taken", [True, False])
def test_a_young_submission_is_sent_again_with_its_own_token(cloud, practice, crashed, taken):
    entry = crashed("k", taken=taken)
    assert outcomes(cloud) == [("k", "accepted", "job-1")]
    assert (list(practice.tokens), len(practice.jobs)) == ([entry.token], 1)
    assert cloud.ledger.find("k").state == "accepted"
    assert outcomes(cloud) == []


def test_what_never_left_is_left_alone(cloud, practice):
    cloud.ledger.prepare("k", parameters_of(EDIT, OUT, Settings()))
    assert (outcomes(cloud), practice.calls) == ([("k", "not-sent", None)], [])


def test_an_old_submission_is_found_by_its_output_and_not_sent_again(cloud, practice, crashed):
    crashed("k", taken=True, days_ago=0.001)
    assert [settled.outcome for settled in reconcile(cloud, token_life=10)] == ["accepted"]
    assert (cloud.ledger.find("k").job_id, len(practice.jobs)) == ("job-1", 1)
    assert [action for action, _, _ in practice.calls].count("SubmitMediaProducingJob") == 1


def test_an_old_submission_that_the_service_does_not_have_frees_its_key(cloud, practice, crashed):
    crashed("k", taken=False, days_ago=3)
    assert outcomes(cloud) == [("k", "absent", None)]
    assert cloud.submit(EDIT, output=OSS + "new.mp4", key="k").id == "job-1"


def test_two_jobs_with_the_same_output_are_not_guessed_between(cloud, practice, crashed):
    crashed("a", taken=True, days_ago=0.001)
    crashed("b", taken=True, days_ago=0.001)
    settled = list(reconcile(cloud, token_life=10))
    assert [(one.key, one.outcome, one.reason) for one in settled] == [
        ("a", "open", "2 jobs write to its output"),
        ("b", "open", "2 jobs write to its output"),
    ]
    assert len(practice.jobs) == 2


def test_a_job_that_another_key_owns_is_not_taken(cloud, practice, crashed):
    cloud.submit(EDIT, output=OUT, key="owner")
    crashed("k", taken=False, days_ago=3)
    assert outcomes(cloud) == [("k", "absent", None)]


def test_a_request_with_a_secret_waits_for_its_caller(cloud, practice, crashed):
    crashed("k", output=S3, taken=True)
    assert outcomes(cloud) == [("k", "open", None)]
    renewed = {**S3, "AccessKeyId": "j" * 9, "AccessKeySecret": "t" * 9}
    assert cloud.submit(EDIT, output=renewed, key="k", force=True).id == "job-1"
    assert len(practice.jobs) == 1


def test_a_refusal_while_settling_stays_open_because_a_job_may_exist(cloud, practice, crashed):
    crashed("k", taken=True)
    practice.refuse["SubmitMediaProducingJob"] = (403, "Forbidden.RAM", "no")
    assert outcomes(cloud) == [("k", "open", None)]
    practice.refuse.clear()
    assert outcomes(cloud) == [("k", "accepted", "job-1")]


def test_the_kept_request_is_the_whole_of_it(cloud, practice, crashed):
    crashed("k", taken=False)
    cloud.reconcile()
    assert json.loads(practice.jobs["job-1"]["Timeline"]) == EDIT
