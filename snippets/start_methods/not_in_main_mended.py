import subprocess
import sys
from pathlib import Path

MODULE = """
def greet(name):
    print("hello", name)
"""
CODE = """
from multiprocessing import Process
from greetings import greet

if __name__ == "__main__":
    p = Process(target=greet, args=("Ada",))
    p.start()
    p.join()
    print("exit code", p.exitcode)
"""

if __name__ == "__main__":
    Path("greetings.py").write_text(MODULE)
    Path("script.py").write_text(CODE)
    for arguments in (["-c", CODE], ["script.py"]):
        print(f"python {arguments[0]}", flush=True)
        subprocess.run([sys.executable, *arguments], check=True)
