import ctypes
import os
import select
import signal
import sys
import time
from multiprocessing import get_context, parent_process

PR_SET_PDEATHSIG = 1
mp = get_context("fork")


def work(sender):
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent_process().pid:
        sys.exit("the parent is dead already")
    sender.send(os.getpid())
    time.sleep(60)


def parent(sender):
    mp.Process(target=work, args=(sender,)).start()


if __name__ == "__main__":
    receiver, sender = mp.Pipe(duplex=False)
    p = mp.Process(target=parent, args=(sender,))
    p.start()
    pid = receiver.recv()
    descriptor = os.pidfd_open(pid)
    p.kill()
    p.join()
    print(f"main: exitcode of {p.pid} is {p.exitcode}")
    ready, _, _ = select.select([descriptor], [], [])
    print(f"main: {pid} has ended, too: {ready == [descriptor]}")
