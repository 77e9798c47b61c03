"""The words that addresses of news sites are made of. Tables only; no site is named here."""

from __future__ import annotations


def words_of(*lines: str) -> frozenset[str]:
    """The words of a table."""
    return frozenset(word for line in lines for word in line.split())


#: path segments right before the last one of a list of articles, never of one
LISTING_SEGMENTS = words_of(
    "tag tags category categories author authors topic topics search page archives keyword label",  # English
    "categorie rubrique rubriques auteur auteurs mot-cle mots-cles recherche etiquette",  # French
    "kategorie schlagwort schlagworte autor autoren suche stichwort",  # German
    "categoria etiqueta etiquetas autores buscar busca",  # Spanish, Portuguese
    "autore autori cerca argomenti",  # Italian
    "zoeken onderwerp kategoria autorzy szukaj",  # Dutch, Polish
)
#: path segments right before the name or number of one article
ARTICLE_SEGMENTS = words_of("article articles artikel articolo articulo artigo artykul story stories post posts")
#: parameters whose value names one article: ``?p=123`` (WordPress), ``?id_article=5`` (SPIP)
ARTICLE_ID_PARAMETERS = words_of("p article id_article articleid article_id artikel story storyid newsid")
#: what numbers the pages of a listing
PAGE_WORDS = ("page", "paged", "pagina", "seite", "pg")

#: endings of addresses that are no pages
FILE_TYPES = words_of(
    "jpg jpeg jpe png gif webp avif svg svgz bmp ico tif tiff heic psd eps ai raw",  # pictures
    "mp3 m4a aac ogg oga opus wav flac wma mid m3u pls",  # sound
    "mp4 m4v mov avi mkv webm ogv mpg mpeg wmv flv 3gp m3u8 ts vtt srt",  # film
    "pdf doc docx docm odt rtf xls xlsx xlsm ods ppt pptx pps ppsx odp csv tsv epub mobi djvu tex ics vcf kml",
    "zip gz tgz bz2 xz 7z rar tar zst iso dmg exe msi apk ipa deb rpm jar bin swf torrent",
    "css js mjs map json jsonld woff woff2 ttf otf eot wasm manifest webmanifest xsl xslt xsd dtd",  # parts of pages
)

#: first or last segments of addresses that do something for a reader and show no article
ACTION_SEGMENTS = words_of(
    "login logout signin signup sign-in sign-up register subscribe account my-account cart checkout basket wishlist",
    "wp-login.php wp-admin wp-json xmlrpc.php wp-cron.php wp-comments-post.php cdn-cgi oembed trackback",
    "connexion deconnexion inscription se-connecter mon-compte abonnement panier",  # French
    "anmelden abmelden registrieren warenkorb mein-konto",  # German
    "iniciar-sesion registrarse carrito",  # Spanish
)
#: parameters that do the same
ACTION_PARAMETERS = words_of(
    "replytocom share add-to-cart login logout redirect_to returnurl return_url send_email email_share oembed",
    "preview preview_id unsubscribe",
)
#: lists without an end: one for every question
SEARCH_SEGMENTS = words_of("search rechercher suche buscar busca zoeken szukaj")
SEARCH_PARAMETERS = words_of("s q query search keyword keywords searchword recherche suche")
#: the same article once more, for a phone or a printer
OTHER_VIEW_SEGMENTS = words_of("amp print imprimer drucken embed")
OTHER_VIEW_PARAMETERS = words_of("amp outputtype output print printable format view m mobile")
OTHER_VIEW_VALUES = words_of("1 true yes amp print pdf embed") | {""}
#: first segments, and first labels of a host, below which a site may have all its articles once more
VIEW_FOLDERS = words_of("amp m mobile print")
VIEW_HOSTS = words_of("amp m mobile")
#: calendars have a page for every day there ever was and will be
CALENDAR_SEGMENTS = words_of(
    "calendar calendrier agenda kalender calendario event events evenement evenements veranstaltungen eventos"
)
CALENDAR_PARAMETERS = words_of("tribe-bar-date eventdisplay ical outlook-ical")

#: last segments of addresses that are feeds for sure; ``/rss`` may be a page about them
FEED_NAMES = words_of(
    "feed rss.xml rss2.xml feed.xml feed.rss feed.atom atom.xml index.rss index.rdf backend.php rss.php feed.json"
)
#: in the address or title of a feed of comments
COMMENT_WORDS = ("comment", "kommentar", "comentario", "commento", "commenti", "reacties")
#: lists of so few articles that their own feeds tell nothing new
NARROW_SEGMENTS = words_of(
    "tag tags author authors auteur auteurs autor autoren autore autori etiqueta schlagwort search"
)
