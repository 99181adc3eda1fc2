from multiprocessing import Manager, Pool, Process


class Job:
    def __init__(self, helper):
        self.helper = helper

    def double(self, n):
        return 2 * n


if __name__ == "__main__":
    with Manager() as manager, Pool(1) as pool:
        for helper in Process(), manager, manager.list():
            job = Job(helper)
            try:
                result = pool.map(job.double, [1, 2])
            except TypeError as error:
                result = f"TypeError: {error}"
            print(f"{type(helper).__name__}: {result}")
