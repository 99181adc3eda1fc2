import os
import sys
from multiprocessing import Pool


def check(port):
    print(f"{os.getpid()} checks {port}")
    if port < 1024:
        sys.exit(3)
    return port


if __name__ == "__main__":
    with Pool(1) as pool:
        port = pool.apply(check, (8000,))
        print("checked:", port)
        port = pool.apply(check, (80,))
        print("checked:", port)
