import os
import time
from multiprocessing import Pipe, Process


def work(sender):
    print(f"child {os.getpid()}: I need a minute")
    sender.send("ready")
    time.sleep(60)
    print("never printed")


if __name__ == "__main__":
    receiver, sender = Pipe(duplex=False)
    p = Process(target=work, args=(sender,), daemon=True)
    p.start()
    receiver.recv()
    print(f"parent {os.getpid()}: this is my last line")
