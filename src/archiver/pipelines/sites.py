"""What each source's addresses have looked like so far, while a round goes on.

Read from the archive when a source first comes up, and again for the shapes of each batch that is saved: nothing is
known here that the archive does not hold. Pages that are under way count as barren until they are saved, so that a trap
is asked for no page more than the rule allows, however many are asked for at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable

from archiver.discover.beliefs import SiteShapes
from archiver.model import AddressShape, DuePage, FoundBy, PageResult

#: what is known of a source's shapes: all, or those of some addresses
Load = Callable[[int, Collection[str] | None], Iterable[AddressShape]]
#: only such addresses are doubted: for others somebody has vouched
UNVOUCHED: frozenset[FoundBy] = frozenset({"link"})


class Sites:
    """The shapes of all sources that have come up."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._sites: dict[int, SiteShapes] = {}
        #: pages under way, by source and shape
        self._under_way: Counter[tuple[int, str]] = Counter()
        self._probed: dict[int, tuple[tuple[int, str], ...]] = {}

    def of(self, source_id: int) -> SiteShapes:
        """What one source has shown."""
        if source_id not in self._sites:
            self._sites[source_id] = SiteShapes(self._load(source_id, None))
        return self._sites[source_id]

    def is_barren(self, url: str, found_by: FoundBy, source_id: int | None) -> bool:
        """Whether an address is not worth asking for; what a feed or a sitemap lists is vouched for."""
        return found_by in UNVOUCHED and source_id is not None and self.of(source_id).is_barren(url)

    def holds_back(self, page: DuePage) -> bool:
        """Whether a page waits until others of its shape have come; one that does not is under way from now on."""
        if page.source_id is None or page.last_fetched_at is not None or page.found_by not in UNVOUCHED:
            return False
        patience = self.of(page.source_id).patience(page.url)
        keys = tuple((page.source_id, shape) for shape in patience)
        if any(self._under_way[page.source_id, shape] >= max(left, 1) for shape, left in patience.items()):
            return True
        self._under_way.update(keys)
        self._probed[page.page_id] = keys
        return False

    def let_go(self, page: DuePage) -> None:
        """A page that did not wait is not asked for now after all."""
        self._under_way.subtract(self._probed.pop(page.page_id, ()))

    def learn(self, results: Iterable[PageResult]) -> None:
        """Takes in what came of pages that are saved."""
        urls: dict[int, list[str]] = {}
        for result in results:
            self._under_way.subtract(self._probed.pop(result.page_id, ()))
            if result.source_id in self._sites:
                urls.setdefault(result.source_id, []).append(result.capture.url)
        for source_id, some in urls.items():
            self._sites[source_id].learn(self._load(source_id, some))
