import os

print(f"{os.getpid()}: before os.fork()")
answer = os.fork()
print(f"{os.getpid()}: os.fork() returned {answer}")
if answer > 0:
    os.waitpid(answer, 0)
