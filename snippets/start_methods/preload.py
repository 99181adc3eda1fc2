import os
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path

NAMES = ("heavy", "light")


def work(number):
    for name in NAMES:
        module = import_module(name)
        print(f"child {number} {os.getpid()}: {name} imported by {module.pid}")


if __name__ == "__main__":
    for name in NAMES:
        Path(f"{name}.py").write_text("import os\n\npid = os.getpid()\n")
    context = get_context("forkserver")
    context.set_forkserver_preload(["heavy"])
    for number in range(2):
        p = context.Process(target=work, args=(number,))
        p.start()
        p.join()
        print(f"parent {os.getpid()}: exit code {p.exitcode}")
