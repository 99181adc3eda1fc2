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
    print(f"{os.getpid()} has done it all the same")


async def main():
    started, ready = Event(), Event()
    with ProcessPoolExecutor(1, None, keep, (started, ready)) as executor:
        loop = asyncio.get_running_loop()
        future = loop.run_in_executor(executor, work)
        await asyncio.to_thread(started.wait)
        try:
            await asyncio.wait_for(future, timeout=0.1)
        except TimeoutError:
            print(f"{os.getpid()} waits no more: {future.cancelled()}")
        ready.set()
    print("the executor has shut down")


if __name__ == "__main__":
    asyncio.run(main())
