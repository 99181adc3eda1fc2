import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pool

COMMANDS = [[sys.executable, "-c", "import time; time.sleep(0.3)"]] * 2


def start_all():
    started = [subprocess.Popen(command) for command in COMMANDS]
    for command in started:
        command.wait()
    return started


def run_in(workers):
    with workers(2) as pool:
        return list(pool.map(subprocess.run, COMMANDS))


if __name__ == "__main__":
    ways = {
        "a loop": (map, subprocess.run, COMMANDS),
        "Popen": (start_all,),
        "Pool(2)": (run_in, Pool),
        "2 threads": (run_in, ThreadPoolExecutor),
    }
    times, codes = {name: [] for name in ways}, set()
    for _ in range(3):
        for name, (way, *args) in ways.items():
            began = time.perf_counter()
            codes.update(done.returncode for done in way(*args))
            times[name].append((time.perf_counter() - began) * 1000)
    print("two commands (ms)")
    for name, values in times.items():
        print(f"  {name}:", *(f"{t:.1f}" for t in sorted(values)))
    print(f"exit codes: {codes}")
    loop, started, _, threads = map(min, times.values())
    print(f"Popen and threads before a loop: {max(started, threads) < loop}")
