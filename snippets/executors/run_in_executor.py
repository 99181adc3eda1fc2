import asyncio
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Event


def keep(event):
    global ready
    ready = event


def square(n):
    ready.wait()
    print(f"square({n}) in {os.getpid()}")
    return n * n


async def prepare(ready):
    print(f"{os.getpid()} goes on with something else")
    ready.set()


async def main():
    loop = asyncio.get_running_loop()
    ready = Event()
    with ProcessPoolExecutor(2, None, keep, (ready,)) as executor:
        tasks = [loop.run_in_executor(executor, square, n) for n in range(3)]
        other = asyncio.create_task(prepare(ready))
        print(f"{os.getpid()} awaits {len(tasks)} tasks")
        print("results:", await asyncio.gather(*tasks))
        await other


if __name__ == "__main__":
    asyncio.run(main())
