"""Programs that tests of several folders run, with their promises."""

POOL = """\
import time
from multiprocessing import Pool


def work(n):
    print("task", n)
    time.sleep(0.05)


if __name__ == "__main__":
    with Pool(2) as pool:
        pool.map(work, range(4), chunksize=1)
"""
POOL_PROMISE = """\
parent: exit 0
  worker * 1..2: exit 0 or SIGTERM

each n in 0..3
  worker | task {n}
"""
