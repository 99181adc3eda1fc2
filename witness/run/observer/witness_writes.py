"""The observer's third part: who writes what of the output.

Of each write two things are noted: before it what is to be written, and after it how much was. So the write happened
between two moments, only what was written counts, and a write without an end is one that its process did not survive.
Each thread has its own writes, one after the other; those of a signal's handler lie inside the one it interrupted.
"""

from __future__ import annotations

import _io
import _thread
import builtins
import os
import sys

import witness_hooks as hooks  # type: ignore[import-not-found]  # it lies beside this file, which is on sys.path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_LIMIT = 1_000_000  # bytes; nobody reads more
_TTY = os.makedev(5, 0)  # /dev/tty: whatever terminal the process has
_note: Callable[..., None]
_device = _inode = _terminal = -1
_asked: dict[int, int] = {}  # for each thread that waits in `input`, the length of the prompt


def begin(output: str, note: Callable[..., None]) -> None:
    """Follow the writes to `output`: device, inode, and the number of the terminal or 0 for a pipe."""
    global _note, _device, _inode, _terminal
    _note = note
    _device, _inode, _terminal = map(int, output.split(":"))
    for name in ("write", "writev"):
        if hasattr(os, name):
            _follow(name)
    _follow_open()
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is not None:
            followed = _followed(stream)
            setattr(sys, name, followed)
            setattr(sys, f"__{name}__", followed)
    sys.addaudithook(_audit)


def _is_output(fd: int) -> bool:
    """Whether what is written there is seen; a write elsewhere is not part of what a reader sees."""
    if _terminal and not os.isatty(fd):  # asked first: it is the quicker question
        return False
    stat = os.fstat(fd)
    return (stat.st_ino == _inode and stat.st_dev == _device) or (_terminal > 0 and stat.st_rdev == _TTY)


def _begun(fd: int, data: Any) -> bool:
    """Note a write before it is made, if it is one to the output."""
    try:
        if not _is_output(fd):
            return False
        parts = data if type(data) in (list, tuple) else (data,)
        written = b"".join([bytes(memoryview(part).cast("B")) for part in parts])[:_LIMIT]
    except Exception as error:
        if not hooks.is_ours(error):
            raise
        return False  # what is wrong with the arguments is for the real function to say
    _note("write", _thread.get_ident(), written)
    return True


def _done(count: int | None) -> None:
    """Note how much of the write was made; None where an exception hides it."""
    _note("wrote", _thread.get_ident(), count)


def _failed(error: BaseException, begun: bool) -> None:
    """A write that the system refused wrote nothing; what the handler of a signal raises says nothing about it."""
    if begun:
        _done(0 if hooks.is_ours(error) else None)
    hooks.hide(error)


def _follow(name: str) -> None:
    """Follow a function of `os` that writes to a descriptor."""
    function = getattr(os, name)

    def call(*args: Any, **kwargs: Any) -> Any:
        begun = False
        try:
            begun = len(args) == 2 and not kwargs and _begun(*args)
            result = function(*args, **kwargs)
            if begun:
                begun = False
                _done(result)
        except BaseException as error:
            _failed(error, begun)
            raise
        return result

    hooks.replace(os, name, call)


# -- streams -----------------------------------------------------------------------------------------------------------

_write = _io.FileIO.write


class _Raw(_io.FileIO):
    """The bottom of a stream, in the place of another, which it closes: each of its writes is one `write(2)`."""

    def __init__(self, other: _io.FileIO) -> None:
        super().__init__(other.fileno(), other.mode, closefd=False)
        self.name = other.name
        self._other = other

    def write(self, data: Any, /) -> Any:
        begun = False
        try:
            begun = not self.closed and _begun(self.fileno(), data)
            count = _write(self, data)
            if begun:
                begun = False
                _done(count or 0)  # None where it would have had to wait
        except BaseException as error:
            _failed(error, begun)
            raise
        return count

    def close(self) -> None:
        super().close()
        self._other.close()

    def _dealloc_warn(self, source: Any) -> None:
        self._other._dealloc_warn(source)  # type: ignore[attr-defined]


_Raw.__module__, _Raw.__name__, _Raw.__qualname__ = _io.FileIO.__module__, "FileIO", "FileIO"


def _followed(stream: Any) -> Any:
    """Put a `_Raw` under a stream, which stays what it is otherwise."""
    kind = type(stream)
    if kind is _io.TextIOWrapper and type(stream.buffer) is _io.FileIO:  # Python was told not to buffer
        stream.__init__(
            _Raw(stream.buffer),
            encoding=stream.encoding,
            errors=stream.errors,
            newline="\n",
            line_buffering=stream.line_buffering,
            write_through=True,
        )
    elif kind is _io.TextIOWrapper:
        _followed(stream.buffer)
    elif kind is _io.BufferedWriter and type(stream.raw) is _io.FileIO:
        size = stream.__sizeof__() - kind.__basicsize__
        stream.__init__(_Raw(stream.raw), size)
    elif kind is _io.FileIO:
        return _Raw(stream)
    return stream


def _follow_open() -> None:
    """Follow what the program opens on the output: a descriptor once more, `/dev/stdout`, `/dev/tty`."""
    function = builtins.open

    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            file = function(*args, **kwargs)
            mode = args[1] if len(args) > 1 else kwargs.get("mode", "r")
            return _followed(file) if mode not in ("r", "rb") and _is_output(file.fileno()) else file
        except BaseException as error:
            _failed(error, begun=False)
            raise

    hooks.replace(builtins, "open", call)
    for name in {"io", "_io"} & sys.modules.keys():  # some Pythons import `io` later, from `_io`
        hooks.replace(sys.modules[name], "open", call)


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    """Where both its ends are a terminal, `input` prints its prompt past all streams."""
    if event == "builtins.input" and _asks_past_streams(arguments[0]):
        prompt = arguments[0].encode(sys.stdout.encoding, sys.stdout.errors)
        _note("write", _thread.get_ident(), prompt)
        _asked[_thread.get_ident()] = len(prompt)
    elif event == "builtins.input/result" and _thread.get_ident() in _asked:
        _done(_asked.pop(_thread.get_ident()))


def _asks_past_streams(prompt: Any) -> bool:
    try:
        past = sys.stdin.fileno() == 0 and sys.stdout.fileno() == 1 and os.isatty(0) and os.isatty(1)
        return past and type(prompt) is str and _is_output(2)
    except Exception as error:
        if not hooks.is_ours(error):
            raise
        return False
