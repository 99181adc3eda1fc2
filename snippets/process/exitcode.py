import os
import signal
import sys
from multiprocessing import Process


def work(end):
    if end == "exit 3":
        sys.exit(3)
    elif end == "exit 256":
        sys.exit(256)
    elif end == "text":
        sys.exit("disk full")
    elif end == "_exit 4":
        os._exit(4)
    elif end == "signal":
        signal.raise_signal(signal.SIGKILL)


if __name__ == "__main__":
    ends = ("return", "exit 3", "exit 256", "text", "_exit 4", "signal")
    for end in ends:
        p = Process(target=work, args=(end,))
        p.start()
        p.join()
        print(f"{p.pid} ended by {end}: exitcode {p.exitcode}")
