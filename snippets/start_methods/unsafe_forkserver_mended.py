import os
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path

HELPER = """
from concurrent.futures import ThreadPoolExecutor
from functools import cache

@cache
def get_pool():
    return ThreadPoolExecutor(1)
"""


def work(number):
    pool = import_module("helper").get_pool()
    print(f"child {os.getpid()}: asks for the square of {number}")
    print(f"child {os.getpid()}: {pool.submit(pow, number, 2).result()}")


if __name__ == "__main__":
    Path("helper.py").write_text(HELPER)
    context = get_context("forkserver")
    context.set_forkserver_preload(["helper"])
    p = context.Process(target=work, args=(4,))
    p.start()
    p.join()
    print(f"parent {os.getpid()}: exit code {p.exitcode}")
