"""How long a host rests between two requests: what the settings say, what it asks for, and what was learnt of it. Pure.

The longest of four counts:

    ours       ``fetch.delay_s``, or what is set for its source
    asked      ``Crawl-delay``, up to ``fetch.max_delay_s``
    response   ``fetch.delay_factor`` times the seconds that its answers take, smoothed, up to ``fetch.max_delay_s``:
               a host that is slow is one that works hard
    slow-down  doubled, from a second on, by each 429, 503 and answer that does not come in time, up to
               ``fetch.max_delay_s``; a tenth shorter with each good answer, and forgotten once it asks for no more
               than the others do

With a delay of 0 the response counts for nothing: it means no rest but what the host itself asks for.
"""

from __future__ import annotations

from typing import NamedTuple

from archiver.model import Capture, FailureReason

#: of the newest answer, in the smoothed response time
NEWEST_WEIGHT = 0.3
#: the first slow-down is at least that long
FIRST_SLOW_DOWN_S = 1.0
#: what is left of a slow-down after a good answer
RECOVERY = 0.9
#: a slow-down is forgotten below this
LEAST_SLOW_DOWN_S = 0.5

_TOO_MUCH = frozenset({429, 503})
_GOOD = range(200, 400)


class Terms(NamedTuple):
    """What holds for a host, whatever it is like."""

    #: of the settings, for all hosts or for its source
    ours_s: float
    #: by its robots.txt; ``None`` when that says nothing
    asked_s: float | None = None
    #: ``fetch.delay_factor``
    factor: float = 2.0
    #: ``fetch.max_delay_s``
    longest_s: float = 30.0


class Learnt(NamedTuple):
    """What was learnt of a host's pace."""

    #: smoothed; ``None`` before the first answer
    response_s: float | None = None
    #: ``None`` when nothing asks for one
    slow_down_s: float | None = None


def rest_s(terms: Terms, learnt: Learnt) -> float:
    """Seconds between the end of one request to the host and the beginning of the next."""
    response_s = terms.factor * (learnt.response_s or 0.0) if terms.ours_s else 0.0
    longest_s = max(terms.asked_s or 0.0, response_s, learnt.slow_down_s or 0.0)
    return max(terms.ours_s, min(longest_s, terms.longest_s))


def learn(terms: Terms, learnt: Learnt, capture: Capture) -> Learnt:
    """What is known of the host's pace after that answer."""
    learnt = learnt._replace(response_s=_smoothed(terms, learnt.response_s, capture))
    if capture.status in _TOO_MUCH or capture.failure is FailureReason.TIMEOUT:
        return learnt._replace(slow_down_s=_slower(terms, rest_s(terms, learnt)))
    if learnt.slow_down_s is None or capture.status not in _GOOD:
        return learnt
    return learnt._replace(slow_down_s=_recovered(terms, learnt, learnt.slow_down_s * RECOVERY))


def _smoothed(terms: Terms, before_s: float | None, capture: Capture) -> float | None:
    """One long download says little: no answer counts for more than what the longest rest is made of."""
    if capture.status is None:
        return before_s
    newest_s = min(capture.elapsed_s, terms.longest_s / max(terms.factor, 1.0))
    return newest_s if before_s is None else before_s + NEWEST_WEIGHT * (newest_s - before_s)


def _slower(terms: Terms, now_s: float) -> float:
    return min(max(2 * now_s, FIRST_SLOW_DOWN_S), terms.longest_s)


def _recovered(terms: Terms, learnt: Learnt, slow_down_s: float) -> float | None:
    without_s = rest_s(terms, learnt._replace(slow_down_s=None))
    return slow_down_s if slow_down_s > max(without_s, LEAST_SLOW_DOWN_S) else None
