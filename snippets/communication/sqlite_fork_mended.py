import os
import sqlite3
from multiprocessing import Event, Process


def read(reads, go_on):
    db = sqlite3.connect("items.db")
    cursor = db.execute("SELECT text FROM items")
    (text,) = cursor.fetchone()
    print(f"child {os.getpid()}: the first row is {text[:3]}")
    reads.set()
    go_on.wait()
    rest = [text[:3] for (text,) in cursor]
    print(f"child {os.getpid()}: the other rows are {rest}")


if __name__ == "__main__":
    reads, go_on = Event(), Event()
    db = sqlite3.connect("items.db", timeout=0)
    db.execute("CREATE TABLE items (text)")
    rows = [("old" * 1000,) for _ in range(4)]
    db.executemany("INSERT INTO items VALUES (?)", rows)
    db.commit()
    child = Process(target=read, args=(reads, go_on))
    child.start()
    reads.wait()
    try:
        db.execute("UPDATE items SET text = replace(text, 'old', 'new')")
        db.commit()
    except sqlite3.OperationalError as error:
        print(f"parent {os.getpid()}: {error}")
    go_on.set()
    child.join()
    print(f"exit code of {child.pid}: {child.exitcode}")
