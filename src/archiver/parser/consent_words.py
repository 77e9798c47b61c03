"""What walls say that ask for consent to cookies, in many languages.

Folded: no accents, small letters. None of the words decides: any story may be about cookies, partners or advertising. A
wall speaks of several, and has a button to accept them.
"""

from __future__ import annotations

import re

from archiver.text import fold

#: meaning → beginnings of words; a block about consent has several
_MEANINGS = {
    "cookies": r"""
cookie|cookies|tracking|tracker|traceur|tracciament|rastread|rastreament|informasjonskaps|evaste
evästeit|sütik|ciasteczk|pliki cookie|plikow cookie|küpsis|slapuk|sīkdat|piskotk|kolacic|çerez
cerez|vafrakok|куки|файл.? cookie|クッキー|쿠키|ملفات تعريف الارتباط|کوکی|עוגיות|คุกกี้|कुकी
""",
    "partners": r"""
partner|partenaire|socios|colaboradores|parceir|kumppan|партнер|партньор|συνεργατ|εταιρ|ortaklar
パートナー|파트너|合作伙伴|合作夥伴|شركا|שותפ|พันธมิตร|doi tac|mitra|third part|drittanbiet|tiers|tercero
terze parti|terceir|derden|tredje ?part|tredjepart
""",
    "data": r"""
personal data|personal information|personenbezogen|donnees personnelles|donnees a caractere
informations personnelles|datos personales|dati personali|dados pessoais|persoonsgegevens
persoonlijke gegevens|personuppgift|personopplys|personoplys|henkilotie|dane osobow
danych osobow|osobni udaj|osobnich udaj|szemelyes adat|date personal|datele personal
caracter personal|персональн|личн.{1,3} данн|особист|προσωπικ|kisisel veri|個人情報|개인정보|个人信息|個人資料
بيانات|מידע אישי|privacy|privatsphare|datenschutz|confidentialit|vie privee|privacidad
riservatezza|integritet|personvern|yksityisyy|prywatno|soukromi|adatvedel|конфиденциальн|приватн
απορρητ|gizlilik|プライバシー|隐私|隱私|خصوصي|פרטיות
""",
    "advertising": r"""
personali[sz]ed|personalisiert|personnalis|personaliz|advertis|werbung|werbe|publicit|publicidad
pubblicit|publicidade|advertenti|reklam|annons|mainon|реклам|διαφημ|広告|광고|广告|廣告|اعلان|פרסום
โฆษณา|quang cao|iklan
""",
    "device": r"""
your device|a device|the device|gerat|endgerat|appareil|terminal|dispositivo|apparaat|enhet
enhed|laitte|urzadzeni|zarizeni|eszkoz|dispozitiv|устройств|пристро|συσκευ|cihaz|デバイス|端末|기기|设备
設備|裝置|جهاز|מכשיר|อุปกรณ์|thiet bi|perangkat
""",
    "consent": r"""
consent|einwillig|zustimm|consentement|votre accord|consentimiento|consenso|consentimento
toestemming|samtyck|samtykk|suostumu|zgod[aeyę]|souhlas|hozzajarul|consimtam|согласи|згод
συγκαταθ|συναιν|onay|riza|同意|동의|موافق|הסכמ|ยินยอม|persetujuan|dong y
""",
}
#: what a button says that takes or refuses all of it
_ANSWERS = r"""
accept|agree|allow all|reject|refuse|decline|consent|akzept|zustimm|einverstanden|ablehn
annehmen|autoris|acept|rechaz|accett|rifiut|aceit|rejeit|recus|accord|akkoord|weiger|godkann
avvisa|godta|godkend|tillad|afvis|hyvaksy|akcept|zgadzam|odrzuc|prijmout|souhlas|odmitnout
prijat|elfogad|elutasit|sunt de acord|refuz|prihvat|sprejm|принять|принима|приема|соглас|отклон
прийня|погодж|відхил|αποδοχ|αποδεχ|συμφων|απορριψ|kabul|reddet|同意|拒否|許可|동의|거부|수락|接受|拒绝|拒絕|قبول
اوافق|موافق|رفض|מסכימ?|אישור|ยอมรับ|dong y|chap nhan|terima|setuju
"""
#: from here on Unicode holds Hebrew, Arabic, the scripts of India, and those without spaces
_JOINED = "\u0590"


def _beginnings(words: str) -> re.Pattern[str]:
    """A pattern that finds where such a word begins; in scripts that write words together, anywhere."""
    every = fold(words.strip().replace("\n", "|")).split("|")
    return re.compile("|".join(word if word[0] >= _JOINED else rf"\b{word}" for word in every))


_PATTERNS = {meaning: _beginnings(words) for meaning, words in _MEANINGS.items()}
_ANSWER = _beginnings(_ANSWERS)
#: what a button says is not longer
_MAX_LABEL = 60
#: a block about consent speaks of so many of the meanings, and a wall as a whole of so many
_FEW, _MANY = 2, 3


def is_about_consent(text: str) -> bool:
    """Whether a block of text speaks of what a wall asks for.

    >>> is_about_consent("We and our partners store cookies."), is_about_consent("She baked cookies for the mayor.")
    (True, False)
    """
    return _meanings(text) >= _FEW


def asks_for_consent(text: str) -> bool:
    """Whether the text of a whole page is what a wall says: of cookies, and of what they are for."""
    return _PATTERNS["cookies"].search(fold(text)) is not None and _meanings(text) >= _MANY


def answers_consent(label: str) -> bool:
    """Whether a button accepts or refuses.

    >>> answers_consent("Accept all"), answers_consent("Alle akzeptieren"), answers_consent("Read more")
    (True, True, False)
    """
    return len(label) <= _MAX_LABEL and _ANSWER.search(fold(label)) is not None


def _meanings(text: str) -> int:
    key = fold(text)
    return sum(1 for pattern in _PATTERNS.values() if pattern.search(key))
