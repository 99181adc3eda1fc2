from multiprocessing import Manager, Process


def work(shared):
    names = shared["names"]
    names.append("Ann")
    shared["names"] = names
    shared["ages"]["Ann"] = 30


if __name__ == "__main__":
    with Manager() as manager:
        shared = manager.dict(names=[], ages=manager.dict())
        p = Process(target=work, args=(shared,))
        p.start()
        p.join()
        print(f"exit code of {p.pid}: {p.exitcode}")
        print(f"names: {shared['names']}")
        print(f"ages: {shared['ages']}")
        print(f"type of ages: {type(shared['ages']).__name__}")
