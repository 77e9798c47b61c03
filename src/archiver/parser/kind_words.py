"""What pages that stand for a missing one, and pages about data protection, say of themselves, in many languages.

Folded: no accents, small letters.
"""

from __future__ import annotations

import re

from archiver.text import fold, word_count

#: says that something is not there
_MISSING = r"""
not found|could ?n(?:o|')t be found|can(?:no|')t (?:be found|find)|does(?: not|n't) exist
no longer (?:exists|available)|page missing
introuvable|non trouvee?s?|n'existe (?:pas|plus)|n'a pas ete trouvee?|n'est plus disponible
nicht gefunden|existiert nicht|nicht (?:mehr )?(?:verfugbar|vorhanden)|no (?:se ha )?encontrad[ao]
no existe|no se encuentra
no (?:se ha pogut )?trobad[ao]|no s'ha trobat|nao (?:foi )?encontrad[ao]|nao existe|non trovat[ao]
non esiste|non e stata trovata
niet (?:gevonden|gevonden worden)|bestaat niet|ikke (?:fundet|funnet)|findes ikke|finnes ikke
eksisterer ikke
(?:hittades|hittas|finns) (?:inte|ej)|kunde inte hittas|ei (?:loydy|loytynyt)|fannst ekki|ei leitud
ei leitud|nav atrasta?
nie (?:znaleziono|istnieje|zostala znaleziona)|nenalezen[aoy]?|nebyla? nalezen[ao]?|neexistuje
nenajden[aoy]|nebola najdena
nem talalhato|nem letezik|nu (?:a fost gasit|exista)|negasit|nije (?:pro)?na[dđ]en[ao]?
ne (?:postoji|obstaja)|nerasta?s?
не найден[ао]?|не существует|не знайдено|не існує|не (?:е|беше) намерен[ао]|не постои
није пронађен[ао]?|не съществува|не знойдзена
bulunamadi|bulunamadı|mevcut degil|δεν (?:βρεθηκε|υπαρχει)|غير موجود[ةه]?|لم يتم العثور
(?:یافت|پیدا) نشد|לא נמצאה?|לא קיים
見つかりません|存在しません|ありません|不存在|未找到|找不到|찾을 수 없|존재하지 않|नहीं मिल[ाीे]
ไม่พบ|khong (?:tim thay|ton tai)|tidak (?:ditemukan|ada)
"""
#: what is missing
_PAGE = r"""
\bpages?\b|\bseite\b|pagin[aă]|\bpagines?\b|\bsid[ae]n?\b|\bsiden?\b|\bsivua?\b|stron[aey]
strank[auy]|oldal|stranic[aeu]|страниц|сторінк|старонк
σελιδα|ページ|記事|页面|頁面|網頁|网页|文章|페이지|기사|صفح[ةه]|דף|\bעמוד|पेज|पृष्ठ|หน้า|\btrang\b
halaman|lehekulg|lap[au]\b|puslapi|sayfa|siðan|sidan
artic(?:le|ulo|olo)|artik[ae]l|artigo|noticia|content|inhalt|contenu|url\b|address|adresse
"""
#: says the same by itself
_REFUSED = (
    r"access denied|forbidden|service (?:temporarily )?unavailable|just a moment|bad gateway|internal server error"
    r"|attention required|are you a (?:robot|human)|page missing|acces refuse|zugriff verweigert|acceso denegado"
    r"|acesso negado|accesso negato|toegang geweigerd|доступ запрещен|アクセスが拒否"
)
#: a title that is a status, with no story behind it: "404", "Error 404 - Gannet Post", "404 – not found"
_STATUS = re.compile(
    r"^(?:http )?(?:error|erreur|fehler|erro|errore|fout|fejl|feil|fel|virhe|blad|chyba|hiba|eroare|greska|ошибка"
    r"|помилка|hata|σφαλμα|エラー|错误|오류|خطا|loi|kesalahan)?[ :#]*(?:40[0-9]|410|50[0-9])\b"
    r"\s*(?:$|[-|:.!]|error|not)|(?:error|erreur|fehler) (?:404|410|500)"
)


def _alternatives(phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(fold(line) for line in phrases.strip().splitlines()))


_MISSING_PATTERN, _PAGE_PATTERN = _alternatives(_MISSING), _alternatives(_PAGE)
_REFUSED_PATTERN = re.compile(_REFUSED)
#: so few words say nothing but that
_FEW_WORDS = 3
_MAX_WORDS = 14


def says_error(title: str) -> bool:
    """Whether a title says that the page is not the one that was asked for.

    >>> says_error("404 - Page introuvable"), says_error("404 days in space"), says_error("The ferry was not found")
    (True, False, False)
    """
    key = fold(title)
    if _STATUS.search(key) or _REFUSED_PATTERN.search(key):
        return True
    words = word_count(title)
    if words > _MAX_WORDS or not _MISSING_PATTERN.search(key):
        return False
    return words <= _FEW_WORDS or bool(_PAGE_PATTERN.search(key))
