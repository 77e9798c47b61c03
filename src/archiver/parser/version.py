"""Which parser this is, for whoever keeps what it gave, and need not load it to say so."""

from __future__ import annotations

#: raised whenever the same page may give another article than before
PARSER_VERSION = 4
