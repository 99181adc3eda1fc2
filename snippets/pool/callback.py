import os
from multiprocessing import Pool


def parse(text):
    print(f"parse({text!r}) in {os.getpid()}")
    return int(text)


def good(value):
    print(f"callback in {os.getpid()}: {value}")


def bad(error):
    print(f"error_callback in {os.getpid()}: {error}")


if __name__ == "__main__":
    with Pool(1) as pool:
        for text in ("10", "ten"):
            pool.apply_async(parse, (text,), callback=good, error_callback=bad)
        pool.close()
        pool.join()
    print(f"Parent process {os.getpid()} is done.")
