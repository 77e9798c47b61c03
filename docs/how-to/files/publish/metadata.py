"""What Datasette shows beside an archive: what tables, views and columns mean. python metadata.py archive.db"""

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

TITLE = "News archive"
SOURCE = "The sites in the table sources, collected with archiver"

path = Path(sys.argv[1])
with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
    rows = conn.execute("SELECT object, column, description FROM schema_docs").fetchall()
tables = {name: {"description": text, "columns": {}} for name, column, text in rows if column is None}
for name, column, text in rows:
    if column is not None:
        tables[name]["columns"][column] = text
for name in ("frontier", "hosts", "meta", "article_keys", "address_shapes", "refused_addresses", "_sqlite_migrations"):
    tables[name]["hidden"] = True
print(json.dumps({"title": TITLE, "source": SOURCE, "databases": {path.stem: {"tables": tables}}}, indent=2))
