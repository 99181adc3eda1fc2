from multiprocessing import Process, Queue


def work(queue):
    queue.put("x" * 1_000_000)


if __name__ == "__main__":
    queue = Queue()
    p = Process(target=work, args=(queue,))
    p.start()
    p.join(timeout=0.5)
    print(f"join first: {p.pid} alive {p.is_alive()}, exitcode {p.exitcode}")
    data = queue.get()
    print(f"get: {len(data)} characters")
    p.join()
    print(f"then join: {p.pid} alive {p.is_alive()}, exitcode {p.exitcode}")
