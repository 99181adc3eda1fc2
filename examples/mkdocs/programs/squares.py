from multiprocessing import Pool


def square(n):
    print(f"{n} * {n} = {n * n}")
    return n * n


if __name__ == "__main__":
    with Pool(2) as pool:
        print("sum:", sum(pool.map(square, range(4), chunksize=1)))
