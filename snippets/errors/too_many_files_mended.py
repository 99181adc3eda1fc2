import os
import resource
from multiprocessing import get_context


def work(number):
    print(f"{os.getpid()} does task {number}")


def run(number):
    process = get_context("fork").Process(target=work, args=(number,))
    process.start()
    process.join()
    print(f"{process.pid} has ended: {process.exitcode}")
    process.close()
    return process


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    ended = [run(number) for number in range(8)]
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    print(f"{len(ended)} done, with at most {limit} files")
