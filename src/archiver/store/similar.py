"""Near-identical articles, found as they come: agency stories that several outlets print, texts that are printed again.

A text is compared with those that have two of the eight hashes of its sketch, the newest of each, and whose simhash
differs in few bits: their texts are read, and those decide (``archiver.fingerprints``). What it shares with several
others that are unlike it (a notice, the phrases of a template) does not count. Each pair is a row of
``similar_articles``; articles that pairs connect have the same number in ``cluster_members``, that of the first of
them. An article whose text changes, or that goes, leaves its pairs; what is left of its cluster is put together anew.

What a text is found by (its outline) is all that most texts need. Only one that looks like others is read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import NamedTuple

from archiver.fingerprints import (
    NEAR_BITS,
    SHARED_SKETCH,
    Outline,
    common_runs,
    distance,
    fingerprint,
    is_near,
    runs_of,
)
from archiver.jsontext import encode_json
from archiver.model import TextFacts
from archiver.store.revising import Text, load_text
from archiver.text_facts import compared

#: a run of words that more articles have (a notice of the outlet's) is no reason to compare with all of them
_MOST_BEARERS = 30
#: of a text that is printed every day, as a forecast is, the pairs with the newest ones are enough to connect them all
_MOST_PAIRS = 20
#: texts that are read to decide, the nearest: a day's forecast may have hundreds that look like it
_MOST_READ = 8
#: and of those that are further away, the furthest, which tell what is a notice or a template
_MOST_UNLIKE = 8
#: texts that are looked for before they are compared: some megabytes
_AT_ONCE = 200
#: above all numbers
_ALL = 2**63 - 1
_DONE = object()
_CANDIDATES = f"""
    SELECT s.article_id, s.simhash FROM json_each(?1) AS j JOIN article_sketches AS s ON s.sketch = j.value
    WHERE s.article_id <> ?2 AND s.article_id < ?3 AND s.article_id >= coalesce((
        SELECT n.article_id FROM article_sketches AS n WHERE n.sketch = j.value AND n.article_id < ?3
        ORDER BY n.article_id DESC LIMIT 1 OFFSET {_MOST_BEARERS}
    ), 0)
    GROUP BY s.article_id HAVING count(*) >= {SHARED_SKETCH}
"""
_ADD_SKETCH = "INSERT OR REPLACE INTO article_sketches (sketch, article_id, simhash) VALUES (?, ?, ?)"
_DROP_SKETCH = "DELETE FROM article_sketches WHERE sketch = ? AND article_id = ?"
_ADD_PAIR = "INSERT OR REPLACE INTO similar_articles (article_id, other_id, distance) VALUES (?, ?, ?)"
_PAIRS_OF_MANY = """
    SELECT article_id, other_id FROM similar_articles WHERE article_id IN (SELECT value FROM json_each(?))
"""
_CLUSTERS_OF = "SELECT DISTINCT cluster_id FROM cluster_members WHERE article_id IN (SELECT value FROM json_each(?))"
_CLUSTERS_OF_EACH = """
    SELECT article_id, cluster_id FROM cluster_members WHERE article_id IN (SELECT value FROM json_each(?))
"""
_MEMBERS_OF = "SELECT article_id FROM cluster_members WHERE cluster_id = ?"
_JOIN = "INSERT OR REPLACE INTO cluster_members (article_id, cluster_id) VALUES (?, ?)"
_RENAME = "UPDATE cluster_members SET cluster_id = ? WHERE cluster_id = ?"


class _Looks(NamedTuple):
    """A text, and those that look like it."""

    article_id: int
    #: in how many bits they differ, and their numbers; the nearest first, and of these the newest
    close: list[tuple[int, int]]
    #: those that are further away, the furthest last
    far: list[int]
    #: what is compared, by number; nothing where none is close
    texts: dict[int, str]


def outline_of(text: Text, facts: TextFacts | None = None) -> Outline | None:
    """What an article is found by, ``None`` where its text is too short to be compared; ``facts`` are of that text."""
    if facts is not None:
        return None if facts.simhash is None else Outline(facts.simhash, facts.sketch)
    return fingerprint(compared(text.lead, text.body))


def place_among_similar(conn: sqlite3.Connection, article_id: int, outline: Outline | None) -> None:
    """Finds what a new text is near-identical to, and has it found by those that come after it.

    The article's own row has the text.
    """
    if outline is None:
        return
    pairs = _near(_load_looks(conn, article_id, outline))
    note_outline(conn, article_id, outline)
    conn.executemany(_ADD_PAIR, ((min(article_id, other), max(article_id, other), bits) for bits, other in pairs))
    if pairs:
        _connect(conn, {article_id, *(other for _, other in pairs)})


def place_after_others(
    conn: sqlite3.Connection, outlines: Iterable[tuple[int, Outline]], meanwhile: Iterator[object]
) -> None:
    """Finds what texts are near-identical to among those with lower numbers, as if they came in this order.

    They are found by others already. What they were said to be near-identical to is looked for anew. ``meanwhile`` are
    steps of other work on the same connection, in which SQLite is long at it: texts are compared in another thread
    while it is. Not all of them may be taken.
    """
    # texts that have their first run in common stand side by side, and are read once
    ordered = sorted(outlines, key=lambda known: known[1].sketch)
    found: list[tuple[int, int, int]] = []
    with ThreadPoolExecutor(1) as thread:
        for start in range(0, len(ordered), _AT_ONCE):
            looking = [_load_looks(conn, one, outline, one) for one, outline in ordered[start : start + _AT_ONCE]]
            told = thread.submit(_pairs_of, looking)
            while not told.done() and next(meanwhile, _DONE) is not _DONE:
                pass
            found += told.result()
    parted = _take_apart(conn, [one for one, _ in ordered])
    conn.executemany(_ADD_PAIR, found)
    kept = conn.execute(_PAIRS_OF_MANY, (encode_json(parted),)).fetchall()
    _connect_all(conn, {*kept, *((other, one) for other, one, _ in found)})


def _take_apart(conn: sqlite3.Connection, articles: list[int]) -> list[int]:
    """Forgets what these are near-identical to of what came before them, and their clusters; returns who was in one."""
    bound = (encode_json(articles),)
    clusters = [cluster for (cluster,) in conn.execute(_CLUSTERS_OF, bound)]
    conn.execute("DELETE FROM similar_articles WHERE other_id IN (SELECT value FROM json_each(?))", bound)
    members = [member for cluster in clusters for (member,) in conn.execute(_MEMBERS_OF, (cluster,))]
    conn.executemany("DELETE FROM cluster_members WHERE cluster_id = ?", ((cluster,) for cluster in clusters))
    return members


def _connect_all(conn: sqlite3.Connection, pairs: set[tuple[int, int]]) -> None:
    """Makes clusters of what these pairs connect, and of the clusters that there are."""
    articles = {article_id for pair in pairs for article_id in pair}
    clusters = conn.execute(_CLUSTERS_OF_EACH, (encode_json(sorted(articles)),)).fetchall()
    names = {cluster for _, cluster in clusters}
    for connected in _components([*pairs, *clusters]):
        first = min(connected)
        conn.executemany(_RENAME, ((first, cluster) for cluster in sorted(connected & names - {first})))
        conn.executemany(_JOIN, ((article_id, first) for article_id in sorted(connected)))


def note_outline(conn: sqlite3.Connection, article_id: int, outline: Outline | None) -> None:
    """Has a text found by those that come after it; what it is near-identical to is looked for later, if ever."""
    if outline is not None:
        conn.executemany(_ADD_SKETCH, ((value, article_id, outline.simhash) for value in outline.sketch))


def take_from_similar(conn: sqlite3.Connection, article_id: int, before: Text) -> None:
    """Forgets what a text was near-identical to, as it is gone, or no longer the article's."""
    outline = outline_of(before)
    if outline is None:
        return
    conn.executemany(_DROP_SKETCH, ((value, article_id) for value in outline.sketch))
    row = conn.execute("SELECT cluster_id FROM cluster_members WHERE article_id = ?", (article_id,)).fetchone()
    if row is not None:
        conn.execute("DELETE FROM similar_articles WHERE article_id = ?1 OR other_id = ?1", (article_id,))
        _put_together(conn, row[0])


def replace_among_similar(conn: sqlite3.Connection, article_id: int, before: Text, after: Outline | None) -> None:
    """Compares an article anew whose text has changed; its own row is the one with the new text."""
    take_from_similar(conn, article_id, before)
    _note_simhash(conn, article_id, after)
    place_among_similar(conn, article_id, after)


def replace_outline(conn: sqlite3.Connection, article_id: int, before: Text, after: Outline | None) -> None:
    """The same without comparing it."""
    take_from_similar(conn, article_id, before)
    _note_simhash(conn, article_id, after)
    note_outline(conn, article_id, after)


def compare_anew(conn: sqlite3.Connection, article_id: int) -> None:
    """Compares an article that was not compared so far."""
    outline = outline_of(load_text(conn, article_id))
    _note_simhash(conn, article_id, outline)
    place_among_similar(conn, article_id, outline)


def put_clusters_together(conn: sqlite3.Connection) -> None:
    """Makes the clusters anew of pairs of which some are gone."""
    for (cluster_id,) in conn.execute("SELECT DISTINCT cluster_id FROM cluster_members").fetchall():
        _put_together(conn, cluster_id)


def _note_simhash(conn: sqlite3.Connection, article_id: int, outline: Outline | None) -> None:
    simhash = None if outline is None else outline.simhash
    conn.execute("UPDATE articles SET simhash = ?1 WHERE id = ?2 AND simhash IS NOT ?1", (simhash, article_id))


def _load_looks(conn: sqlite3.Connection, article_id: int, outline: Outline, below: int = _ALL) -> _Looks:
    """What is to be compared with a text, only of those with numbers below this one."""
    rows = conn.execute(_CANDIDATES, (encode_json(outline.sketch), article_id, below))
    ordered = sorted((distance(simhash, outline.simhash), -other) for other, simhash in rows)
    close = [(bits, -other) for bits, other in ordered if bits <= NEAR_BITS][:_MOST_READ]
    far = [-other for _, other in ordered[len(close) :][-_MOST_UNLIKE:]] if close else []
    read = [article_id, *(other for _, other in close), *far] if close else []
    return _Looks(article_id, close, far, {other: _load_compared(conn, other) for other in read})


def _load_compared(conn: sqlite3.Connection, article_id: int) -> str:
    text = load_text(conn, article_id)
    return compared(text.lead, text.body)


def _pairs_of(looking: Iterable[_Looks]) -> list[tuple[int, int, int]]:
    """The pairs of all, the lower number first, and in how many bits each differs."""
    return [(other, one.article_id, bits) for one in looking for bits, other in _near(one)]


def _near(looks: _Looks) -> list[tuple[int, int]]:
    """In how many bits others differ, and their numbers: the nearest, and of these the newest."""
    own = _runs_of(looks.texts[looks.article_id]) if looks.close else None
    if own is None:
        return []
    read = {other: known for _, other in looks.close if (known := _runs_of(looks.texts[other])) is not None}
    near = {other for other, known in read.items() if is_near(own, known)}
    unlike = (set(read) - near) | set(looks.far if near else ())
    # what a single one has is not common
    loaded = (read.get(other) or _runs_of(looks.texts[other]) for other in sorted(unlike if len(unlike) > 1 else ()))
    if common := common_runs(filter(None, loaded)):
        near = {other for other in near if is_near(own, read[other], common)}
    return [(bits, other) for bits, other in looks.close if other in near][:_MOST_PAIRS]


#: what outlets share comes within hours, and is read again for each copy
_runs_of = lru_cache(maxsize=64)(runs_of)


def _connect(conn: sqlite3.Connection, articles: set[int]) -> None:
    """Makes one cluster of articles and of all that they are connected with."""
    clusters = {cluster for (cluster,) in conn.execute(_CLUSTERS_OF, (encode_json(sorted(articles)),)).fetchall()}
    first = min(clusters | articles)
    conn.executemany(_RENAME, ((first, cluster) for cluster in clusters - {first}))
    conn.executemany(_JOIN, ((article_id, first) for article_id in sorted(articles)))


def _put_together(conn: sqlite3.Connection, cluster_id: int) -> None:
    """The clusters that the members of one make, by the pairs that are there now."""
    members = {member for (member,) in conn.execute(_MEMBERS_OF, (cluster_id,)).fetchall()}
    pairs = conn.execute(_PAIRS_OF_MANY, (encode_json(sorted(members)),)).fetchall()
    conn.execute("DELETE FROM cluster_members WHERE cluster_id = ?", (cluster_id,))
    for connected in _components(pairs):
        conn.executemany(_JOIN, ((member, min(connected)) for member in sorted(connected)))


def _components(pairs: Iterable[tuple[int, int]]) -> Iterator[set[int]]:
    """What pairs connect, one set for each."""
    neighbours: dict[int, set[int]] = {}
    for one, other in pairs:
        neighbours.setdefault(one, set()).add(other)
        neighbours.setdefault(other, set()).add(one)
    while neighbours:
        found, ahead = set[int](), [next(iter(neighbours))]
        while ahead:
            found.add(one := ahead.pop())
            ahead += neighbours.pop(one, set()) - found
        yield found
