"""What is left of a program whose time is over, and its end: the supervisor's second part, which few runs need."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

LINUX = sys.platform == "linux"
CLEANING = 1.0  # seconds for those that unlink what the program has left in shared memory
READ = {"x86_64": "0", "aarch64": "63", "i686": "3"}  # the number of `read(2)`, <asm/unistd.h>


def end_all(session: int, remain: Callable[[], bool], note: Callable[..., None]) -> None:
    """Kill, and kill again what was started meanwhile, until nothing is left.

    Args:
        session: that of the program.
        remain: reaps what has ended; says whether anything is left.
        note: writes down what happens.
    """
    told = set()
    cleans: dict[int, bool] = {}
    heard = False
    deadline = time.monotonic() + CLEANING
    while remain():
        left = processes(session)
        for process in left:
            if process.pid not in cleans:
                cleans[process.pid] = _cleans_up(process)
        spared = {p.pid for p in left if cleans[p.pid] and time.monotonic() < deadline}
        doomed = [process for process in left if process.pid not in spared]
        for process in doomed:
            if process.pid not in told:
                told.add(process.pid)
                note("killed", process.pid, _doing(process))
        # A whole group at once, so that none of it can fork meanwhile; where one of it is spared, they stop first.
        shared = {_group(pid) for pid in spared}
        for group in {_group(process.pid) for process in doomed} - {0, os.getpgrp()}:
            _send(os.killpg, group, signal.SIGSTOP if group in shared else signal.SIGKILL)
        for process in doomed:
            _send(os.kill, process.pid, signal.SIGKILL)
        if spared and not doomed:
            if not heard:
                os.write(1, b".")
                select.select([0], [], [], CLEANING)
                heard, deadline = True, time.monotonic() + CLEANING
            for pid in spared:
                _send(os.kill, pid, signal.SIGCONT)
        time.sleep(0.01)


def processes(session: int) -> list[psutil.Process]:
    """Every process of the program that has not ended."""
    if LINUX:
        found = psutil.Process().children(recursive=True)
    else:
        logs, us = os.environ.get("WITNESS_LOGS", ""), (os.getpid(), os.getppid())
        found = [p for p in psutil.process_iter() if p.pid not in us and _ours(p, session, logs)]
    alive = []
    for process in found:
        try:
            if process.status() != psutil.STATUS_ZOMBIE:
                alive.append(process)
        except psutil.Error:
            pass
    return alive


def _ours(process: psutil.Process, session: int, logs: str) -> bool:
    try:
        return os.getsid(process.pid) == session or process.environ().get("WITNESS_LOGS") == logs != ""
    except (OSError, psutil.Error):
        return False


def _doing(process: psutil.Process) -> str:
    """What keeps a process from ending, where the kernel tells."""
    try:
        if process.status() == psutil.STATUS_STOPPED:
            return "stopped"
        number, *arguments = Path(f"/proc/{process.pid}/syscall").read_text().split()
        if number == READ.get(os.uname().machine) and int(arguments[0], 16) == 0:
            return "waiting for input"
    except (OSError, psutil.Error):
        pass
    return ""


def _cleans_up(process: psutil.Process) -> bool:
    """Whether it unlinks what others leave in shared memory, once all of them are gone."""
    try:
        return "multiprocessing.resource_tracker" in " ".join(process.cmdline())
    except psutil.Error:
        return False


def _group(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def _send(kill: Callable[[int, int], None], whom: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        kill(whom, number)
