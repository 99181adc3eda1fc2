import os
import sys

pid = os.fork()
if pid == 0:
    print(f"child ({os.getpid()}): I leave with 7.")
    sys.exit(7)

ended, status = os.waitpid(pid, 0)
print(f"parent ({os.getpid()}): {ended} has ended.")
print(f"parent ({os.getpid()}): status {status}", end=", ")
print(f"exit code {os.waitstatus_to_exitcode(status)}")
