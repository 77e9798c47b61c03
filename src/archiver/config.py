"""Settings: read once from ``archiver.toml``, the environment and options into frozen values.

Precedence, weakest first: the defaults below, ``archiver.toml``, environment variables ``ARCHIVER_*``, options.
Functions take the value that they need (a delay, a path), not these objects.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import msgspec

from archiver.errors import SettingsError

DEFAULT_DB = "archive.db"
SETTINGS_FILE = "archiver.toml"
ENVIRONMENT_PREFIX = "ARCHIVER_"

Seconds: TypeAlias = Annotated[float, msgspec.Meta(ge=0)]
Timeout: TypeAlias = Annotated[float, msgspec.Meta(gt=0)]
Count: TypeAlias = Annotated[int, msgspec.Meta(ge=1)]
Share: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=1)]


class FetchSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How pages are asked for."""

    #: an address or a mailbox where a site's owner reaches whoever runs the crawl; goes into the User-Agent
    contact: str | None = None
    #: seconds between two requests to one host
    delay_s: Seconds = 1.0
    #: a ``Crawl-delay`` above this counts as this
    max_delay_s: Seconds = 30.0
    #: to the open connection, TLS included
    connect_timeout_s: Timeout = 10.0
    #: from the request to the first byte of its answer
    first_byte_timeout_s: Timeout = 30.0
    #: for one whole answer
    total_timeout_s: Timeout = 120.0
    #: of a response, as received and inflated
    max_bytes: Count = 20_000_000
    #: followed for one page
    max_redirects: Annotated[int, msgspec.Meta(ge=0)] = 10
    #: tries for one page, the first one included
    max_attempts: Count = 3
    #: hosts asked at the same time
    concurrency: Count = 8
    #: private, loopback and link-local addresses may be asked
    allow_private: bool = False
    #: proxy for http and https; nothing is taken from the environment
    proxy: str | None = None


class CrawlSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far a crawl goes."""

    #: share of failed pages above which a run ends with code 3, counted from 20 pages on
    max_failures: Share = 0.5
    #: a run ends when it has asked for this many pages
    max_pages: Count | None = None
    #: a run ends when it has taken this many seconds
    max_time_s: Timeout | None = None
    #: pages written in one transaction
    batch_pages: Count = 50
    #: ``noarchive`` is honoured
    honour_noarchive: bool = True


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All settings, with their defaults."""

    #: path of the archive
    db: str = DEFAULT_DB
    #: folder of rules for single sites
    rules: str | None = None
    fetch: FetchSettings = FetchSettings()
    crawl: CrawlSettings = CrawlSettings()


def load_settings(
    path: Path | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    options: Mapping[str, Any] | None = None,
) -> Settings:
    """Settings from the file (if there is one), the environment and options, the later winning.

    ``options`` maps dotted names (``fetch.delay_s``) to values; ``None`` means not given. Environment names are the
    same in capitals with ``_`` for ``.``: ``ARCHIVER_FETCH_DELAY_S``, ``ARCHIVER_DB``. Raises ``SettingsError``.
    """
    merged = _from_file(path) if path is not None else {}
    for name, value in _from_environment(os.environ if environment is None else environment).items():
        _put(merged, name, value)
    for name, value in (options or {}).items():
        if value is not None:
            _put(merged, name, value)
    try:
        return msgspec.convert(merged, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise SettingsError(_explained(str(error))) from error


def setting_names() -> tuple[str, ...]:
    """Dotted names of all settings, in the order they are declared."""
    names: list[str] = []
    for field in msgspec.structs.fields(Settings):
        if isinstance(field.type, type) and issubclass(field.type, msgspec.Struct):
            names += [f"{field.name}.{inner.name}" for inner in msgspec.structs.fields(field.type)]
        else:
            names.append(field.name)
    return tuple(names)


def _from_file(path: Path) -> dict[str, Any]:
    try:
        return dict(msgspec.toml.decode(path.read_bytes()))
    except FileNotFoundError:
        raise SettingsError(f"{path}: no such settings file") from None
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from error
    except msgspec.DecodeError as error:
        raise SettingsError(f"{path}: not valid TOML: {error}") from error


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    variables = {ENVIRONMENT_PREFIX + name.upper().replace(".", "_"): name for name in setting_names()}
    return {name: environment[variable] for variable, name in variables.items() if environment.get(variable)}


def _explained(message: str) -> str:
    """``Expected `float` >= 0.0 - at `$.fetch.delay_s` `` with the setting's name first."""
    text, _, place = message.replace("`", "").partition(" - at $")
    name = place.removeprefix(".") or "settings"
    return f"{name}: {text[:1].lower()}{text[1:]}"


def _put(tree: dict[str, Any], dotted: str, value: object) -> None:
    *parents, last = dotted.split(".")
    for parent in parents:
        tree = tree.setdefault(parent, {})
        if not isinstance(tree, dict):
            raise SettingsError(f"settings: {parent} must be a table")
    tree[last] = value
