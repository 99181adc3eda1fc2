import os

name = "main"
children = []
for number in range(3):
    pid = os.fork()
    if pid == 0:
        name = f"{name}-{number}"
        children = []
    else:
        children.append(pid)

print(f"{name} ({os.getpid()}), forks made: {len(children)}")
for pid in children:
    os.waitpid(pid, 0)
