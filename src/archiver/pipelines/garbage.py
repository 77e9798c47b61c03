"""When Python looks for garbage while thousands of pages are read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: so many new containers between two looks, of which a page of news makes some 15,000: left alone, Python looks every
#: 700, and goes through a whole tree of a page, and all the tables of the parser, again and again
YOUNG = 50_000


@contextmanager
def rare_collections() -> Iterator[None]:
    """Within the block, Python looks seldom for garbage, and not among what was there at its beginning.

    It finds next to none: what a page is read into goes when its last user does. A twentieth of a crawl's time.
    """
    before = gc.get_threshold()
    is_within_another = gc.get_freeze_count() > 0
    gc.freeze()
    gc.set_threshold(YOUNG, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        if not is_within_another:
            gc.unfreeze()
