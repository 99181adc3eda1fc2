import subprocess
import sys
from multiprocessing.shared_memory import SharedMemory

READER = """
import os, sys
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory
if sys.version_info >= (3, 13):
    block = SharedMemory(sys.argv[1], track=False)
else:
    block = SharedMemory(sys.argv[1])
    resource_tracker.unregister("/" + block.name, "shared_memory")
print(os.getpid(), "reads", bytes(block.buf[:5]))
block.close()
"""

if __name__ == "__main__":
    block = SharedMemory(create=True, size=5)
    block.buf[:5] = b"hello"
    command = [sys.executable, "-c", READER, block.name]
    reader = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    _, errors = reader.communicate()
    print("exit code", reader.returncode)
    print("errors:", repr(errors))
    block.close()
    block.unlink()
