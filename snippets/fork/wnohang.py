import os

order, give = os.pipe()
pid = os.fork()
if pid == 0:
    os.close(give)
    os.read(order, 1)
    os._exit(5)

early = os.waitpid(pid, os.WNOHANG)
print(f"parent ({os.getpid()}): still running, {early}")
os.close(give)
ended, status = os.waitpid(pid, 0)
code = os.waitstatus_to_exitcode(status)
print(f"parent ({os.getpid()}): {ended} has ended, exit code {code}")
