import os
from multiprocessing import Process
from multiprocessing.shared_memory import ShareableList


def change(shared):
    shared[0] += 1
    shared[1] = "Bo"
    for place, value in (1, "a name too long"), (3, "one more"):
        try:
            shared[place] = value
        except (IndexError, ValueError) as error:
            print(f"{os.getpid()}: {error!r}")
    shared.shm.close()


if __name__ == "__main__":
    shared = ShareableList([41, "Ann", None])
    child = Process(target=change, args=(shared,))
    child.start()
    child.join()
    print(f"{os.getpid()}: {list(shared)}")
    shared.shm.close()
    shared.shm.unlink()
