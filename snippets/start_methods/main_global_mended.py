import os
from multiprocessing import Pool, Process


def work(cfg):
    color = cfg["color"]
    print(f"child {os.getpid()}: {color}")


def keep(settings):
    global cfg
    cfg = settings


def task():
    return f"worker {os.getpid()}: {cfg['color']}"


if __name__ == "__main__":
    settings = {"color": "green"}
    p = Process(target=work, args=(settings,))
    p.start()
    p.join()
    print(f"exit code of {p.pid}: {p.exitcode}")
    with Pool(1, initializer=keep, initargs=(settings,)) as pool:
        print(pool.apply(task))
