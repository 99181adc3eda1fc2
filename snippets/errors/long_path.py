import os
import tempfile
from multiprocessing import get_context
from pathlib import Path

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x" * 100)
        path.mkdir()
        os.environ["TMPDIR"] = str(path)
        tempfile.tempdir = None
        try:
            with get_context("fork").Manager() as manager:
                print("list:", manager.list([1, 2]))
        except (EOFError, OSError) as error:
            print("error:", repr(error))
