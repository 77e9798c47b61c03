"""DuckDB, which is an extra and takes half a second to import: nothing is asked of it before it is needed."""

from __future__ import annotations

from types import ModuleType

from archiver.errors import MissingLibraryError


def load_duckdb() -> ModuleType:
    """The library. Raises ``MissingLibraryError`` where it is not installed."""
    try:
        import duckdb  # noqa: PLC0415 - an extra, and half a second: here alone
    except ImportError as error:
        raise MissingLibraryError("DuckDB", install="'archiver[parquet]'") from error
    return duckdb
