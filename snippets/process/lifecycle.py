from multiprocessing import Pipe, Process


def work(receiver):
    receiver.recv()


def show(when, p):
    state = f"pid {p.pid}, alive {p.is_alive()}, exitcode {p.exitcode}"
    print(f"{p.name} {when}: {state}")


if __name__ == "__main__":
    receiver, sender = Pipe(duplex=False)
    p = Process(target=work, args=(receiver,), name="reader")
    show("before start", p)
    p.start()
    show("after start", p)
    sender.send("go on")
    p.join()
    show("after join", p)
    try:
        p.start()
    except AssertionError as error:
        print(f"start again: {error}")
