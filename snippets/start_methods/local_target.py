import os
from multiprocessing import get_context


def main():
    def greet():
        print(f"Hello from {os.getpid()}")

    for method in ("fork", "spawn", "forkserver"):
        p = get_context(method).Process(target=greet)
        try:
            p.start()
            p.join()
            print(f"{method}: exit code {p.exitcode}")
        except Exception as error:
            print(f"{method}: {type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
