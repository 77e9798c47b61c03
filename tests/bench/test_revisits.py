"""Learnt pauses are worth more than fixed ones."""

from __future__ import annotations

import revisits


def test_learnt_pauses_show_changes_sooner_than_fixed_ones_that_ask_as_often():
    learnt, by_kind, one_for_all = revisits.compare(days=10)
    assert learnt.requests <= 1.01 * by_kind.requests
    assert learnt.lag_h < 0.75 * by_kind.lag_h
    assert learnt.lag_h < 0.5 * one_for_all.lag_h


def test_an_article_that_is_never_edited_is_asked_a_few_times_a_month():
    calm = revisits.Site(group="article", kind="article", path="/calm", changes=(), published=0.0)
    looks = list(revisits.learnt_looks(calm, 30 * revisits.DAY))
    assert len(looks) in range(10, 25)
    assert revisits.freshness(calm, looks, 30 * revisits.DAY) == 1.0
