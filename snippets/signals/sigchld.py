import os
import signal

calls, ended = [], []


def reap(signum, frame):
    calls.append(signum)
    try:
        while (found := os.waitpid(-1, os.WNOHANG)) != (0, 0):
            ended.append(found)
    except ChildProcessError:
        pass


signal.signal(signal.SIGCHLD, reap)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
pids = []
for code in range(3):
    pid = os.fork()
    if pid == 0:
        os._exit(code)
    pids.append(pid)
for pid in pids:
    child = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    print(f"{child.si_pid} has ended with {child.si_status}")
print(f"signals handled: {len(calls)}")
signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
print(f"signals handled: {len(calls)}")
for pid in pids:
    code = os.waitstatus_to_exitcode(dict(ended)[pid])
    print(f"reaped: {pid}, exit code {code}")
