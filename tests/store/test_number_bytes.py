"""Numbers in SQLite's files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.store.number_bytes import read_varints, write_varints


@given(st.lists(st.integers(0, 2**56 - 1)))
def test_numbers_are_read_as_they_were_written(numbers):
    assert read_varints(write_varints(numbers)) == numbers


@pytest.mark.parametrize(("number", "length"), [(0, 1), (127, 1), (128, 2), (2**14 - 1, 2), (2**14, 3)])
def test_a_number_has_as_many_bytes_as_it_needs(number, length):
    assert len(write_varints([number])) == length


def test_the_longest_has_nine_bytes_and_all_bits_of_the_last():
    assert read_varints(bytes([0xFF] * 9) + bytes([7])) == [2**64 - 1, 7]
