import os
from concurrent.futures import ProcessPoolExecutor


def connect(address):
    global connection, failure
    print(f"{os.getpid()} connects to {address}", flush=True)
    connection = failure = None
    try:
        if address == "nowhere":
            raise ConnectionError(f"no server at {address}")
        connection = address
    except Exception as error:
        failure = error


def ask(n):
    if failure:
        raise failure
    return f"{os.getpid()} asks {connection}: {n}"


if __name__ == "__main__":
    for address in "here", "nowhere":
        with ProcessPoolExecutor(1, None, connect, (address,)) as executor:
            try:
                print(*executor.map(ask, range(2)), sep="\n")
            except ConnectionError as error:
                print("ConnectionError:", error)
