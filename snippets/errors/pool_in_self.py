from multiprocessing import Pool


class Scaler:
    def __init__(self, factor):
        self.factor = factor
        self.pool = Pool(2)

    def scale(self, n):
        return n * self.factor

    def run(self, numbers):
        return self.pool.map(self.scale, numbers)


if __name__ == "__main__":
    scaler = Scaler(10)
    numbers = range(-1, 2)
    try:
        result = scaler.run(numbers)
    except NotImplementedError as error:
        result = f"NotImplementedError: {error}"
    print("method:", result)
    print("function:", scaler.pool.map(abs, numbers))
    scaler.pool.close()
    scaler.pool.join()
