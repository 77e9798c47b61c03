"""Sections about articles: how many of which day, hour and source, and what is known of them."""

from __future__ import annotations

from collections import Counter

from archiver import charts
from archiver.charts.drawing import amount, share
from archiver.charts.scales import day_text
from archiver.report.sections import Cell, Drawn, Linked, Section, Sheet, chart_sheet, many, source_names
from archiver.store.figures import Figures, SourceFigures

#: of a row of the list of sources: so many points, each a stretch of the whole time
_POINTS = 40


def articles_a_day(figures: Figures) -> Section:
    """How many articles the archive holds of each day, by source."""
    names = source_names(figures)
    series = [
        charts.Series(name=names[one.source_id], days=tuple((day.day, day.articles) for day in one.days))
        for one in figures.by_source
        if one.days
    ]
    frame = charts.Frame(key="days", title="Articles by day of publication", summary=_span_text(figures))
    rows = charts.day_rows(series)
    totals = figures.totals
    return Section(
        key="days",
        title="Articles over time",
        finding=_span_text(figures),
        charts=(charts.for_all_widths(lambda one: charts.days_chart(one, series), frame),),
        sheets=(chart_sheet(rows.table, f"Articles by {rows.unit} and source"),),
        means="An article counts on the day that its publisher names, in the publisher's own time zone; each row has a"
        f" scale of its own. {_without_day(totals.articles_without_day)}",
        means_not="A gap says that nothing of that day is archived, not that nothing was published.",
    )


def _span_text(figures: Figures) -> str:
    totals = figures.totals
    if totals.first_day is None or totals.last_day is None:
        return "No article has a date."
    days = len({day.day for one in figures.by_source for day in one.days})
    if days == 1:
        return f"{many(totals.articles, 'article')}, of {day_text(totals.first_day)}."
    dated = totals.articles - totals.articles_without_day
    return (
        f"{many(dated, 'article')} of {many(days, 'day')} between {day_text(totals.first_day)} and"
        f" {day_text(totals.last_day)}."
    )


def _without_day(articles: int) -> str:
    if not articles:
        return "All articles have a day."
    return f"{many(articles, 'article')} without one {'is' if articles == 1 else 'are'} left out."


def publication_hours(figures: Figures) -> Section:
    """At which hours articles are published."""
    hours = figures.publication_hours
    finding = _hours_text(figures)
    frame = charts.Frame(key="hours", title="Articles by weekday and hour of publication", summary=finding)
    return Section(
        key="hours",
        title="Publication hours",
        finding=finding,
        charts=(charts.for_all_widths(lambda one: charts.hours_chart(one, hours.counts), frame),),
        sheets=(chart_sheet(charts.hour_rows(hours.counts), "Articles by hour and weekday"),),
        means="Hours are those of the publisher's clock, as its pages give them; a square's area is the number of"
        f" articles, the sum of each day stands on the right. Of {many(hours.without_hour, 'article')} no hour is"
        " known.",
        means_not="A tall hour at 00:00 is often a system that writes midnight for want of an hour.",
    )


def _hours_text(figures: Figures) -> str:
    by_hour = Counter({hour: sum(day[hour] for day in figures.publication_hours.counts) for hour in range(24)})
    if not by_hour.total():
        return "No article names the hour of its publication."
    (hour, most), *_ = by_hour.most_common(1)
    dated = by_hour.total()
    return f"Most articles appear between {hour:02}:00 and {hour + 1:02}:00: {share(most, dated)} of {amount(dated)}."


def fields_filled(figures: Figures) -> Section:
    """What is known of articles, by source."""
    articles = figures.totals.articles
    filled = sum((Counter(one.filled) for one in figures.by_source), Counter())
    fields = list(figures.by_source[0].filled) if figures.by_source else []
    bars = [
        charts.Bar(label=name, value=filled[name] / articles, text=share(filled[name], articles))
        for name in fields
        if articles
    ]
    frame = charts.Frame(key="fields", title="Share of articles with each field", summary=_fields_text(figures))
    return Section(
        key="fields",
        title="Fields filled in",
        finding=_fields_text(figures),
        charts=(charts.for_all_widths(lambda one: charts.bars_chart(one, bars, whole=1), frame),),
        sheets=(_field_sheet(figures, fields),),
        means="The share of articles in which a field was found on the page. “Published with time” is less than"
        " “published” where pages name a day alone.",
        means_not="An empty field may be one that the page does not have, or one that was not recognised:"
        " “archiver explain” tells which.",
    )


def _fields_text(figures: Figures) -> str:
    articles = figures.totals.articles
    if not articles:
        return "There are no articles."
    filled = sum((Counter(one.filled) for one in figures.by_source), Counter())
    return (
        f"Of {many(articles, 'article')}, {share(filled['author'], articles)} name an author,"
        f" {share(filled['published with time'], articles)} a time of publication, and"
        f" {share(filled['picture'], articles)} have a picture."
    )


def _field_sheet(figures: Figures, fields: list[str]) -> Sheet:
    names = source_names(figures)
    rows = tuple(
        (names[one.source_id], amount(one.articles), *(share(one.filled[name], one.articles) for name in fields))
        for one in figures.by_source
        if one.articles
    )
    return Sheet(caption="Fields filled in, by source", headings=("source", "articles", *fields), rows=rows)


def all_sources(figures: Figures) -> Section:
    """The sources, each on a line."""
    totals = figures.totals
    silent = sum(not one.articles for one in figures.by_source)
    finding = f"{many(totals.sources, 'source')}, {silent or 'none'} of them without an article."
    return Section(
        key="sources",
        title="Sources",
        finding=finding if totals.sources else "No source is registered.",
        sheets=(_source_sheet(figures),) if figures.by_source else (),
        means="The line is the course of articles from the first day of all sources to the last; an edit is a change"
        " of title, lead or text that the publisher made; failed are pages that did not come when last asked for.",
        means_not="A source with few edits may be one whose articles are seldom looked at again.",
    )


def _source_sheet(figures: Figures) -> Sheet:
    names = source_names(figures)
    failed: Counter[int | None] = Counter()
    for one in figures.failures:
        failed[one.source_id] += one.pages
    return Sheet(
        caption="Every source",
        headings=("source", "course", "articles", "first day", "last day", "words each", "edits", "failed"),
        rows=tuple(
            (
                Linked(names[one.source_id], one.home_url),
                Drawn(_course(one, names[one.source_id], figures)),
                amount(one.articles),
                *(_ends(one)),
                amount(round(one.words / one.articles)) if one.articles else "–",
                amount(one.edits),
                amount(failed[one.source_id]),
            )
            for one in figures.by_source
        ),
        is_open=True,
    )


def _ends(one: SourceFigures) -> tuple[Cell, Cell]:
    return (str(one.days[0].day), str(one.days[-1].day)) if one.days else ("–", "–")


def _course(one: SourceFigures, name: str, figures: Figures) -> str:
    """A line over the whole time, in stretches of equal length."""
    first, last = figures.totals.first_day, figures.totals.last_day
    if first is None or last is None or first == last or not one.days:
        return ""
    length = (last - first).days + 1
    points = min(_POINTS, length)
    counts = [0] * points
    for day in one.days:
        counts[(day.day - first).days * points // length] += day.articles
    return charts.sparkline(counts, f"{name}, articles over time")
