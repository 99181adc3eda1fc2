import atexit
import os

atexit.register(lambda: print(f"atexit in {os.getpid()}"))
print(f"before fork ({os.getpid()})", flush=True)
pid = os.fork()
if pid == 0:
    print(f"child ({os.getpid()}): flushed", flush=True)
    print(f"child ({os.getpid()}): still in the buffer")
    os._exit(0)

os.waitpid(pid, 0)
print(f"parent ({os.getpid()}): done")
