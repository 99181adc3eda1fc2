import os
import random
from multiprocessing import Pipe, Process

own = random.Random()


def draw(sender):
    sender.send((own.random(), random.random()))


if __name__ == "__main__":
    owns, modules = set(), set()
    for _ in range(3):
        receiver, sender = Pipe(duplex=False)
        p = Process(target=draw, args=(sender,))
        p.start()
        a, b = receiver.recv()
        p.join()
        print(f"child {p.pid}: own.random() {a:.6f}, random.random() {b:.6f}")
        owns.add(a)
        modules.add(b)
    print(f"parent {os.getpid()}: own.random(): {len(owns)} values")
    print(f"parent {os.getpid()}: random.random(): {len(modules)} values")
