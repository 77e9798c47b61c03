"""What a setting may be."""

from __future__ import annotations

import pytest

from archiver.complaints import Complaint, fitted
from archiver.setting_kinds import Language

TAGS = [
    *("fr", "pt-BR", "PT-br", "haw", "zh-Hant", "zh-Hant-TW", "es-419", "sr-Latn-RS", "zh-yue-HK", "sl-rozaj-biske"),
    *("de-CH-1901", "de-1996", "hy-Latn-IT-arevela", "en-US-u-islamcal", "de-DE-u-co-phonebk", "en-a-bbb-x-a-ccc"),
]
NONE = [
    "",
    "f",
    "French",
    "xx-yy-zz",
    "en-US-GB",
    "fr-",
    "-fr",
    "fr_CA",
    "en-Latn-Cyrl",
    "en-u",
    "x-lake",
    "fr\n",
    "fr-x",
]


@pytest.mark.parametrize("tag", TAGS)
def test_a_language_is_a_tag_of_bcp_47(tag):
    assert fitted(tag, Language) == tag


@pytest.mark.parametrize("text", NONE)
def test_what_is_none_is_refused(text):
    with pytest.raises(Complaint, match="expected a language as in"):
        fitted(text, Language)
