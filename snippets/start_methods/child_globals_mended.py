import os
from multiprocessing import Process


def work(settings, api_key):
    print(f"child {os.getpid()}: {settings} {api_key}")
    settings["level"] = "changed"


if __name__ == "__main__":
    settings = {"level": "high"}
    p = Process(target=work, args=(settings, "abc"))
    p.start()
    p.join()
    print(f"parent {os.getpid()}: {settings} exit code {p.exitcode}")
