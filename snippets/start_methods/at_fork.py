import os


def say(moment, who):
    print(f"{os.getpid()}: {moment}, registered {who}")


for who in ("first", "second"):
    os.register_at_fork(
        before=lambda who=who: say("before", who),
        after_in_parent=lambda who=who: say("after in parent", who),
        after_in_child=lambda who=who: say("after in child", who),
    )
pid = os.fork()
if pid == 0:
    print(f"{os.getpid()}: the child goes on")
else:
    os.waitpid(pid, 0)
    print(f"{os.getpid()}: the parent goes on")
