import os

print("Process (%s) start ..." % os.getpid())
pid = os.fork()
if pid == 0:
    print("I am child process (%) and my parent is %s." % (os.getpid(), os.getppid()))
else:
    os.waitpid(pid, 0)
    print("I (%) just created a child process (%)." % (os.getpid(), pid))
