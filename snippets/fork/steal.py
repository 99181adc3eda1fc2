import multiprocessing
import os
import subprocess
import sys

command = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
pid, status = os.wait()
print(f"os.wait() took {pid}, exit code {os.waitstatus_to_exitcode(status)}")
print(f"Popen.wait() of {command.pid} returns {command.wait()}")

fork = multiprocessing.get_context("fork")
process = fork.Process(target=sys.exit, args=(4,))
process.start()
pid, status = os.wait()
print(f"os.wait() took {pid}, exit code {os.waitstatus_to_exitcode(status)}")
process.join()
print(f"exitcode of {process.pid}: {process.exitcode}")
print(f"alive after join: {process.is_alive()}")
