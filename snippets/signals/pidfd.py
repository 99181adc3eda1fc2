import os
import selectors
import signal
import time

selector = selectors.DefaultSelector()
descriptors = []
for _ in range(3):
    pid = os.fork()
    if pid == 0:
        time.sleep(60)
        os._exit(1)
    descriptor = os.pidfd_open(pid)
    selector.register(descriptor, selectors.EVENT_READ, pid)
    descriptors.append(descriptor)

for descriptor in reversed(descriptors):
    running, ready = len(selector.get_map()), len(selector.select(0))
    print(f"running: {running}, ready: {ready}")
    signal.pidfd_send_signal(descriptor, signal.SIGTERM)
    [(key, _)] = selector.select()
    child = os.waitid(os.P_PIDFD, key.fd, os.WEXITED)
    print(f"{key.data} ended: {signal.Signals(child.si_status).name}")
    selector.unregister(key.fd)
