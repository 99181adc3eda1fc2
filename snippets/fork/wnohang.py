import os

order, give = os.pipe()
pid = os.fork()
if pid == 0:
    os.read(order, 1)
    os._exit(5)

print(f"parent ({os.getpid()}): still running, {os.waitpid(pid, os.WNOHANG)}")
os.write(give, b"!")
ended, status = os.waitpid(pid, 0)
code = os.waitstatus_to_exitcode(status)
print(f"parent ({os.getpid()}): {ended} has ended, exit code {code}")
