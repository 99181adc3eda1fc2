import os
from multiprocessing import Pool

failure = None


def connect():
    raise ConnectionError(f"{os.getpid()} has no connection")


def init():
    global failure
    try:
        connect()
    except ConnectionError as error:
        failure = error


def work(number):
    print(f"{os.getpid()} has task {number}")
    if failure:
        raise failure
    return number


if __name__ == "__main__":
    with Pool(1, init) as pool:
        try:
            result = pool.apply(work, (4,))
            print("result:", result)
        except ConnectionError as error:
            print("error:", error)
