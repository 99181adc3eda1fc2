import asyncio
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Event


def keep(*events):
    global started, ready
    started, ready = events


def work():
    print(f"{os.getpid()} begins")
    started.set()
    ready.wait()
    print(f"{os.getpid()} has done it")


async def other(ready):
    print(f"meanwhile {os.getpid()} does something else")
    ready.set()


async def main():
    started, ready = Event(), Event()
    executor = ProcessPoolExecutor(1, None, keep, (started, ready))
    asyncio.get_running_loop().run_in_executor(executor, work)
    await asyncio.to_thread(started.wait)
    task = asyncio.create_task(other(ready))
    print(f"{os.getpid()} shuts the executor down")
    await asyncio.to_thread(executor.shutdown)
    await task
    print("the executor has shut down")


if __name__ == "__main__":
    asyncio.run(main())
