import os
from multiprocessing import Event, Process


def work(gate):
    gate.wait()
    print(f"child {os.getpid()} is done")


def attempt(when, call):
    try:
        print(f"{when}: {call()}")
    except (AssertionError, AttributeError, ValueError) as error:
        print(f"{when}: {type(error).__name__}: {error}")


if __name__ == "__main__":
    gate = Event()
    p = Process(target=work, args=(gate,))
    attempt("join, not started", p.join)
    attempt("terminate, not started", p.terminate)
    p.start()
    attempt("start again", p.start)
    attempt("close, running", p.close)
    gate.set()
    p.join()
    attempt("close, joined", p.close)
    attempt("is_alive, closed", p.is_alive)
    attempt("start, closed", p.start)
    print(p)
