import pickle
from multiprocessing import Pool


def square(n):
    return n * n


if __name__ == "__main__":
    numbers = range(3)
    with Pool(2) as pool:
        try:
            pool.map(lambda n: n * n, numbers)
        except pickle.PicklingError as error:
            print("lambda:", error)
        print("def:", pool.map(square, numbers))
        pool.close()
        pool.join()
