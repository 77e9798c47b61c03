"""What pages write where a text stops for those who have not paid, in the languages of the web's press.

Each phrase is folded: no accents, small letters. Words for subscribing alone prove nothing, for every page has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from archiver.text import fold

#: says by itself that the text goes on for those who pay
_REST = r"""
to continue reading, subscribe|subscribe to (?:continue|keep|read)|to (?:continue|keep) reading
this (?:article|story|content|post) is (?:only |exclusively )?(?:for|available (?:only )?to) (?:paid |paying )?subscri
(?:subscriber|member)s?[- ](?:only|exclusive)|exclusive to subscribers
reserved for (?:our )?subscribers
for subscribers only
read the (?:full|rest of the) (?:article|story) (?:with|by subscribing)
unlock (?:this|the full) (?:article|story)
you have reached your (?:free )?(?:article )?limit|the rest of this (?:article|post) is for
(?:article|contenu|suite) (?:est )?reservee? (?:aux|a nos) abonne|reservee? (?:aux|a nos) abonne
pour lire la suite
il vous reste \d+ ?% de cet article|abonnez-vous pour (?:lire|continuer|poursuivre)
la suite est reservee
poursuivez votre lecture|continuez (?:a lire|votre lecture)
(?:exklusiv|nur) fur abonnent
dieser (?:artikel|inhalt|text) ist (?:nur |exklusiv )?fur (?:abonnent|mitglied|registrierte)
(?:jetzt |einfach )?weiterlesen mit|sie mochten weiterlesen|um weiterzulesen
lesen sie (?:diesen artikel )?weiter mit
diesen artikel (?:jetzt )?(?:weiter)?lesen mit|mit (?:einem )?abo weiterlesen|artikel freischalten
zum weiterlesen
(?:contenido|articulo|noticia) (?:exclusiv[oa]|solo) para (?:nuestros )?(?:suscriptor|socio|abonado)
solo para suscriptores
exclusivo para suscriptores|suscribete para (?:seguir|continuar|leer)
para (?:seguir|continuar) leyendo
(?:conteudo|materia|artigo|reportagem) (?:exclusiv[oa]|restrit[oa]) (?:para|a) (?:assinante|membro)
exclusivo para assinantes
assine (?:ja )?para (?:continuar|ler)|para continuar (?:lendo|a ler|a leitura)
continue (?:lendo|a ler) com
(?:contenuto|articolo) riservato (?:agli|ai) (?:abbonati|soci|lettori)|riservato agli abbonati
abbonati per (?:continuare|leggere)
per continuare (?:a leggere|la lettura)|continua a leggere con
(?:alleen|exclusief) voor (?:abonnees|leden)|om (?:verder te lezen|verder te kunnen lezen)
lees (?:dit artikel )?verder met
dit artikel is (?:alleen |exclusief )?voor (?:abonnees|leden)|word (?:lid|abonnee) (?:om|en lees)
kun for abonnenter|forbeholdt (?:vores )?abonnenter|for at laese videre|laes videre (?:med|for)
denne artikel er for abonnenter
forbeholdt abonnenter|for a lese (?:videre|resten|hele)|les videre med|denne saken er for abonnenter
kun for abonnenter
(?:endast|bara|enbart) for prenumeranter|for att lasa (?:vidare|hela)|las vidare med
lasvart for prenumeranter
(?:vain|ainoastaan) tilaajille|tama (?:juttu|artikkeli) on (?:vain )?tilaajille
jatka lukemista tilaa
lue juttu kokonaan
aby (?:czytac|przeczytac) (?:dalej|calosc|caly)|by czytac dalej
(?:tylko )?dla (?:prenumeratorow|subskrybentow|abonentow)
(?:artykul|tresc|dalsza czesc) (?:jest )?dostepn[aey] (?:tylko )?(?:dla|z|w)
przeczytasz (?:caly )?(?:z|w ramach) (?:prenumerat|subskrypcj)
(?:jen|pouze) pro predplatitele|pro predplatitele|clanek je (?:jen |pouze )?pro|pokracovat ve cteni
pokracovani clanku
(?:iba|len) pre predplatitelov|pre predplatitelov|pokracovat v citani|na precitanie celeho
(?:csak )?elofizetoknek|elofizetoink(?:nek| szamara)|a (?:teljes cikk )?folytatashoz
a cikk elolvasasahoz
(?:doar |exclusiv )?pentru abonati|pentru a (?:citi in continuare|continua lectura)
acest articol este (?:doar )?pentru
(?:samo )?za pretplatnike|za nastavak citanja|da biste nastavili citati|samo za narocnike
za nadaljevanje branja
(?:само|единствено) за абонати|за да (?:прочетете|продължите)|за абонаменти
(?:только )?для подписчиков|чтобы (?:читать|прочитать|продолжить чтение) (?:дальше|полностью|статью)
(?:материал|статья) доступ[ентьа]+ (?:только )?(?:по|для)
(?:лише |тiльки |тільки )?для (?:передплатник|підписник)|щоб (?:читати|прочитати|продовжити)
(?:sadece )?abonelere (?:ozel|acik)|okumaya devam etmek icin|devamini okumak icin
(?:μονο )?για συνδρομητες|για να (?:συνεχισετε|διαβασετε) (?:την αναγνωση|ολοκληρο)
続きを読むには|有料会員(?:限定|記事|になると)|会員限定(?:記事|です)|この記事は(?:有料|会員)
残り\s*[\d,]+\s*文字|全文を読むには
(?:付费|订阅|訂閱)(?:后|後)?(?:阅读|閱讀|继续|繼續|解锁|解鎖)
(?:仅限|僅限|专享|專享)(?:会员|會員|订阅|訂閱)
(?:会员|會員|订户|訂戶)(?:专享|專享|专属|專屬)|(?:阅读|閱讀)全文.{0,6}(?:订阅|訂閱|付费|付費)
(?:유료|구독)\s?(?:회원|구독자|기사)?\s?(?:전용|만)|계속 (?:읽으려면|보시려면)|구독자 전용
전문을 (?:보려면|읽으려면)
للمشتركين فقط|(?:لمواصلة|لمتابعة|لاستكمال) (?:القراءة|قراءة)|حصري للمشتركين
למנויים בלבד|להמשך (?:ה)?קריאה|כדי להמשיך לקרוא
(?:ویژه|مخصوص) (?:ی )?مشترک|برای (?:ادامه|خواندن ادامه)
(?:khusus|hanya untuk) (?:pelanggan|member)|untuk (?:melanjutkan|lanjut) membaca
baca selengkapnya dengan berlangganan
danh (?:cho|rieng cho) (?:thue bao|nguoi dung tra phi|ban doc tra phi)|de (?:doc tiep|tiep tuc doc)
เฉพาะสมาชิก|สำหรับสมาชิกเท่านั้น|อ่านต่อ.{0,12}สมัคร
केवल (?:सब्सक्राइबर|सदस्यों)|पूर[ाी] (?:खबर|लेख|पढ़ने).{0,20}(?:सब्सक्राइब|सदस्य)
(?:contingut )?(?:exclusiu|nomes) per a subscriptors|per (?:continuar|seguir) llegint
ainult tellijatele|edasi lugemiseks|tikai abonentiem|lai turpinatu lasit|tik prenumeratoriams
noredami skaityti
"""

#: asks to subscribe: a sign behind a text that is cut off
_SUBSCRIBE = """
subscri|become a member|start your (?:free )?trial|abonn|jetzt testen|abo (?:abschliessen|testen)
suscri
hazte socio|assin[ea]|abbona
tilaa|prenumer|wykup (?:dostep|abonament)|predplat|elofizet|pretplat|narocnin|абон|подпис|передплат
підпис
abone ol|συνδρομ|購読|会員登録|有料
订阅|訂閱|付费|付費|구독|اشترك|اشتراک|מנוי|berlangganan|langganan|dang ky|สมัครสมาชิก|सब्सक्राइब
subscriu|telli
abonet
"""

#: asks those who have paid to sign in: another such sign
_ALREADY = """
already (?:a |an )?(?:subscri|member|have an account)|deja abonne
(?:bereits|schon) (?:abonnent|registriert|kunde|ein abo|mitglied)
ya (?:eres|soy) (?:suscriptor|socio)|ja e assinante|sei gia abbonat|(?:al|reeds) (?:abonnee|lid)
(?:er du )?allerede abonnent|redan prenumerant
oletko jo tilaaja|masz juz (?:konto|prenumerat|subskrypcj)|jste (?:jiz |uz )?predplatitel
uz mate predplatne
mar elofizeto|esti deja abonat
уже (?:подписан|есть подписка)|вже (?:передплатник|підписан)|zaten abone|(?:すでに|既に)会員
已经是会员
已是(?:会员|會員|订户|訂戶)|이미 구독|كنت مشترك|כבר מנוי
"""


#: from here on Unicode holds the scripts that write words together, or a preposition and its noun
_JOINING = "\u0590"


def _either(lines: Iterable[str]) -> str:
    return "|".join(map(fold, lines))


def _lines(phrases: str) -> list[str]:
    return phrases.strip().splitlines()


_SPACED = re.compile(rf"\b(?:{_either(line for line in _lines(_REST) if max(line) < _JOINING)})")
_JOINED = re.compile(_either(line for line in _lines(_REST) if max(line) >= _JOINING))


def says_rest(key: str) -> bool:
    """Whether a folded text says by itself that the article goes on for those who pay.

    >>> says_rest("subscribe to keep reading"), says_rest("subscribe to our newsletter")
    (True, False)
    """
    return bool(_SPACED.search(key)) or (not key.isascii() and bool(_JOINED.search(key)))


#: subscribing to these is free
FREE = re.compile(
    r"newsletter|e-?mail|courriel|correo|posta|rss|youtube|podcast|whatsapp|telegram|infolettre|boletin|рассылк|розсилк"
    r"|ニュースレター|メルマガ|뉴스레터|النشرة|ניוזלטר|nieuwsbrief|nyhetsbrev|nyhedsbrev|uutiskirje|biuletyn|bulten"
)
SUBSCRIBE = re.compile(_either(_lines(_SUBSCRIBE)))
ALREADY = re.compile(_either(_lines(_ALREADY)))
