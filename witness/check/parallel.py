"""Work beside other work, in threads; an interrupt ends all of it before it goes on its way."""

from __future__ import annotations

import concurrent.futures
import itertools
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Job = TypeVar("Job")
Answer = TypeVar("Answer")


def side_by_side(
    work: Callable[[Job], Answer], jobs: Iterable[Job], abort: threading.Event, workers: int
) -> Iterator[Answer]:
    """Do the jobs, at most `workers` at once; their answers come as they are ready.

    Args:
        work: what to do; it ends early when `abort` is set.
        jobs: asked for the next one when there is room for it.
        abort: set when whoever takes the answers stops.
        workers: how many threads.
    """
    waiting = iter(jobs)
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        try:
            # Not all at once: what was told is let go, however many there are.
            running = {pool.submit(work, job) for job in itertools.islice(waiting, workers)}
            while running:
                done, running = concurrent.futures.wait(running, return_when=concurrent.futures.FIRST_COMPLETED)
                running |= {pool.submit(work, job) for job in itertools.islice(waiting, len(done))}
                for future in done:
                    yield future.result()
        except BaseException:
            abort.set()
            pool.shutdown(wait=True, cancel_futures=True)
            raise
