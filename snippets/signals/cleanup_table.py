import atexit
import os
import signal
import sys
from multiprocessing import Pipe, Process

WAYS = {
    "return": lambda: None,
    "exception": lambda: {}["key"],
    "sys.exit(3)": lambda: sys.exit(3),
    "os._exit(3)": lambda: os._exit(3),
    "SIGTERM": lambda: os.kill(os.getpid(), signal.SIGTERM),
    "SIGTERM, handled": lambda: os.kill(os.getpid(), signal.SIGTERM),
    "SIGKILL": lambda: os.kill(os.getpid(), signal.SIGKILL),
}


def work(way, pipe):
    atexit.register(pipe.send, "atexit")
    if way == "SIGTERM, handled":
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        WAYS[way]()
    finally:
        pipe.send("finally")


if __name__ == "__main__":
    for way in WAYS:
        receiver, sender = Pipe(duplex=False)
        child = Process(target=work, args=(way, sender))
        child.start()
        child.join()
        ran = " ".join(receiver.recv() for _ in iter(receiver.poll, False))
        print(f"{way:16} {child.exitcode:3}  {ran}")
