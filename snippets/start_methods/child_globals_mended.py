import os
from multiprocessing import Pool, Process


def work(settings, api_key):
    print(f"child {os.getpid()}: {settings} {api_key}")
    settings["level"] = "changed"


def keep(*values):
    global settings, api_key
    settings, api_key = values


def task():
    return f"worker {os.getpid()}: {settings} {api_key}"


if __name__ == "__main__":
    values = ({"level": "high"}, "abc")
    p = Process(target=work, args=values)
    p.start()
    p.join()
    print(f"parent {os.getpid()}: {values} exit code {p.exitcode}")
    with Pool(1, initializer=keep, initargs=values) as pool:
        print(pool.apply(task))
