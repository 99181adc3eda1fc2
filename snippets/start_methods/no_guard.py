import multiprocessing

spawn = multiprocessing.get_context("spawn")


def work():
    print("never printed")


p = spawn.Process(target=work)
p.start()
p.join()
print(f"exitcode of {p.pid}: {p.exitcode}")
