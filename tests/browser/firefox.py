"""Firefox, as Debian packages it, without a window: for what other browsers might do otherwise.

Playwright drives only a Firefox of its own, so this one is spoken to in the protocol that it has built in, see
https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
PATIENCE = 120.0
"""Seconds in which what has to happen happens, beside many other tests."""
POLL = 0.05


class Firefox:
    """A browser with one page, which nobody has used before."""

    def __init__(self, profile: Path) -> None:
        """Start it; it writes down in its profile at which port it listens.

        Args:
            profile: an empty folder.
        """
        assert FIREFOX is not None
        (profile / "user.js").write_text('user_pref("marionette.port", 0);\n', encoding="utf-8")
        words = [FIREFOX, "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
        self._process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._count = 0
        self._open = contextlib.ExitStack()
        try:
            port, end = profile / "MarionetteActivePort", time.monotonic() + PATIENCE
            while not (port.exists() and port.read_text(encoding="utf-8")):
                assert self._process.poll() is None, "Firefox has ended"
                assert time.monotonic() < end, "Firefox does not begin"
                time.sleep(POLL)
            place = "127.0.0.1", int(port.read_text(encoding="utf-8"))
            self._socket = self._open.enter_context(socket.create_connection(place, PATIENCE))
            self._heard = self._open.enter_context(self._socket.makefile("rb"))
            self._hear()  # who it is
            self._ask("WebDriver:NewSession", {})
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End it."""
        self._open.close()
        self._process.terminate()
        self._process.wait()

    def visit(self, url: str) -> None:
        """Open a page."""
        self._ask("WebDriver:Navigate", {"url": url})

    def ask(self, script: str) -> Any:
        """What an expression of JavaScript is in the page."""
        return self._ask("WebDriver:ExecuteScript", {"script": f"return {script}", "args": []})["value"]

    def wait(self, script: str) -> Any:
        """What an expression is, once it is something."""
        end = time.monotonic() + PATIENCE
        while not (value := self.ask(script)):
            assert time.monotonic() < end, f"{script} never comes"
            time.sleep(POLL)
        return value

    def _ask(self, command: str, what: dict[str, object]) -> Any:
        self._count += 1
        message = json.dumps([0, self._count, command, what])
        self._socket.sendall(f"{len(message)}:{message}".encode())
        _, number, error, result = self._hear()
        assert number == self._count
        assert error is None, error
        return result

    def _hear(self) -> Any:
        """A message: how long it is, a colon, and JSON."""
        length = b""
        while (byte := self._heard.read(1)) != b":":
            assert byte, "Firefox says no more"
            length += byte
        return json.loads(self._heard.read(int(length)))
