import os
from concurrent.futures import ProcessPoolExecutor


def parse(text):
    try:
        return int(text)
    except ValueError as error:
        raise RuntimeError(f"no number in {os.getpid()}") from error


if __name__ == "__main__":
    with ProcessPoolExecutor(1) as executor:
        future = executor.submit(parse, "ten")
    print("The with block is over, and nothing was raised.")
    error = future.exception()
    print("exception():", repr(error))
    print("its traceback:", error.__traceback__)
    print("its cause:", type(error.__cause__))
    future.result()
