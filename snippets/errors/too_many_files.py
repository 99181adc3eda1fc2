import os
import resource
from multiprocessing import get_context


def work(number):
    print(f"{os.getpid()} does task {number}")


def run(number):
    process = get_context("fork").Process(target=work, args=(number,))
    process.start()
    process.join()
    return process


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    tasks, ended = range(8), []
    try:
        for number in tasks:
            ended += [run(number)]
    except OSError as error:
        print(error)
    print(f"{len(ended)} of {len(tasks)} done, exit code {ended[-1].exitcode}")
    for process in ended:
        process.close()
    run("last")
