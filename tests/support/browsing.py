"""Pages looked at with a real Chromium, and what that asked for and complained about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from support.browser import find_browser

#: a screen that a desk has, and one that a hand holds
DESK = {"width": 1400, "height": 900}
PHONE = {"width": 360, "height": 740}
#: WCAG 2.2 AA and what axe knows besides
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@dataclass
class Window:
    """A window of the browser; whatever it asks for other than the server, and every complaint, is noted."""

    page: Page
    base: str
    #: addresses off the server that it asked for
    strayed: list[str] = field(default_factory=list)
    #: errors and warnings of the console, a Content-Security-Policy's among them, and of scripts
    complaints: list[str] = field(default_factory=list)
    #: what called for a dialog
    dialogs: list[str] = field(default_factory=list)

    def open(self, path: str) -> int:
        """Opens a page of the server; its status."""
        answer = self.page.goto(self.base + path)
        assert answer is not None
        return answer.status

    @property
    def path(self) -> str:
        """Where it is, without the server."""
        return self.page.url.removeprefix(self.base)

    def overflow(self) -> int:
        """How many pixels of the page lie beyond the right edge of the screen."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def violations(self, rules: Sequence[str] = WCAG) -> list[str]:
        """What axe finds wrong by these rules or sets of rules, a line for each element."""
        found = Axe().run(self.page, options={"runOnly": list(rules)}).response["violations"]
        return [
            f"{rule['id']}: {node['html'][:160]} {node['failureSummary']}" for rule in found for node in rule["nodes"]
        ]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a profile; skips the test where there is none."""
    path = find_browser()
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=path) as browser:
        yield browser


@contextmanager
def window(browser: Browser, base: str, **options: Any) -> Iterator[Window]:
    """A new window, with options of Playwright's contexts (``viewport``, ``color_scheme``, ``java_script_enabled``)."""
    with browser.new_context(**({"viewport": DESK} | options)) as context:
        page = context.new_page()
        page.set_default_timeout(10_000)
        looked_at = Window(page, base)
        _watch(looked_at)
        yield looked_at


def _watch(looked_at: Window) -> None:
    page, base = looked_at.page, looked_at.base
    own = (base, "data:", "about:")
    page.context.on("request", lambda sent: sent.url.startswith(own) or looked_at.strayed.append(sent.url))
    page.on("console", lambda said: said.type in {"error", "warning"} and looked_at.complaints.append(said.text))
    page.on("pageerror", lambda error: looked_at.complaints.append(str(error)))
    page.on("dialog", lambda dialog: (looked_at.dialogs.append(dialog.message), dialog.dismiss()))
