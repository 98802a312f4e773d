from __future__ import annotations

import pytest

from timeline_dsl.errors import SubmitError
from timeline_dsl.submit import GaveUp, NoAnswer, Retry, ServiceError
from timeline_dsl.submit.retry import worth_repeating


def refusal(code: str, status: int, retry_after: float | None = None) -> ServiceError:
    return ServiceError("Call", "no", code=code, status=status, retry_after=retry_after)


class Clock:
    """Time that passes only by sleeping; every wait is drawn at its upper end and noted."""

    def __init__(self):
        self.now, self.spans, self.slept = 0.0, [], []

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds

    def draw(self, low, high):
        self.spans.append((low, high))
        return high

    def retry(self, **patience):
        return Retry(clock=lambda: self.now, sleep=self.sleep, draw=self.draw, **patience)


def failing(*errors):
    left = list(errors)

    def attempt():
        if left:
            raise left.pop(0)
        return "done"

    return attempt


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (refusal("Throttling.User", 400), True),
        (refusal("Throttling.User", 429), True),
        (refusal("Throttling", 503), True),
        (refusal("ServiceUnavailable", 503), True),
        (refusal("InternalError", 500), True),
        (NoAnswer("Call", "cut"), True),
        (refusal("InvalidParameter", 400), False),
        (refusal("Forbidden.RAM", 403), False),
        (refusal("ProjectNotFound", 404), False),
        (SubmitError("no credentials"), False),
    ],
    ids=lambda value: getattr(value, "code", value),
)
def test_only_what_may_pass_is_tried_again(error, again):
    assert worth_repeating(error) is again


def test_the_wait_is_drawn_from_zero_to_a_bound_that_doubles_up_to_the_cap():
    clock = Clock()
    errors = [NoAnswer("Call", "cut")] * 6
    assert clock.retry(base=0.5, cap=4.0, total=100).run(failing(*errors)) == "done"
    assert clock.spans == [(0.0, 0.5), (0.0, 1.0), (0.0, 2.0), (0.0, 4.0), (0.0, 4.0), (0.0, 4.0)]


def test_the_wait_that_the_service_asks_for_is_kept():
    clock = Clock()
    clock.retry(base=0.5).run(failing(refusal("Throttling.User", 429, retry_after=7.0)))
    assert clock.slept == [7.0]


def test_no_attempt_begins_after_the_total_time():
    clock = Clock()
    last = refusal("ServiceUnavailable", 503)
    with pytest.raises(GaveUp) as caught:
        clock.retry(base=4.0, cap=4.0, total=10.0).run(failing(*[NoAnswer("Call", "cut")] * 2, last, last))
    assert clock.slept == [4.0, 4.0]
    assert caught.value.last is last
    assert str(caught.value) == (
        "Gave up after 3 attempts in 10 s; the last one: "
        "Call was refused: ServiceUnavailable: no (HTTP 503, request unknown)"
    )


def test_every_failure_is_told_and_a_refusal_is_raised_at_once():
    clock, told = Clock(), []
    refused = refusal("InvalidParameter", 400)
    with pytest.raises(ServiceError) as caught:
        clock.retry().run(failing(NoAnswer("Call", "cut"), refused), failed=told.append)
    assert caught.value is refused
    assert [error.code for error in told] == ["NoAnswer"]


def test_a_thousand_failures_do_not_overflow_the_bound():
    clock = Clock()
    clock.retry(base=0.001, cap=0.002, total=1e9).run(failing(*[NoAnswer("Call", "cut")] * 1500))
    assert clock.spans[-1] == (0.0, 0.002)
