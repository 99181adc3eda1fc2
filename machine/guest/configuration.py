"""What an interpreter has been told to run, changed after it has started: it looks there once `site` is through."""

from __future__ import annotations

import _ctypes
import os

WORDS = 1000
"""More than Python's configuration has (`PyConfig`, CPython's Include/cpython/initconfig.h)."""
WIDE = "utf-32-le"
_library = _ctypes.dlopen(None, 0)  # type: ignore[arg-type]  # as `dlopen(3)` has it


class _Address(_ctypes._SimpleCData):  # type: ignore[type-arg]  # it takes none when it runs
    _type_ = "P"


class _Locked(_ctypes.CFuncPtr):
    """A function that is called with the interpreter's lock held."""

    _flags_ = _ctypes.FUNCFLAG_CDECL | _ctypes.FUNCFLAG_PYTHONAPI
    _restype_ = _Address


def call(function: str, *arguments: int) -> int:
    """Call a function of Python's or of the C library."""
    result = _Locked(_ctypes.dlsym(_library, function))(*arguments)
    return result or 0


class Configuration:
    """Of the interpreter that runs this, which was told to run a file with a long name."""

    def __init__(self, name: str) -> None:
        """Find where the name stands: as the file to run, and as the first of the arguments.

        Raises:
            RuntimeError: this Python's configuration looks otherwise than those that are known.
        """
        wanted, size = name.encode(WIDE), _ctypes.sizeof(_Address)
        begin = call("_Py_GetConfig")
        self._slot, self._file, self._argument = 0, 0, 0
        self._memory = os.open("/proc/self/mem", os.O_RDWR | os.O_CLOEXEC)
        words = self._words(begin, WORDS)
        for index, word in enumerate(words):
            if self._read(word, len(wanted)) == wanted:
                self._slot, self._file = begin + index * size, word
                if words[index - 2 : index] != [0, 0]:  # in front of `run_filename` are `run_command` and `run_module`
                    raise RuntimeError("Python is to run more than a file")
            elif (first := self._words(word, 1)) and self._read(first[0], len(wanted)) == wanted:
                self._argument = first[0]
        os.close(self._memory)
        if not (self._slot and self._argument):
            raise RuntimeError("the program's name was not found in Python's configuration")

    def run_file(self, path: str) -> None:
        """Have it run another file, with a name that is no longer."""
        self._write((self._file, _text(path)), (self._argument, _text(path)))

    def run_command(self, code: str) -> None:
        """Have it run what stands behind `-c`."""
        text, size = _text(f"{code}\n"), _ctypes.sizeof(_Address)
        copy = call("PyMem_RawMalloc", len(text))
        self._write((copy, text), (self._argument, _text("-c")))
        self._write((self._slot, bytes(size)), (self._slot - 2 * size, copy.to_bytes(size, "little")))

    def _write(self, *what: tuple[int, bytes]) -> None:
        memory = os.open("/proc/self/mem", os.O_WRONLY | os.O_CLOEXEC)
        for place, data in what:
            os.pwrite(memory, data, place)
        os.close(memory)

    def _read(self, place: int, length: int) -> bytes:
        try:
            return os.pread(self._memory, length, place)
        except OSError:  # it is no address
            return b""

    def _words(self, place: int, number: int) -> list[int]:
        data = self._read(place, number * _ctypes.sizeof(_Address))
        return [*memoryview(data[: len(data) // 4 * 4]).cast("P")]


def _text(words: str) -> bytes:
    return f"{words}\0".encode(WIDE)
