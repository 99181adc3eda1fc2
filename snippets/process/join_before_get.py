from multiprocessing import Event, Process, Queue


def work(queue, done):
    queue.put("x" * 1_000_000)
    done.set()


if __name__ == "__main__":
    queue, done = Queue(), Event()
    p = Process(target=work, args=(queue, done))
    p.start()
    done.wait()
    p.join(timeout=0.2)
    print(f"join first: {p.pid} alive {p.is_alive()}, exitcode {p.exitcode}")
    data = queue.get()
    print(f"get: {len(data)} characters")
    p.join()
    print(f"then join: {p.pid} alive {p.is_alive()}, exitcode {p.exitcode}")
