from concurrent import futures
from multiprocessing import Event


def init(events):
    global gates
    gates = events


def divide(n):
    gates[n].wait()
    return 12 // n


def show(when, timeout=None):
    found = futures.wait(inputs, timeout, when)
    done = sorted(inputs[future] for future in found.done)
    not_done = sorted(inputs[future] for future in found.not_done)
    print(f"{when}: done {done}, not done {not_done}")


if __name__ == "__main__":
    gates = [Event() for _ in range(3)]
    with futures.ProcessPoolExecutor(3, None, init, (gates,)) as executor:
        inputs = {executor.submit(divide, n): n for n in range(3)}
        show(futures.ALL_COMPLETED, timeout=0.1)
        gates[2].set()
        show(futures.FIRST_COMPLETED)
        gates[0].set()
        show(futures.FIRST_EXCEPTION)
        gates[1].set()
        show(futures.ALL_COMPLETED)
