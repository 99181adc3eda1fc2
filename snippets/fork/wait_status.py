import os
import signal
import sys


def finish():
    pass


def leave():
    sys.exit(3)


def fail():
    raise ValueError("no luck")


def killed():
    os.kill(os.getpid(), signal.SIGKILL)


for end in (finish, leave, fail, killed):
    pid = os.fork()
    if pid == 0:
        end()
        sys.exit()
    _, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    print(f"{end.__name__} ({pid}): status {status}, exit code {code}", flush=True)
