import os
from multiprocessing import Process, set_start_method


def choose(who):
    try:
        set_start_method("spawn")
        print(f"{who} {os.getpid()}: set")
    except RuntimeError as error:
        print(f"{who} {os.getpid()}: RuntimeError: {error}")


if __name__ == "__main__":
    choose("parent")
    choose("parent")
    p = Process(target=choose, args=("child",))
    p.start()
    p.join()
    print(f"parent {os.getpid()}: exit code {p.exitcode}")
