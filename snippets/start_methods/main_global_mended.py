import os
from multiprocessing import Pool, Process


def work(cfg, n):
    print(f"child {os.getpid()}: {cfg['color']} {n}")


def keep(settings):
    global cfg
    cfg = settings


def task(n):
    return f"task {n} in {os.getpid()}: {cfg['color']}"


if __name__ == "__main__":
    settings = {"color": "green"}
    p = Process(target=work, args=(settings, 3))
    p.start()
    p.join()
    print(f"exit code of {p.pid}: {p.exitcode}")
    with Pool(1, initializer=keep, initargs=(settings,)) as pool:
        print("\n".join(pool.map(task, (4, 5))))
