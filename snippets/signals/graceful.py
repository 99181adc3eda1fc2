import os
import signal
import time
from multiprocessing import Event, Process, Queue, parent_process

received = []


def produce(queue, end, counts):
    sent = 0
    while not end.is_set():
        queue.put(sent)
        sent += 1
        if sent == 20:
            os.kill(parent_process().pid, signal.SIGTERM)
    queue.put(None)
    queue.put(None)
    counts.put(sent)


def consume(queue, counts):
    counts.put(len(list(iter(queue.get, None))))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda signum, _: received.append(signum))
    queue, end, sent, done = Queue(10), Event(), Queue(), Queue()
    Process(target=produce, args=(queue, end, sent)).start()
    for _ in range(2):
        Process(target=consume, args=(queue, done)).start()
    while not received:
        time.sleep(0.01)
    end.set()
    print(f"parent: {signal.Signals(received[0]).name}")
    print(f"sent: {sent.get()}")
    print(f"done: {done.get() + done.get()}")
