import os
from multiprocessing import Pool, active_children

if __name__ == "__main__":
    print("CPUs of the machine:", os.cpu_count())
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    print("CPUs for this process:", len(os.sched_getaffinity(0)))
    with Pool() as pool:
        print("workers of Pool():", len(active_children()))
        pool.close()
        pool.join()
