import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def connect(address):
    global connection
    print(f"{os.getpid()} connects to {address}", flush=True)
    if address == "nowhere":
        raise ConnectionError(f"no server at {address}")
    connection = address


def ask(n):
    return f"{os.getpid()} asks {connection}: {n}"


if __name__ == "__main__":
    for address in "here", "nowhere":
        with ProcessPoolExecutor(1, None, connect, (address,)) as executor:
            try:
                print(*executor.map(ask, range(2)), sep="\n")
            except BrokenProcessPool as error:
                print("BrokenProcessPool, cause:", error.__cause__)
