"""Sites crawled by several processes or machines, each with an archive of its own, merged into one.

* A site is handed out whole, to one worker at a time (``sites``), with all that is known of it (``store.handing``):
  robots files, delays, validators, what stands on its pages. Nothing is asked for that one process would not ask for.
* A worker crawls into a *part*: an archive with its own WARC files in the work folder beside the target. Whatever ends
  a run, parts stay there until all that is in them is in the target: the next run begins with them.
* A crawler asks no host of a site of this run that is not its own. What leads there is none of its site's pages; a
  site whose robots.txt lies there waits until the others are done.
* Records come before the rows that name them, rows before what steers the crawl; a part goes when all are there. Every
  step may be done twice.
* The target is this process's alone, and is written while the others crawl.
"""

from __future__ import annotations

import secrets
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from archiver.errors import ArchiverError
from archiver.fetch.warc_bringing import Bringer, Needed
from archiver.fetch.warc_files import OPEN
from archiver.model import RunCounts, SourceScope
from archiver.pipelines.crawl import LIMIT_EXIT_CODE, register_seeds
from archiver.pipelines.decide import FIRST_CHECK, Verdict, judge
from archiver.pipelines.events import BatchSaved, Event, Notice, Tally
from archiver.pipelines.idle import chosen
from archiver.pipelines.interrupts import Interrupted
from archiver.pipelines.running import Run
from archiver.pipelines.tools import Tools
from archiver.pipelines.update import MAX_TIME_S
from archiver.scale.engines import EngineError
from archiver.scale.site_engines import SiteEngine
from archiver.scale.site_tasks import PATIENCE_S, Kit, SiteOutcome, SiteTask, SiteTold, opened_alone
from archiver.scale.sites import Bundle, Site, deal, group_sites
from archiver.scale.work_folders import PART, clear_around_crawl, remove_part

#: parts that lie ready, for each worker, besides those that are crawled: what is handed out early is out of date early
_READY = 1
#: bundles whose problem is told in the run's last word
_MOST_NAMED = 3


#: what makes the sources known that are crawled: their numbers, by an address of each
_Register: TypeAlias = Callable[[], Generator[Event, None, dict[str, int]]]


def work_folder(db: Path) -> Path:
    """Where parts lie, beside the archive at this path."""
    return db.with_name(f"{db.stem}.work")


def crawl_sites(
    tools: Tools, engine: SiteEngine, kit: Kit, seeds: Sequence[str], scope: SourceScope | None = None
) -> Generator[Event]:
    """Archives what can be reached from the seeds, as ``crawl`` does, its sites shared out to the engine's workers."""
    return _Shared(tools, engine, kit, seeds).events(lambda: register_seeds(tools, seeds, scope))


def update_sites(tools: Tools, engine: SiteEngine, kit: Kit, names: Sequence[str] = ()) -> Generator[Event]:
    """One round over known sources, as ``update`` does, those with anything due shared out to the engine's workers."""
    return _Shared(tools, engine, kit, names).events(lambda: _known(tools, names))


def _known(tools: Tools, names: Sequence[str]) -> Generator[Event, None, dict[str, int]]:
    sources = tools.archive.sources()
    numbers = chosen(sources, names, tools.sources)
    yield from ()
    return {source.home_url: source.id for source in sources if numbers is None or source.id in numbers}


class _Shared:
    """One run of ``crawl`` or ``update`` whose sites are shared out."""

    def __init__(self, tools: Tools, engine: SiteEngine, kit: Kit, arguments: Sequence[str]) -> None:
        self._tools = tools
        self._archive = tools.archive
        self._engine = engine
        self._kit = kit
        self._folder = work_folder(tools.archive.path)
        self._run = Run(tools, kit.command, arguments)
        self._bringer = Bringer(tools.archive.warc_folder)
        self._ends_at = self._end_of_time()
        #: handed out, by their parts
        self._under_way: dict[str, tuple[SiteTask, Bundle]] = {}
        #: of those, what each has said last
        self._told: dict[str, BatchSaved] = {}
        self._counts = RunCounts()
        self._tally = Tally()
        #: sites with work left, and those of them that have had all the pages that they were to have
        self._unfinished: dict[Site, None] = {}
        self._hungry: dict[Site, None] = {}
        #: sites that wait for those of another crawler
        self._held_up: dict[Site, None] = {}
        #: of all sites of the run
        self._domains: frozenset[str] = frozenset()
        #: sources that were there, or have been looked at since: of others, a seed has led to their site
        self._known: set[int] = set()
        #: in the order given, and by the first one of each bundle in which some did not come, why that did not
        self._seeds: tuple[str, ...] = ()
        self._lost: dict[str, str] = {}
        #: what could not be crawled to its end, and why
        self._problems: list[str] = []

    def events(self, register: _Register) -> Generator[Event]:
        """What happens, as it happens."""
        with self._run as run:
            self._folder.mkdir(exist_ok=True)
            try:
                clear_around_crawl(self._folder)
                yield from self._take_leftovers()
                addresses = yield from register()
                with self._engine:
                    if self._engine.about:
                        yield Notice(message=self._engine.about)
                    yield from self._work(addresses)
            except (Interrupted, KeyboardInterrupt, GeneratorExit, EngineError):
                self._keep_all()
                raise
            finally:
                clear_around_crawl(self._folder)
                with suppress(OSError):  # something in it waits for another run
                    self._folder.rmdir()
            ended = run.ended(self._verdict(), self._counts)
        yield ended

    def _work(self, addresses: Mapping[str, int]) -> Generator[Event]:
        addresses = dict(addresses)
        self._seeds = tuple(addresses)
        self._known = {source.id for source in self._archive.sources()}
        waiting = deque(self._bundles(self._sites(addresses), self._kit.crawl.max_pages))
        while waiting or self._under_way:
            while waiting and len(self._under_way) < self._engine.workers + _READY:
                self._hand_out(waiting.popleft(), addresses)
            said = self._engine.take()
            if isinstance(said, SiteTold):
                yield from self._tell(said)
                continue
            yield from self._settle(said)
            if not waiting and not self._under_way:
                new = self._new_addresses()
                addresses |= new
                waiting.extend(self._second_helping(self._sites(new)))

    # Handing out.

    def _sites(self, addresses: Mapping[str, int]) -> tuple[Site, ...]:
        """Those to be crawled; in an update, those of which something is due."""
        numbers = set(addresses.values())
        is_update = self._kit.command == "update"
        now = self._tools.clock()
        due = self._archive.handing.due(now + FIRST_CHECK if is_update else now)
        sources = [source for source in self._archive.sources() if source.id in numbers]
        sites = group_sites(sources, self._tools.sources, due)
        self._domains = self._domains.union(*(site.domains for site in sites))
        return tuple(site for site in sites if site.due or not is_update)

    def _bundles(self, sites: Sequence[Site], max_pages: int | None) -> tuple[Bundle, ...]:
        left_s = None if self._ends_at is None else max(self._ends_at - time.time(), 0.0)
        bundles = deal(sites, self._engine.workers, max_pages=max_pages, max_time_s=left_s)
        dealt = {site for bundle in bundles for site in bundle.sites}
        undealt = {site: None for site in (*self._hungry, *sites) if site not in dealt}
        self._hungry = undealt
        self._unfinished.update(undealt)
        return bundles

    def _new_addresses(self) -> dict[str, int]:
        """Sites that seeds have led to, which nobody is at now."""
        new = {source.home_url: source.id for source in self._archive.sources() if source.id not in self._known}
        self._known.update(new.values())
        return new

    def _second_helping(self, new: Sequence[Site]) -> tuple[Bundle, ...]:
        """New sites, and those that would have had use for more: what others have left of the limits is theirs.

        When there are none, those that waited for others, as one bundle: there is nobody left to wait for.
        """
        limit = self._kit.crawl.max_pages
        left = None if limit is None else limit - self._tally.pages
        is_late = self._ends_at is not None and time.time() >= self._ends_at
        hungry = () if left is None else tuple(self._hungry)  # else it was time that they had too little of
        sites = tuple(dict.fromkeys((*new, *hungry)))
        if is_late or (left is not None and left <= 0):
            self._unfinished.update(dict.fromkeys(new))
            return ()
        if sites:
            return self._bundles(sites, left)
        held_up = tuple(self._held_up)
        return (Bundle(sites=held_up, max_pages=left, is_alone=True),) if held_up else ()

    def _hand_out(self, bundle: Bundle, addresses: Mapping[str, int]) -> None:
        path = self._folder.resolve() / f"{PART}{secrets.token_hex(8)}.db"
        self._archive.handing.hand_out(bundle.sources, path)
        self._show_records(path)
        own = tuple(address for address, number in addresses.items() if number in bundle.sources)
        is_update = self._kit.command == "update"
        task = SiteTask(
            path=str(path),
            seeds=() if is_update else own,
            names=own if is_update else (),
            others=frozenset() if bundle.is_alone else self._domains - bundle.domains,
            max_pages=bundle.max_pages,
            max_time_s=bundle.max_time_s,
            ends_at=self._ends_at,
            kit=self._kit,
        )
        self._under_way[task.path] = (task, bundle)
        self._engine.put(task)

    def _show_records(self, path: Path) -> None:
        """Has the records that a part's rows point to found in its own folder: links, which nobody writes to.

        What is fetched again and has not changed is kept as a revisit of them, and names no file anew.
        """
        with opened_alone(path) as part:
            names, folder = part.warc_records.ends(), part.warc_folder
        folder.mkdir()
        for name in names:
            if (found := _lying(self._archive.warc_folder, name)) is not None:
                (folder / name).symlink_to(found)

    def _end_of_time(self) -> float | None:
        limit_s = self._kit.crawl.max_time_s or (MAX_TIME_S if self._kit.command == "update" else None)
        return None if limit_s is None else time.time() + limit_s

    # What comes back.

    def _tell(self, said: SiteTold) -> Generator[Event]:
        if not isinstance(said.event, BatchSaved):
            yield said.event
            return
        self._told[said.path] = said.event
        told = tuple(self._told.values())
        counts = self._counts
        for one in told:
            counts = counts.plus(one.counts)
        yield BatchSaved(counts=counts, waiting=sum(one.waiting or 0 for one in told))

    def _settle(self, outcome: SiteOutcome) -> Generator[Event]:
        """Takes in what a worker has brought, and notes how it ended."""
        task, bundle = self._under_way.pop(outcome.path)
        self._told.pop(outcome.path, None)
        self._tally = self._tally.plus(replace(outcome.tally, has_work_left=False, is_held_up=False))
        self._note_what_is_left(bundle, outcome.tally)
        if task.seeds and outcome.tally.lost_seed is not None:
            self._lost[task.seeds[0]] = outcome.tally.lost_seed
        problem = outcome.problem or self._brought(Path(outcome.path))
        if problem is not None:
            self._problems.append(f"{self._named(bundle)}: {problem}")
            yield Notice(message=self._problems[-1], level="warning")

    def _note_what_is_left(self, bundle: Bundle, tally: Tally) -> None:
        for site in bundle.sites:
            self._unfinished.pop(site, None)
            self._held_up.pop(site, None)
        if tally.is_held_up:
            self._held_up.update(dict.fromkeys(bundle.sites))
        if tally.has_work_left:
            self._unfinished.update(dict.fromkeys(bundle.sites))
            if bundle.max_pages is not None and tally.pages >= bundle.max_pages:
                self._hungry.update(dict.fromkeys(bundle.sites))

    def _brought(self, path: Path) -> str | None:
        """Why what is in a part could not be taken in, where it could not; it stays there."""
        try:
            self._bring(path)
        except ArchiverError as error:
            if self._is_ours(error):
                raise
            return str(error)
        return None

    def _bring(self, path: Path, *, patience_s: float = PATIENCE_S) -> None:
        with opened_alone(path, patience_s=patience_s) as part:  # nobody writes to it any more, and it has no log
            folder = part.warc_folder
            ends = {name: end for name, (end, _) in part.warc_records.ends().items() if _is_own(folder, name)}
        names = {
            name: self._bringer.bring(Needed(folder=folder, name=name, end=end)).name for name, end in ends.items()
        }
        with self._tools.interrupts.held_back():
            counted_by, counts = self._archive.handing.count(path, self._run.id)
            self._counts = self._counts.plus(counts)
            self._archive.handing.follow_moves(path)
            self._archive.merge(path, run_id=counted_by, warc_names=names, is_counted=False)
            self._archive.handing.take_back(path)
            remove_part(path)
            self._archive.handing.forget(path)

    def _take_leftovers(self) -> Generator[Event]:
        """What an earlier run has left, however it ended."""
        for path in sorted(self._folder.glob(f"{PART}*.db")):
            problem = self._brought(path)
            words = "what an earlier run has left is taken in" if problem is None else problem
            yield Notice(message=f"{path}: {words}", level="info" if problem is None else "warning")

    def _keep_all(self) -> None:
        """As much of what was under way as can be; the rest stays for another run."""
        deadline = time.monotonic() + PATIENCE_S
        for path in tuple(self._under_way):
            with self._tools.interrupts.held_back(), suppress(ArchiverError):
                self._bring(Path(path), patience_s=deadline - time.monotonic())

    def _is_ours(self, error: ArchiverError) -> bool:
        """Whether it is about what is written to: no other part will fare better."""
        return getattr(error, "path", None) in {str(self._archive.path), str(self._archive.warc_folder)}

    def _named(self, bundle: Bundle) -> str:
        hosts = [source.host for source in self._archive.sources() if source.id in bundle.sources]
        return hosts[0] if len(hosts) == 1 else f"{hosts[0]} and {len(hosts) - 1} more"

    def _verdict(self) -> Verdict:
        if self._problems:
            return Verdict(outcome="failed", exit_code=1, message=_words_for(self._problems))
        limit_exit_code = LIMIT_EXIT_CODE if self._kit.command == "crawl" else 0
        lost = next((self._lost[seed] for seed in self._seeds if seed in self._lost), None)
        tally = replace(self._tally, has_work_left=bool(self._unfinished), lost_seed=lost)
        return judge(tally, max_failures=self._kit.crawl.max_failures, limit_exit_code=limit_exit_code)


def _lying(folder: Path, name: str) -> Path | None:
    """Where a record's file lies, if it is one of the archive's folder."""
    paths = (folder.resolve() / name, folder.resolve() / (name + OPEN))
    return next((path for path in paths if Path(name).name == name and path.is_file()), None)


def _is_own(folder: Path, name: str) -> bool:
    """Whether a file is the part's own; all others were there when it was handed out."""
    return Path(name).name == name and not (folder / name).is_symlink()


def _words_for(problems: Iterable[str]) -> str:
    told = tuple(problems)
    more = f" and {len(told) - _MOST_NAMED} more" if len(told) > _MOST_NAMED else ""
    return f"not crawled to the end: {'; '.join(told[:_MOST_NAMED])}{more}; the same command goes on from there"
