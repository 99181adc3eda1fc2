"""How the observer gets to know what the program calls and imports, without being seen in what the program sees."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Args = tuple[Any, ...]

HERE = __file__.rpartition("/")[0]


def is_ours(error: BaseException) -> bool:
    """Whether an exception is the observer's own; if not, hide the observer in it.

    What comes from the program goes on to the program, by a bare `raise`, which adds no frame to a traceback. The
    handlers of signals run in the middle of whatever runs; that of Ctrl-C is none of Python's, and leaves no frame.
    """
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith(HERE):
        trace = trace.tb_next
    if trace is None and not isinstance(error, KeyboardInterrupt):
        return True
    error.__traceback__ = trace
    return False


def hide(error: BaseException) -> None:
    """Hide the observer in what a watched function raises."""
    if is_ours(error):
        error.__traceback__ = None


def quietly(hook: Callable[..., Any], *args: Any) -> Any:
    """Call a hook, which may fail: what is wrong with the arguments is for the watched function to say."""
    try:
        return hook(*args)
    except Exception as error:
        if not is_ours(error):
            raise
        return None


def module(frame: Any) -> str:
    """The name of the module that a frame is in; none for the observer's own."""
    return "" if frame.f_code.co_filename.startswith(HERE) else str(frame.f_globals.get("__name__", "?"))


def watch(
    module: Any,
    name: str,
    *,
    before: Callable[..., None] | None = None,
    change: Callable[..., Args | None] | None = None,
    after: Callable[..., None] | None = None,
    over: Callable[[bool], None] | None = None,
) -> None:
    """Tell of each call of a function, where the system has it.

    Args:
        module: where the function is found; or the class whose method it is.
        name: its name there.
        before: gets the arguments.
        change: gets the arguments too, and gives others in their place, or None.
        after: gets the result and then the arguments.
        over: gets whether there was a result, or an exception.
    """
    function = getattr(module, name, None)
    if function is None:
        return

    def call(*args: Any, **kwargs: Any) -> Any:
        returned = False
        try:
            if before is not None:
                quietly(before, *args)
            if change is not None:
                args = quietly(change, *args) or args
            result = function(*args, **kwargs)
            returned = True
            if after is not None:
                quietly(after, result, *args)
        except BaseException as error:
            hide(error)
            raise
        finally:
            if over is not None:
                quietly(over, returned)
        return result

    replace(module, name, call)


def replace(holder: Any, name: str, call: Callable[..., Any]) -> None:
    """Put a function in the place of another; it goes by its name, and stands where it stood, so it can be pickled."""
    function = getattr(holder, name)
    home = sys.modules[function.__module__]
    call.__module__, call.__name__, call.__doc__ = home.__name__, name, function.__doc__
    call.__qualname__ = f"{holder.__qualname__}.{name}" if isinstance(holder, type) else name
    setattr(holder, name, call)
    if not isinstance(holder, type):
        setattr(home, name, call)


_changes: dict[str, list[Callable[[Any], None]]] = {}


def when_imported(name: str, change: Callable[[Any], None]) -> None:
    """Change a module as soon as it is imported, and not a moment before."""
    if name in sys.modules:  # a .pth file came before us
        change(sys.modules[name])
    else:
        _changes.setdefault(name, []).append(change)


def audit(event: str, arguments: Args) -> None:
    """The interpreter tells of an import before it looks for the module, and for the packages that it is in."""
    if event == "import" and (name := arguments[0]) in _changes:
        package = name.rpartition(".")[0]
        if package and package not in sys.modules:
            try:
                __import__(package)
            except BaseException as error:
                hide(error)
                raise
        if name in _changes and (not package or hasattr(sys.modules[package], "__path__")):
            sys.meta_path.insert(0, _Finder())


class _Finder:
    """Finds one module as the others would; it is in their row no longer than that takes."""

    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        sys.meta_path.remove(self)
        for finder in sys.meta_path:
            spec = finder.find_spec(name, path, target)
            if spec is not None and spec.loader is not None:
                if name in _changes:
                    spec.loader = _Loader(spec, _changes.pop(name))  # type: ignore[assignment]
                return spec
        return None


class _Loader:
    """Loads one module as its own loader would, and changes it."""

    def __init__(self, spec: Any, changes: list[Callable[[Any], None]]) -> None:
        self.spec, self.loader, self.changes = spec, spec.loader, changes

    def create_module(self, spec: Any) -> Any:
        return self.loader.create_module(spec)

    def exec_module(self, module: Any) -> None:
        self.spec.loader = module.__loader__ = self.loader
        self.loader.exec_module(module)
        for change in self.changes:
            quietly(change, module)
