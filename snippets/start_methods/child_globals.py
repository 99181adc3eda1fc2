import os
from multiprocessing import Process

settings = {"level": "low"}


def work():
    print(f"child {os.getpid()}: {settings}")
    print(f"child {os.getpid()}: {api_key}")


if __name__ == "__main__":
    settings["level"] = "high"
    api_key = "abc"
    print(f"parent {os.getpid()}: {settings} {api_key}")
    p = Process(target=work)
    p.start()
    p.join()
    print(f"parent {os.getpid()}: exit code {p.exitcode}")
