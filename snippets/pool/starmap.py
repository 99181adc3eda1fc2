from functools import partial
from multiprocessing import Pool


def area(width, height):
    return width * height


if __name__ == "__main__":
    sizes = [(2, 3), (4, 5)]
    with Pool(2) as pool:
        try:
            pool.map(area, sizes)
        except TypeError as error:
            print("map:", error)
        print("starmap:", pool.starmap(area, sizes))
        print("partial:", pool.map(partial(area, 10), [1, 2, 3]))
        pool.close()
        pool.join()
