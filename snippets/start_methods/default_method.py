import os
import sys
from multiprocessing import get_all_start_methods, get_context, get_start_method


def work(queue):
    queue.put((os.getpid(), get_start_method()))


if __name__ == "__main__":
    print(f"Python 3.{sys.version_info.minor} on {sys.platform}")
    print(f"available: {', '.join(sorted(get_all_start_methods()))}")
    print(f"default: {get_start_method()}")
    context = get_context("spawn")
    queue = context.Queue()
    p = context.Process(target=work, args=(queue,))
    p.start()
    pid, method = queue.get()
    p.join()
    print(f"child {pid}: {method}, exit code {p.exitcode}")
