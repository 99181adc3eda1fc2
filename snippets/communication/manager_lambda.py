import os
from multiprocessing import get_context
from multiprocessing.managers import BaseManager
from pickle import PicklingError

prices = {"tea": 3}


class Shop(BaseManager):
    pass


Shop.register("prices", callable=lambda: prices)

if __name__ == "__main__":
    print(f"{os.getpid()} starts a manager with each method")
    for method in "fork", "spawn", "forkserver":
        try:
            with Shop(ctx=get_context(method)) as shop:
                print(f"{method}: {shop.prices()}")
        except PicklingError as error:
            print(f"{method}: PicklingError: {error}")
