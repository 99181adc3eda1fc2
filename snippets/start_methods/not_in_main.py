import subprocess
import sys
from pathlib import Path
from subprocess import PIPE

CODE = """
from multiprocessing import Process

def greet(name):
    print("hello", name)

if __name__ == "__main__":
    p = Process(target=greet, args=("Ada",))
    p.start()
    p.join()
    print("exit code", p.exitcode)
"""


def run(*arguments, source=None):
    command = [sys.executable, *arguments]
    p = subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True)
    output, errors = p.communicate(source)
    print(f"{p.pid} is python {arguments[0]}, it ended with {p.returncode}")
    print(output, end="")
    for line in errors.splitlines():
        if "Error:" in line:
            print(line.replace(str(Path.cwd()), "…"))


if __name__ == "__main__":
    run("-c", CODE)
    run("-", source=CODE)
