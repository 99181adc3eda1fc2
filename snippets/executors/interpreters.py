import os
from concurrent.futures import InterpreterPoolExecutor
from concurrent.interpreters import get_current

seen = []


def work(n):
    seen.append(n)
    print(f"{n} in {os.getpid()}, {get_current()}: {seen}")


if __name__ == "__main__":
    with InterpreterPoolExecutor(max_workers=1) as executor:
        for n in range(3):
            executor.submit(work, n).result()
    print(f"{os.getpid()}, {get_current()}: {seen}")
