import os
from multiprocessing import Array, Process, Value


def work(total, squares, small, plain):
    for n in range(len(squares)):
        squares[n] = plain[n] = n * n
    total.value = sum(plain)
    small.value += 1
    print(f"child {os.getpid()}: {total.value} {squares[:]} {plain}")


if __name__ == "__main__":
    total, squares = Value("i", 0), Array("d", 4)
    small, plain = Value("b", 127), [0] * 4
    args = (total, squares, small, plain)
    child = Process(target=work, args=args)
    child.start()
    child.join()
    print(f"parent {os.getpid()}: {total.value} {squares[:]} {plain}")
    print("127 + 1 in one byte:", small.value)
    try:
        squares[4] = 16
    except IndexError as error:
        print("squares[4]:", error)
