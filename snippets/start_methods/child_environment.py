import os
from multiprocessing import Process
from pathlib import Path


def report(name):
    mask = os.umask(0)
    stage = os.environ["STAGE"]
    print(f"{name} {os.getpid()}: STAGE {stage}, umask {mask:03o}")
    print(f"{name} {os.getpid()}: in the root folder: {Path.cwd() == Path('/')}")


if __name__ == "__main__":
    settings = (("first", 0o022, "."), ("second", 0o077, "/"))
    for name, mask, folder in settings:
        os.environ["STAGE"] = f"of {name}"
        os.umask(mask)
        os.chdir(folder)
        p = Process(target=report, args=(name,))
        p.start()
        p.join()
    print(f"parent {os.getpid()}: exit code {p.exitcode}")
