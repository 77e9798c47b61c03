"""Sections about what was seen: failures, empty slots, promotions, edits."""

from __future__ import annotations

import datetime as dt

from archiver import charts
from archiver.charts.drawing import amount, share
from archiver.report.sections import Linked, Section, Sheet, bars_of, many, source_names, summed
from archiver.store.figures import Figures

#: of an empty slot, what stands in it
_STATUSES = {"placeholder": "a generic picture or a text", "missing": "no address"}


def failures(figures: Figures) -> Section:
    """Pages that did not come, by reason."""
    names = source_names(figures)
    reasons = summed((one.reason, one.pages) for one in figures.failures)
    pages = figures.totals.pages_failed
    finding = (
        f"{many(pages, 'page')} failed when last asked for, most often for the reason “{reasons[0][0]}”."
        if reasons
        else "No page failed when it was last asked for."
    )
    frame = charts.Frame(key="failures", title="Failed pages by reason", summary=finding)
    rows = tuple((names[one.source_id], one.reason, amount(one.pages)) for one in figures.failures)
    headings = ("source", "reason", "pages")
    return Section(
        key="failures",
        title="Failures by reason",
        finding=finding,
        charts=_bars(frame, reasons),
        sheets=(Sheet(caption="Failed pages by source and reason", headings=headings, rows=rows, words=2),)
        if rows
        else (),
        means="Pages that did not come when they were last asked for, whatever period is chosen.",
        means_not="A page that came later is no failure, nor is one that a rule or robots.txt keeps out, or one that"
        " is gone.",
    )


def empty_slots(figures: Figures) -> Section:
    """Slots without a proper picture."""
    names = source_names(figures)
    slots = figures.empty_picture_slots
    total = sum(one.slots for one in slots)
    finding = f"{many(total, 'slot')} without a proper picture." if total else "No slot lacks its picture."
    by_source = summed((names[one.source_id], one.slots) for one in slots)
    kinds = summed((f"{one.slot}: {_STATUSES[one.status]}", one.slots) for one in slots)
    sheet = Sheet(
        caption="Empty slots by source",
        headings=("source", "slot", "what is there", "slots"),
        rows=tuple((names[one.source_id], one.slot, _STATUSES[one.status], amount(one.slots)) for one in slots),
        words=3,
    )
    frame = charts.Frame(key="slots", title="Empty picture slots by what is there", summary=finding)
    of_sources = charts.Frame(key="slots-by-source", title="Empty picture slots by source", summary=finding)
    return Section(
        key="slots",
        title="Empty picture slots",
        finding=finding,
        charts=(*_bars(frame, kinds), *(_bars(of_sources, by_source) if len(by_source) > 1 else ())),
        sheets=(sheet,) if slots else (),
        means="Slots for a picture that hold a generic one, a text such as “Image Not Found”, or no address; a"
        " card counts once for each place where it stood.",
        means_not="Pictures are not downloaded: whether an address leads to one is not known.",
    )


def most_promoted(figures: Figures) -> Section:
    """The stories whose cards stood in most places."""
    stories = figures.most_promoted
    finding = (
        f"“{stories[0].title or stories[0].url}” came to stand in {many(stories[0].placements, 'place')}"
        f" on {many(stories[0].pages, 'page')}."
        if stories
        else "No card leads to an archived article."
    )
    bars = [charts.Bar(label=one.title or one.url, value=one.placements) for one in stories]
    frame = charts.Frame(key="promoted", title="Places in which cards of a story stood", summary=finding)
    return Section(
        key="promoted",
        title="Most promoted stories",
        finding=finding,
        charts=(charts.for_all_widths(lambda one: charts.bars_chart(one, bars), frame),) if bars else (),
        sheets=(_story_sheet(figures),) if stories else (),
        means="How often a card of the story came to stand in a place, on other pages than its own; hours are those"
        " of all places together, from the first look that saw it there to the last.",
        means_not="A column that every article has counts once on each article that was archived: the figure measures"
        " what was looked at as well as what was promoted.",
    )


def _story_sheet(figures: Figures) -> Sheet:
    return Sheet(
        caption="The most promoted stories",
        headings=("story", "source", "places", "pages", "hours", "first seen", "last seen"),
        rows=tuple(
            (
                Linked(one.title or one.url, one.url),
                one.source or "–",
                amount(one.placements),
                amount(one.pages),
                amount(one.hours_shown),
                _minute(one.first_seen),
                "still there" if one.is_current else _minute(one.last_seen),
            )
            for one in figures.most_promoted
        ),
        words=2,
    )


def edits(figures: Figures) -> Section:
    """What publishers changed, and how late."""
    totals = figures.totals
    edited = sum(one.articles_edited for one in figures.by_source)
    finding = (
        f"{many(totals.edits, 'edit')} of {many(edited, 'article')}, {share(edited, totals.articles)} of all;"
        f" {amount(totals.headline_changes)} changed the headline."
        if totals.edits
        else "No edit was seen."
    )
    bars = [
        charts.Bar(label=one.after or "time of publication not known", value=one.edits)
        for one in figures.edits_after_publication
    ]
    frame = charts.Frame(key="edits", title="Edits by how long after publication they were seen", summary=finding)
    return Section(
        key="edits",
        title="Edits after publication",
        finding=finding,
        charts=(charts.for_all_widths(lambda one: charts.bars_chart(one, bars), frame),) if totals.edits else (),
        sheets=(_edit_sheet(figures), *_headline_sheets(figures)) if totals.edits else (),
        means="A change of title, lead or text by the publisher, dated by the look that found it.",
        means_not="It was made at that time or earlier, since the look before; what was undone between two looks, and"
        " what a newer parser reads differently, is not in it.",
    )


def _edit_sheet(figures: Figures) -> Sheet:
    names = source_names(figures)
    return Sheet(
        caption="Edits by source",
        headings=("source", "articles", "edited", "share", "edits", "headlines"),
        rows=tuple(
            (
                *(names[one.source_id], amount(one.articles), amount(one.articles_edited)),
                *(share(one.articles_edited, one.articles), amount(one.edits), amount(one.headline_changes)),
            )
            for one in figures.by_source
            if one.edits
        ),
    )


def _headline_sheets(figures: Figures) -> tuple[Sheet, ...]:
    if not figures.headline_changes:
        return ()
    rows = tuple(
        (
            one.old_title or "–",
            Linked(one.new_title or "–", one.url),
            one.source or "–",
            _minute(one.changed_at),
        )
        for one in figures.headline_changes
    )
    headings = ("before", "after", "source", "seen (UTC)")
    return (Sheet(caption="The newest changes of headlines", headings=headings, rows=rows, words=3, is_open=True),)


def _bars(frame: charts.Frame, pairs: list[tuple[str, int]]) -> tuple[str, ...]:
    bars = bars_of(pairs)
    return (charts.for_all_widths(lambda one: charts.bars_chart(one, bars), frame),) if bars else ()


def _minute(moment: dt.datetime | None) -> str:
    return "unknown" if moment is None else f"{moment:%Y-%m-%d %H:%M}"
