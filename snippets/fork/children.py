import os
import sys

print(f"parent ({os.getpid()}) start", flush=True)
children = []
for number in range(3):
    pid = os.fork()
    if pid == 0:
        print(f"child {number} ({os.getpid()}), parent {os.getppid()}")
        sys.exit(number)
    children.append(pid)

for pid in children:
    _, status = os.waitpid(pid, 0)
    print(f"{pid} ended, exit code {os.waitstatus_to_exitcode(status)}")
