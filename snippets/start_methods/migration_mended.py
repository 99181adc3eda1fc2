import os
import sys
from multiprocessing import Lock, Process, get_start_method, set_start_method


def work(thing, mode):
    print(f"{os.getpid()} has {type(thing).__name__}, mode {mode}")


if __name__ == "__main__":
    set_start_method("forkserver")
    mode = "green"
    print(f"Python 3.{sys.version_info.minor}: {get_start_method()}")
    for thing in ("text", work, os.devnull, Lock()):
        p = Process(target=work, args=(thing, mode))
        p.start()
        p.join()
        print(f"exit code {p.exitcode}")
