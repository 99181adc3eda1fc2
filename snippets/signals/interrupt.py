import os
import time
from multiprocessing import Event, Process


def work(ready):
    try:
        ready.set()
        while True:
            time.sleep(0.1)
    except KeyboardInterrupt:
        print(f"{os.getpid()} is interrupted")
    finally:
        print(f"{os.getpid()} cleans up")


if __name__ == "__main__":
    for end in Process.interrupt, Process.terminate:
        ready = Event()
        process = Process(target=work, args=(ready,))
        process.start()
        ready.wait()
        end(process)
        process.join()
        print(f"{process.pid} after {end.__name__}(): {process.exitcode}")
