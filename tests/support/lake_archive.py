"""A small archive with everything that the served pages show: an edited article, its cards, pictures and neighbours."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from archiver.model import Alternate, Article, Author, Evidence, Image, Teaser
from archiver.store.archive import open_archive
from support.archives import SITE, START, Clock, Desk, article, cards, listing, teaser

_LOCAL = dt.timezone(dt.timedelta(hours=2))
_STAYED = "Le bac traverse le lac depuis cent ans, et chaque matin le capitaine salue le clocher. " * 12


def write_lake_archive(path: Path) -> Path:
    """The same path, with two looks at a site, four hours apart; article 1 is the one that was edited."""
    clock = Clock(START)
    with open_archive(path, clock=clock) as archive:
        desk = Desk(archive, clock, archive.add_source(SITE, name="Courrier du Lac", language="fr"))
        run = archive.begin_run("crawl", [SITE])
        desk.save(
            desk.read("/bac", _ferry("Le bac rouvre lundi", "six mois")),
            desk.read("/foire", article(title="La foire s'installe", body="La foire est là.", language="fr")),
            desk.read("/en/ferry", article(title="The ferry runs again", body="It runs.", language="en")),
            desk.read("/", listing(*cards("bac", "foire", "Le marché déménage"))),
        )
        clock.pass_hours(4)
        desk.save(
            desk.read("/bac", _ferry("Le bac rouvre mardi", "sept mois")),
            desk.read("/", listing(*cards("bac", "Le marché déménage"))),
        )
        archive.end_run(run, outcome="done", exit_code=0)
    return path


def _ferry(title: str, months: str) -> Article:
    return Article(
        kind="article",
        title=title,
        headline=title,
        published=dt.datetime(2025, 8, 11, 9, 30, tzinfo=_LOCAL),
        modified=dt.datetime(2025, 8, 11, 13, 0, tzinfo=_LOCAL),
        byline="Par Zoé Muñoz, envoyée spéciale",
        authors=(Author(name="Zoé Muñoz", role="envoyée spéciale", affiliation="Agence du Lac"),),
        lead=f"Après {months} d'arrêt, la ligne reprend.",
        body=f"La ligne était fermée depuis {months}.\n\n{_STAYED}\n\nLe premier départ est à sept heures.",
        language="fr",
        section="Transports",
        tags=("bac", "lac"),
        alternates=(Alternate(language="en", url=f"{SITE}/en/ferry"),),
        images=(
            Image(
                url=f"{SITE}/bac.jpg", alt="Le bac au port", caption="Le bac, hier.", credit="Ada Morin", role="main"
            ),
            Image(url=None, role="inline", status="placeholder", placeholder_text="Image Not Found"),
        ),
        site_name="Courrier du Lac",
        is_paywalled=True,
        teasers=_beside(),
        evidence=(
            Evidence(
                field="title", value=title, raw=f"{title} | Courrier", source="json-ld headline", rule="as it stands"
            ),
            Evidence(
                field="byline", value="Par Zoé Muñoz", raw="Par Zoé Muñoz", source="text", rule="below the headline"
            ),
        ),
    )


def _beside() -> tuple[Teaser, ...]:
    return (
        teaser("La foire s'installe", url=f"{SITE}/foire", block_heading="À lire aussi", excerpt="Dès samedi."),
        teaser("Ailleurs", position=1, url="https://ailleurs.example/a", image_status="placeholder"),
        teaser(None, position=2, image_status="missing", placeholder_text="Image Not Found"),
    )
