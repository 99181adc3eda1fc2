import ctypes
import os
import signal
import threading
import time
from multiprocessing import get_context

PR_SET_PDEATHSIG = 1
mp = get_context("spawn")


def work(sender):
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    sender.send(f"child {os.getpid()} of {os.getppid()}")
    time.sleep(60)


def start(p):
    p.start()
    print(receiver.recv())


if __name__ == "__main__":
    receiver, sender = mp.Pipe(duplex=False)
    p = mp.Process(target=work, args=(sender,))
    starter = threading.Thread(target=start, args=(p,))
    starter.start()
    starter.join()
    p.join()
    print(f"parent {os.getpid()}: exitcode {p.exitcode}")
