import os
from multiprocessing import Pool


def parse(text):
    print(f"parse({text!r}) in {os.getpid()}")
    return int(text)


if __name__ == "__main__":
    with Pool(2) as pool:
        result = pool.apply_async(parse, ("ten",))
        pool.close()
        pool.join()
    print("All subprocesses done.")
    print("successful:", result.successful())
    result.get()
