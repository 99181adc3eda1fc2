import pickle
from multiprocessing import Pool


def square(n):
    return n * n


if __name__ == "__main__":
    with Pool(2) as pool:
        try:
            pool.map(lambda n: n * n, range(3))
        except pickle.PicklingError as error:
            print("lambda:", error)
        print("def:", pool.map(square, range(3)))
        pool.close()
        pool.join()
