import os
import signal
from multiprocessing import get_context

if __name__ == "__main__":
    lock = get_context("spawn").Lock()
    print(f"{os.getpid()} has the lock: {lock.acquire()}", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
