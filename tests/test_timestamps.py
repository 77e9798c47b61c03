"""Dates as pages write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver import calendar_words
from archiver.calendar_lines import lexicon, plain_line
from archiver.timestamps import find_readings, is_bare, label_alone, parse_moment, parse_utc, utc_text

#: a Tuesday
FETCHED = dt.datetime(2025, 8, 12, 10, 30, tzinfo=dt.UTC)
DAY = dt.date(2025, 8, 11)


def read(text, language=None, reference=None):
    moment = parse_moment(text, language=language, reference=reference)
    return moment and moment.isoformat()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-08-11T14:05:00Z", "2025-08-11T14:05:00+00:00"),
        ("2025-08-11T14:05:00+02:00", "2025-08-11T14:05:00+02:00"),
        ("2025-08-11T14:05:00+0200", "2025-08-11T14:05:00+02:00"),
        ("2025-08-11 14:05:00 +0200", "2025-08-11T14:05:00+02:00"),
        ("2025-08-11 14:05:00 -04:00", "2025-08-11T14:05:00-04:00"),
        ("2025-08-11T14:05:00.25+02:00", "2025-08-11T14:05:00.250000+02:00"),
        ("2025-08-11T14:05:00 UTC", "2025-08-11T14:05:00+00:00"),
        ("20250811T140500Z", "2025-08-11T14:05:00+00:00"),
        ("2025-08-11", "2025-08-11"),
        ("20250811", "2025-08-11"),
        ("1754921100", "2025-08-11T14:05:00+00:00"),
        ("1754921100000", "2025-08-11T14:05:00+00:00"),
        ("Mon, 11 Aug 2025 14:05:00 GMT", "2025-08-11T14:05:00+00:00"),
        ("Mon, 11 Aug 2025 14:05:00 +0200", "2025-08-11T14:05:00+02:00"),
        ("Mon Aug 11 14:05:00 CEST 2025", "2025-08-11T14:05:00+02:00"),
        ("Tue Jan 28 15:28:56 CET 2020", "2020-01-28T15:28:56+01:00"),
        ("Mon Aug 11 2025 14:05:00 GMT+0200 (CEST)", "2025-08-11T14:05:00+02:00"),
    ],
)
def test_what_machines_write_is_read(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    ["2025-08-11T14:05:00", "2025-08-11 14:05", "20250811140500", "202508111405", "11 août 2025 à 14 h 05"],
)
def test_a_time_without_its_zone_leaves_the_bare_day(text):
    """UTC is not assumed; the clock is kept for callers that learn the zone elsewhere."""
    assert parse_moment(text) == DAY
    assert find_readings(text)[0].clock == dt.time(14, 5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11 Août 2025, lun", "2025-08-11"),
        ("lun 11 août 2025", "2025-08-11"),
        ("lun., 11/08/2025 - 14:05", "2025-08-11"),
        ("lundi 11 AOÛT 2025 à 14 h 05", "2025-08-11"),
        ("Publié le 11 aout 2025", "2025-08-11"),
        ("1er août 2025", "2025-08-01"),
        ("3 févr. 2025", "2025-02-03"),
        ("12 mar 2025", "2025-03-12"),
        ("mar 12 août 2025", "2025-08-12"),
        ("mar. 11 août 2025", None),
    ],
)
def test_french_forms_are_read(text, expected):
    assert read(text, "fr") == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Monday, August 11th, 2025"),
        ("en", "Aug. 11, 2025"),
        ("en-GB", "11-Aug-2025"),
        ("de", "Montag, 11. August 2025, 14.05 Uhr"),
        ("de", "11.08.25"),
        ("de-AT", "Mo, 11. Aug. 2025"),
        ("es", "11 de agosto de 2025 a las 14:05 h"),
        ("pt-BR", "11 de ago. de 2025 às 14h05"),
        ("it", "lunedì 11 agosto 2025 alle 14:05"),
        ("ca", "11 d’agost de 2025"),
        ("nl", "maandag 11 augustus 2025 om 14:05"),
        ("da", "11. aug. 2025 kl. 14.05"),
        ("nb", "man. 11. august 2025"),
        ("sv", "Måndag 11 aug 2025"),
        ("fi", "ma 11.8.2025 klo 14.05"),
        ("fi", "11. elokuuta 2025"),
        ("is", "11. ágúst 2025"),
        ("et", "11. august 2025"),
        ("lv", "2025. gada 11. augusts"),
        ("lt", "2025 m. rugpjūčio 11 d. 14:05"),
        ("pl", "poniedziałek, 11 sierpnia 2025"),
        ("cs", "11. srpna 2025 v 14:05"),
        ("sk", "11. augusta 2025"),
        ("hr", "11. kolovoza 2025."),
        ("hr", "11. VIII. 2025."),
        ("pl", "11 VIII 2025"),
        ("sr", "11. avgust 2025."),
        ("bg", "11 август 2025 г., 14:05 ч."),
        ("ro", "luni, 11 august 2025"),
        ("hu", "2025. augusztus 11., hétfő 14:05"),
        ("el", "Δευτέρα 11 Αυγούστου 2025"),
        ("ru", "Понедельник, 11 августа 2025"),
        ("uk", "11 серпня 2025, 14:05"),
        ("be", "11 жніўня 2025"),
        ("tr", "11 Ağustos 2025 Pazartesi"),
        ("az", "11 Avqust 2025"),
        ("ka", "11 აგვისტო, 2025"),
        ("hy", "11 օգոստոսի 2025"),
        ("he", "11 באוגוסט 2025"),
        ("ar", "الاثنين 11 أغسطس 2025"),
        ("ar", "١١ آب ٢٠٢٥"),
        ("ar", "11 آب / أغسطس 2025"),
        ("zh", "发布时间:2025-08-11 14:05"),
        ("pt", "segunda-feira, 11/08/2025"),
        ("fa", "۲۰ مرداد ۱۴۰۴"),
        ("ur", "11 اگست 2025"),
        ("hi", "सोमवार, 11 अगस्त 2025"),
        ("bn", "১১ আগস্ট ২০২৫"),
        ("th", "11 สิงหาคม 2568"),
        ("th", "11 ส.ค. 2568"),
        ("vi", "Thứ hai, 11/8/2025"),
        ("vi", "11 tháng 8 năm 2025"),
        ("id", "Senin, 11 Agustus 2025"),
        ("fil", "Agosto 11, 2025"),
        ("sw", "11 Agosti 2025"),
        ("eu", "2025ko abuztuaren 11"),
        ("ja", "2025年8月11日(月) 午後2時5分"),
        ("ja", "令和7年8月11日"),
        ("zh", "2025年08月11日14:05 星期一"),
        ("zh-TW", "民國114年8月11日"),
        ("ko", "2025년 8월 11일(월)"),
        ("ko", "2025.08.11."),
    ],
)
def test_a_day_is_read_in_the_languages_of_the_press(language, text):
    assert parse_moment(text, language=language) == DAY


@pytest.mark.parametrize(
    ("language", "text", "clock"),
    [
        ("fr", "11 août 2025, 14h05", "14:05"),
        ("fr", "11 août 2025 à 9h", "09:00"),
        ("de", "11.08.2025, 20:44 Uhr", "20:44"),
        ("fi", "11.8.2025 klo 14.05", "14:05"),
        ("en", "2:05 p.m., Aug 11, 2025", "14:05"),
        ("en", "August 11, 2025 12:30 AM", "00:30"),
        ("es", "11 agosto 2025, 2:05 p. m.", "14:05"),
        ("ja", "2025年8月11日 午後2時半", "14:30"),
        ("ko", "2025년 8월 11일 오후 2시 5분", "14:05"),
        ("zh", "2025年8月11日 下午2:05", "14:05"),
    ],
)
def test_the_time_beside_a_day_is_kept(language, text, clock):
    assert find_readings(text, language=language)[0].clock == dt.time.fromisoformat(clock)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("Aug 11, 2025 2:05 PM ET", "-04:00"),
        ("Jan 11, 2025 2:05 PM ET", "-05:00"),
        ("Aug 11, 2025 2:05 PM EST", "-05:00"),
        ("11 Aug 2025 14:05 BST", "+01:00"),
        ("11.08.2025 14:05 Uhr MESZ", "+02:00"),
        ("11 Aug 2025, 14:05 IST", "+05:30"),
        ("11/08/2025, 14:05 (GMT+7)", "+07:00"),
        ("2025-08-11 14:05 WIB", "+07:00"),
    ],
)
def test_a_named_zone_is_kept(text, offset):
    assert read(text).endswith(offset)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", "2025-04-03"),
        ("en-GB", "2025-04-03"),
        ("en", "2025-03-04"),
        ("en-US", "2025-03-04"),
        (None, "2025-04-03"),
    ],
)
def test_the_language_settles_which_number_is_the_day(language, expected):
    assert read("03/04/2025", language) == expected


def test_the_weekday_settles_which_number_is_the_day():
    assert read("Tue 03/04/2025", "en-GB") == "2025-03-04"
    assert read("Thu 03/04/2025", "en-US") == "2025-04-03"


def test_an_abbreviation_of_one_other_language_is_a_word():
    """``Jim`` is a Friday in Somali, and a day that a wrong weekday contradicts is refused."""
    assert read("Jim, 11 August 2025", "en") == "2025-08-11"


def test_a_short_year_behind_a_name_is_read_in_thai_alone():
    assert read("11 ส.ค. 68", "th") == "2025-08-11"
    assert read("2 et 6 mai 19", "fr") is None


def test_the_moment_of_fetching_settles_which_number_is_the_day():
    assert read("08/11/2025", "fr", FETCHED) == "2025-08-11"


def test_a_full_stop_means_day_first():
    assert read("03.04.2025", "en-US") == "2025-04-03"


@pytest.mark.parametrize("text", ["Tue, 11 Aug 2025", "dimanche 11 août 2025", "火曜日 2025-08-11, Sunday"])
def test_a_day_that_its_weekday_contradicts_is_refused(text):
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "31 février 2025",
        "2025-02-30",
        "0001-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "1850-01-01",
        "99/99/2025",
        "2210-01-01",
    ],
)
def test_impossible_days_are_refused(text):
    assert read(text, "fr") is None


def test_days_after_the_fetching_are_refused():
    assert read("15 août 2025", "fr", FETCHED) is None
    assert read("13 août 2025", "fr", FETCHED) == "2025-08-13"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "il y a 3 heures", "2025-08-12T07:30:00+00:00"),
        ("fr", "il y a une heure", "2025-08-12T09:30:00+00:00"),
        ("fr", "Il y a 5 min", "2025-08-12T10:25:00+00:00"),
        ("fr", "hier à 18h", "2025-08-11"),
        ("fr", "aujourd’hui", "2025-08-12"),
        ("fr", "il y a 2 jours", "2025-08-10"),
        ("fr", "9 août", "2025-08-09"),
        ("fr", "30 décembre", "2024-12-30"),
        ("en", "7m ago", "2025-08-12T10:23:00+00:00"),
        ("fr", "Publié le 27 mar 20 à 9:21", "2020-03-27"),
        ("en", "2 hours ago", "2025-08-12T08:30:00+00:00"),
        ("en", "an hour ago", "2025-08-12T09:30:00+00:00"),
        ("en", "Yesterday at 18:00", "2025-08-11"),
        ("de", "vor 3 Stunden", "2025-08-12T07:30:00+00:00"),
        ("es", "hace 2 horas", "2025-08-12T08:30:00+00:00"),
        ("pt", "há 2 dias", "2025-08-10"),
        ("pl", "2 godziny temu", "2025-08-12T08:30:00+00:00"),
        ("ru", "2 часа назад", "2025-08-12T08:30:00+00:00"),
        ("ar", "منذ 3 ساعات", "2025-08-12T07:30:00+00:00"),
        ("hi", "3 घंटे पहले", "2025-08-12T07:30:00+00:00"),
        ("ja", "8/11(月) 14:05", "2025-08-11"),
        ("ja", "3時間前", "2025-08-12T07:30:00+00:00"),
        ("ko", "3시간 전", "2025-08-12T07:30:00+00:00"),
        ("zh", "3小时前", "2025-08-12T07:30:00+00:00"),
    ],
)
def test_relative_dates_count_back_from_the_fetching(language, text, expected):
    assert read(text, language, FETCHED) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It was closed yesterday"),
        ("de", "Die Fähre fuhr gestern nicht"),
        ("fr", "Le bac n’a pas quitté le port hier"),
        ("de", "Eine Aktion zum Tag der Fähren am 3. Mai am Hafen"),
        ("de", "Zur Seite des 15. Hafentags"),
        ("en", "Nobody at the quay knew why two hours ago the ferry did not sail"),
    ],
)
def test_a_line_that_tells_of_yesterday_is_not_dated_by_it(language, text):
    assert read(text, language, FETCHED) is None


def test_yesterday_is_told_by_the_clock_of_the_fetching():
    """One moment in two zones, of two days."""
    east = dt.datetime(2025, 8, 12, 0, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    assert read("yesterday", "en", east) == "2025-08-11"
    assert read("yesterday", "en", east.astimezone(dt.UTC)) == "2025-08-10"


@pytest.mark.parametrize("text", ["il y a 3 heures", "hier", "9 août", "2 hours ago"])
def test_without_the_moment_of_fetching_relative_dates_are_not_known(text):
    assert read(text, "fr") is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Publié le 10 août 2025 à 14h05 - Mis à jour le 11 août 2025 à 9h"),
        ("en", "Published 9:05 AM, August 10, 2025 | Updated 2:10 PM, August 11, 2025"),
        ("de", "Veröffentlicht: 10.08.2025, 14:05 Uhr Aktualisiert: 11.08.2025"),
        ("no", "Publisert 10.08.2025 14:05 Oppdatert 11.08.2025 09:00"),
        ("ja", "公開日 2025年8月10日 更新日2025年8月11日"),
        ("ko", "입력 2025.08.10 14:05 수정 2025.08.11. 오후 3:10"),
    ],
)
def test_a_line_tells_publication_from_update(language, text):
    readings = find_readings(text, language=language)
    assert [(r.label, r.day.day) for r in readings] == [("published", 10), ("modified", 11)]


def test_each_day_of_a_line_keeps_its_own_time():
    first, second = find_readings("Posted 14:05, 11.08.2025 · updated 15:10, 12.08.2025", language="en-GB")
    assert (first.clock, second.clock) == (dt.time(14, 5), dt.time(15, 10))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Published:", "published"),
        ("Last updated", "modified"),
        ("Published by the harbour office", None),
        ("Updated 2025", None),
        ("Harbour", None),
        ("", None),
    ],
)
def test_a_label_that_stands_alone_is_told(text, label):
    assert label_alone(text, language="en") == label


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Monday, 11 August 2025, 2.05 pm", True),
        ("Published: 11.08.2025", True),
        ("Concert: 11 August 2025", False),
        ("By Ann Bell, 11 August 2025", False),
    ],
)
def test_a_line_that_is_all_date_is_bare(text, expected):
    assert is_bare(text, language="en") is expected


def test_every_language_names_twelve_months_and_seven_weekdays():
    assert {len(row.split()) for row in calendar_words.MONTHS.values()} == {12}
    assert {len(row.split()) for row in calendar_words.WEEKDAYS.values()} == {7}


@pytest.mark.parametrize("language", sorted(calendar_words.MONTHS))
def test_every_month_is_read_in_its_language(language):
    for number, names in enumerate(calendar_words.MONTHS[language].split(), 1):
        for name in names.split("/"):
            text = f"5 {name.replace('_', ' ')} 2025"
            assert f"5 m{number:02d} 2025" in list(lexicon(language).canonical_lines(plain_line(text))), text


@given(st.text(max_size=80), st.sampled_from([None, "fr", "en", "ja", "xx"]), st.sampled_from([None, FETCHED, DAY]))
def test_any_text_is_a_moment_or_none(text, language, reference):
    moment = parse_moment(text, language=language, reference=reference)
    assert moment is None or isinstance(moment, dt.date)


@given(st.from_regex(r"[0-9./:+\- TZ]{1,30}", fullmatch=True))
def test_any_digits_are_a_moment_or_none(text):
    moment = parse_moment(text, reference=FETCHED)
    assert not isinstance(moment, dt.datetime) or moment.tzinfo is not None


MOMENTS = st.datetimes(
    dt.datetime(1971, 1, 1),  # noqa: DTZ001 - the strategy adds zones
    dt.datetime(2099, 12, 31),  # noqa: DTZ001 - likewise
    timezones=st.integers(-12 * 4, 14 * 4)
    .map(lambda quarters: st.just(dt.timezone(dt.timedelta(minutes=15 * quarters))))
    .flatmap(lambda s: s),
)


@given(MOMENTS)
def test_what_isoformat_writes_is_read_back(moment):
    assert parse_moment(moment.isoformat()) == moment


@given(st.dates(dt.date(1971, 1, 1), dt.date(2100, 12, 31)), st.sampled_from(sorted(calendar_words.MONTHS)))
def test_a_day_in_words_is_read_back(day, language):
    name = calendar_words.MONTHS[language].split()[day.month - 1].split("/")[0].replace("_", " ")
    assert parse_moment(f"{day.day} {name} {day.year}", language=language) == day


@given(MOMENTS)
def test_our_own_times_survive_their_text(moment):
    moment = moment.replace(microsecond=0)
    assert parse_utc(utc_text(moment)) == moment


def test_our_own_times_have_a_zone():
    with pytest.raises(ValueError, match="naive"):
        utc_text(dt.datetime(2025, 8, 11))  # noqa: DTZ001 - that is the point
    with pytest.raises(ValueError, match="no zone"):
        parse_utc("2025-08-11T14:05:00")
