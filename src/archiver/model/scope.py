"""What of a site is archived, as somebody has said it. Made by ``scopes.read_scope``, which checks it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceScope:
    """How far a source reaches; all empty is its own host, whole."""

    #: further hosts, without ``www.``, with the port where it is not the default
    hosts: tuple[str, ...] = ()
    #: every host of the registered domains belongs to it
    is_whole_domain: bool = False
    #: only addresses below one of these
    paths: tuple[str, ...] = ()
    #: only addresses that match one of these patterns
    include: tuple[str, ...] = ()
    #: no address that matches one of these patterns
    exclude: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """What was said, in plain JSON types; nothing for what was not."""
        return {
            field.name: list(value) if isinstance(value, tuple) else value
            for field in fields(self)
            if (value := getattr(self, field.name))
        }

    def __str__(self) -> str:
        """For people: ``path /sport/, exclude */live/*``; ``the whole host`` where nothing was said."""
        parts = [f"{word} {value}" for name, word in _WORDS.items() for value in getattr(self, name)]
        if self.is_whole_domain:
            parts.insert(0, "the whole domain")
        return ", ".join(parts) or "the whole host"


_WORDS = {"hosts": "host", "paths": "path", "include": "include", "exclude": "exclude"}
