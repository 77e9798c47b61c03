"""Words that head lists of what is no article: paid links, vacancies, events, forums, polls."""

# ruff: noqa: E501 - scripts without spaces count as two columns a letter
from __future__ import annotations

from enum import Enum

from archiver.parser.lines import Line
from archiver.text import fold

_PAID = (
    "sponsored|sponsored content|sponsored links|sponsored stories|sponsored posts|paid content|paid posts|promoted|"
    "promoted content|promoted stories|partner content|partner offers|from our partners|our partners|"
    "from our sponsors|gesponsert|gesponserte inhalte|gesponserter inhalt|anzeigen|bezahlte inhalte|partnerangebote|"
    "angebote unserer partner|contenu sponsorisé|contenus sponsorisés|contenus partenaires|offres partenaires|"
    "nos partenaires|liens sponsorisés|contenido patrocinado|contenidos patrocinados|patrocinado|patrocinados|"
    "enlaces patrocinados|contenido de marca|conteúdo patrocinado|conteúdo de marca|links patrocinados|"
    "contenuti sponsorizzati|contenuto sponsorizzato|sponsorizzato|sponsorizzati|gesponsord|gesponsorde inhoud|"
    "aangeboden door onze partners|oferty partnerów|treści sponsorowane|materiał sponsorowany|materiały partnerów|"
    "sponsorowane|sponsrat|sponsrat innehåll|sponset innhold|annonsørinnhold|sponsoreret|sponsoreret indhold|"
    "kaupallinen yhteistyö|sponzorováno|sponzorovaný obsah|szponzorált tartalom|conținut sponsorizat|χορηγούμενο|"
    "sponsorlu|sponsorlu içerik|sponsorlu içerikler|партнёрские материалы|на правах рекламы|новости партнеров|"
    "новини партнерів|スポンサー|スポンサード|スポンサーリンク|スポンサードリンク|협찬|스폰서|스폰서 링크|赞助内容|赞助|贊助內容|محتوى مدعوم|"
    "konten bersponsor|nội dung tài trợ"
)
_OTHER = (
    "jobs|top jobs|latest jobs|job offers|vacancies|careers|stellenangebote|stellenmarkt|stellenanzeigen|emploi|"
    "offres d'emploi|empleo|ofertas de empleo|offerte di lavoro|lavoro|vagas|vagas de emprego|empregos|vacatures|"
    "praca|oferty pracy|lediga jobb|ledige stillinger|ledige jobs|työpaikat|iş ilanları|вакансии|вакансії|求人|求人情報|채용|"
    "채용정보|招聘|وظائف|"
    "events|upcoming events|event calendar|what's on|veranstaltungen|termine|veranstaltungskalender|agenda|évènements|"
    "événements|eventos|próximos eventos|eventi|evenementen|wydarzenia|kalendarz|evenemang|arrangementer|tapahtumat|"
    "etkinlikler|события|афиша|події|イベント|イベント情報|행사|活动|فعاليات|"
    "forum|forums|foren|foro|foros|fórum|forumet|форум|フォーラム|포럼|论坛|"
    "poll|online poll|reader poll|polls|umfrage|sondage|encuesta|sondaggio|enquete|peiling|ankieta|sonda|"
    "anket|опрос|опитування|アンケート|설문|投票|"
    "classifieds|marketplace|kleinanzeigen|petites annonces|anuncios clasificados|annunci|classificados|ogłoszenia|"
    "obituaries|death notices|traueranzeigen|avis de décès|esquelas|necrologie|nekrologi|"
    "puzzles|games|rätsel|spiele|jeux|juegos|giochi|jogos|puzzels|gry|spill|spel|oyunlar|игры"
)
#: these begin longer headings: ``Jobs in the region``, ``Events this week``
_OPENERS = ("jobs ", "top jobs", "stellenangebote ", "veranstaltungen ", "upcoming events", "offres d'emploi ")
_FOREIGN = frozenset(fold(word) for table in (_PAID, _OTHER) for word in table.split("|"))
_BY = (
    "sponsored by ", "presented by ", "paid for by ", "promoted by ", "in partnership with ", "gesponsert von ",
    "präsentiert von ", "sponsorisé par ", "présenté par ", "patrocinado por ", "presentado por ", "sponsorizzato da ",
    "offerto da ", "apresentado por ", "gesponsord door ", "aangeboden door ", "sponsorowane przez ", "sponsrat av ",
)  # fmt: skip
#: how headings of lists begin that name a section or a place behind that
_LISTS = (
    "most read", "most popular", "most viewed", "most shared", "latest in ", "latest from ", "more from ", "more in ",
    "more on ", "read more about ", "neueste aus ", "neues aus ", "aktuelles aus ", "mehr aus ", "mehr zu ", "mehr von ",
    "meistgelesen in ", "weitere ", "plus de ", "à lire dans ", "les plus lus ", "dernières ", "l'actualité ",
    "mais recentes", "mais lidas ", "mais sobre ", "mais de ", "mais em ", "últimas de ", "últimas em ", "más de ",
    "más en ", "más leídas ", "lo más leído ", "lo último en ", "lo último de ", "últimas noticias ", "altre notizie",
    "altri articoli", "più letti ", "le più lette ", "ultime di ", "ultime da ", "ultime notizie ", "meer uit ",
    "meer van ", "meer over ", "laatste uit ", "meest gelezen ", "więcej z ", "więcej o ", "najnowsze z ",
    "najnowsze w ", "najczęściej czytane ", "mer från ", "mer om ", "senaste från ", "mer fra ", "siste fra ",
    "mere fra ", "seneste fra ", "lisää aiheesta ", "uusimmat ", "ещё по теме", "другие новости", "ще по темі",
)  # fmt: skip
_MAX_CHARS = 40
_MAX_WORDS = 4
_AROUND = " :·|–—-[]()"


class ListHead(Enum):
    """What kind of list a line heads."""

    #: links that lead to no article of the outlet's: ``Sponsored``, ``Jobs aus der Region``
    FOREIGN = "foreign"
    #: articles, and says of what: ``Latest in Energy``
    ARTICLES = "articles"


def head_of(line: Line) -> ListHead | None:
    """What kind of list a line heads, or ``None`` when its words do not say that it heads one."""
    text = line.text
    if line.words > _MAX_WORDS or len(text) > _MAX_CHARS:
        return None
    key = text.casefold().strip(_AROUND).replace("’", "'")
    if (key if key.isascii() else fold(key)) in _FOREIGN or key.startswith(_OPENERS):
        return ListHead.FOREIGN
    if line.words == 1 or line.is_closed or line.is_dated or not key.startswith(_LISTS):
        return None
    return None if ":" in text[:-1] else ListHead.ARTICLES


def is_paid_for(text: str) -> bool:
    """Whether a line says who paid for the one link that follows it."""
    return len(text) <= 2 * _MAX_CHARS and " " in text and text.casefold().startswith(_BY)
