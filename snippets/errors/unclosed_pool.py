import warnings
from multiprocessing import Pool, active_children

warnings.simplefilter("default", ResourceWarning)


def double(n):
    return 2 * n


def compute(count):
    pool = Pool(count)
    print("workers:", len(active_children()))
    return pool.map(double, range(count))


if __name__ == "__main__":
    print("results:", compute(2))
    print("workers:", len(active_children()))
