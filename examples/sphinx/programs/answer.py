import os

pid = os.fork()
if pid == 0:
    print(f"I am {os.getpid()}, and my parent is {os.getppid()}.", flush=True)
    os._exit(3)
_, status = os.waitpid(pid, 0)
print(f"{pid} has ended with {os.waitstatus_to_exitcode(status)}.")
