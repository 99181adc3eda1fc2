import warnings
from multiprocessing import Pool, active_children

warnings.simplefilter("default", ResourceWarning)


def double(n):
    return 2 * n


def compute(count):
    with Pool(count) as pool:
        print("workers:", len(active_children()))
        results = pool.map(double, range(count))
        pool.close()
        pool.join()
    return results


if __name__ == "__main__":
    print("results:", compute(2))
    print("workers:", len(active_children()))
