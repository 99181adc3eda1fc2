"""The observer's door: Python imports a module of this name when it starts, before the program.

`witness.run` puts this folder first on `PYTHONPATH`. From here the observer comes in, and the door is closed behind it:
this folder leaves `sys.path`, what was imported for it leaves `sys.modules`, and the `sitecustomize` that would have
been imported without us comes to its turn. A program may start any Python there is, so every one has to be able to
read this file; those that are too old, and those without our variables, are not watched, and see nothing of us.
"""

import os
import sys

_here = __file__.rpartition("/")[0]
_before = set(sys.modules)
try:
    if sys.version_info >= (3, 11) and "WITNESS_LOGS" in os.environ:
        import witness_processes  # type: ignore[import-not-found]  # it lies beside this file, which is on sys.path

        witness_processes.begin(_here)
except Exception:  # for instance a log that cannot be made: the recording lacks the process, and says so
    pass
for _name in set(sys.modules) - _before:
    del sys.modules[_name]
while _here in sys.path:
    sys.path.remove(_here)
sys.path_importer_cache.pop(_here, None)
del sys.modules["sitecustomize"]
import sitecustomize  # type: ignore[import-not-found]  # noqa: E402, F401 - if there is none, `site` passes over the error that this raises
