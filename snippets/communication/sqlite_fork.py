import os
import sqlite3
from multiprocessing import get_context


def read(cursor, changed):
    changed.wait()
    rest = [text[:3] for (text,) in cursor]
    print(f"child {os.getpid()}: the other rows are {rest}")


if __name__ == "__main__":
    context = get_context("fork")
    changed = context.Event()
    db = sqlite3.connect("items.db")
    db.execute("CREATE TABLE items (text)")
    rows = [("old" * 1000,) for _ in range(4)]
    db.executemany("INSERT INTO items VALUES (?)", rows)
    db.commit()
    db.close()
    db = sqlite3.connect("items.db")
    cursor = db.execute("SELECT text FROM items")
    (text,) = cursor.fetchone()
    print(f"parent {os.getpid()}: the first row is {text[:3]}")
    child = context.Process(target=read, args=(cursor, changed))
    child.start()
    db.execute("UPDATE items SET text = replace(text, 'old', 'new')")
    db.commit()
    print(f"parent {os.getpid()} has changed all rows")
    changed.set()
    child.join()
    print(f"exit code of {child.pid}: {child.exitcode}")
