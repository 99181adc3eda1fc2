import os
import time

parent = os.getpid()
print(f"Process ({parent}) start ...")
pid = os.fork()
if pid == 0:
    while os.getppid() == parent:
        time.sleep(0.01)
    print(f"I am child process ({os.getpid()}) and my parent is {os.getppid()}.")
else:
    print(f"I ({parent}) just created a child process ({pid}).")
