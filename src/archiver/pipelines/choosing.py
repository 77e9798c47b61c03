"""Which records and pages are taken in, and by what word the others are passed over. Pure."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from archiver.fetch.warc_captures import PassReason
from archiver.fetch.warc_stream import Entry
from archiver.model import ARCHIVED_KINDS, Capture
from archiver.model.bulk import Wanted
from archiver.pipelines.decide import Reading
from archiver.urls import host_of

#: why something is passed over that could be a page, beside what makes a record none (``PassReason``)
HOST, ADDRESS, DATE, LANGUAGE, NO_ARTICLE = "host", "address", "date", "language", "no-article"
#: languages that Common Crawl has found in a text (ISO 639-3), by the primary subtags that pages have (BCP 47)
_IDENTIFIED = "warc-identified-content-language"
_PAIRS = """
    afr-af amh-am ara-ar aze-az bel-be ben-bn bos-bs bul-bg cat-ca ces-cs cym-cy dan-da deu-de ell-el eng-en est-et
    eus-eu fas-fa fin-fi fra-fr gle-ga glg-gl guj-gu heb-he hin-hi hrv-hr hun-hu hye-hy ind-id isl-is ita-it jpn-ja
    kan-kn kat-ka kaz-kk khm-km kor-ko lav-lv lit-lt mal-ml mar-mr mkd-mk mon-mn msa-ms mya-my nep-ne nld-nl nno-nn
    nor-no ori-or pan-pa pol-pl por-pt pus-ps ron-ro rus-ru sin-si slk-sk slv-sl som-so spa-es sqi-sq srp-sr swa-sw
    swe-sv tam-ta tel-te tgl-tl tha-th tur-tr ukr-uk urd-ur uzb-uz vie-vi xho-xh zho-zh zul-zu
"""
_SUBTAGS = {code: subtag for code, _, subtag in (pair.partition("-") for pair in _PAIRS.split())}


def refused_record(entry: Entry, wanted: Wanted) -> str | None:
    """Why a record is passed over that nobody has looked into; ``None`` where it has to be looked into."""
    if wanted.hosts and not wanted.has_host(host_of(entry.url)):
        return HOST
    if not wanted.has_address(entry.url):
        return ADDRESS
    if entry.date is not None and not wanted.has_moment(entry.date):
        return DATE
    if wanted.languages and (told := identified_languages(entry)) and not wanted.has_language(*told):
        return LANGUAGE
    return None


def accepts_type(entry: Entry, wanted: Wanted) -> Callable[[str | None], bool]:
    """Whether content of a media type is wanted, in a record of that type: a server's plain text is no page's."""
    return partial(wanted.has_type, is_text=entry.type != "response")


def refused_file(capture: Capture, wanted: Wanted) -> str | None:
    """Why a file is passed over that is there by itself, before it is parsed."""
    if wanted.media_types and not wanted.has_type(capture.media_type):
        return PassReason.OTHER_TYPE
    if wanted.hosts and not wanted.has_host(host_of(capture.url)):
        return HOST
    if not wanted.has_address(capture.url):
        return ADDRESS
    return None if wanted.has_moment(capture.fetched_at) else DATE


def refused_reading(reading: Reading, wanted: Wanted) -> str | None:
    """Why a page is passed over that has been read; one that could not be is none of them."""
    article = reading.article
    if article is None:
        return NO_ARTICLE if wanted.only_articles and reading.failure is None else None
    if wanted.only_articles and article.kind not in ARCHIVED_KINDS:
        return NO_ARTICLE
    return None if wanted.has_language(article.language) else LANGUAGE


def identified_languages(entry: Entry) -> tuple[str, ...]:
    """The languages that whoever made the file has found in the page, as primary subtags."""
    told = next((value for name, value in entry.headers if name.lower() == _IDENTIFIED), "")
    codes = (code.strip().lower() for code in told.split(","))
    return tuple(_SUBTAGS.get(code, code) for code in codes if code)
