import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Pool


def square(n):
    print(f"{os.getpid()} squares {n}")
    return n * n


def attempt(when, call, *given):
    try:
        result = call(*given)
    except (RuntimeError, ValueError) as error:
        result = f"{type(error).__name__}: {error}"
    print(f"{when}, {call.__name__}: {result}")


if __name__ == "__main__":
    with Pool(1) as pool:
        attempt("in pool", pool.join)
        attempt("in pool", pool.map, square, [2])
    attempt("after pool", pool.map, square, [3])
    attempt("after pool", pool.imap, square, [4])
    attempt("after pool", pool.join)
    with ProcessPoolExecutor(1) as executor:
        results = executor.map(square, [5])
    attempt("after executor", executor.submit, square, 6)
    attempt("after executor", executor.map, square, [7])
    attempt("after executor", list, results)
