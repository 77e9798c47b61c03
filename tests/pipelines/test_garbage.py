"""While pages are read, the garbage collector looks seldom; afterwards it is as it was."""

from __future__ import annotations

import gc
import weakref

import pytest

from archiver.pipelines.garbage import YOUNG, rare_collections


class Ring:
    """Holds itself, so that only the collector frees it."""

    def __init__(self):
        self.self = self


def test_within_the_block_few_new_containers_start_no_collection():
    with rare_collections():
        assert gc.get_threshold()[0] == YOUNG
        assert gc.get_freeze_count() > 0


def test_garbage_that_comes_up_within_the_block_is_still_found():
    with rare_collections():
        ring = weakref.ref(Ring())
        kept = [[] for _ in range(YOUNG + 1000)]
        assert ring() is None
    assert kept


def test_a_block_within_another_leaves_that_one_as_it_is():
    with rare_collections():
        with rare_collections():
            pass
        assert gc.get_threshold()[0] == YOUNG
        assert gc.get_freeze_count() > 0


def test_afterwards_all_is_as_before_also_when_the_block_fails():
    before = gc.get_threshold()
    with pytest.raises(KeyError), rare_collections():
        raise KeyError
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0
