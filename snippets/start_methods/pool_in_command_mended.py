import subprocess
import sys
from pathlib import Path

MODULE = """
import os

def square(n):
    print(f"{os.getpid()}: square({n})", flush=True)
    return n * n
"""
CODE = """
import os
from multiprocessing import get_context
from squares import square

with get_context("forkserver").Pool(1) as pool:
    print(f"{os.getpid()}: map returns {pool.map(square, [3])}")
"""

if __name__ == "__main__":
    Path("squares.py").write_text(MODULE)
    p = subprocess.Popen([sys.executable, "-c", CODE])
    print(f"exit code of {p.pid}: {p.wait()}")
