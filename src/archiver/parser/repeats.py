"""Texts that stand in a body more than once: labels and second copies go, refrains and answers stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from archiver.parser.blocks import Segment
from archiver.parser.scene import HEADINGS, SENTENCE_ENDS, Look, look_of
from archiver.text import text_length, word_count

#: a text that is not longer than this and stands so often among the paragraphs may belong to the template
_MAX_LABEL = 400
_LABEL_REPEATS = 3
#: a longer line that looks like a paragraph is none of the template's, even where no sentence ends it
_MAX_PLAIN_LABEL = 60
#: a line that an interview repeats: a name and a colon, a short question
_MAX_ASKED = 150
_ASKED = frozenset(":：?？؟")
#: what is said twice in so few characters may be meant
_MIN_COPIED = 60
#: a paragraph that is longer is never said twice; a refrain is shorter
_MIN_PARAGRAPH = 200
#: two runs of blocks with the same words are copies when they are so long
_MIN_RUN = 400
#: items and figures may be equal
_EQUALS = frozenset({"li", "td", "th"})


def unrepeated(items: Sequence[Segment], look: Look | None) -> list[Segment]:
    """The blocks without the template's labels and without second copies; ``look`` is that of the paragraphs."""
    counts = Counter([item.text for item in items])
    if len(counts) == len(items):
        return list(items)
    labels = _labels(items, counts, look)
    copies = _copies(items, look)
    return [item for item in items if item.text not in labels and item.index not in copies]


def _labels(items: Sequence[Segment], counts: Counter[str], look: Look | None) -> set[str]:
    """The short texts that come again and again and are nothing that an author repeats."""
    kept = {item.text for item in items if _is_meant(item, look)}
    labels = {text for text, count in counts.items() if count >= _LABEL_REPEATS and _may_be_label(text)} - kept
    others = sum(item.length for item in items if item.text not in labels)
    return labels if sum(map(text_length, labels)) <= others else set()  # else what repeats is all that there is


def _is_meant(item: Segment, look: Look | None) -> bool:
    """Whether a block looks like the paragraphs and is a sentence, or longer than labels are."""
    if look_of(item) != look or item.length >= _MIN_PARAGRAPH or not word_count(item.text):
        return False
    return item.text[-1] in SENTENCE_ENDS or len(item.text) > _MAX_PLAIN_LABEL


def _may_be_label(text: str) -> bool:
    return text_length(text) < _MAX_LABEL and not _is_asked(text)


def _is_asked(text: str) -> bool:
    """Whether a short line is what interviews are made of and say again: who speaks now, "Why?"."""
    return len(text) <= _MAX_ASKED and text[-1] in _ASKED


def _copies(items: Sequence[Segment], look: Look | None) -> set[int]:
    """Indexes of the blocks that only say again what stands above them."""
    before: dict[str, int] = {}
    copies: set[int] = set()
    run: list[Segment] = []
    last: int | None = None
    for position, item in enumerate(items):
        earlier = before.get(item.text)
        if earlier is None or last is None or earlier != last + 1:
            copies.update(_copied_run(run))
            run = []
        if earlier is not None:
            run.append(item)
            if _is_copy(item, look, is_next=earlier == position - 1):
                copies.add(item.index)
        last = earlier
        before[item.text] = position if earlier is None or earlier == position - 1 else earlier
    copies.update(_copied_run(run))
    return copies


def _copied_run(run: list[Segment]) -> set[int]:
    return {item.index for item in run} if len(run) > 1 and sum(item.length for item in run) >= _MIN_RUN else set()


def _is_copy(item: Segment, look: Look | None, *, is_next: bool) -> bool:
    """Whether a block that comes again is a copy by itself: next to the first one, or set apart from the paragraphs."""
    if item.tag in _EQUALS or _is_asked(item.text):
        return False
    if item.tag in HEADINGS or item.length >= _MIN_PARAGRAPH:
        return True
    if item.length >= _MIN_COPIED and is_next:
        return True
    return look_of(item) != look and not (item.length < _MIN_COPIED and item.text[-1] in SENTENCE_ENDS)
