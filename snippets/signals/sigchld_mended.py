import os
import signal
import sys
from multiprocessing import get_context

mine, codes = [], []


def reap(signum, frame):
    for pid in [*mine]:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            mine.remove(pid)
            codes.append(os.waitstatus_to_exitcode(status))


signal.signal(signal.SIGCHLD, reap)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
process = get_context("fork").Process(target=sys.exit, args=(4,))
process.start()
pid = os.fork()
if pid == 0:
    os._exit(3)
mine.append(pid)
for child in pid, process.pid:
    code = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT).si_status
    print(f"{child} has ended with {code}")
signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
print(f"the handler has reaped {codes}, still waits for {mine}")
process.join()
print(f"exitcode of {process.pid}: {process.exitcode}")
