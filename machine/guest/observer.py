"""The observer, read before there is a program to watch: finding its files takes a fifth of a second inside."""

from __future__ import annotations

import os
import sys
from _frozen_importlib import ModuleSpec  # not from `importlib`, which programs would find imported
from _frozen_importlib_external import SourceFileLoader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
    from typing import Any

    Function = FunctionType | BuiltinFunctionType

HERE = "/opt/witness/run/observer"
WATCHED = ["os", "posix", "time", "_signal", "_posixsubprocess", "builtins", "io", "_io"]
WATCHED += ["multiprocessing.connection", "concurrent.futures._base"]
"""Modules with functions that the observer puts others in the place of."""
_FUNCTIONS: Any = (type(lambda: None), type(len))


class Reader:
    """Finds the observer's modules where they are in memory already, each once."""

    def __init__(self) -> None:
        """Read them all."""
        self._codes: dict[str, CodeType | None] = {}
        for file in os.listdir(HERE):  # noqa: PTH208 - nothing is imported for it
            name, _, end = file.partition(".")
            if end == "py":
                self._codes[name] = SourceFileLoader(name, f"{HERE}/{file}").get_code(name)

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        """Find one, or leave it to the others."""
        if name not in self._codes:
            return None
        spec = ModuleSpec(name, self, origin=f"{HERE}/{name}.py")  # type: ignore[arg-type]  # it is as much as is used
        spec.has_location = True
        return spec

    def create_module(self, _: ModuleSpec) -> None:
        """Leave it to Python."""

    def exec_module(self, module: ModuleType) -> None:
        """Run it; behind the observer's `sitecustomize` may be another."""
        exec(self._codes.pop(module.__name__), vars(module))  # type: ignore[arg-type]


class Copies:
    """Where functions that the observer will watch stand besides, in what is imported before it comes."""

    def __init__(self, early: list[ModuleType]) -> None:
        """Look for them in these modules."""
        self._homes: dict[int, tuple[ModuleType, str]] = {}
        for module in (sys.modules[name] for name in WATCHED if name in sys.modules):
            for name, value in vars(module).items():
                if isinstance(value, _FUNCTIONS):
                    self._homes[id(value)] = module, name
        self._places = [place for module in early for place in self._find(module)]

    def _find(self, holder: Any) -> list[tuple[Any, str, Any]]:
        """By a name, or as a default of a function's: module, class or function; name; what stands there."""
        found = []
        for name, value in vars(holder).items():
            if id(value) in self._homes:
                found.append((holder, name, value))
            elif isinstance(value, type) and value.__module__ == getattr(holder, "__name__", ""):
                found += self._find(value)
            elif isinstance(value, _FUNCTIONS[0]) and any(id(one) in self._homes for one in value.__defaults__ or ()):
                found.append((value, "__defaults__", value.__defaults__))
        return found

    def replace(self) -> None:
        """Put what the observer has put in the place of others also there."""
        for holder, name, value in self._places:
            now = tuple(map(self._now, value)) if isinstance(value, tuple) else self._now(value)
            if now != value:
                setattr(holder, name, now)

    def _now(self, value: Any) -> Any:
        if id(value) not in self._homes:
            return value
        module, name = self._homes[id(value)]
        return getattr(module, name)
