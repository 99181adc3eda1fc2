import os
import random
from multiprocessing import Pipe, Process


def draw(sender, number):
    own = random.Random(f"experiment 7, worker {number}")
    sender.send(own.randrange(1000))


if __name__ == "__main__":
    for number in range(3):
        receiver, sender = Pipe(duplex=False)
        p = Process(target=draw, args=(sender, number))
        p.start()
        print(f"child {p.pid}: own.randrange(1000) {receiver.recv()}")
        p.join()
    print(f"parent {os.getpid()}: exit code {p.exitcode}")
