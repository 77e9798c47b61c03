"""Bytes to a tree: which encoding is believed, what is no page at all, and where addresses start."""

import encodings.aliases
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.document import MAX_CHARS, read_document
from archiver.errors import DocumentError

URL = "https://www.gannet-post.example/news/ferry.html"
GERMAN = "<p>„Für 90 € fährt die Fähre über den Fluss“, sagte Käthe Größler.</p>"
RUSSIAN = "<p>Паром снова ходит между островами, и пассажиры приносят с собой верёвки и соль.</p>"
POLISH = "<p>Prom znów pływa między wyspami, a pasażerowie przynoszą własną linę i garść soli.</p>"
GREEK = "<p>Το πλοίο ταξιδεύει ξανά ανάμεσα στα νησιά και οι επιβάτες φέρνουν σχοινί και αλάτι.</p>"
TURKISH = "<p>Vapur adalar arasında yeniden çalışıyor; yolcular ipini ve bir avuç tuzunu getiriyor.</p>"
JAPANESE = "<p>島を結ぶ渡し船が金曜日に再び動き出した。乗客は自分の綱と塩を持ってくる。市長は桟橋から手を振った。</p>"


def text_of(content, **given):
    return " ".join(read_document(content, **given).root.xpath("string(//body)").split())


def shown(markup):
    return markup.removeprefix("<p>").removesuffix("</p>")


class TestEncodings:
    def test_text_needs_no_encoding(self):
        document = read_document('<meta charset="koi8-r">' + RUSSIAN)
        assert (text_of(RUSSIAN), document.encoding) == (shown(RUSSIAN), "utf-8")

    @pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
    def test_a_byte_order_mark_outranks_every_label(self, codec):
        page = ('<meta charset="iso-8859-1">' + GERMAN).encode(codec)
        assert text_of(page, charset="windows-1251") == shown(GERMAN)

    def test_the_header_is_believed_before_the_page(self):
        page = b'<meta charset="windows-1252">' + RUSSIAN.encode("koi8-r")
        assert text_of(page, charset="koi8-r") == shown(RUSSIAN)

    @pytest.mark.parametrize(
        "label",
        [
            '<meta charset="windows-1251">',
            "<META CHARSET=windows-1251>",
            '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
            '<?xml version="1.0" encoding="windows-1251"?>',
        ],
    )
    def test_the_page_names_its_encoding(self, label):
        document = read_document(label.encode() + RUSSIAN.encode("cp1251"))
        assert document.encoding == "cp1251"
        assert shown(RUSSIAN) in "".join(document.root.itertext())

    def test_utf_8_is_known_by_its_bytes_whatever_the_label_says(self):
        page = ('<meta charset="iso-8859-1">' + GERMAN).encode("utf-8")
        assert text_of(page, charset="windows-1252") == shown(GERMAN)

    @pytest.mark.parametrize("label", ["iso-8859-1", "latin1", "us-ascii"])
    def test_latin_1_is_read_as_windows_1252(self, label):
        """As the Encoding Standard asks: pages labelled so hold quotes and euro signs that Latin-1 lacks."""
        assert text_of(GERMAN.encode("cp1252"), charset=label) == shown(GERMAN)

    def test_a_wrong_label_is_not_believed(self):
        page = b'<html lang="ja"><meta charset="utf-8">' + JAPANESE.encode("cp932")
        assert text_of(page) == shown(JAPANESE)

    def test_one_broken_byte_does_not_cost_the_label(self):
        page = GERMAN.encode("utf-8").replace("ß".encode(), b"\xff")
        assert text_of(page, charset="utf-8") == shown(GERMAN).replace("ß", "\ufffd")

    @pytest.mark.parametrize("label", ["utf-16", "no-such-codec", "x\x00y", "é", "", "a" * 5000])
    def test_an_impossible_label_says_nothing(self, label):
        assert text_of(GERMAN.encode("cp1252"), charset=label) == shown(GERMAN)

    @pytest.mark.parametrize("codec", sorted(set(encodings.aliases.aliases.values())))
    def test_any_codec_of_python_may_be_named(self, codec):
        """``base64`` and ``punycode`` are codecs, too, and no page is written in them."""
        assert read_document(b"<p>\x81\xff\\u0041\x00+</p>", charset=codec).root.tag == "html"


class TestUndeclaredEncodings:
    def test_a_windows_1252_page_of_a_german_site_reads_right(self):
        page = ('<html lang="de">' + GERMAN).encode("cp1252")
        assert text_of(page) == shown(GERMAN)

    @pytest.mark.parametrize(
        ("language", "text", "codec"),
        [
            ("ru-RU", RUSSIAN.replace("ё", "е"), "cp1251"),
            ("pl", POLISH, "cp1250"),
            ("tr", TURKISH, "cp1254"),
            ("ja", JAPANESE, "cp932"),
        ],
    )
    def test_the_language_tells(self, language, text, codec):
        document = read_document(f'<html lang="{language}">{text}'.encode(codec))
        assert document.encoding == codec
        assert document.root.findtext(".//p") == shown(text)

    @pytest.mark.parametrize(("text", "codec"), [(RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (GREEK, "cp1253")])
    def test_without_a_language_the_bytes_tell_one_script_from_another(self, text, codec):
        assert text_of(text.replace("ё", "е").encode(codec)) == shown(text).replace("ё", "е")

    def test_without_a_language_one_latin_is_not_told_from_another(self):
        """Guessers take French for Polish: "à" became "ŕ"."""
        assert text_of("<p>Le théâtre rouvre à Noël</p>".encode("cp1252")) == "Le théâtre rouvre à Noël"

    def test_ascii_is_utf_8(self):
        assert read_document(b"<p>Plain</p>").encoding == "utf-8"


class TestMarkup:
    @pytest.mark.parametrize("content", ["<p>a\x00b</p>", b"<p>a\x00b</p>", "<p>a\x00b</p>".encode("utf-16")])
    def test_nul_characters_go(self, content):
        assert text_of(content) == "ab"

    def test_comments_and_processing_instructions_go(self):
        root = read_document("<body><!-- a --><p>Text<?php echo 1 ?></p></body>").root
        assert [element.tag for element in root.iter()] == ["html", "body", "p"]

    def test_a_comment_that_is_never_closed_does_not_swallow_the_page(self):
        document = read_document("<!-- banner <html><body><p>The ferry sails again.</p></body></html>")
        assert document.root.findtext(".//p") == "The ferry sails again."

    def test_a_page_cut_in_its_head_keeps_what_the_head_says(self):
        document = read_document('<html><head><title>Ferry</title><script type="application/ld+json">{"name": "Quay"}')
        assert document.root.findtext(".//script") == '{"name": "Quay"}'

    @pytest.mark.parametrize(
        ("start", "name"),
        [(b"%PDF-1.7\n", "PDF"), (b"\x89PNG\r\n", "PNG"), (b"\xff\xd8\xff\xe0", "JPEG"), (b"PK\x03\x04", "ZIP")],
    )
    def test_other_formats_are_named_in_the_refusal(self, start, name):
        with pytest.raises(DocumentError, match=name):
            read_document(start + b"<p>not a page</p>")

    @pytest.mark.parametrize("content", ["", b"", b" \n\t", "\x00"])
    def test_an_empty_page_is_refused(self, content):
        with pytest.raises(DocumentError, match="empty"):
            read_document(content)

    @pytest.mark.parametrize("content", ["Plain text, 3 < 4", b'{"json": true}', b"\x00\x01\x02\xfe"])
    def test_a_page_without_markup_is_refused(self, content):
        with pytest.raises(DocumentError, match=r"no HTML markup|binary data"):
            read_document(content)

    @pytest.mark.parametrize("content", ["<!DOCTYPE html>", "</p>", "<!---->"])
    def test_markup_without_an_element_is_refused(self, content):
        with pytest.raises(DocumentError, match="makes sense"):
            read_document(content)

    def test_a_page_beyond_all_measure_is_refused(self):
        with pytest.raises(DocumentError, match="expected at most"):
            read_document(b"<p>" + b" " * MAX_CHARS + b"</p>")

    @pytest.mark.parametrize("body", ["", "one", "<p>one</p>", "<p>one</p>two"])
    def test_what_follows_the_body_is_in_it_as_in_browsers(self, body):
        root = read_document(f"<html><body>{body}</body> three <p>four</p>five</html>").root
        assert [element.tag for element in root] == ["body"]
        assert "".join(root.itertext()) == "".join(
            read_document(f"<p></p>{body} three <p>four</p>five").root.itertext()
        )


class TestBaseAddress:
    @pytest.mark.parametrize(
        ("base", "expected"),
        [
            ("https://cdn.gannet-post.example/a/", "https://cdn.gannet-post.example/a/"),
            ("/archive/", "https://www.gannet-post.example/archive/"),
            ("", URL),
            ("javascript:void(0)", URL),
        ],
    )
    def test_base_is_respected_where_it_is_an_address(self, base, expected):
        assert read_document(f'<head><base href="{base}"></head><p>Text</p>', url=URL).base_url == expected

    def test_without_base_the_page_is_its_own(self):
        document = read_document("<p>Text</p>", url=URL)
        assert (document.url, document.base_url) == (URL, URL)

    def test_a_page_from_nowhere_may_name_a_base(self):
        assert read_document("<base href=https://gannet-post.example/><p>Text</p>").base_url is not None
        assert read_document("<base href=/a/><p>Text</p>").base_url is None


MARKUP = b"< <p> </p> <!-- --> <![CDATA[ <?xml <script> <a href=' '> <html lang=ja> <meta charset= utf-8> shift_jis>"
FRAGMENTS = st.sampled_from([*MARKUP.split(), b"\xff\xfe", b"\xef\xbb\xbf", b"\x00", b"&#0;", b"&amp", b"\xe9", b" "])
CONTENTS = st.binary(max_size=200) | st.lists(FRAGMENTS | st.binary(max_size=5), max_size=20).map(b"".join)


def read_or_refuse(content, charset=None):
    """The document, or ``None`` where the content is refused as it should be."""
    try:
        return read_document(content, url=URL, charset=charset)
    except DocumentError:
        return None


@given(content=CONTENTS, charset=st.none() | st.text(max_size=20))
def test_any_bytes_are_a_document_or_a_document_error(content, charset):
    document = read_or_refuse(content, charset)
    assert document is None or document.root.tag == "html"


@given(content=st.text(max_size=200).map("<p>{}".format))
def test_any_text_behind_a_tag_is_a_document(content):
    assert read_document(content).root.findtext(".//p") is not None


@given(content=CONTENTS)
def test_no_library_speaks_up_about_a_page(content):
    """bs4 logs a warning for what it cannot decode, which a cron job would have mailed to its owner."""
    spoken = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = spoken.append
    logging.getLogger("bs4").addHandler(handler)
    try:
        read_or_refuse(content)
    finally:
        logging.getLogger("bs4").removeHandler(handler)
    assert spoken == []


@pytest.mark.parametrize("piece", ["<!--", "<![CDATA[", "<!x", "<?", "<script>", "</p>", "<a b='", "<title>", "<head>"])
def test_markup_made_of_openings_takes_no_longer_than_its_length(piece):
    """``html.parser`` needed hours for a megabyte of unclosed comments."""
    document = read_or_refuse(piece * 20_000)
    assert document is None or document.root.tag == "html"


def test_binary_data_is_no_page_though_a_tag_turns_up_in_it():
    with pytest.raises(DocumentError, match="binary data"):
        read_document(b"<p>" + bytes(range(256)) * 20)


@pytest.mark.parametrize("attribute", ["a{}=1", 'a{}="1 2"', "data-a{} = '1'", "a{}"])
def test_a_tag_keeps_some_hundred_attributes_and_the_page_goes_on(attribute):
    """libxml2 takes a minute for 100,000 on one element."""
    attributes = " ".join(attribute.format(number) for number in range(100_000))
    root = read_document(f"<p>before</p><div {attributes}>within</div><p>after").root
    assert [text.strip() for text in root.itertext()] == ["before", "within", "after"]
    assert 100 < len(root.find(".//div").attrib) < 1000


@pytest.mark.parametrize("long", ['<i title="{}">', "<script>if (a<b) {}</script>", "<p>a <b {}", "<{}>"])
def test_a_long_run_without_a_tag_is_left_alone(long):
    text = long.format("x, " * 5000)
    page = f"<html><head></head><body><p>before</p>{text}<p>after</p></body></html>"
    assert "after" in "".join(map(str, read_document(page).root.itertext()))
    assert read_document(page).root.xpath("count(//p)") >= 2


def test_a_long_page_without_a_body_gets_no_second_opinion():
    """It would take a hundred times the page's size in memory."""
    swallowed = "<!-- " + "<p>some words</p>" * 1000
    assert text_of(swallowed).startswith("some words")
    with pytest.raises(DocumentError):
        read_document(swallowed * 200)
