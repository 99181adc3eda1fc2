import os
import threading


def hold():
    with lock:
        held.set()
        done.wait()


lock = threading.Lock()
held = threading.Event()
done = threading.Event()
threading.Thread(target=hold).start()
held.wait()
threads = threading.active_count()
print(f"parent ({os.getpid()}): {threads} threads", flush=True)
pid = os.fork()
if pid == 0:
    print(f"child ({os.getpid()}): {threading.active_count()} thread")
    got = lock.acquire(timeout=0.2)
    print(f"child ({os.getpid()}): got the lock: {got}")
else:
    os.waitpid(pid, 0)
    done.set()
    got = lock.acquire()
    print(f"parent ({os.getpid()}): got the lock: {got}")
