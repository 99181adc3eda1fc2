import logging
import multiprocessing
import os


def work():
    multiprocessing.get_logger().warning("work in %d", os.getpid())


if __name__ == "__main__":
    multiprocessing.log_to_stderr(logging.INFO)
    child = multiprocessing.Process(target=work, name="helper")
    child.start()
    child.join()
    print(f"exit code of {child.pid}: {child.exitcode}")
