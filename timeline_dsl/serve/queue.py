"""The queue: one thread per worker process, and who wakes whom."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable

from timeline_dsl.serve import analysis, callbacks, production
from timeline_dsl.serve.crew import Worker
from timeline_dsl.serve.production import Workshop

IDLE = 0.5  # seconds a thread without work waits before it looks again, in case it missed a call


class RenderQueue:
    """Takes accepted jobs to their end. Jobs are rendered by `workers` processes; one more analyses and resolves."""

    def __init__(self, workshop: Workshop, engine: str, workers: int) -> None:
        self._workshop = workshop
        self._postman = callbacks.Postman(workshop.database)
        self._news = threading.Condition()
        self._stopping = False
        self._crew = [Worker(engine) for _ in range(workers + 1)]
        self._threads = [threading.Thread(target=self._lane, args=(self._queue_new,), name="queue", daemon=True)]
        self._threads += [
            threading.Thread(target=self._lane, args=(self._producer(worker),), name="produce", daemon=True)
            for worker in self._crew[1:]
        ]
        self._threads.append(
            threading.Thread(target=self._lane, args=(self._analyst(self._crew[0]),), name="analyse", daemon=True)
        )

    def start(self) -> None:
        """Take up what an earlier run left, then begin."""
        production.take_up_again(self._workshop)
        analysis.take_up_again(self._workshop)
        self._postman.start()
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """There may be work."""
        with self._news:
            self._news.notify_all()
        self._postman.wake()

    def stop(self) -> None:
        """End the worker processes; what they had in hand is queued again at the next start."""
        self._stopping = True
        for worker in self._crew:
            worker.kill()
        self.wake()
        for thread in self._threads:
            thread.join(5)
        self._postman.stop()

    def _lane(self, step: Callable[[], bool]) -> None:
        """Run `step` until the queue is stopped; it says whether it found something to do."""
        while not self._stopping:
            try:
                found = step()
            except Exception:  # a lane must outlive any one job; the trace goes to the log
                traceback.print_exc()
                found = False
            if found:
                self.wake()
                continue
            with self._news:
                if not self._stopping:
                    self._news.wait(IDLE)

    def _queue_new(self) -> bool:
        return production.queue_new(self._workshop.database) > 0

    def _producer(self, worker: Worker) -> Callable[[], bool]:
        def step() -> bool:
            job = production.take(self._workshop.database)
            if job is None:
                return False
            production.produce(self._workshop, worker, job)
            return True

        return step

    def _analyst(self, worker: Worker) -> Callable[[], bool]:
        def step() -> bool:
            return analysis.analyse_next(self._workshop, worker) or analysis.export_next(self._workshop, worker)

        return step
