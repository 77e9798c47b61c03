"""The words of credit lines: what introduces a name, joins two, says what somebody is, and what is no author at all.

Tables only, by kind and not by language: each is tried on every page. Lower case, ``_`` stands for a space.
"""

from __future__ import annotations

#: in front of an author's name, and never a noun: even one word behind it may be somebody
PREPOSITIONS = "by posted_by written_by von par por di da door av af od от yazan oleh"
#: in front of an author's name; a colon may follow
PREFIXES = (
    "view_all_posts_by all_posts_by posts_by zeige_alle_beiträge_von alle_beiträge_von beiträge_von "
    "more_posts_by by posted_by written_by published_by words_by story_by report_by reported_by review_by "
    "author authors author_of_the_article interview_by as_told_to from_our_correspondent von text_von "
    "ein_beitrag_von ein_artikel_von ein_interview_von ein_gastbeitrag_von ein_kommentar_von gastbeitrag_von "
    "kommentar_von kolumne_von interview_von beitrag_von verfasst_von geschrieben_von veröffentlicht_von "
    "erstellt_von autor autorin autor:in autoren autorinnen text texte interview par écrit_par publié_par "
    "posté_par propos_recueillis_par rédigé_par auteur auteurs autrice article_de un_article_de por escrito_por "
    "publicado_por postado_por texto texto_de autora autores redactor redactora reportagem_de di da a_cura_di "
    "scritto_da pubblicato_da autore testo_di door geschreven_door gepubliceerd_door tekst auteur_artikel av af "
    "skrevet_av skrevet_af skriven_av skribent journalist forfatter författare tekst_av text_av kirjoittaja "
    "teksti toimittaja od autorzy autorka opracował opracowała napisał napisała napsal napsala autoři автор "
    "авторы автори текст текст_и_фото подготовил подготовила από του_δημοσιογράφου συντάκτης γράφει yazan yazar "
    "haber szerző írta autorius avtor piše pišu napisao napisala scris_de de_către oleh penulis reporter "
    "tác_giả viết_bởi bài بقلم كتب كتبت الكاتب مאת כתב نویسنده به_قلم लेखक रिपोर्ट skrifar höfundur mwandishi "
    "na_mwandishi_wetu ibhalwe_ngu"
)
#: likewise, written together with the name
SIGNS = "文／ 文/ 文： 撰文： 作者： 記者： 记者： 文・ 取材・文＝ 取材・文／ 글・ 글= 글·"
#: between two names
CONJUNCTIONS = "and und et y e og och en & ja ir un i a ve и і й та si és kai και dan và plus + sowie"
#: behind or in front of a name, somebody's work
ROLES = (
    "reporter reporters correspondent editor editors journalist journalists writer writers columnist "
    "contributor staff producer director intern analyst critic host professor author senior chief bureau "
    "freelance deputy assistant redakteur redakteurin redakteurinnen redaktor redaktorin volontär volontärin "
    "korrespondent korrespondentin reporterin chefredakteur chefredakteurin autor autorin leiter leiterin "
    "ressortleiter kolumnist kolumnistin redaktionsleiter redaktionsleiterin mitarbeiter mitarbeiterin "
    "praktikant journalistin freie freier chefreporter journaliste rédacteur rédactrice correspondant "
    "correspondante grand chroniqueur chroniqueuse envoyé envoyée spécial spéciale philosophe économiste "
    "historien historienne sociologue professeur stagiaire periodista redactor redactora corresponsal enviado "
    "enviada especial editora columnista jefe jefa jornalista repórter correspondente estagiário giornalista "
    "inviato inviata corrispondente redattore redattrice redacteur verslaggever freelancejournalist toimittaja "
    "dziennikarz dziennikarka redaktorka korespondent адвокат журналист журналистка корреспондент редактор "
    "юрист обозреватель muhabir editör yazarı jurnalis wartawan phóng_viên مراسل محرر صحفي"
)
#: the same, behind a name without a space
ROLE_SIGNS = "記者 记者 기자 선임기자 특파원 編集委員 論説委員 編集部"
#: words that never stand in the name of a person or an outlet that signs
NEVER = (
    "http https www share teilen partager tweet facebook twitter whatsapp instagram linkedin pinterest "
    "flipboard print drucken email e-mail mail comment comments kommentar kommentare kommentieren commentaire "
    "commentaires comentarios reply read lesen lesezeit lesedauer minuten min minutes mins uhr views "
    "weiterlesen mehr more artikel articles beiträge posts archive alle all zeige view follow folgen suivre "
    "seguir subscribe newsletter login anmelden account updated published posted aktualisiert veröffentlicht "
    "publié publicado advertisement anzeige werbung publicité getty images reuters/ shutterstock istock "
    "unsplash pixabay foto fotos photo photos bild bilder image video grafik illustration credit credits "
    "copyright quelle source fuente listen hören audio podcast text_size small medium large home startseite "
    "menu search suche copy link kopieren merken bookmark loading weitere ähnliche related topics themen tags "
    "kategorie kategorien category categories kein keine ergänzungen like likes not_found mehr_anzeigen"
)
#: at the start of a line that credits something else than the text
OTHER_CREDITS = (
    "foto fotos photo photos photograph photographs photography bild bilder image images video videos grafik "
    "grafiken graphic illustration illustrations illustrationen animation kamera camera credit credits crédit "
    "crédits quelle source sources fuente fonte bron kilde källa źródło источник джерело kuva kuvat fotografía "
    "imagen imagens immagine fotocredit bildnachweis bildquelle titelbild copyright © (c) collage montage cover "
    "infografik zeichnung vidéo übersetzung translation traduction traducción traduzione traductor "
    "translated_by übersetzt aus_dem edited_by editor editors bearbeitet bearbeitung redaktion produktion "
    "produced_by music musik sound schnitt moderation editing editing_by fact-checked fact_checked reviewed_by "
    "medically_reviewed_by with_files_from additional_reporting mit_material mitarbeit 责编 責任編集 編集 编辑 撮影 "
    "写真 사진 коллаж фото"
)
#: of a name that stands for nobody
NOBODY = (
    "admin administrator administrateur webmaster root wp-admin wpadmin adminwp superuser super_user user guest "
    "gast anonymous anonym anonyme anónimo unknown unbekannt none null undefined n/a na author autor auteur "
    "editor_in_chief default test developer"
)
#: a person's name does not begin so
DETERMINERS = (
    "der die das dem den ein eine einer the this that these about über zitat aktuelle aktuelles neue neuer "
    "neues les une des mit zur zum im am in on at für for pour para por mehr more all alle"
)
#: inside an outlet's or an agency's own signature
GROUPS = (
    "redaktion redaktionsteam editorial team staff newsroom desk agency agencies agenturen agencia agence "
    "agenzia press presse news nachrichten media medien gmbh ag inc ltd verlag online zeitung magazin magazine "
    "radio tv rédaction redacción redazione redação redactie redakcja redakce redaktionen toimitus redacció "
    "tribune post times journal today daily university universität institut institute stiftung verein e.v. "
    "pressestelle"
)
#: particles of names that are written small
PARTICLES = (
    "de da do dos das del della delle dello dei degli di du des d la le les lo el al bin ibn bint ben abu van "
    "von vom der den dem ter ten te zu zum zur af av til y e i op 't 's san st st. la-da dit ap ab mac mc o"
)
