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
    handlers of signals run in the middle of whatever runs.
    """
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith(HERE):
        trace = trace.tb_next
    if trace is None:
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


def watch(
    module: Any,
    name: str,
    *,
    before: Callable[..., None] | None = None,
    change: Callable[..., Args | None] | None = None,
    after: Callable[..., None] | None = None,
) -> None:
    """Tell of each call of a function, where the system has it.

    Args:
        module: where the function is found.
        name: its name there.
        before: gets the arguments.
        change: gets the arguments too, and gives others in their place, or None.
        after: gets the result and then the arguments.
    """
    function = getattr(module, name, None)
    if function is None:
        return

    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            if before is not None:
                quietly(before, *args)
            if change is not None:
                args = quietly(change, *args) or args
            result = function(*args, **kwargs)
            if after is not None:
                quietly(after, result, *args)
        except BaseException as error:
            hide(error)
            raise
        return result

    # It goes by the old name, and stands where it stood, so that the program can pickle it.
    home = sys.modules[function.__module__]
    call.__module__, call.__name__, call.__qualname__ = home.__name__, name, name
    call.__doc__ = function.__doc__
    setattr(home, name, call)
    setattr(module, name, call)


_changes: dict[str, Callable[[Any], None]] = {}


def when_imported(name: str, change: Callable[[Any], None]) -> None:
    """Change a module as soon as it is imported, and not a moment before."""
    if name in sys.modules:  # a .pth file came before us
        change(sys.modules[name])
    else:
        _changes[name] = change


def audit(event: str, arguments: Args) -> None:
    """The interpreter tells of an import before it looks for the module."""
    if event == "import" and arguments[0] in _changes:
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

    def __init__(self, spec: Any, change: Callable[[Any], None]) -> None:
        self.spec, self.loader, self.change = spec, spec.loader, change

    def create_module(self, spec: Any) -> Any:
        return self.loader.create_module(spec)

    def exec_module(self, module: Any) -> None:
        self.spec.loader = module.__loader__ = self.loader
        self.loader.exec_module(module)
        quietly(self.change, module)
