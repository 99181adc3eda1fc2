import os
from multiprocessing import get_context


def work(gate):
    gate.wait()
    print(f"worker {os.getpid()} ends with 3")
    raise SystemExit(3)


def watch(p, gate, ended):
    print(f"watcher {os.getpid()} lets {p.pid} go")
    gate.set()
    ended.wait()
    for call in p.start, p.is_alive, p.join, p.close:
        try:
            result = call()
        except (AssertionError, ValueError) as error:
            result = f"{type(error).__name__}: {error}"
        print(f"{call.__name__}: {result}")
    print(f"watcher: exit code is {p.exitcode}")


if __name__ == "__main__":
    context = get_context("fork")
    gate, ended = context.Event(), context.Event()
    p = context.Process(target=work, args=(gate,))
    watcher = context.Process(target=watch, args=(p, gate, ended))
    p.start()
    watcher.start()
    p.join()
    print(f"parent {os.getpid()}: exit code is {p.exitcode}")
    ended.set()
    watcher.join()
    print(f"parent: watcher ends with {watcher.exitcode}")
