"""Words of content systems around articles: links to the rest, the form for comments, the marks of what is cut."""

# ruff: noqa: E501 - scripts without spaces count as two columns a letter
from __future__ import annotations

import re
from collections.abc import Iterator

#: what links to the rest are called
_MORE_WORDS = (
    "read more|read on|more|continue reading|continue|read full story|read the full story|"
    "full story|read article|read the article|learn more|see more|weiterlesen|mehr lesen|mehr|"
    "mehr erfahren|zum artikel|lesen|artikel lesen|lire la suite|lire plus|lire l'article|lire|"
    "en savoir plus|la suite|suite|leer más|seguir leyendo|continuar leyendo|ver más|"
    "leggi di più|leggi tutto|continua a leggere|continua|leia mais|continue lendo|"
    "continuar lendo|ler mais|saiba mais|lees meer|lees verder|verder lezen|meer lezen|"
    "czytaj więcej|czytaj dalej|więcej|číst dál|číst více|celý článek|čítať ďalej|läs mer|"
    "läs vidare|les mer|læs mere|lue lisää|jatka lukemista|tovább|tovább olvasom|"
    "citește mai mult|mai mult|pročitaj više|opširnije|διαβάστε περισσότερα|περισσότερα|"
    "devamını oku|devamı|читать далее|читать дальше|подробнее|далее|читати далі|детальніше|"
    "прочетете още|続きを読む|続き|もっと見る|더보기|더 보기|계속 읽기|阅读全文|阅读更多|查看更多|更多|閱讀更多|繼續閱讀|xem thêm|xem tiếp|"
    "đọc tiếp|baca selengkapnya|selengkapnya|اقرأ المزيد|المزيد|للمزيد|ادامه مطلب|और पढ़ें|"
    "পড়ুন|קרא עוד|อ่านต่อ|อ่านเพิ่มเติม"
)
#: what links to the articles before and after this one are called, and the article
_NEIGHBOUR_WORDS = (
    "prev|previous|next|older|newer|previous|vorheriger|vorherige|vorheriges|nächster|nächste|nächstes|voriger|"
    "zurück|weiter|précédent|précédente|suivant|suivante|anterior|siguiente|próximo|próxima|seguinte|precedente|"
    "successivo|prossimo|vorige|volgende|poprzedni|następny|předchozí|další|následující|predchádzajúci|ďalší|"
    "föregående|nästa|forrige|neste|næste|edellinen|seuraava|előző|következő|anteriorul|următorul|prethodni|"
    "sljedeći|sledeći|προηγούμενο|επόμενο|önceki|sonraki|предыдущая|следующая|предыдущий|следующий|попередня|"
    "наступна|предишна|следваща|sebelumnya|berikutnya|selanjutnya|السابق|التالي|הקודם|הבא"
)
_NEIGHBOURS = frozenset(_NEIGHBOUR_WORDS.split("|"))
_ARTICLE_WORDS = (
    "article|post|story|entry|up|artikel|beitrag|l'article|publication|artículo|entrada|noticia|artigo|post|notícia|"
    "articolo|bericht|wpis|artykuł|post|článek|článok|příspěvek|inlägg|innlegg|indlæg|artikkel|artikkeli|juttu|cikk|"
    "bejegyzés|articolul|članak|άρθρο|yazı|haber|статья|запись|новость|стаття|статия|artikel|المقال|مقال"
)
_ARTICLES = frozenset(_ARTICLE_WORDS.split("|"))
_MAX_NEIGHBOUR_WORDS = 3
_MORE = frozenset(_MORE_WORDS.split("|"))
#: how the form for comments and what stands below it begin, in the words of the common content systems
_FORM_WORDS = (
    "leave a comment cancel|leave a reply cancel|your email address will not be|"
    "you must be logged in to post|schreibe einen kommentar antwort|"
    "deine e-mail-adresse wird nicht|laisser un commentaire annuler|"
    "votre adresse e-mail ne sera pas|votre adresse de messagerie ne sera pas|"
    "deja una respuesta cancelar|deja un comentario cancelar|"
    "tu dirección de correo electrónico no|lascia un commento annulla|"
    "il tuo indirizzo email non sarà|deixe um comentário cancelar|o seu endereço de e-mail não|"
    "o seu endereço de email não|geef een reactie reactie annuleren|je e-mailadres wordt niet|"
    "dodaj komentarz anuluj|twój adres e|lämna ett svar avbryt|din e-postadress kommer inte|"
    "legg igjen en kommentar avbryt|din e-postadresse vil ikke|skriv et svar annuller|"
    "din e-mailadresse vil ikke|vastaa peruuta vastaus|sähköpostiosoitettasi ei|"
    "napsat komentář zrušit|vaše e-mailová adresa nebude|vélemény, hozzászólás|"
    "az e-mail címet nem|lasă un răspuns anulează|adresa ta de email nu|"
    "добавить комментарий отменить|ваш адрес email не будет|залишити відповідь скасувати|"
    "ваша e-mail адреса не|bir yanıt yazın yanıtı iptal|e-posta adresiniz yayınlanmayacak|"
    "αφήστε μια απάντηση|η ηλ. διεύθυνση|اترك تعليقاً إلغاء|لن يتم نشر عنوان|コメントを残す コメントを|"
    "メールアドレスが公開される|댓글 달기 응답 취소|이메일 주소는 공개|发表评论 取消|您的邮箱地址不会|發佈留言 取消|發佈留言必須|"
    "để lại một bình luận hủy|email của bạn sẽ không|tinggalkan balasan batalkan|"
    "alamat email anda tidak"
)
_FORM_STARTS = tuple(_FORM_WORDS.split("|"))
_ELLIPSIS = re.compile(r"\s*[\[(]?\s*(?:…|\.\.\.)\s*[\])]?\s*[.…]*\s*$")
#: "read more" behind a mark, whatever its words are
_READ_MORE = re.compile(r"(…|\.\.\.)\W*[\w ]{1,20}\W*$")
#: as long as an ellipsis with a "read more" behind it gets
_TAIL_CHARS = 40
#: marks around a link
_AROUND_NEIGHBOURS = " \t:«»‹›<>←→◀▶◄►⟵⟶⇐⇒–—-|"
_AROUND = " \t()[]{}<>«»‹›|:;.,·•*+–—→▶►▸⇒-…!"


def says_more(text: str) -> bool:
    """Whether a text is the label of a link to the rest.

    >>> says_more("Read more"), says_more("Weiterlesen »"), says_more("More rain")
    (True, True, False)
    """
    return text.casefold().strip(_AROUND) in _MORE


def says_neighbour(text: str) -> bool:
    """Whether a text is the label of a link to the article before or after this one.

    >>> says_neighbour("← Article précédent"), says_neighbour("Next up:"), says_neighbour("The next ferry")
    (True, True, False)
    """
    words = text.casefold().strip(_AROUND_NEIGHBOURS).split()
    if not 0 < len(words) <= _MAX_NEIGHBOUR_WORDS or _NEIGHBOURS.isdisjoint(words):
        return False
    return all(word in _NEIGHBOURS or word in _ARTICLES for word in words)


def begins_form(text: str) -> bool:
    """Whether a line begins the form for comments, or what stands below it.

    >>> begins_form("Leave a Reply Cancel reply"), begins_form("Leave a light on")
    (True, False)
    """
    return text.casefold().startswith(_FORM_STARTS)


def ellipsis_of(text: str) -> str:
    """The mark at the end of an excerpt, with the space before it.

    >>> ellipsis_of("It was cut [...]"), ellipsis_of("It was not.")
    (' [...]', '')
    """
    tail = text[-_TAIL_CHARS:]
    shown = next((tail[:at] for at in _cuts(tail) if says_more(tail[at:])), tail)
    match = _ELLIPSIS.search(shown)
    return tail[match.start() :] if match else ""


def without_more(text: str) -> str:
    """An excerpt up to the mark that it goes on, without the few words of a link behind it.

    >>> without_more("It was cut … To the story"), without_more("It was not.")
    ('It was cut …', 'It was not.')
    """
    return _READ_MORE.sub(r"\1", text) if "…" in text or "..." in text else text


def _cuts(tail: str) -> Iterator[int]:
    """Where a label can begin behind an ellipsis."""
    for mark in ("…", "..."):
        at = tail.rfind(mark)
        if at >= 0:
            end = at + len(mark)
            yield end + (tail[end : end + 1] in {"]", ")"})
