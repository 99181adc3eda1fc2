import os
import sys
import traceback


def work():
    raise ValueError("no luck")


def bare():
    work()
    sys.exit()


def safe():
    code = 1
    try:
        work()
        code = 0
    except Exception:
        traceback.print_exc()
    finally:
        try:
            sys.stdout.flush()
        finally:
            os._exit(code)


try:
    for child in (bare, safe):
        pid = os.fork()
        if pid == 0:
            child()
        os.waitpid(pid, 0)
        print(f"{child.__name__} ({pid}) has ended", flush=True)
finally:
    print(f"cleaning up in {os.getpid()}")
