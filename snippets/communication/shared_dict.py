import os
from multiprocessing import Manager, Process


def count(words, plain, shared, lock):
    for word in words.split():
        plain[word] = plain.get(word, 0) + 1
        with lock:
            shared[word] = shared.get(word, 0) + 1
    print(f"{os.getpid()} has counted {plain}")


if __name__ == "__main__":
    plain = {}
    with Manager() as manager:
        shared, lock = manager.dict(), manager.Lock()
        args = (plain, shared, lock)
        texts = ("tea milk tea", "milk tea rice")
        processes = [Process(target=count, args=(t, *args)) for t in texts]
        for p in processes:
            p.start()
        for p in processes:
            p.join()
        total = shared.copy()
    print(f"{os.getpid()}: plain {plain}")
    print(f"{os.getpid()}: shared {sorted(total.items())}")
