"""Dates in the languages of the web's press: in full, abbreviated, labelled as an update, and relative."""

from __future__ import annotations

import datetime as dt

import pytest

from archiver import calendar_words
from archiver.timestamps import find_readings

#: a Tuesday
FETCHED = dt.datetime(2025, 8, 12, 10, 30, tzinfo=dt.UTC)
#: the day before, a Monday
DAY = dt.date(2025, 8, 11)
THREE_HOURS_AGO = dt.datetime(2025, 8, 12, 7, 30, tzinfo=dt.UTC)

#: language, the day in full, abbreviated, as that of an update; three hours ago
ROWS = (
    ("en", "Monday, 11 August 2025", "Aug 11, 2025", "Last updated: 11 August 2025", "3 hours ago"),
    ("es", "lunes, 11 de agosto de 2025", "11 ago. 2025", "Actualizado el 11 de agosto de 2025", "hace 3 horas"),
    ("fr", "lundi 11 août 2025", "lun. 11 aoû. 2025", "Mis à jour le 11 août 2025", "il y a 3 heures"),
    ("de", "Montag, 11. August 2025", "Mo., 11. Aug. 2025", "Aktualisiert am 11.08.2025", "vor 3 Stunden"),
    ("it", "lunedì 11 agosto 2025", "lun 11 ago 2025", "Ultimo aggiornamento: 11 agosto 2025", "3 ore fa"),
    ("pt", "segunda-feira, 11 de agosto de 2025", "11 ago 2025", "Atualizado em 11/08/2025", "há 3 horas"),
    ("nl", "maandag 11 augustus 2025", "ma 11 aug. 2025", "Bijgewerkt op 11 augustus 2025", "3 uur geleden"),
    ("pl", "poniedziałek, 11 sierpnia 2025", "11 sie 2025", "Aktualizacja: 11.08.2025", "3 godziny temu"),
    ("ru", "понедельник, 11 августа 2025 г.", "пн, 11 авг. 2025", "Обновлено: 11.08.2025", "3 часа назад"),
    ("uk", "понеділок, 11 серпня 2025", "пн, 11 серп. 2025", "Оновлено: 11.08.2025", "3 години тому"),
    ("be", "панядзелак, 11 жніўня 2025", "11 жні 2025", "Абноўлена: 11.08.2025", "3 гадзіны таму"),
    ("bg", "понеделник, 11 август 2025", "11 авг. 2025", "Обновена: 11.08.2025", "преди 3 часа"),
    ("mk", "понеделник, 11 август 2025", "11 авг. 2025", "Ажурирано: 11.08.2025", "пред 3 часа"),
    ("sr", "понедељак, 11. август 2025.", "pon, 11. avg 2025.", "Ažurirano: 11.08.2025.", "пре 3 сата"),
    ("hr", "ponedjeljak, 11. kolovoza 2025.", "pon, 11. kol 2025.", "Ažurirano: 11.08.2025.", "prije 3 sata"),
    ("bs", "ponedjeljak, 11. august 2025.", "11. aug. 2025.", "Izmijenjeno: 11.08.2025.", "prije 3 sata"),
    ("sl", "ponedeljek, 11. avgust 2025", "pon, 11. avg. 2025", "Posodobljeno: 11. 8. 2025", "pred 3 urami"),
    ("cs", "pondělí 11. srpna 2025", "po 11. srp 2025", "Aktualizováno 11. srpna 2025", "před 3 hodinami"),
    ("sk", "pondelok 11. augusta 2025", "po 11. aug. 2025", "Aktualizované 11.08.2025", "pred 3 hodinami"),
    ("hu", "2025. augusztus 11., hétfő", "2025. aug. 11.", "Frissítve: 2025. 08. 11.", "3 órája"),
    ("ro", "luni, 11 august 2025", "lun, 11 aug. 2025", "Actualizat la 11.08.2025", "acum 3 ore"),
    ("el", "Δευτέρα 11 Αυγούστου 2025", "Δευ, 11 Αυγ 2025", "Ενημερώθηκε: 11/08/2025", "πριν 3 ώρες"),
    ("tr", "11 Ağustos 2025 Pazartesi", "11 Ağu 2025 Pzt", "Son güncelleme: 11.08.2025", "3 saat önce"),
    ("az", "11 avqust 2025, bazar ertəsi", "11 avq 2025", "Yenilənib: 11.08.2025", "3 saat əvvəl"),
    ("kk", "дүйсенбі, 2025 жылғы 11 тамыз", "11 там. 2025", "Жаңартылды: 11.08.2025", "3 сағат бұрын"),
    ("uz", "dushanba, 11 avgust 2025", "11 avg 2025", "Yangilandi: 11.08.2025", "3 soat oldin"),
    ("ka", "ორშაბათი, 11 აგვისტო, 2025", "11 აგვ 2025", "განახლდა: 11.08.2025", "3 საათის წინ"),
    ("hy", "երկուշաբթի, 11 օգոստոսի 2025", "11 օգս 2025", "Թարմացվել է 11.08.2025", "3 ժամ առաջ"),
    ("ar", "الاثنين 11 أغسطس 2025", "١١ آب ٢٠٢٥", "آخر تحديث: 11 أغسطس 2025", "منذ 3 ساعات"),
    ("fa", "دوشنبه ۲۰ مرداد ۱۴۰۴", "۱۱ اوت ۲۰۲۵", "به‌روزرسانی: ۲۰ مرداد ۱۴۰۴", "۳ ساعت پیش"),
    ("ur", "پیر، 11 اگست 2025", "11 اگست 2025", "اپ ڈیٹ: 11 اگست 2025", "3 گھنٹے پہلے"),
    ("he", "יום שני, 11 באוגוסט 2025", "11 אוג׳ 2025", "עודכן לאחרונה: 11.08.2025", "לפני 3 שעות"),
    ("hi", "सोमवार, 11 अगस्त 2025", "11 अग 2025", "अपडेटेड: 11 अगस्त 2025", "3 घंटे पहले"),
    ("mr", "सोमवार, 11 ऑगस्ट 2025", "11 ऑग 2025", "अपडेट: 11 ऑगस्ट 2025", "3 तासांपूर्वी"),
    ("ne", "सोमबार, 11 अगस्ट 2025", "11 अग 2025", "अपडेट: 11 अगस्ट 2025", "३ घण्टा अघि"),
    ("bn", "সোমবার, ১১ আগস্ট ২০২৫", "১১ আগ ২০২৫", "আপডেট: ১১ আগস্ট ২০২৫", "৩ ঘণ্টা আগে"),
    ("gu", "સોમવાર, 11 ઑગસ્ટ 2025", "11 ઑગ 2025", "અપડેટ: 11 ઑગસ્ટ 2025", "3 કલાક પહેલા"),
    ("pa", "ਸੋਮਵਾਰ, 11 ਅਗਸਤ 2025", "11 ਅਗ 2025", "ਅੱਪਡੇਟ: 11 ਅਗਸਤ 2025", "3 ਘੰਟੇ ਪਹਿਲਾਂ"),
    ("ta", "திங்கள், 11 ஆகஸ்ட் 2025", "11 ஆக. 2025", "புதுப்பிக்கப்பட்டது: 11 ஆகஸ்ட் 2025", "3 மணி நேரம் முன்பு"),
    ("te", "సోమవారం, 11 ఆగస్టు 2025", "11 ఆగ 2025", "అప్‌డేట్: 11 ఆగస్టు 2025", "3 గంటల క్రితం"),
    ("kn", "ಸೋಮವಾರ, 11 ಆಗಸ್ಟ್ 2025", "11 ಆಗ 2025", "ಅಪ್‌ಡೇಟ್: 11 ಆಗಸ್ಟ್ 2025", "3 ಗಂಟೆಗಳ ಹಿಂದೆ"),
    ("ml", "തിങ്കൾ, 11 ഓഗസ്റ്റ് 2025", "11 ഓഗ 2025", "അപ്ഡേറ്റ്: 11 ഓഗസ്റ്റ് 2025", "3 മണിക്കൂർ മുമ്പ്"),
    ("si", "සඳුදා, 2025 අගෝස්තු 11", "2025 අගෝ 11", "යාවත්කාලීන: 2025 අගෝස්තු 11", "පැය 3 කට පෙර"),
    ("th", "วันจันทร์ที่ 11 สิงหาคม 2568", "11 ส.ค. 68", "อัปเดต 11 สิงหาคม พ.ศ. 2568", "3 ชั่วโมงที่แล้ว"),
    ("vi", "Thứ Hai, 11 tháng 8, 2025", "11 thg 8, 2025", "Cập nhật lúc 11/08/2025", "3 giờ trước"),
    ("id", "Senin, 11 Agustus 2025", "Sen, 11 Agt 2025", "Diperbarui 11 Agustus 2025", "3 jam yang lalu"),
    ("ms", "Isnin, 11 Ogos 2025", "11 Ogo 2025", "Dikemas kini 11 Ogos 2025", "3 jam lalu"),
    ("tl", "Lunes, Agosto 11, 2025", "Ago 11, 2025", "Na-update Agosto 11, 2025", "3 oras na ang nakalipas"),
    ("ja", "2025年8月11日 月曜日", "令和7年8月11日(月)", "最終更新日：2025年8月11日", "3時間前"),
    ("zh", "2025年8月11日 星期一", "2025年8月11日 周一", "更新时间：2025-08-11", "3小时前"),
    ("ko", "2025년 8월 11일 월요일", "2025. 8. 11. (월)", "최종수정 2025.08.11", "3시간 전"),
    ("sv", "måndag 11 augusti 2025", "mån 11 aug 2025", "Uppdaterad 11 augusti 2025", "för 3 timmar sedan"),
    ("no", "mandag 11. august 2025", "man. 11. aug. 2025", "Oppdatert 11. august 2025", "3 timer siden"),
    ("da", "mandag den 11. august 2025", "man. 11. aug. 2025", "Opdateret 11. august 2025", "3 timer siden"),
    ("is", "mánudagur 11. ágúst 2025", "11. ágú. 2025", "Uppfært 11. ágúst 2025", "fyrir 3 klukkustundum"),
    ("fi", "maanantai 11. elokuuta 2025", "ma 11. elo 2025", "Päivitetty 11.8.2025", "3 tuntia sitten"),
    ("et", "esmaspäev, 11. august 2025", "E, 11. aug 2025", "Uuendatud 11.08.2025", "3 tundi tagasi"),
    ("lv", "Pirmdiena, 2025. gada 11. augusts", "11. aug. 2025", "Atjaunots 11.08.2025", "pirms 3 stundām"),
    ("lt", "2025 m. rugpjūčio 11 d., pirmadienis", "2025 rugp. 11", "Atnaujinta 2025-08-11", "prieš 3 valandas"),
    ("sq", "e hënë, 11 gusht 2025", "11 gush 2025", "Përditësuar më 11 gusht 2025", "3 orë më parë"),
    ("ca", "dilluns, 11 d’agost de 2025", "dl., 11 ag. 2025", "Actualitzat el 11/08/2025", "fa 3 hores"),
    ("eu", "2025eko abuztuaren 11, astelehena", "2025 abu 11", "Eguneratua: 2025-08-11", "duela 3 ordu"),
    ("gl", "luns, 11 de agosto de 2025", "11 ago 2025", "Actualizado o 11/08/2025", "hai 3 horas"),
    ("af", "Maandag 11 Augustus 2025", "11 Aug 2025", "Opgedateer 11 Augustus 2025", "3 uur gelede"),
    ("sw", "Jumatatu, 11 Agosti 2025", "11 Ago 2025", "Imesasishwa 11 Agosti 2025", "saa 3 zilizopita"),
    ("am", "ሰኞ፣ 11 ኦገስት 2025", "11 ኦገስ 2025", "የታደሰው: 11 ኦገስት 2025", "ከ 3 ሰዓት በፊት"),
    ("ha", "Litinin, 11 Agusta 2025", "11 Agu 2025", "An sabunta 11 Agusta 2025", "awanni 3 da suka wuce"),
    ("my", "တနင်္လာ၊ ၁၁ ဩဂုတ် ၂၀၂၅", "၁၁ ဩဂုတ် ၂၀၂၅", "နောက်ဆုံးအပ်ဒိတ်: ၁၁ ဩဂုတ် ၂၀၂၅", "လွန်ခဲ့သော 3 နာရီ"),
)
LANGUAGES = [row[0] for row in ROWS]


def one_reading(text, language, reference=None):
    readings = find_readings(text, language=language, reference=reference)
    assert len(readings) == 1, (text, readings)
    return readings[0]


@pytest.mark.parametrize("row", ROWS, ids=LANGUAGES)
def test_a_day_is_read_in_full_and_abbreviated(row):
    language, full, short, _, _ = row
    assert [one_reading(text, language).day for text in (full, short)] == [DAY, DAY]


@pytest.mark.parametrize("row", ROWS, ids=LANGUAGES)
def test_the_day_of_an_update_is_known_as_such(row):
    language, _, _, updated, _ = row
    reading = one_reading(updated, language)
    assert (reading.day, reading.label) == (DAY, "modified")


@pytest.mark.parametrize("row", ROWS, ids=LANGUAGES)
def test_three_hours_ago_counts_back_from_the_fetching(row):
    language, _, _, _, ago = row
    assert one_reading(ago, language, FETCHED).moment == THREE_HOURS_AGO
    assert find_readings(ago, language=language) == ()


@pytest.mark.parametrize("row", ROWS, ids=LANGUAGES)
def test_the_weekday_is_a_checksum(row):
    """The full day is a Monday; a day later it is refused, in the languages whose weekdays are known."""
    language, full, _, _, _ = row
    if "11" in full and language in calendar_words.WEEKDAYS:
        assert find_readings(full.replace("11", "12"), language=language) == ()
