import os
import sys
from multiprocessing import Process
from pathlib import Path


def work(stream):
    print(f"child {os.getpid()}: hello", file=stream, flush=True)


def attempt(stream):
    p = Process(target=work, args=(stream,))
    try:
        p.start()
        p.join()
        print(f"{stream.name}: exit code {p.exitcode}")
    except TypeError as error:
        print(f"{stream.name}: TypeError: {error}")


if __name__ == "__main__":
    path = Path("log.txt")
    attempt(sys.stdout)
    with path.open("w") as log:
        attempt(log)
    print("in the file:", path.read_text().strip() or "nothing")
