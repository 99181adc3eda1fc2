from multiprocessing import Pool

if __name__ == "__main__":
    with Pool(2) as pool:
        result = pool.apply_async(abs, (-7,))
        try:
            pool.join()
        except ValueError as error:
            print("join before close:", error)
        pool.close()
        try:
            pool.apply_async(print)
        except ValueError as error:
            print("task after close:", error)
        pool.join()
    print("first task:", result.get())
