import os

print(f"before fork ({os.getpid()})")
pid = os.fork()
if pid > 0:
    os.waitpid(pid, 0)
