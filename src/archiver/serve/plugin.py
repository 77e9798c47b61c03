"""Our plugin for Datasette: pages, headers, errors. It acts for an ``ArchiveDatasette`` and for no other.

Datasette has one plugin manager for the whole process, so that each hook asks whom it is called for. For the same
reason our templates and files lie in folders that Datasette does not look for beside a plugin: it would give them to
every other Datasette of the process, too.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from importlib.resources import files
from typing import Any

from datasette import hookimpl

from archiver.serve.errors import error_response
from archiver.serve.policy import asked_by_name, datasette_policy, with_headers
from archiver.serve.reaching import as_public, only_read
from archiver.serve.routes import ROUTES
from archiver.serve.templating import add_tools

NAME = "archiver"


def _is_ours(datasette: Any) -> bool:
    """Whether it serves an archive. While Datasette is being made, it is not known yet."""
    return hasattr(datasette, "site")


@hookimpl
def register_routes(datasette: Any) -> tuple[tuple[str, Callable[..., Any]], ...]:
    """Our pages; they come before Datasette's own."""
    return ROUTES if _is_ours(datasette) else ()


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """What our templates use."""
    if _is_ours(datasette):
        add_tools(env)


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Headers for every response, Datasette's own included; names, methods and addresses for every request."""
    if not _is_ours(datasette):
        return lambda app: app
    templates = (
        template.read_text(encoding="utf-8")
        for template in (files("datasette") / "templates").iterdir()
        if template.name.endswith(".html")
    )
    policy = datasette_policy(templates)
    site = datasette.site

    def wrapped(app: Any) -> Any:
        return with_headers(asked_by_name(only_read(as_public(app, site.base_url, site.origin)), site.names), policy)

    return wrapped


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    """Ways back from Datasette's pages to ours."""
    if not _is_ours(datasette):
        return []
    return [{"href": datasette.urls.path("/"), "label": "Front page"}]


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Generator[None, Any, None]:
    """Our error page in the place of Datasette's, which prints a traceback for every address that is not there."""
    outcome = yield
    if _is_ours(datasette):
        outcome.force_result([lambda: error_response(datasette, request, exception)])
