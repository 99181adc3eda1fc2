import subprocess
import sys

CODE = """
import os
from multiprocessing import get_context

def square(n):
    return n * n

with get_context("forkserver").Pool(1) as pool:
    print(f"{os.getpid()}: map is called", flush=True)
    print(pool.map(square, [3]))
"""

if __name__ == "__main__":
    p = subprocess.Popen([sys.executable, "-c", CODE])
    code = p.wait()
    print(f"exit code of {p.pid}: {code}")
