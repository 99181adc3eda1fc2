import os
import subprocess
import sys

program = """
import os
print(f"new program ({os.getpid()}): answer known: {'answer' in globals()}")
"""

answer = 42
print(f"parent ({os.getpid()}): os.fork exists: {hasattr(os, 'fork')}")
print(f"parent ({os.getpid()}): answer known: {'answer' in globals()}")
subprocess.run([sys.executable, "-c", program], check=True)
