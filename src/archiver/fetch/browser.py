"""An installed Chromium that draws pages, driven by Playwright (the extra ``browser``).

It starts with the first page that needs it, in a thread of its own, and is done with when the fetcher is. Every request
that it makes is caught before it leaves and answered from here or refused; as its proxy is an address where nobody
listens, what is not caught (a socket, a prefetched name) goes nowhere either. Each page has a context of its own: no
cookie, no storage and no service worker outlives it.
"""

from __future__ import annotations

import asyncio
import os
import queue
import shutil
import threading
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from archiver.errors import SettingsError
from archiver.fetch.heads import read_head
from archiver.fetch.rendering import Drawn, Wanted, Wants
from archiver.model import Capture

if TYPE_CHECKING:
    from playwright.async_api import Browser as Chromium
    from playwright.async_api import Page, Playwright, Route

#: names of programs, the likeliest first
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: nothing is under way for so long: the page has drawn what it draws
QUIET_S = 0.5
#: for Chromium to begin
_START_TIMEOUT_S = 60.0
_STOP_TIMEOUT_S = 3.0
#: for a page to be loaded; if it waits for something that it has asked for, it has the time that it needs
_LOAD_TIMEOUT_S = 5.0
#: what a browser that was led elsewhere does nothing about
_NO_CONTENT = 204
#: port 9 discards; nobody listens there
_NOWHERE = "http://127.0.0.1:9"
_OPTIONS = (
    *("--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--no-first-run", "--disable-default-apps", "--disable-extensions"),
)
#: of an answer, what a page's scripts may look at; its length and coding are no longer true
_PASSED_ON = frozenset({"content-type", "content-language", "link"})


def find_program(given: str | None = None) -> str:
    """The path of the Chromium to use. Raises ``SettingsError`` when there is none, or no Playwright."""
    try:
        import playwright.async_api  # noqa: F401, PLC0415 - an extra, and half a second to load
    except ImportError:
        raise SettingsError("rendering needs an extra: pip install 'archiver[browser]'") from None
    found = next(filter(None, map(shutil.which, (given,) if given else PROGRAMS)), None)
    if found is None:
        looked_for = given or ", ".join(PROGRAMS)
        raise SettingsError(f"rendering needs a Chromium (looked for {looked_for}): install one, or set fetch.browser")
    return found


class ChromiumBrowser:
    """Draws pages in tabs of one Chromium. A context manager; its methods may be called from any thread."""

    def __init__(self, program: str, *, user_agent: str, timeout_s: float) -> None:
        """``program`` is what ``find_program`` gave; a page has ``timeout_s`` to be drawn."""
        self._program = program
        self._user_agent = user_agent
        self._timeout_s = timeout_s
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.current_thread()
        self._chromium: asyncio.Future[Chromium] | None = None
        self._drivers: list[Playwright] = []
        self._drawings: set[ChromiumDrawing] = set()

    def draw(self, capture: Capture, wants: Wants) -> ChromiumDrawing:
        """Begins with a page that came."""
        with self._lock:
            drawing = ChromiumDrawing(capture, wants, self._started())
            self._drawings.add(drawing)
        self._submit(self._draw(drawing))
        return drawing

    def interrupt(self) -> None:
        """Has all that wait for it come back."""
        with self._lock:
            for drawing in self._drawings:
                drawing.end(Drawn(html=None, detail="interrupted"))

    def close(self) -> None:
        """Ends Chromium, and the thread."""
        self.interrupt()
        if self._loop is None:
            return
        with suppress(TimeoutError, Exception):  # whatever is left of it ends with this process
            asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(_STOP_TIMEOUT_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_STOP_TIMEOUT_S)
        self._loop = None

    def _started(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=_run, args=(self._loop,), name="browser", daemon=True)
            self._thread.start()
        return self._loop

    def _submit(self, work: Coroutine[Any, Any, None]) -> None:
        assert self._loop is not None, "started"
        asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _draw(self, drawing: ChromiumDrawing) -> None:
        try:
            # whatever of it does not answer any more
            async with asyncio.timeout(_START_TIMEOUT_S + self._timeout_s):
                await self._draw_in_tab(drawing)
        except Exception as error:  # noqa: BLE001 - a page that kills its tab must not end the run
            drawing.end(Drawn(html=None, detail=_words_of(error)))
        finally:
            with self._lock:
                self._drawings.discard(drawing)

    async def _draw_in_tab(self, drawing: ChromiumDrawing) -> None:
        chromium = await self._running()
        context = await chromium.new_context(user_agent=self._user_agent, service_workers="block")
        try:
            page = await context.new_page()
            await context.route("**/*", drawing.catch)
            await context.route_web_socket("**/*", lambda socket: socket.close())
            drawing.end(Drawn(html=await drawing.shown(page, self._timeout_s)))
        finally:
            with suppress(Exception):  # it goes with its browser
                async with asyncio.timeout(_STOP_TIMEOUT_S):
                    await context.close()

    async def _running(self) -> Chromium:
        """The one Chromium, begun by who comes first, and again when it has crashed."""
        if self._chromium is None or (self._chromium.done() and not _is_alive(self._chromium)):
            self._chromium = asyncio.ensure_future(self._launch())
        return await asyncio.shield(self._chromium)

    async def _launch(self) -> Chromium:
        from playwright.async_api import async_playwright  # noqa: PLC0415 - as above

        playwright = await async_playwright().start()
        self._drivers.append(playwright)
        # Chromium's own sandbox does not work for root
        unboxed = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
        return await playwright.chromium.launch(
            executable_path=self._program,
            args=[*_OPTIONS, *unboxed],
            proxy={"server": _NOWHERE, "bypass": "<-loopback>"},
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )

    async def _stop(self) -> None:
        if self._chromium is not None:
            await (await self._chromium).close()
        for driver in self._drivers:
            await driver.stop()


@dataclass(eq=False)
class ChromiumDrawing:
    """One page in a tab."""

    _capture: Capture
    _wants: Wants
    _loop: asyncio.AbstractEventLoop
    _heard: queue.SimpleQueue[Wanted | Drawn] = field(default_factory=queue.SimpleQueue)
    _asked: dict[int, asyncio.Future[Capture | None]] = field(default_factory=dict)
    _numbers: int = 0
    _is_given: bool = False

    # --- for whoever fetches ---------------------------------------------------------

    def wait(self) -> Wanted | Drawn:
        """What the page wants next, or the end."""
        return self._heard.get()

    def answer(self, wanted: Wanted, capture: Capture | None) -> None:
        """Gives it what it wanted."""
        self._loop.call_soon_threadsafe(self._give, wanted.number, capture)

    def end(self, drawn: Drawn) -> None:
        """Nothing more comes from it."""
        self._heard.put(drawn)

    # --- in the browser's thread -----------------------------------------------------

    async def shown(self, page: Page, timeout_s: float) -> str:
        """What the page shows when its scripts are done, or when its time is up."""
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await page.goto(self._capture.final_url, wait_until="commit", timeout=0)
                with suppress(TimeoutError):  # a page that leads elsewhere never says that it is loaded
                    async with asyncio.timeout(_LOAD_TIMEOUT_S):
                        await page.wait_for_load_state("load", timeout=0)
                quiet_s = 0.0
                while quiet_s < QUIET_S:
                    await asyncio.sleep(QUIET_S / 5)
                    quiet_s = 0.0 if self._asked else quiet_s + QUIET_S / 5
        async with asyncio.timeout(_STOP_TIMEOUT_S):
            html = await page.content()
        if not page.url.startswith(("http://", "https://")):
            raise RuntimeError(f"the browser shows a page of its own, {page.url}")
        return html

    async def catch(self, route: Route) -> None:
        """Answers a request of the page's, or refuses it."""
        request = route.request
        if request.is_navigation_request() and not self._is_given:
            self._is_given = True
            await _fulfil(route, self._capture, self._capture.content)
        elif request.is_navigation_request():
            await route.fulfill(status=_NO_CONTENT)  # the page stays where it is
        elif not self._wants.admits(request.url, method=request.method, kind=request.resource_type):
            await route.abort("blockedbyclient")
        elif (capture := await self._ask(request.url)) is not None and capture.status is not None:
            await _fulfil(route, capture, capture.content)
        else:
            await route.abort("failed")

    async def _ask(self, url: str) -> Capture | None:
        self._numbers += 1
        number = self._numbers
        future: asyncio.Future[Capture | None] = self._loop.create_future()
        self._asked[number] = future
        self._heard.put(Wanted(number=number, url=url))
        try:
            return await future
        finally:
            del self._asked[number]

    def _give(self, number: int, capture: Capture | None) -> None:
        future = self._asked.get(number)
        if future is not None and not future.done():
            future.set_result(capture)


def _run(loop: asyncio.AbstractEventLoop) -> None:
    loop.run_forever()
    loop.close()


async def _fulfil(route: Route, capture: Capture, content: bytes) -> None:
    """Hands over what came, as if every site let every other read it: we asked for it, not a visitor with cookies."""
    head = capture.exchanges[-1].response_head if capture.exchanges else b""
    headers = {name.lower(): value for name, value in read_head(head)[1] if name.lower() in _PASSED_ON}
    origin = route.request.headers.get("origin", "*")
    headers |= {"access-control-allow-origin": origin, "access-control-allow-credentials": "true"}
    with suppress(Exception):  # the page may be gone
        await route.fulfill(status=capture.status or 200, headers=headers, body=content)


def _is_alive(launched: asyncio.Future[Chromium]) -> bool:
    return not launched.cancelled() and launched.exception() is None and launched.result().is_connected()


def _words_of(error: BaseException) -> str:
    first = (str(error) or type(error).__name__).splitlines()[0]
    return first[:200]
