import os
from multiprocessing import Event, Lock, Pool, Queue, Value


def kind_of(thing):
    return f"a {type(thing).__name__} in {os.getpid()}"


if __name__ == "__main__":
    print(f"parent {os.getpid()} sends:")
    things = (Queue(), Lock(), Event(), Value("i"), "text")
    with Pool(1) as pool:
        for thing in things:
            try:
                print(pool.apply(kind_of, (thing,)))
            except RuntimeError as error:
                print(f"RuntimeError: {error}")
        pool.close()
        pool.join()
