import os
import sys
from multiprocessing import Process


def describe(who):
    main = sys.modules["__main__"]
    print(f"{who} {os.getpid()}: work in {__name__}, main is {main.__name__}")
    print(f"{who} {os.getpid()}: arguments {sys.argv[1:]}")
    print(f"{who} {os.getpid()}: colorsys loaded: {'colorsys' in sys.modules}")


if __name__ == "__main__":
    import colorsys

    sys.argv.append(f"--hue={colorsys.rgb_to_hsv(0, 1, 1)[0]}")
    describe("parent")
    p = Process(target=describe, args=("child",))
    p.start()
    p.join()
    print(f"parent {os.getpid()}: exit code {p.exitcode}")
