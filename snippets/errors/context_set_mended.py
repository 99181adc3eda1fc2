import os
from multiprocessing import get_context


def greet(queue, who):
    queue.put(f"hello {who}, from {os.getpid()}")


def ask(who, method):
    context = get_context(method)
    queue = context.Queue()
    p = context.Process(target=greet, args=(queue, who))
    p.start()
    print(queue.get())
    p.join()
    print(f"{who}: {type(p).__name__}, exit code {p.exitcode}")


if __name__ == "__main__":
    ask("main", "spawn")
    ask("library", "forkserver")
