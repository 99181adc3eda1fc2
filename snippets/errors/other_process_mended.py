import os
from multiprocessing import Pipe, Process


def work():
    print(f"worker {os.getpid()} ends with 3")
    raise SystemExit(3)


def watch(receiver):
    pid, code = receiver.recv()
    print(f"watcher {os.getpid()}: exit code of {pid} is {code}")


if __name__ == "__main__":
    receiver, sender = Pipe(duplex=False)
    watcher = Process(target=watch, args=(receiver,))
    watcher.start()
    p = Process(target=work)
    p.start()
    p.join()
    sender.send((p.pid, p.exitcode))
    watcher.join()
    print(f"parent {os.getpid()}: watcher has ended with {watcher.exitcode}")
