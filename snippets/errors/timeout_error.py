from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Barrier, Event, Pool, Queue


def init(given):
    global gate
    gate = given


def work():
    return gate.wait()


def wait(name, call):
    try:
        call(timeout=0.1)
    except TimeoutError:
        print(f"{name}: except TimeoutError caught it")
    except Exception as error:
        print(f"{name} missed {type(error)}")


if __name__ == "__main__":
    gate = Event()
    with ProcessPoolExecutor(1, None, init, (gate,)) as executor:
        future = executor.submit(work)
        wait("Future.result", future.result)
        gate.set()
    gate.clear()
    with Pool(1, init, (gate,)) as pool:
        result = pool.apply_async(work)
        wait("AsyncResult.get", result.get)
        wait("Queue.get", Queue().get)
        wait("Barrier.wait", Barrier(2).wait)
        gate.set()
        print("later:", future.result(), result.get())
