import os
import signal
import sys
from pathlib import Path


def state(pid):
    text = Path(f"/proc/{pid}/status").read_text()
    return text.split("State:")[1].splitlines()[0].strip()


pid = os.fork()
if pid == 0:
    print(f"child ({os.getpid()}): I leave with 7.")
    sys.exit(7)

os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
print(f"parent ({os.getpid()}): {pid} is {state(pid)}")
os.kill(pid, signal.SIGKILL)
print(f"parent ({os.getpid()}): SIGKILL sent, {pid} is {state(pid)}")
_, status = os.waitpid(pid, 0)
print(f"parent ({os.getpid()}): exit code {os.waitstatus_to_exitcode(status)}")
left = Path(f"/proc/{pid}").exists()
print(f"parent ({os.getpid()}): {pid} still exists: {left}")
