"""Addresses: one spelling for one page.

A normalised address is absolute, http or https, ASCII, and has: scheme and host in lower case, the host in punycode
and without a closing dot, no default port, no user name, a path without dot segments (at least ``/``), percent
escapes in capitals and only where needed (RFC 3986, section 6.2.2), no fragment, no empty query, and no parameter
that only tracks the reader or names a session. White space, control characters and backslashes are read as browsers
read them (the WHATWG URL standard). Normalising twice changes nothing.

Parameters keep their order: sorting them would make two addresses of one page equal now and then, but changes the
meaning wherever a site reads them by position, and the spelling that a site uses for itself is nearly always the same.

``w3lib.url.canonicalize_url`` was measured and not taken: 14 µs for a plain address and 34 with a query, against 1 to 2
and 12 here; 40 to 80 ms at start; and it sorts parameters. ``idna`` and ``publicsuffixlist`` are loaded when first
needed (15 and 60 ms).
"""

from __future__ import annotations

import ipaddress
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from archiver.errors import UrlError

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

#: longer ones are refused; RFC 9110 asks servers to take 8,000 octets
MAX_URL_LENGTH = 8192

#: parameters that only tell who sent the reader, in lower case, by who invented them; ``*`` stands for any ending.
#: Names that somebody might also use for content (``ref``, ``source``, ``cid``) are not here.
TRACKING_PARAMETERS = {
    "Google": "utm_* _ga _gl gclid gclsrc dclid gbraid wbraid srsltid gad_source gad_campaignid",
    "Meta": "fbclid fb_ref fb_source fb_action_ids fb_action_types mibextid igsh igshid __tn__",
    "Microsoft and LinkedIn": "msclkid li_fat_id trk_contact trk_msg trk_module trk_sid",
    "Yandex": "yclid ysclid _openstat",
    "other networks": "twclid ttclid epik rdt_cid sccid __twitter_impression ref_src ref_url",
    "Matomo": "mtm_* matomo_* piwik_* pk_campaign pk_kwd pk_keyword pk_source pk_medium pk_content pk_cid pk_vid",
    "Piano and AT Internet": "xtor xtref xtcr xtmc xtnp xts at_medium at_campaign* at_custom* at_link* at_recipient* "
    "at_creation at_format at_emailtype at_send_date at_platform at_network at_bbc_team at_ptr_name "
    "cx_testid cx_testvariant cx_artpos",
    "Comscore": "ns_mchannel ns_source ns_campaign ns_linkname ns_fee",
    "Webtrekk": "wt_mc* wt_zmc* wtmc wt.mc_id",
    "Adobe": "s_kwcid ef_id mkt_tok sfmc_id",
    "HubSpot": "_hsenc _hsmi __hssc __hstc __hsfp hsctatracking hsa_*",
    "newsletters": "mc_cid mc_eid vero_id vero_conv oly_anon_id oly_enc_id dm_i ml_subscriber ml_subscriber_hash "
    "ck_subscriber_id nr_email_referer wickedid bsft_* elqtrack*",
    "recommendations": "dicbo tblci oborigurl echobox rb_clickid",
    "portals": "soc_src soc_trk sr_share guccounter guce_referrer guce_referrer_sig",
    "links into apps": "_branch_match_id _branch_referrer mkcid",
    "campaigns": "cmpid",
    "sessions": "phpsessid jsessionid aspsessionid*",
}
#: parameters that name a session where their value looks like a token; ``?sid=12`` may be a story
SESSION_PARAMETERS = frozenset(
    (
        *("sid", "ssid", "sessid", "sessionid", "session_id", "session", "sessionkey", "phpsessionid"),
        *("oscsid", "zenid", "xoopssid", "cfid", "cftoken"),
    )
)
#: sixteen hexadecimal digits, or twenty letters and digits that are no word
_TOKEN = re.compile(r"[0-9a-f-]{16,}|(?=[a-z]*[0-9])(?=[0-9]*[a-z])[0-9a-z]{20,}", re.IGNORECASE)
_TRACKING = [name for names in TRACKING_PARAMETERS.values() for name in names.split()]
_TRACKING_NAMES = frozenset(_TRACKING)
_TRACKING_STARTS = tuple(name[:-1] for name in _TRACKING if name.endswith("*"))

#: addresses whose normal form is remembered: the navigation of a site comes again on each of its pages
_REMEMBERED = 8192
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
#: what may stand around an address: white space, control characters, invisible marks
_PADDING = "".join(map(chr, [*range(0x21), 0x7F, 0x85, 0xA0, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x3000, 0xFEFF]))
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_ABSOLUTE = re.compile(r"(https?):/{2,}([^/?#]*)([^?#]*)(?:\?([^#]*))?", re.IGNORECASE | re.DOTALL)
_AUTHORITY = re.compile(r"(?:(.*)@)?(\[[^\]]*\]|[^:]*)(?::([0-9]{0,8}))?", re.DOTALL)
_HOST = re.compile(r"(?!.{254})[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
#: a host that ends like this is an IPv4 address or nothing
_NUMERIC_END = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid|sessionid)=[^/;]*", re.IGNORECASE)
_TO_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})?|[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%]+")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LAST_PORT = 65535
#: most links of most pages: already normal but for a fragment (group 3), no query, nothing to escape
_PLAIN = re.compile(r"(https?://([a-z0-9.-]*[a-z])/[A-Za-z0-9\-._~!$&'()*+,=:@/]{0,4000})(#.*)?", re.DOTALL)
_PLAIN_PATH = re.compile(r"(/(?!/)[A-Za-z0-9\-._~!$&'()*+,=:@/]{0,4000})(#.*)?", re.DOTALL)
#: a link that is longer is not remembered: one may hold a whole picture
_MAX_PLAIN = 400


#: up to the path, of most addresses; one so short fits whatever has to be escaped in it
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.:-]+/")
_SURELY_FITS = 2000


class _UnfitError(ValueError):
    """What was expected instead, in words that follow "expected"."""


class _Base(NamedTuple):
    """The parts of a page's address that its relative links need."""

    scheme: str
    #: ``https://www.site.example``
    origin: str
    #: without its query
    page: str
    #: up to the last slash
    folder: str
    url: str


def normalise_url(url: str, base: str | None = None) -> str:
    """The one spelling of an address, relative ones against ``base``. Raises ``UrlError``.

    >>> normalise_url("HTTPS://WWW.Site.example:443/a/../b?utm_source=rss&p=2#top")
    'https://www.site.example/b?p=2'
    >>> normalise_url("../été", "https://bücher.example/sport/une")
    'https://xn--bcher-kva.example/%C3%A9t%C3%A9'
    """
    try:
        plain = _plain(url) if len(url) <= _MAX_PLAIN else None
        return plain if plain and plain[0] != "/" else _normalised(_absolute(base, _cleaned(url)))
    except _UnfitError as error:
        raise UrlError(f"invalid address {_shown(url)} (expected {error})", url=url) from None


def resolve(base: str | None, href: str) -> str | None:
    """The normalised address that a link, picture or frame points to, or None where it points to no other resource.

    That is: another scheme (``javascript:``, ``mailto:``, ``data:``), an empty address, a mere fragment, or one that
    is broken. Never raises; 1 to 3 µs for most links.
    """
    plain = _plain(href) if len(href) <= _MAX_PLAIN else None
    if plain and plain[0] != "/":
        return plain
    try:
        if plain and base is not None:
            return _base(base).origin + plain
        href = _cleaned(href)
        return None if not href or href.startswith("#") else _normalised(_absolute(base, href))
    except _UnfitError:
        return None


def other_scheme(url: str) -> str | None:
    """The scheme of what is at no address of the web; ``None`` where it names none, or is http or https.

    >>> other_scheme("dns:news.example"), other_scheme("news.example:8080/a")
    ('dns', None)
    """
    scheme, colon, _ = url.strip(_PADDING).partition(":")
    is_one = colon and _SCHEME.match(f"{scheme}:") and "." not in scheme
    return scheme.lower() if is_one and scheme.lower() not in _DEFAULT_PORTS else None


def is_web_address(url: str) -> bool:
    """Whether this is an absolute http or https address that can be asked for."""
    try:
        _normalised(_cleaned(url))
    except _UnfitError:
        return False
    return True


def host_of(url: str) -> str:
    """The host of an address as it is normalised, with its port where that is not the default. Raises ``UrlError``.

    >>> host_of("http://WWW.Site.example:8080/page")
    'www.site.example:8080'
    """
    origin = _ORIGIN.match(url)
    if origin is not None and len(url) <= _SURELY_FITS and url.isascii():
        try:
            return _host_in(origin[0])
        except UrlError:  # which is to name the whole address
            pass
    return normalise_url(url).split("/", 3)[2]


@lru_cache(maxsize=1024)
def _host_in(origin: str) -> str:
    """The host of an address without a path: a site's own, for nearly all that is asked."""
    return normalise_url(origin).split("/", 3)[2]


@lru_cache(maxsize=1024)
def bare_host(host: str) -> str:
    """The host without ``www.`` in front: a site has both, or redirects from one to the other."""
    return host.removeprefix("www.")


def registered_domain(host_or_url: str) -> str:
    """The part of a host that somebody registered, or the host itself where there is none (``localhost``, ``co.uk``).

    >>> registered_domain("https://news.site.co.uk/page")
    'site.co.uk'
    """
    host = host_of(host_or_url if "://" in host_or_url else f"http://{host_or_url}/")
    return _registered(host if host.endswith("]") else host.rsplit(":", 1)[0])


def same_site(a: str, b: str) -> bool:
    """Whether two hosts or addresses belong to one registered domain."""
    return registered_domain(a) == registered_domain(b)


def escape_part(text: str) -> str:
    """A part of an address (a path, a pattern of one) in the spelling that it has in a normalised address.

    >>> escape_part("/économie/*")
    '/%C3%A9conomie/*'
    """
    try:
        return _escaped(text)
    except _UnfitError as error:
        raise UrlError(f"invalid address {_shown(text)} (expected {error})", url=text) from None


@lru_cache(maxsize=2048)
def _plain(url: str) -> str | None:
    """The address, or the path on its site, without a fragment, if nothing else needs doing to it.

    A third of the time for most links, and most links of a page are asked for again, by another step or on the next.
    """
    if url[:1] == "/":
        path = _PLAIN_PATH.fullmatch(url)
        return path[1] if path is not None and "/." not in path[1] else None
    plain = _PLAIN.fullmatch(url)
    return plain[1] if plain is not None and "/." not in plain[1] and _is_name(plain[2]) else None


def _cleaned(url: str) -> str:
    """The address as browsers read it: trimmed, no control characters, backslashes in the path as slashes."""
    if len(url) > MAX_URL_LENGTH:
        raise _UnfitError(f"at most {MAX_URL_LENGTH} characters")
    if url.isascii() and url.isprintable() and " " not in url and "\\" not in url:
        return url
    url = _CONTROLS.sub("", url.strip(_PADDING))
    end = min((place for mark in "?#" if (place := url.find(mark)) >= 0), default=len(url))
    return url[:end].replace("\\", "/") + url[end:]


def _absolute(base: str | None, url: str) -> str:
    """The address joined to its base (RFC 3986, section 5.2); dot segments are left for later."""
    if _SCHEME.match(url):
        return url
    if base is None:
        raise _UnfitError("http:// or https:// and a host")
    parts = _base(base)
    if url.startswith("//"):
        return f"{parts.scheme}:{url}"
    if url.startswith("/"):
        return parts.origin + url
    if url.startswith("?"):
        return parts.page + url
    return parts.url if not url or url.startswith("#") else parts.folder + url


@lru_cache(maxsize=256)
def _base(base: str) -> _Base:
    url = _normalised(_cleaned(base))
    page = url.partition("?")[0]
    scheme, _, host, _ = page.split("/", 3)
    return _Base(scheme[:-1], f"{scheme}//{host}", page, page[: page.rindex("/") + 1], url)


@lru_cache(maxsize=_REMEMBERED)
def _normalised(url: str) -> str:
    parts = _ABSOLUTE.match(url)
    if parts is None:
        raise _UnfitError("http:// or https:// and a host")
    scheme = parts[1].lower()
    normal = f"{scheme}://{_authority(scheme, parts[2])}{_path(parts[3])}{_query(parts[4])}"
    if len(normal) > MAX_URL_LENGTH:
        raise _UnfitError(f"at most {MAX_URL_LENGTH} characters")
    return normal


def _authority(scheme: str, authority: str) -> str:
    parts = _AUTHORITY.fullmatch(authority)
    if parts is None:
        raise _UnfitError("a port from 1 to 65535")
    if parts[1]:
        raise _UnfitError("no user name or password")
    host, port = _host(parts[2]), int(parts[3] or _DEFAULT_PORTS[scheme])
    if not 0 < port <= _LAST_PORT:
        raise _UnfitError("a port from 1 to 65535")
    return host if port == _DEFAULT_PORTS[scheme] else f"{host}:{port}"


@lru_cache(maxsize=1024)
def _host(host: str) -> str:
    try:
        if host.startswith("["):
            return f"[{ipaddress.IPv6Address(host[1:-1].partition('%')[0]).compressed}]"
        name = _ascii_host(unquote(host)).lower().removesuffix(".")
        if _NUMERIC_END.fullmatch(name):
            return str(ipaddress.IPv4Address(name))
    except ValueError as error:
        raise _UnfitError(f"a host name or an IP address, not {host!r}") from error
    if not _HOST.fullmatch(name):
        raise _UnfitError(f"a host name, not {host!r}" if host else "a host")
    return name


def _ascii_host(host: str) -> str:
    if host.isascii():
        return host
    import idna  # noqa: PLC0415 - 15 ms at start for what few addresses need

    return idna.encode(host, uts46=True).decode()


@lru_cache(maxsize=1024)
def _is_name(host: str) -> bool:
    """Whether this is a host name in its normal spelling."""
    return _HOST.fullmatch(host) is not None and not _NUMERIC_END.fullmatch(host)


def _path(path: str) -> str:
    path = _escaped(path).replace("?", "%3F") or "/"
    if ";" in path:
        path = _SESSION.sub("", path)
    return _without_dots(path) if "/." in path else path


def _without_dots(path: str) -> str:
    segments: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            del segments[-1:]
        elif segment != ".":
            segments.append(segment)
    if path.endswith(("/.", "/..")):
        segments.append("")
    return "/" + "/".join(segments)


def _query(query: str | None) -> str:
    if not query:
        return ""
    kept = "&".join(pair for pair in _escaped(query).split("&") if pair and not _tracks(pair))
    return f"?{kept}" if kept else ""


def _tracks(pair: str) -> bool:
    """Whether a ``name=value`` only tracks; ``amp;`` before the name is a link that was escaped twice."""
    name, _, value = pair.partition("=")
    name = name.lower().removeprefix("amp;")
    if name in _TRACKING_NAMES or name.startswith(_TRACKING_STARTS):
        return True
    return name in SESSION_PARAMETERS and _TOKEN.fullmatch(value) is not None


def _escaped(text: str) -> str:
    """The text in ASCII: percent escapes in capitals, none for letters, digits and ``-._~``."""
    try:
        return _TO_ESCAPE.sub(_escape, text)
    except UnicodeEncodeError as error:
        raise _UnfitError("characters that Unicode knows") from error


def _escape(match: re.Match[str]) -> str:
    if match[1] is None:  # a surrogate is a byte of the command line that was not UTF-8
        return quote(match[0], safe="", errors="surrogateescape")
    char = chr(int(match[1], 16))
    return char if char in _UNRESERVED else f"%{match[1].upper()}"


@lru_cache(maxsize=4096)
def _registered(host: str) -> str:
    if host.startswith("[") or host[-1].isdigit():
        return host
    return _suffixes().privatesuffix(host) or host


@cache
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415 - 60 ms and 10,000 rules, for crawls only

    return PublicSuffixList()


def _shown(url: str) -> str:
    """The address for a message: cut where it is long, without a password."""
    shown = re.sub(r"//[^/?#]*@", "//…@", url)
    return repr(shown if len(shown) <= 200 else f"{shown[:199]}…")  # noqa: PLR2004 - fits a terminal
