from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque

from timeline_dsl.submit import limiter as limiter_room
from timeline_dsl.submit.limiter import Limiter


def most_in_a_second(starts):
    window, most = deque(), 0
    for start in sorted(starts):
        window.append(start)
        while window[0] <= start - 1.0:
            window.popleft()
        most = max(most, len(window))
    return most


def started(*program):
    return subprocess.Popen([sys.executable, *program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_threads_of_one_process_never_exceed_the_rate_in_any_second(state):
    limiter, starts, guard = Limiter(state / "calls.sqlite", "here", rate=20), [], threading.Lock()

    def work():
        for _ in range(8):
            with limiter.place():
                with guard:
                    starts.append(time.monotonic())
                time.sleep(0.005)

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(starts) == 40
    assert most_in_a_second(starts) <= 20


def test_two_scopes_do_not_wait_for_each_other(state):
    begun = time.monotonic()
    for scope in ("a", "b", "c"):
        for _ in range(2):
            with Limiter(state / "calls.sqlite", scope, rate=2).place():
                pass
    assert time.monotonic() - begun < 2.2


def test_a_call_whose_process_was_killed_frees_its_place(state, monkeypatch):
    monkeypatch.setattr(limiter_room, "_ARRIVED", 0.5)
    program = (
        "import sys, time\nfrom pathlib import Path\nfrom timeline_dsl.submit.limiter import Limiter\n"
        "with Limiter(Path(sys.argv[1]), 'here', rate=1).place():\n    print('in', flush=True)\n    time.sleep(60)\n"
    )
    holder = started("-c", program, str(state / "calls.sqlite"))
    try:
        assert holder.stdout.readline() == "in\n"
        begun = time.monotonic()
        os.kill(holder.pid, signal.SIGKILL)
        with Limiter(state / "calls.sqlite", "here", rate=1).place():
            waited = time.monotonic() - begun
    finally:
        holder.kill()
        holder.communicate()
    assert 1.0 < waited < 3.0


def test_a_fork_opens_the_file_anew(state):
    limiter = Limiter(state / "calls.sqlite", "here", rate=1000)
    with limiter.place():
        pass
    child = os.fork()
    if child == 0:
        try:
            with limiter.place():
                os._exit(0)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_clock_that_began_anew_does_not_lock_everyone_out(state):
    limiter = Limiter(state / "calls.sqlite", "here", rate=1)
    with limiter._database.changing() as database:
        database.execute("INSERT INTO calls (scope, began) VALUES ('here', ?)", (time.monotonic() + 1e6,))
    begun = time.monotonic()
    with limiter.place():
        pass
    assert time.monotonic() - begun < 0.5
