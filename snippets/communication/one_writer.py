import os
from multiprocessing import Process, Queue
from pathlib import Path


def work(name, lines):
    for n in range(3):
        lines.put(f"{name}{n}\n")


def write(path, lines):
    with path.open("w") as file:
        file.writelines(iter(lines.get, None))
    print(f"{os.getpid()} has written and closed the file")


if __name__ == "__main__":
    path, lines = Path("lines.txt"), Queue()
    writer = Process(target=write, args=(path, lines))
    workers = [Process(target=work, args=(name, lines)) for name in "ABC"]
    for process in writer, *workers:
        process.start()
    for worker in workers:
        worker.join()
    lines.put(None)
    writer.join()
    found = path.read_text().split()
    for name in "ABC":
        print([line for line in found if line[0] == name])
