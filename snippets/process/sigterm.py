import os
import signal
import time
from multiprocessing import Pipe, Process

stopping = False


def stop(signum, frame):
    global stopping
    stopping = True


def work(pipe):
    signal.signal(signal.SIGTERM, stop)
    pipe.send("ready")
    while not stopping:
        time.sleep(0.05)
    print(f"child {os.getpid()}: cleaning up")
    pipe.send("cleaning up")
    pipe.recv()
    print(f"child {os.getpid()}: all clean")


if __name__ == "__main__":
    pipe, end = Pipe()
    p = Process(target=work, args=(end,))
    p.start()
    for n in (1, 2):
        pipe.recv()
        print(f"SIGTERM number {n} to {p.pid}")
        p.terminate()
    pipe.send("finish")
    p.join()
    print(f"exitcode of {p.pid}: {p.exitcode}")
