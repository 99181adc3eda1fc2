import signal
import time
from multiprocessing import Pipe, Process

TASKS = ("quick", 0.1, 9), ("slow", 60, 0.1), ("stubborn", 60, 0.1)


def work(name, seconds, sender):
    if name == "stubborn":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sender.send(name)
    time.sleep(seconds)


def limit(p, seconds):
    p.join(timeout=seconds)
    if p.is_alive():
        print(f"{p.pid}: terminate()")
        p.terminate()
        p.join(timeout=1)
    if p.is_alive():
        print(f"{p.pid}: kill()")
        p.kill()
        p.join()


if __name__ == "__main__":
    receiver, sender = Pipe(duplex=False)
    for name, takes, most in TASKS:
        p = Process(target=work, args=(name, takes, sender))
        p.start()
        print(f"{p.pid} is {receiver.recv()}")
        limit(p, most)
        print(f"{p.pid}: exitcode {p.exitcode}")
