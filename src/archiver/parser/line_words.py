"""What single lines of a page say by their words alone: the small vocabulary of a page's furniture.

Structure decides first; these words settle what structure cannot, such as whether a short line between two
paragraphs is a sub-heading or an advertisement. One table per meaning, languages mixed: a line is compared as a
whole, so words of one language do not harm another.
"""

# ruff: noqa: E501 - scripts without spaces count as two columns a letter
from __future__ import annotations

import re
from enum import Enum

from archiver.parser.picture_words import PLACEHOLDER_TEXTS
from archiver.parser.system_words import begins_form
from archiver.text import fold


class Sign(Enum):
    """What a line is, told by its words."""

    ADVERT = "advert"
    SHARE = "share"
    #: heads or labels links to other articles
    RELATED = "related"
    #: a label and such a link in one line
    READ_ALSO = "read also"
    COMMENTS = "comments"
    #: tags, newsletters, sign-up: what follows an article
    FURNITURE = "furniture"
    #: asks the reader to subscribe, follow, accept
    PROMOTION = "promotion"
    #: rights, imprint: the end of the page
    CLOSING = "closing"
    CREDIT = "credit"
    #: stands where a picture was
    PICTURE = "picture"
    PLACEHOLDER = "placeholder"


_WORDS: dict[Sign, str] = {
    Sign.ADVERT: "advertisement|advertisements|advert|ad|ads|sponsored|sponsored content|sponsor|promoted|"
    "promotion|continue reading below|scroll to continue|advertisement scroll to continue|"
    "story continues below|story continues below advertisement|article continues below|"
    "article continues after advertisement|article continues below this ad|anzeige|werbung|"
    "sponsored post|publicité|annonce|annoncer|annonces|annons|annonser|annonse|reklama|reklam|"
    "reklame|publicidad|publicidade|anuncio|anúncio|pubblicità|advertentie|advertenties|mainos|"
    "mainokset|hirdetés|reclamă|publicitate|реклама|διαφήμιση|広告|広告の下に記事が続きます|광고|quảng cáo|"
    "iklan|إعلان|la suite après cette publicité|la suite après la publicité|"
    "continua a leggere dopo la pubblicità|der artikel wird nach der anzeige fortgesetzt|"
    "artikel wird unten fortgesetzt|lees verder onder de advertentie|"
    "artikeln fortsätter under annonsen|artikkelen fortsetter under annonsen|"
    "artiklen fortsætter efter annoncen|sigue leyendo|continúa leyendo|continua após a publicidade|"
    "empfohlener redaktioneller inhalt|affiliate link",
    Sign.SHARE: "share|share this|share this article|share this story|share with|share article|"
    "share on facebook|share on twitter|share via email|tweet|tweeter|pin|pin it|facebook|"
    "twitter|x|whatsapp|linkedin|telegram|email|e-mail|mail|messenger|reddit|pinterest|"
    "flipboard|instagram|youtube|tiktok|threads|bluesky|mastodon|xing|google|google+|tumblr|"
    "pocket|viber|vk|line|sms|print|copy link|link copied|copy|save|save article|"
    "save for later|bookmark|listen|listen to this article|follow|follow us|gift|gift article|"
    "download|embed|close|back|top|back to top|skip to content|teilen|merken|drucken|speichern|"
    "vorlesen|anhören|link kopieren|link wurde kopiert|kopieren|artikel anhören|artikel teilen|"
    "per mail|bild vergrößern|bild schließen|partager|partager sur facebook|imprimer|enregistrer|"
    "envoyer|copier le lien|écouter|compartir|imprimir|guardar|copiar enlace|escuchar|condividi|"
    "stampa|salva|copia link|ascolta|compartilhar|compartilhe|copiar link|ouvir|delen|opslaan|"
    "kopieer link|del|dela|kopier lenke|kopiera länk|udostępnij|drukuj|skopiuj link|jaa|tulosta|"
    "kopioi linkki|paylaş|yazdır|поделиться|поділитися|シェア|ツイート|印刷|공유|기사공유|인쇄|分享|chia sẻ|"
    "bagikan|caption|show more|read more|mehr anzeigen|back to gallery|back to article",
    Sign.RELATED: "related|related articles|related article|related stories|related story|related posts|"
    "related content|related news|related topics|related links|related coverage|related reading|"
    "related video|related videos|you may also like|you might also like|you may like|you might like|"
    "you may like these posts|you might be interested in|you may also be interested in|"
    "more on this story|more on this topic|more on this|more stories|more news|more from|more in|"
    "more like this|more to read|keep reading|read next|read these next|read also|read more|"
    "also read|see also|must read|further reading|recommended|recommended for you|"
    "recommended reading|recommended stories|most read|most popular|most viewed|most shared|"
    "popular|popular posts|popular now|popular stories|trending|trending now|trending stories|"
    "what's trending now|more trending stories|latest|latest news|latest stories|latest articles|"
    "latest posts|recent posts|recent articles|recent news|recent stories|top stories|top news|"
    "don't miss|up next|next up|next article|previous article|previous post|next post|"
    "post navigation|editor's picks|editors' picks|in case you missed it|around the web|"
    "from the web|from our partners|other news|other stories|also interesting|à lire aussi|"
    "lire aussi|à lire également|à lire|lire également|lire la suite|voir aussi|à voir aussi|"
    "sur le même sujet|sur le même thème|dans la même rubrique|du même auteur|les plus lus|"
    "les + lus|les articles les plus lus|articles les plus lus|articles similaires|articles liés|"
    "articles récents|autres articles|nos derniers articles|derniers articles|dernières actualités|"
    "dernières nouvelles|dernières infos|à la une|en continu|vous aimerez aussi|"
    "vous aimerez peut-être|plus d'articles|notre sélection|recommandés|recommandés pour vous|"
    "contenus recommandés|contenus sponsorisés|pour aller plus loin|article suivant|"
    "article précédent|lesen sie auch|lesen sie mehr|lesen sie hier|lies auch|lest auch|"
    "auch interessant|auch spannend|mehr zum thema|mehr lesen über|mehr aus|mehr dazu|mehr davon|"
    "mehr artikel|weitere artikel|weitere meldungen|weitere themen|weitere nachrichten|"
    "weitere beiträge|das könnte sie auch interessieren|das könnte sie interessieren|"
    "das könnte dich auch interessieren|das könnte dich interessieren|das könnte ihnen auch gefallen|"
    "dies könnte sie auch interessieren|meistgelesen|meistgelesene artikel|am meisten gelesen|"
    "häufig gelesen|meist gelesen|verwandte artikel|verwandte themen|verwandte beiträge|"
    "ähnliche artikel|ähnliche beiträge|zum thema|lesetipps|lesetipp|unsere empfehlungen|"
    "empfehlungen|empfehlungen der redaktion|neueste artikel|neueste beiträge|aktuelle beiträge|"
    "beliebte artikel|beliebte beiträge|top-themen|top themen|nächster artikel|vorheriger artikel|"
    "nächster beitrag|vorheriger beitrag|beitragsnavigation|te puede interesar|"
    "también te puede interesar|te podría interesar|le puede interesar|lo más leído|lo más visto|"
    "lo más popular|lo último|más leídas|las más leídas|noticias relacionadas|noticia relacionada|"
    "relacionados|relacionadas|artículos relacionados|contenido relacionado|más noticias|"
    "más información|más sobre|leer más|lee también|lea también|leer también|ver también|"
    "últimas noticias|leggi anche|leggi di più|vedi anche|ti potrebbe interessare|"
    "potrebbe interessarti|potrebbe interessarti anche|ti potrebbero interessare|articoli correlati|"
    "articoli simili|correlati|notizie correlate|i più letti|le più lette|più letti|ultime notizie|"
    "altri articoli|per approfondire|articolo precedente|articolo successivo|leia também|leia mais|"
    "veja também|saiba mais|mais lidas|mais lidos|as mais lidas|notícias relacionadas|"
    "matérias relacionadas|relacionado|últimas notícias|artigos relacionados|recomendados|"
    "recomendado para você|lees ook|lees meer|lees verder|meer over|meer nieuws|meer lezen|"
    "meest gelezen|best gelezen|gerelateerd|gerelateerde artikelen|aanbevolen|bekijk ook|"
    "czytaj więcej|czytaj też|czytaj także|czytaj również|czytaj dalej|zobacz także|zobacz też|"
    "zobacz więcej|przeczytaj także|przeczytaj też|polecane|powiązane|polecamy|najnowsze|"
    "najczęściej czytane|les også|les mer|mest lest|siste nytt|relaterte artikler|relatert|"
    "anbefalt|læs også|læs mere|mest læste|seneste nyt|relaterede artikler|relateret|läs också|"
    "läs även|läs mer|mest läst|mest lästa|senaste nytt|relaterat|relaterade artiklar|lue myös|"
    "lue lisää|lue seuraavaksi|luetuimmat|katso myös|uusimmat|lesið einnig|ilgili haberler|"
    "benzer haberler|en çok okunanlar|çok okunanlar|bunlar da ilginizi çekebilir|читайте также|"
    "читайте ещё|по теме|похожие|похожие материалы|популярное|самое читаемое|главное|"
    "читайте також|читати також|čtěte také|čtěte i|mohlo by vás zajímat|související|"
    "související články|nejčtenější|čítajte aj|súvisiace články|kapcsolódó|kapcsolódó cikkek|"
    "ajánlott|citește și|citește mai mult|articole similare|pročitajte i|pročitajte još|"
    "povezani članci|najčitanije|preberite še|διαβάστε επίσης|διαβάστε ακόμη|σχετικά άρθρα|loe ka|"
    "lasi arī|taip pat skaitykite|関連記事|関連ニュース|アクセスランキング|ランキング|あわせて読みたい|おすすめ記事|人気記事|新着記事|最新記事|"
    "こちらもおすすめ|관련기사|관련 기사|관련뉴스|많이 본 뉴스|인기기사|주요뉴스|추천기사|相关新闻|相关阅读|相关文章|推荐阅读|热门|热门文章|相關新聞|"
    "延伸閱讀|推薦閱讀|tin liên quan|xem thêm|đọc thêm|tin mới|baca juga|berita terkait|artikel terkait|"
    "terpopuler|terkini|اقرأ أيضا|مواضيع ذات صلة|الأكثر قراءة|इन्हें भी पढ़ें|यह भी पढ़ें|"
    "aussi dans|plus de",
    Sign.COMMENTS: "comment|comments|no comments|leave a comment|leave a reply|leave your comment|post a comment|"
    "post comment|add a comment|add your comment|add comment|write a comment|show comments|"
    "view comments|view all comments|read comments|all comments|load comments|join the discussion|"
    "join the conversation|join discussion|comments are closed|top rated comments|discussion|"
    "responses|reply|replies|what do you think|tell us what you think|log in to comment|kommentar|"
    "kommentare|kommentieren|kommentar schreiben|kommentar verfassen|kommentar hinterlassen|"
    "kommentar abgeben|schreibe einen kommentar|hinterlasse einen kommentar|hinterlasse eine antwort|"
    "keine kommentare|kommentare öffnen|kommentare anzeigen|diskutieren sie mit|jetzt kommentieren|"
    "teilen sie ihre meinung|teilen sie ihre meinung mit|commentaire|commentaires|"
    "laisser un commentaire|laissez un commentaire|ajouter un commentaire|écrire un commentaire|"
    "réagir|réactions|vos réactions|aucun commentaire|comentario|comentarios|deja un comentario|"
    "dejar un comentario|deja una respuesta|comentar|ver comentarios|commenti|commento|"
    "lascia un commento|leggi i commenti|i commenti dei lettori|scrivi un commento|comentários|"
    "comentário|deixe um comentário|deixe seu comentário|deixe uma resposta|reacties|reactie|"
    "reageer|plaats een reactie|geef een reactie|komentarze|komentarz|dodaj komentarz|skomentuj|"
    "kommentarer|kommentera|skriv en kommentar|legg igjen en kommentar|kommentér|kommentit|"
    "kommentoi|osallistu keskusteluun|yorumlar|yorum yaz|yorum yap|комментарии|комментировать|"
    "оставить комментарий|коментарі|komentáře|komentare|komentari|komentáre|hozzászólások|"
    "hozzászólás|comentarii|lasă un comentariu|σχόλια|komentaras|komentarai|コメント|コメントを書く|コメントする|"
    "댓글|의견|评论|发表评论|評論|留言|bình luận|komentar|التعليقات|टिप्पणियाँ",
    Sign.FURNITURE: "tags|tag|topics|topic|filed under|categories|category|in this article|posted in|keywords|"
    "newsletter|newsletters|sign up|sign up for our newsletter|sign up for free|subscribe|"
    "subscribe now|subscribe to our newsletter|log in|login|sign in|register|about the author|"
    "about author|author|author bio|menu|search|home|contact|contact us|about|about us|"
    "our standards|share your thoughts|schlagworte|schlagwörter|themen|thema|stichworte|"
    "kategorien|quelle|anmelden|registrieren|jetzt anmelden|jetzt abonnieren|abonnieren|abo|"
    "über den autor|über die autorin|zur person|zum autor|zur autorin|impressum|datenschutz|"
    "mots-clés|mots clés|étiquettes|thèmes|s'abonner|abonnez-vous|je m'abonne|se connecter|"
    "connexion|s'inscrire|inscription|à propos de l'auteur|etiquetas|temas|suscríbete|suscribirse|"
    "iniciar sesión|archivado en|argomenti|tag correlati|iscriviti|accedi|abbonati|registrati|"
    "assuntos|inscreva-se|assine|onderwerpen|trefwoorden|inloggen|abonneer|aanmelden|tagi|"
    "zaloguj|zaloguj się|subskrybuj|emner|stikkord|logg inn|log ind|logga in|ämnen|prenumerera|"
    "aiheet|avainsanat|kirjaudu|etiketler|giriş yap|теги|темы|подписаться|войти|štítky|témata|"
    "címkék|etichete|ετικέτες|タグ|キーワード|会員登録|ログイン|태그|로그인|구독|标签|登录|thẻ|từ khóa|chủ đề|topik|"
    "الوسوم|powered by",
    Sign.PICTURE: "image|photo|picture|img|illustration|video|vidéo|player|gallery|photo gallery|photos|"
    "images|bild|foto|fotos|bilder|bildergalerie|fotostrecke|imagen|imágenes|fotografía|"
    "immagine|immagini|imagem|imagens|afbeelding|zdjęcie|bilde|billede|kuva|kuvat|resim|фото|"
    "изображение|видео|εικόνα|画像|写真|사진|图片|圖片|hình ảnh|ảnh|gambar|featured image|"
    "image à la une|main image|hero image|cover image|thumbnail|logo|avatar|author image|"
    "profile picture|profilbild|placeholder|slide|slideshow",
}
_SIGNS: dict[str, Sign] = {}
for _sign, _listed in reversed(_WORDS.items()):
    for _word in _listed.split("|"):
        _SIGNS[_word.casefold()] = _SIGNS[fold(_word)] = _sign
_RELATED_LABELS = frozenset(_word.casefold() for _word in _WORDS[Sign.RELATED].split("|"))
_SIGNS.update(dict.fromkeys(PLACEHOLDER_TEXTS, Sign.PLACEHOLDER))


#: what is left of a Turkish capital i when it becomes a small one
_DOT_ABOVE = "\u0307"
#: a longer line says more than its words do
_MAX_CHARS = 64
#: counts and marks around a heading: ``8 comments``, ``[ Comments (12) ]``, ``Read also:``
_AROUND = " \t0123456789()[]{}<>«»‹›|:;.,·•*+-–—→▶►▸⇒#…!?▾▼↓"
_CREDIT_WORD = (
    r"(?:photos?|fotos?|images?|bild(?:er)?|pictures?|illustrations?|grafik|graphic|video|photographs?|photographer|"
    r"fotografia|fotograf(?:ie)?|imagen|immagine|imagem|kuvat?|zdj[eę]cie|zdj|fot|bilde|billede)"
)
_SOURCE_WORD = (
    r"(?:credits?|quelle|source|fuente|fonte|[zź]r[oó]d[lł]o|kilde|copyright|bildquelle|bildnachweis|cr[eé]dits?)"
)
#: what the first words of a line say; one pattern, because every line is tried
_BEGINNING = re.compile(
    r"(?P<closing>©|\(c\) ?\d|copyright\b|℗|all rights reserved|alle rechte vorbehalten|tous droits r[eé]serv[eé]s|"
    r"todos los derechos|tutti i diritti|todos os direitos|alle rechten|wszelkie prawa|wszystkie prawa|"
    r"reproduction (?:interdite|prohibited)|this material may not be published)"
    rf"|(?P<credit>[\[(]?(?:{_CREDIT_WORD}|{_SOURCE_WORD})(?: ?{_SOURCE_WORD})?(?: ?(?:by|von|par|de|di|av|af))? ?[:/|©]"
    rf"|[\[(]?{_CREDIT_WORD} (?:by|von|par|av|af|credit) )"
    r"|(?P<promotion>(?:sign up|subscribe|follow us|follow @|click here|download (?:the|our)|join (?:our|us|now)|"
    r"get (?:the|our) latest|got a (?:story|tip)|abonnez-vous|inscrivez-vous|recevez|suivez-nous|abonnieren sie|"
    r"melden sie sich|folgen sie|jetzt (?:abonnieren|anmelden|registrieren|kostenlos)|suscr[ií]bete|s[ií]guenos|"
    r"iscriviti|seguici|inscreva-se|siga o|abonneer|volg ons|zapisz się|subskrybuj|meld deg på|tilmeld dig)\b)",
    re.IGNORECASE,
)
_BEGINNINGS = {"closing": Sign.CLOSING, "credit": Sign.CREDIT, "promotion": Sign.PROMOTION}
#: how captions end: the photographer, the agency
_CREDIT_TAIL = re.compile(
    rf"[\s(|.]{_CREDIT_WORD}(?: by|(?: credits?)? ?:)|[\s(]fot\. [A-ZŁŚŻ]|[\s(]{_SOURCE_WORD} ?:|©|"
    r"[/|] ?(?:ap|afp|reuters|dpa|epa|efe|ansa|ntb|tt|keystone|getty(?: images)?|imago|shutterstock|ritzau)\b|"
    r"getty images|(?:via|for|—|–) (?:ap|reuters|getty)\b|\(ap photo|istock",
    re.IGNORECASE,
)
_TAIL_CHARS = 90
_TAIL_MARK = re.compile(r"[:/|©]|Getty|GETTY|via |Photo|PHOTO|iStock| by |[Ff]ot\. ")
#: what asks readers for something wherever it stands
_PROMOTION = re.compile(
    r"newsletter|unsubscribe|privacy policy|terms (?:of|and) (?:use|service|conditions)|"
    r"cookies? (?:policy|settings|preferences)|(?:use|uses|using|verwenden?|utilise|utilizza|usa) cookies|"
    r"datenschutz(?:erklärung|bestimmungen)|all rights reserved|affiliate[- ]links?|this site is protected by|"
    r"politique de confidentialité|política de privacidad",
    re.IGNORECASE,
)
#: one of these stands in each: looked for first, because it costs a tenth
_PROMOTION_KEYS = (
    "newsletter",
    "cookie",
    "privacy",
    "terms ",
    "unsubscribe",
    "rights reserved",
    "datenschutz",
    "affiliate",
    "protected by",
    "confidentialité",
    "privacidad",
)
_MIN_PROMOTION_CHARS = 25
#: captions are no longer than this
_MAX_CAPTION_CHARS = 420


def sign_of(text: str) -> Sign | None:
    """What the line's words say it is, or ``None`` when they say nothing.

    >>> sign_of("Lire aussi :"), sign_of("[ 167 comments ]"), sign_of("The harbour")
    (<Sign.RELATED: 'related'>, <Sign.COMMENTS: 'comments'>, None)
    """
    label = label_of(text) or _placeholder_of(text)
    if label is not None or len(text) > _MAX_CAPTION_CHARS:
        return label
    if begins_form(text):
        return Sign.COMMENTS
    if beginning := _BEGINNING.match(text):
        return _BEGINNINGS[beginning.lastgroup or ""]
    if _ends_in_credit(text):
        return Sign.CREDIT
    if len(text) >= _MIN_PROMOTION_CHARS and _promotes(text):
        return Sign.PROMOTION
    return Sign.READ_ALSO if _begins_with_label(text) or parted_label(text)[1] else None


def label_of(text: str) -> Sign | None:
    """What a line says that is nothing but such words; cheaper than ``sign_of``.

    >>> label_of("Related articles:"), label_of("Related articles are rare.")
    (<Sign.RELATED: 'related'>, None)
    """
    if len(text) > _MAX_CHARS:
        return None
    key = text.casefold().replace("’", "'").replace(_DOT_ABOVE, "")
    return _SIGNS.get(key) or _SIGNS.get(key.strip(_AROUND))


def parted_label(text: str) -> tuple[str, str]:
    """An invitation to read and the headline that follows it without a colon, or twice nothing.

    >>> parted_label("Leggi anche La cartiera riapre dopo sei anni")
    ('Leggi anche', 'La cartiera riapre dopo sei anni')
    >>> parted_label("READ MORE Village sues its mayor"), parted_label("READ MORE ABOUT OUR RULES")
    (('READ MORE', 'Village sues its mayor'), ('', ''))
    """
    if text[0].casefold() not in _INVITATION_LETTERS:
        return "", ""
    found = _INVITATION.match(text)
    if found is None or text[-1] in _SENTENCE_ENDS or text.count(" ", found.end()) < _MIN_INVITED:
        return "", ""
    title = text[found.end() :].strip()
    if found["loud"] and title.isupper():  # the label goes on
        return "", ""
    return found[0].rstrip(_AROUND), title


def is_read_also(text: str) -> bool:
    """Whether a line is such a label and, after a colon, what it leads to.

    >>> is_read_also("Lire aussi : Deux boulangers"), is_read_also("The mayor: a portrait")
    (True, False)
    """
    return _begins_with_label(text)


#: invitations after which a headline stands, capital letter first
_INVITATION = re.compile(
    r"(?:(?i:read also|also read|read next|see also|lire aussi|[àa] lire aussi|[àa] lire [ée]galement|voir aussi|"
    r"lesen sie auch|lies auch|lee tambi[ée]n|lea tambi[ée]n|leer tambi[ée]n|ver tambi[ée]n|leggi anche|vedi anche|leia tamb[ée]m|"
    r"veja tamb[ée]m|lees ook|czytaj te[żz]|czytaj tak[żz]e|zobacz te[żz]|zobacz tak[żz]e|l[äa]s ocks[åa]|les ogs[åa]|"
    r"l[æa]s ogs[åa]|lue my[öo]s|[čc]t[ěe]te tak[ée]|citește și|читайте также|читайте також|διαβάστε επίσης)"
    r"(?:\s*[|»›>→▶►]\s*|\s+)"
    r"|(?i:read more|see more|lire plus|mehr lesen|mehr dazu|leer más|ver más|leggi di più|leia mais|saiba mais|"
    r"lees meer|czytaj więcej|läs mer|les mer|læs mere|lue lisää|číst více|citește mai mult|devamını oku|"
    r"подробнее|читать далее|детальніше|διαβάστε περισσότερα)\s*[|»›>→▶►]\s*"
    r"|(?P<loud>READ MORE|SEE MORE|LIRE PLUS|MEHR LESEN|MEHR DAZU|LEER MÁS|VER MÁS|LEGGI DI PIÙ|LEIA MAIS|SAIBA MAIS|"
    r"LEES MEER|CZYTAJ WIĘCEJ|LÄS MER|LES MER|LÆS MERE|LUE LISÄÄ|ČÍST VÍCE|CITEȘTE MAI MULT|DEVAMINI OKU|"
    r"ПОДРОБНЕЕ|ЧИТАТЬ ДАЛЕЕ|ДЕТАЛЬНІШЕ|ΔΙΑΒΑΣΤΕ ΠΕΡΙΣΣΟΤΕΡΑ)\s+)"
    r"(?=[^\W\d_a-z]|[\"“«„‘「『¿¡])"
)
_INVITATION_LETTERS = frozenset("ràaslvczččчдcmδп")
_MIN_INVITED = 2
_SENTENCE_ENDS = ".;:,"
_MAX_PLACEHOLDER = max(map(len, PLACEHOLDER_TEXTS)) + 2
#: no credit stands at the end of a shorter line
_MIN_CAPTION = 16


def _placeholder_of(text: str) -> Sign | None:
    """The placeholders that their accents hide from ``label_of``."""
    if len(text) > _MAX_PLACEHOLDER or text.isascii():
        return None
    return Sign.PLACEHOLDER if fold(text.strip(_AROUND)) in PLACEHOLDER_TEXTS else None


def _promotes(text: str) -> bool:
    folded = text.casefold()
    return any(key in folded for key in _PROMOTION_KEYS) and _PROMOTION.search(text) is not None


def _ends_in_credit(text: str) -> bool:
    if len(text) < _MIN_CAPTION:
        return False
    tail = text[-_TAIL_CHARS:]
    return _TAIL_MARK.search(tail) is not None and _CREDIT_TAIL.search(tail) is not None


def _begins_with_label(text: str) -> bool:
    label, colon, rest = text[:_MAX_CHARS].partition(":")
    return (
        bool(colon and rest)
        and label.casefold().replace("’", "'").replace(_DOT_ABOVE, "").strip(_AROUND) in _RELATED_LABELS
    )
