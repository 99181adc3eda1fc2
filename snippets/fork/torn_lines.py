import io
import os

read_end, write_end = os.pipe()
children = []
for letter in "AB":
    pid = os.fork()
    if pid == 0:
        out = io.TextIOWrapper(io.FileIO(write_end, "w"), write_through=True)
        for _ in range(1000):
            print(letter * 4, letter * 4, file=out)
        os._exit(0)
    children.append(pid)

os.close(write_end)
with os.fdopen(read_end) as pipe:
    lines = pipe.read().splitlines()
for pid in children:
    os.waitpid(pid, 0)

torn = [line for line in lines if line not in ("AAAA AAAA", "BBBB BBBB")]
print("lines:", len(lines))
print("characters:", sum(map(len, lines)))
print("torn lines:", "some" if torn else "none")
print("the first:", torn[0] if torn else "")
