import logging
import os
from logging.handlers import QueueHandler, QueueListener
from multiprocessing import Process, Queue


def work(n, records):
    log = logging.getLogger("work")
    log.addHandler(QueueHandler(records))
    log.setLevel(logging.INFO)
    log.info("begins with %d", n)
    try:
        log.info("6 // %d = %d", n, 6 // n)
    except ZeroDivisionError:
        log.error("6 // %d fails", n)


if __name__ == "__main__":
    records, handler = Queue(), logging.StreamHandler()
    form = "%(process)d %(levelname)s %(message)s"
    handler.setFormatter(logging.Formatter(form))
    listener = QueueListener(records, handler)
    processes = [Process(target=work, args=(n, records)) for n in (3, 0)]
    for p in processes:
        p.start()
    listener.start()
    for p in processes:
        p.join()
    listener.stop()
    print(f"{os.getpid()} has written every record")
