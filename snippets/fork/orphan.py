import os
import sys

seen, say_seen = os.pipe()
gone, say_gone = os.pipe()
middle = os.fork()
if middle == 0:
    os.close(say_gone)
    if os.fork() > 0:
        os.close(say_seen)
        os.read(seen, 1)
        print(f"middle ({os.getpid()}): I leave my child behind.")
        sys.exit()
    print(f"child ({os.getpid()}): my parent is {os.getppid()}")
    os.write(say_seen, b"!")
    os.read(gone, 1)
    print(f"child ({os.getpid()}): my parent is {os.getppid()}")
    sys.exit()

os.close(say_seen)
os.waitpid(middle, 0)
print(f"main ({os.getpid()}): {middle} is reaped.")
os.write(say_gone, b"!")
os.read(seen, 1)
try:
    os.wait()
except ChildProcessError as error:
    print(f"main ({os.getpid()}): {error}")
