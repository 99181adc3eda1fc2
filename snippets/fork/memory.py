import os

numbers = [1, 2, 3]
address = id(numbers)
pid = os.fork()
if pid == 0:
    numbers.append(4)
    print(f"child ({os.getpid()}): {numbers}")
    print(f"child ({os.getpid()}): same address: {id(numbers) == address}")
else:
    os.waitpid(pid, 0)
    print(f"parent ({os.getpid()}): {numbers}")
    print(f"parent ({os.getpid()}): same address: {id(numbers) == address}")
