"""Which sites go together, and how they and the limits are dealt out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archiver.model import Source, SourceScope
from archiver.scale.sites import SITES_A_BUNDLE, Site, deal, group_sites, share
from archiver.source_settings import SourceSettings, SourceTable
from archiver.urls import host_of

COUNTS = st.integers(1, 300)


def sources(*homes: str, scopes: dict[str, SourceScope] | None = None) -> list[Source]:
    known = scopes or {}
    return [
        Source(id=number, host=host_of(home), home_url=home, scope=known.get(home, SourceScope()))
        for number, home in enumerate(homes, 1)
    ]


def grouped(*homes: str, **options: object) -> list[set[int]]:
    return [set(site.sources) for site in group_sites(sources(*homes), **options)]


def alone(count: int, due: int = 0) -> list[Site]:
    return [Site(sources=frozenset({number}), due=due) for number in range(1, count + 1)]


def test_hosts_of_one_domain_are_one_site():
    homes = ("https://www.lac.example/", "https://rive.example/", "https://sport.lac.example/")
    assert grouped(*homes) == [{1, 3}, {2}]


def test_a_public_suffix_is_no_domain():
    assert grouped("https://lac.co.uk/", "https://rive.co.uk/") == [{1}, {2}]


def test_ports_of_one_host_are_one_site():
    assert grouped("http://127.0.0.1:8001/", "http://127.0.0.1:8002/", "http://127.0.0.2:8001/") == [{1, 2}, {3}]


def test_further_hosts_of_a_scope_bring_sites_together():
    lac, rive, mer = "https://lac.example/", "https://rive.example/", "https://mer.example/"
    scopes = {lac: SourceScope(hosts=("amp.rive.example",)), mer: SourceScope(hosts=("lac.example",))}
    assert [set(site.sources) for site in group_sites(sources(lac, rive, mer, scopes=scopes))] == [{1, 2, 3}]


def test_further_hosts_in_the_settings_bring_sites_together():
    settings = SourceTable([SourceSettings(url="https://lac.example/", hosts=("rive.example",))])
    assert grouped("https://lac.example/", "https://rive.example/", settings=settings) == [{1, 2}]


def test_a_site_has_the_domains_of_all_its_sources():
    scopes = {"https://lac.example/": SourceScope(hosts=("amp.rive.example",))}
    found = group_sites(
        sources("https://lac.example/", "https://www.rive.example/", "https://mer.co.uk/", scopes=scopes)
    )
    assert [site.domains for site in found] == [{"lac.example", "rive.example"}, {"mer.co.uk"}]


def test_a_site_has_what_is_due_of_all_its_sources():
    found = group_sites(sources("https://a.lac.example/", "https://b.lac.example/"), due={1: 3, 2: 4, 9: 100})
    assert [site.due for site in found] == [7]


def test_few_sites_are_all_begun_at_once():
    bundles = deal(alone(10), 4)
    assert sorted(len(bundle.sites) for bundle in bundles) == [2, 2, 3, 3]


def test_many_sites_come_in_bundles_that_a_worker_can_read():
    bundles = deal(alone(10 * SITES_A_BUNDLE), 2)
    assert [len(bundle.sites) for bundle in bundles] == [SITES_A_BUNDLE] * 10


def test_the_one_with_most_to_do_is_alone():
    sites = [Site(sources=frozenset({1}), due=5), Site(sources=frozenset({2}), due=900), *alone(9, due=10)[2:]]
    heaviest = next(bundle for bundle in deal(sites, 2) if 2 in bundle.sources)
    assert heaviest.sources == {2}


def test_whoever_has_two_bundles_to_do_has_half_the_time_for_each():
    bundles = deal(alone(4 * SITES_A_BUNDLE), 2, max_time_s=600.0)
    assert {bundle.max_time_s for bundle in bundles} == {300.0}
    assert {bundle.max_time_s for bundle in deal(alone(4), 4, max_time_s=600.0)} == {600.0}


def test_a_bundle_without_a_page_is_left_out():
    assert deal(alone(4), 4, max_pages=0) == ()


def test_few_pages_are_not_shared_out():
    assert [bundle.max_pages for bundle in deal(alone(4), 4, max_pages=20)] == [20]
    assert [bundle.max_pages for bundle in deal(alone(4), 4, max_pages=60)] == [30, 30]
    assert [bundle.max_pages for bundle in deal(alone(4), 4, max_pages=400)] == [100] * 4


def test_nothing_to_crawl_is_no_bundle():
    assert deal([], 4, max_pages=10, max_time_s=10.0) == ()


@given(total=st.integers(0, 10_000), weights=st.lists(st.integers(1, 64), min_size=1, max_size=40))
def test_shares_are_whole_and_as_the_weights(total, weights):
    parts = share(total, weights)
    assert sum(parts) == total
    assert all(abs(part - total * weight / sum(weights)) < 2 for part, weight in zip(parts, weights, strict=True))


@given(count=COUNTS, workers=st.integers(1, 12), due=st.lists(st.integers(0, 1000), min_size=300, max_size=300))
def test_every_site_is_in_one_bundle(count, workers, due):
    sites = [Site(sources=frozenset({number}), due=due[number - 1]) for number in range(1, count + 1)]
    dealt = [site for bundle in deal(sites, workers) for site in bundle.sites]
    assert sorted(dealt, key=lambda site: min(site.sources)) == sites
