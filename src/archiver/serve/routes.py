"""The addresses of our pages, and what answers each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archiver.serve.front import front_page

ROUTES: tuple[tuple[str, Callable[..., Any]], ...] = ((r"^/$", front_page),)
