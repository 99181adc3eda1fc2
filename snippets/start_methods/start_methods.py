import os
from multiprocessing import Process, get_start_method, parent_process

color = "red"


def work():
    print(f"child: {os.getpid()} sees {color} in {__name__}")
    print(f"child: started for {parent_process().pid} by {os.getppid()}")


if __name__ == "__main__":
    color = "green"
    print(f"{get_start_method()}: {os.getpid()} sees {color} in {__name__}")
    p = Process(target=work)
    p.start()
    p.join()
