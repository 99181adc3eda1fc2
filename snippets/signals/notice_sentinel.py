from multiprocessing import Event, Process, parent_process
from multiprocessing.connection import wait


def watch(ready, gone, asked):
    ready.set()
    gone.wait()
    print(f"watcher: parent alive {parent_process().is_alive()}")
    asked.set()
    wait([parent_process().sentinel])
    print(f"watcher: parent alive {parent_process().is_alive()}")


def sibling(ready, asked):
    ready.set()
    asked.wait()


def parent(first, second, gone, asked):
    Process(target=watch, args=(first, gone, asked)).start()
    Process(target=sibling, args=(second, asked)).start()


if __name__ == "__main__":
    first, second, gone, asked = (Event() for _ in range(4))
    p = Process(target=parent, args=(first, second, gone, asked))
    p.start()
    first.wait()
    second.wait()
    p.kill()
    p.join()
    print(f"main: exitcode of {p.pid} is {p.exitcode}", flush=True)
    gone.set()
