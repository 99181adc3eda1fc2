import os
import signal
import sys
from multiprocessing import Process


def work(end):
    if end == "exit":
        sys.exit(3)
    elif end == "text":
        sys.exit("disk full")
    elif end == "_exit":
        os._exit(4)
    elif end == "signal":
        signal.raise_signal(signal.SIGKILL)


if __name__ == "__main__":
    for end in ("return", "exit", "text", "_exit", "signal"):
        p = Process(target=work, args=(end,))
        p.start()
        p.join()
        print(f"{p.pid} ended by {end}: exitcode {p.exitcode}")
