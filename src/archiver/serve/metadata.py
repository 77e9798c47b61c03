"""What Datasette shows beside tables and views: the descriptions that the archive itself holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from archiver.store.schema import Description

#: how rows are listed where nothing is said, and by which column others name them
_LISTED: dict[str, dict[str, str]] = {
    "articles": {"sort_desc": "id", "label_column": "title"},
    "captures": {"sort_desc": "id", "label_column": "url"},
    "pages": {"label_column": "url"},
    "runs": {"sort_desc": "id", "label_column": "command"},
    "sources": {"label_column": "host"},
}


def metadata_of(database: str, descriptions: Iterable[Description]) -> dict[str, Any]:
    """Datasette's metadata for a database with these tables, columns and views."""
    tables: dict[str, dict[str, Any]] = {}
    for name, column, text in descriptions:
        table = tables.setdefault(name, {"columns": {}} | _LISTED.get(name, {}))
        if column is None:
            table["description"] = text
        else:
            table["columns"][column] = text
    return {
        "title": "News archive",
        "extra_css_urls": ["/-/files/palette.css", "/-/files/datasette.css"],
        "databases": {
            database: {"description": "Every table and view of the archive, to be browsed and asked.", "tables": tables}
        },
    }
