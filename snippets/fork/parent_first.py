import os

pid = os.fork()
if pid == 0:
    print(f"child ({os.getpid()}): my parent is {os.getppid()}")
else:
    print(f"parent ({os.getpid()}): I do not wait for {pid}")
