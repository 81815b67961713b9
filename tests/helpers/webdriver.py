"""Firefox and WebKitGTK by the commands of WebDriver, without a package: one socket, one address.

Firefox speaks WebDriver's commands itself, over its Marionette port: geckodriver only puts them
into HTTP, and no package index has it as its makers built it. WebKit's driver speaks HTTP.
"""

import base64
import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

PATIENCE_S = 60
"""How long a busy machine may take for what an idle one does in a second."""

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # what WebDriver calls an element's number
ENTER = "\ue007"

COMMANDS = {
    "click": ("WebDriver:ElementClick", "POST /element/{id}/click"),
    "find": ("WebDriver:FindElement", "POST /element"),
    "go": ("WebDriver:Navigate", "POST /url"),
    "keys": ("WebDriver:ElementSendKeys", "POST /element/{id}/value"),
    "act": ("WebDriver:PerformActions", "POST /actions"),
    "picture": ("WebDriver:TakeScreenshot", "GET /screenshot"),
    "script": ("WebDriver:ExecuteScript", "POST /execute/sync"),
    "size": ("WebDriver:SetWindowRect", "POST /window/rect"),
}
"""What we ask: its name for Firefox's Marionette, and its address for a driver that speaks HTTP."""

FIREFOX = ("firefox-esr", "firefox")
MINI_BROWSERS = (
    "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
    "/usr/libexec/webkit2gtk-4.1/MiniBrowser",
)
NEEDED = {
    "Firefox": "firefox-esr",
    "WebKitWebDriver": "webkit2gtk-driver",
    "MiniBrowser": "libwebkit2gtk-4.1-0",
    "Xvfb": "xvfb",
}
"""Each program that is needed, and the package of Debian that has it."""

NARROW_GTK = """
* { min-width: 0; padding: 0; margin: 0; font-size: 1px; -gtk-icon-transform: scale(0.2); }
button, entry, headerbar, label, toolbar { min-width: 0; min-height: 0; }
"""
NARROW_FIREFOX = ":root, body, #navigator-toolbox, #nav-bar { min-width: 0 !important; }"
"""The browsers' own buttons would keep a window from being as narrow as a phone's."""

PROFILE = {
    "marionette.port": 0,
    "browser.download.folderList": 2,
    "browser.download.useDownloadDir": True,
    "browser.download.always_ask_before_handling_new_types": False,
    "browser.download.alwaysOpenPanel": False,
    "toolkit.legacyUserProfileCustomizations.stylesheets": True,
    "datareporting.policy.dataSubmissionEnabled": False,
    "ui.prefersReducedMotion": 1,  # a map that flies is waited for
}


class WebDriverError(Exception):
    """A browser refused a command."""


def program(name):
    """Find a needed program; None where it is missing."""
    if name == "Firefox":
        return next(filter(None, map(shutil.which, FIREFOX)), None)
    if name == "MiniBrowser":
        found = os.environ.get("GEO_ENT_MINI_BROWSER")
        return found or next(filter(os.path.exists, MINI_BROWSERS), None)
    return shutil.which(name)


def missing():
    """Give the packages of Debian whose programs aren't there, in the order to install them."""
    return [package for name, package in NEEDED.items() if program(name) is None]


class Marionette:
    """Firefox's own port: each message is its length, a colon, JSON."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
        self.stream, self.number = self.socket.makefile("rwb"), 0
        self._read()  # it greets
        self.ask("WebDriver:NewSession", capabilities={"alwaysMatch": {}})

    def ask(self, name, **said):
        """Ask one thing."""
        self.number += 1
        body = json.dumps([0, self.number, name, said]).encode()
        self.stream.write(b"%d:%s" % (len(body), body))
        self.stream.flush()
        *_, error, answer = self._read()
        if error:
            raise WebDriverError(error["message"])
        return answer["value"] if isinstance(answer, dict) and "value" in answer else answer

    def command(self, name, **said):
        """Ask one of our commands."""
        return self.ask(COMMANDS[name][0], **said)

    def close(self):
        """End Firefox."""
        self.ask("Marionette:Quit")
        self.stream.close()
        self.socket.close()

    def _read(self):
        length = b""
        while (sign := self.stream.read(1)) != b":":
            length += sign
        return json.loads(self.stream.read(int(length)))


class Http:
    """A driver that answers at an address."""

    def __init__(self, port, options):
        self.address = f"http://127.0.0.1:{port}"
        told = self._ask("POST /session", {"capabilities": {"alwaysMatch": options}})
        self.session = f"/session/{told['sessionId']}"

    def command(self, name, **said):
        """Ask one of our commands."""
        method, path = COMMANDS[name][1].split()
        path = path.format(id=said.pop("id", ""))
        return self._ask(f"{method} {self.session}{path}", said)

    def close(self):
        """End the session, and its browser."""
        self._ask(f"DELETE {self.session}", {})

    def _ask(self, line, said):
        method, path = line.split()
        body = json.dumps(said).encode() if method == "POST" else None
        kind = {"Content-Type": "application/json"}
        request = urllib.request.Request(  # noqa: S310 - our own driver, on this machine
            self.address + path, body, kind, method=method
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=PATIENCE_S) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise WebDriverError(error.read().decode()) from None


class Driven:
    """A browser as a test drives it."""

    def __init__(self, name, wire, downloads):
        self.name, self.wire, self.downloads = name, wire, downloads

    def open(self, address, *, width, height):
        """Open an address in a window whose inside has that size."""
        self.go("about:blank")  # the same address with another hash would be the same page
        self.resize(width, height)
        self.go(address)
        assert self.eventually("return document.documentElement.classList.contains('ready')")

    def go(self, address):
        """Go to an address."""
        self.wire.command("go", url=address)

    def resize(self, width, height):
        """Give the page that many pixels, whatever is around it."""
        outer = [width, height]
        for _ in range(3):
            self.wire.command("size", width=outer[0], height=outer[1])
            inner = self.settled_size()
            if inner == [width, height]:
                return
            outer = [outer[0] + width - inner[0], outer[1] + height - inner[1]]
        assert inner == [width, height], inner

    def settled_size(self):
        """Say how large the page is once it no longer changes."""
        before = None
        while (now := self.script("return [innerWidth, innerHeight]")) != before:
            before = now
            time.sleep(0.15)
        return now

    def script(self, body, *given):
        """Run a function's body in the page."""
        return self.wire.command("script", script=body, args=list(given))

    def eventually(self, body, *given):
        """Wait until it is true; say whether it came to be."""
        end = time.monotonic() + PATIENCE_S
        while not (answer := self.script(body, *given)):
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return answer

    def element(self, selector):
        """Find an element."""
        found = self.wire.command("find", using="css selector", value=selector)
        return found[ELEMENT]

    def click(self, selector):
        """Click in the middle of an element, as a pointer does: what covers it gets the click."""
        self.wire.command("click", id=self.element(selector))

    def type(self, selector, text):
        """Type text into an element."""
        self.wire.command("keys", id=self.element(selector), text=text)

    def tap(self, x, y):
        """Press and release the main button at a place of the window."""
        pause = [{"type": "pause", "duration": 60}]
        steps = [
            {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0},
            *pause,  # a map that looks for what is under the pointer does so at its own pace
            {"type": "pointerDown", "button": 0},
            *pause,
            {"type": "pointerUp", "button": 0},
        ]
        pointer = {"type": "pointer", "id": "hand", "parameters": {"pointerType": "mouse"}}
        self.wire.command("act", actions=[pointer | {"actions": steps}])

    def picture(self, path):
        """Save what is on the screen."""
        Path(path).write_bytes(base64.b64decode(self.wire.command("picture", full=False)))

    def downloaded(self, ending):
        """Wait for a saved file whose name ends so, whole; give its path."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            whole = [path for path in self.downloads.glob(f"*{ending}") if path.stat().st_size]
            if whole and not list(self.downloads.glob("*.part")):
                return whole[0]
            time.sleep(0.05)
        msg = f"no {ending} in {sorted(path.name for path in self.downloads.iterdir())}"
        raise AssertionError(msg)


@contextlib.contextmanager
def running(command, **options):
    """Run a program, and end it."""
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, **options)
    try:
        yield process
    finally:
        process.terminate()
        if process.stdout:
            process.stdout.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def firefox():
    """Run Firefox, without a screen, in a profile of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        profile, downloads = Path(folder, "profile"), Path(folder, "downloads")
        profile.mkdir()
        downloads.mkdir()
        wanted = PROFILE | {"browser.download.dir": str(downloads)}
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in wanted.items()]
        (profile / "user.js").write_text("".join(lines))
        (profile / "chrome").mkdir()
        (profile / "chrome" / "userChrome.css").write_text(NARROW_FIREFOX)
        command = [program("Firefox"), "--headless", "--marionette", "--no-remote"]
        command += ["--profile", str(profile)]
        screen = {"MOZ_HEADLESS_WIDTH": "2600", "MOZ_HEADLESS_HEIGHT": "2000"}
        options = {"env": os.environ | screen, "stdout": subprocess.DEVNULL}
        with running(command, **options) as process:
            port = written(profile / "MarionetteActivePort", process)
            wire = Marionette(int(port))
            yield Driven("firefox", wire, downloads)
            wire.close()
            process.wait(PATIENCE_S)


def written(path, process):
    """Wait for a file that a program writes; give its text."""
    end = time.monotonic() + PATIENCE_S
    while not (path.exists() and path.read_text()):
        assert process.poll() is None, f"{process.args[0]} ended: {process.returncode}"
        assert time.monotonic() < end, f"{process.args[0]} wrote no {path.name}"
        time.sleep(0.05)
    return path.read_text()


@contextlib.contextmanager
def webkit():
    """Run WebKitGTK's MiniBrowser on a screen that nobody sees, in a home of its own."""
    with contextlib.ExitStack() as stack:
        folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        home = Path(stack.enter_context(folder))
        screen = ["Xvfb", "-displayfd", "1", "-screen", "0", "1700x1300x24", "-nolisten", "tcp"]
        display = stack.enter_context(running(screen, stdout=subprocess.PIPE))
        number = display.stdout.readline().decode().strip()
        environment = webkit_home(home) | {"DISPLAY": f":{number}"}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        driver = [program("WebKitWebDriver"), f"--port={port}"]
        stack.enter_context(running(driver, env=environment, stdout=subprocess.DEVNULL))
        answering(port)
        browser = {"binary": program("MiniBrowser"), "args": ["--automation"]}
        wire = Http(port, {"webkitgtk:browserOptions": browser})
        yield Driven("webkit", wire, home / "downloads")
        wire.close()


def webkit_home(home):
    """Make a home with a folder for downloads; give the environment that says where it is."""
    (home / "downloads").mkdir()
    (home / ".config" / "gtk-3.0").mkdir(parents=True)
    told = f'XDG_DOWNLOAD_DIR="{home}/downloads"\n'
    (home / ".config" / "user-dirs.dirs").write_text(told)
    (home / ".config" / "gtk-3.0" / "gtk.css").write_text(NARROW_GTK)
    still = "[Settings]\ngtk-enable-animations=0\n"  # a map that flies is waited for
    (home / ".config" / "gtk-3.0" / "settings.ini").write_text(still)
    rooms = {"CONFIG": ".config", "DATA": ".local", "CACHE": ".cache"}
    return {
        **os.environ,
        "HOME": str(home),
        **{f"XDG_{room}_HOME": str(home / name) for room, name in rooms.items()},
        "GDK_BACKEND": "x11",
        "LIBGL_ALWAYS_SOFTWARE": "1",  # no machine of tests has a graphics card
        "NO_AT_BRIDGE": "1",  # nor a bus for screen readers
        "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
    }


def answering(port):
    """Wait until something listens."""
    end = time.monotonic() + PATIENCE_S
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        assert time.monotonic() < end, f"nothing listens at {port}"
        time.sleep(0.05)
