"""The words of credit lines: what introduces a name, joins two, says what somebody is, and what is no author at all.

Tables only, by kind and not by language: each is tried on every page. Lower case, ``_`` stands for a space. A table
goes from English over the Romance, Germanic, Slavic and other languages of Europe to those of Asia and Africa.
"""

from __future__ import annotations

#: in front of an author's name, and never a noun: even one word behind it may be somebody
PREPOSITIONS = "by posted_by written_by par por di da door von av af od från fra dari oleh yazan του της"
#: in front of an author's name; a colon may follow
PREFIXES = (
    # English
    "posts_by all_posts_by view_all_posts_by more_posts_by published_by words_by text_by story_by article_by "
    "report_by reported_by reporting_by review_by reviewed_for_us_by interview_by analysis_by opinion_by column_by "
    "commentary_by essay_by guest_post_by contributed_by created_by submitted_by as_told_to from_our_correspondent "
    "author authors author_of_the_article writer writers words text story byline "
    # French, Spanish, Catalan, Portuguese, Galician, Italian, Romanian
    "écrit_par publié_par posté_par rédigé_par proposé_par signé_par propos_recueillis_par interview_par texte_de "
    "un_texte_de article_de un_article_de une_enquête_de un_reportage_de auteur auteurs autrice autrices auteure "
    "texte textes interview escrito_por publicado_por redactado_por elaborado_por una_crónica_de texto_de "
    "un_texto_de textos entrevista_de autora autores autoras redactor redactora redacta texto escrit_per "
    "publicat_per escrita_por postado_por reportagem_de reportagem texto_por matéria_de a_cura_di scritto_da "
    "pubblicato_da testo_di testi_di intervista_di articolo_di autore autori testo scris_de publicat_de postat_de "
    "articol_de autor un_articol_de de_către "
    # German, Dutch, Afrikaans, Danish, Norwegian, Swedish, Icelandic
    "zeige_alle_beiträge_von alle_beiträge_von alle_artikel_von beiträge_von ein_beitrag_von ein_artikel_von "
    "ein_interview_von ein_gastbeitrag_von ein_kommentar_von eine_analyse_von eine_reportage_von ein_essay_von "
    "gastbeitrag_von kommentar_von kolumne_von interview_von analyse_von reportage_von beitrag_von verfasst_von "
    "geschrieben_von veröffentlicht_von gepostet_von erstellt_von text_von autorin autor:in autor*in autoren "
    "autorinnen autor*innen autor:innen verfasser verfasserin geschreven_door gepubliceerd_door geplaatst_door "
    "tekst_door een_artikel_van tekst auteur_artikel deur geskryf_deur skrevet_af skrevet_av udgivet_af publisert_av "
    "publiceret_af lagt_ut_av tekst_av tekst_af forfatter skribent journalist journalister kommentar_av leder_af "
    "skriven_av publicerad_av text_av författare artikelförfattare höfundur skrifar höfundar texti "
    # Polish, Czech, Slovak, Slovenian, Croatian, Serbian, Russian, Ukrainian, Belarusian, Bulgarian, Macedonian
    "autorka autorzy autorki opracował opracowała opracowanie oprac. napisał napisała rozmawiał rozmawiała napsal "
    "napsala autoři autorský_text připravil připravila napísal napísala spracoval spracovala avtor avtorica avtorji "
    "piše pišeta pišu pišejo napisao napisala razgovarao razgovarala autorica autor_teksta autor_članka priredio "
    "priredila автор авторы автора_текста текст текст_и_фото подготовил подготовила подготовили беседовал беседовала "
    "записал записала автори авторка текст_та_фото підготував підготувала підготували спілкувався спілкувалася аўтар "
    "тэкст автор_на_статията от пише разговара аутор приредио "
    # Greek, Hungarian, Finnish, Estonian, Latvian, Lithuanian, Albanian, Turkish, Maltese, Welsh, Irish
    "από από_τον από_την συντάκτης συντάκτρια γράφει γράφει_ο γράφει_η γράφουν κείμενο του_δημοσιογράφου "
    "της_δημοσιογράφου ρεπορτάζ szerző szerzők írta írták szöveg készítette lejegyezte kirjoittaja kirjoittanut "
    "teksti toimittaja kirjutas autorid autors autorė autorius autoriai parengė parašė rašo teksts shkruan nga haber "
    "haberi yazar yazı röportaj metin miktub minn gan awdur "
    # Hebrew, Arabic, Persian, Urdu, Kurdish
    "מאת כתב כתבה כותב כותבת מחבר بقلم كتب كتبت كتبه كتبها الكاتب المؤلف بواسطة إعداد أعدّه تحرير_وإعداد نوشته "
    "نوشته_ی نویسنده به_قلم گزارش_از مصاحبه_از تحریر مصنف از_قلم نووسەر "
    # Hindi, Bengali, Marathi, Tamil, Telugu, Gujarati, Punjabi, Nepali, Sinhala
    "लेखक लेखिका रिपोर्ट रिपोर्टर लेखन লেখক লেখা লিখেছেন প্রতিবেদক প্রতিবেদন প্রতিনিধি எழுதியவர் ஆசிரியர் రచయిత రచన લેખક "
    "ਲੇਖਕ ਲਿਖਤ ලියන_ලද "
    # Indonesian, Malay, Filipino, Vietnamese, Thai, Swahili, Amharic
    "penulis ditulis_oleh laporan_oleh laporan wartawan reporter jurnalis kontributor ditulis isinulat_ni ulat_ni "
    "tác_giả viết_bởi bài bài_viết bài_và_ảnh thực_hiện โดย เขียนโดย เรื่องโดย เรื่อง ผู้เขียน mwandishi imeandikwa_na "
    "na_mwandishi በ ዘጋቢ"
)
#: likewise, written together with the name
SIGNS = (
    "文／ 文/ 文| 文｜ 文： 文: 文・ 文＝ 文= 文字： 文字/ 撰文： 撰文: 撰文/ 撰文｜ 撰稿： 撰稿: 作者： 作者: "
    "作者｜ 作者/ 编写： 記者： 记者： 记者: 記者／ 记者/ 本报记者 本報記者 新华社记者 特約記者 采写： 整理： 著者： "
    "著者: 著： 執筆： 執筆: 執筆＝ 執筆／ 取材・文＝ 取材・文／ 取材・文： 取材： 構成・文／ 構成・文＝ 聞き手： "
    "聞き手・ ライター： ライター: 글・ 글= 글· 글: 글| 취재= 취재: 취재· 기자: โดย เรื่องโดย เรื่อง: เรื่อง："
)
#: between two names
CONJUNCTIONS = (
    "and & + plus et y e i con und sowie en og och ja ir un a agus dan kai eta dhe si și и і й та ды και és ve və վե "
    "և და ו و اور और व तथा ও এবং และ và in_conversation_with in_conversazione_con en_conversación_con "
    "en_conversation_avec im_gespräch_mit in_gesprek_met i_samtale_med i_samtal_med w_rozmowie_z"
)
#: once more behind such a word: ``and by``, and the Greek article of a name in the genitive
AGAIN = "by par por di da von door av af od przez του της τον την"
#: given names and family names that begin with the letter that Arabic writes for "and"
WAW_NAMES = (
    "وليد وائل وسام وفاء وداد وجيه وحيد وديع ورد وردة وسيم وصفي وضاح وهبة وهيب وئام وجدان وجدي وسن ولاء والي "
    "وفيق وفيقة وجيهة وسيلة وصال وعد وهبي واصف وائلة ولي وردي واثق"
)
#: behind or in front of a name, somebody's work
ROLES = (
    # English
    "reporter reporters correspondent correspondents editor editors journalist journalists writer writers columnist "
    "columnists contributor contributors staff producer director intern analyst critic host professor author senior "
    "chief bureau freelance freelancer deputy assistant presenter anchor blogger researcher fellow "
    # French, Spanish, Catalan, Portuguese, Italian, Romanian
    "journaliste journalistes rédacteur rédactrice correspondant correspondante chroniqueur chroniqueuse "
    "éditorialiste envoyé envoyée spécial spéciale professeur professeure stagiaire pigiste periodista periodistas "
    "redactor redactora corresponsal enviado enviada especial editora columnista jefe jefa colaborador colaboradora "
    "analista jornalista jornalistas repórter correspondente estagiário estagiária colunista redator redatora "
    "giornalista giornalisti inviato inviata corrispondente redattore redattrice caporedattore editorialista "
    "opinionista jurnalist jurnalistă corespondent corespondentă "
    # German, Dutch, Danish, Norwegian, Swedish, Icelandic, Finnish
    "redakteur redakteurin redakteure redakteurinnen redaktor redaktorin volontär volontärin korrespondent "
    "korrespondentin korrespondenten reporterin reporterinnen chefredakteur chefredakteurin chefreporter "
    "chefreporterin autor autorin leiter leiterin ressortleiter ressortleiterin kolumnist kolumnistin "
    "redaktionsleiter redaktionsleiterin mitarbeiter mitarbeiterin praktikant praktikantin journalistin journalisten "
    "freie freier experte expertin gastautor gastautorin redacteur redactrice verslaggever verslaggeefster "
    "freelancejournalist hoofdredacteur medewerker columniste journalistpraktikant redaktør medarbejder medarbeider "
    "kommentator skribent krönikör ledarskribent reportere frilansare frilans blaðamaður fréttamaður ritstjóri "
    "toimittaja päätoimittaja kirjeenvaihtaja avustaja kolumnisti "
    # Slavic
    "dziennikarz dziennikarka redaktorka reporterka publicysta publicystka felietonista novinář novinářka zpravodaj "
    "zpravodajka šéfredaktor komentátor komentátorka novinár novinárka korespondent novinar novinarka urednik "
    "urednica dopisnik dopisnica журналист журналистка корреспондент корреспондентка редактор обозреватель "
    "обозревательница спецкор колумнист журналіст журналістка кореспондент кореспондентка редакторка оглядач "
    "кореспондентът журналистът новинар новинарка дописник "
    # Greek, Hungarian, Turkish, Hebrew, Arabic, Persian, Indian, South-East Asian
    "δημοσιογράφος συντάκτης αρθρογράφος ανταποκριτής újságíró szerkesztő főszerkesztő tudósító muhabir muhabiri "
    "editör editörü yazarı gazeteci temsilcisi כתב כתבת עיתונאי עיתונאית עורך עורכת مراسل مراسلة محرر محررة صحفي "
    "صحفية كاتب كاتبة خبرنگار روزنامه‌نگار सम्वाददाता संवाददाता पत्रकार संपादक প্রতিবেদক সাংবাদিক প্রতিনিধি wartawan "
    "jurnalis kontributor koresponden mamamahayag phóng_viên nhà_báo ผู้สื่อข่าว"
)
#: the same, behind a name without a space
ROLE_SIGNS = (
    "記者 记者 本报记者 特派員 編集委員 論説委員 編集部 編集長 特約記者 編輯 实习记者 見習記者 通讯员 解説委員 기자 "
    "선임기자 전문기자 수습기자 특파원 논설위원 칼럼니스트 앵커 리포터 객원기자 인턴기자"
)
#: agencies, which sign as they are
AGENCIES = (
    "ap afp upi reuters bloomberg dpa apa sda ats epd kna sid ansa agi adnkronos askanews efe ep europa_press "
    "dpa-afx awp afx anp belga lusa tt ntb ritzau stt lehtikuva pap čtk ctk tasr sita mti hina tanjug sta beta fena "
    "agerpres mediafax bta bgnes tass interfax rbc рбк тасс интерфакс риа_новости унян укрінформ belta бта ana-mpa "
    "ampe dha aa iha anka wafa sana mena kuna spa qna petra irna isna mehr pti ani ians uni bss unb app aap xinhua "
    "kyodo jiji yonhap cna antara bernama vna ttxvn tna telam télam notimex agencia_brasil agência_brasil "
    "estadão_conteúdo folhapress canadian_press presse_canadienne associated_press agence_france-presse pa_media "
    "press_association 共同 時事 新华社 新華社 中新社 中央社 연합뉴스 뉴시스 뉴스1 भाषा ভাষা बीबीसी"
)
#: newsrooms, which sign so where nobody else does
NEWSROOMS = (
    "redaktion die_redaktion redaktionsteam online-redaktion editorial_team editorial_staff editorial_board "
    "news_desk newsroom staff staff_reporter staff_writer web_desk online_desk newsdesk la_rédaction rédaction "
    "redacción la_redacción redacció redação da_redação redazione la_redazione redactie de_redactie redaktionen "
    "redaksjonen redaksi tim_redaksi redakcja redakce redakcia redakcija uredništvo редакция редакція редакцията "
    "toimitus szerkesztőség redacția redacţia σύνταξη haber_merkezi editör מערכת هيئة_التحرير التحرير تحریریه 編集部 "
    "编辑部 編輯部 편집부 디지털뉴스팀 온라인뉴스팀 กองบรรณาธิการ ban_biên_tập toa_soạn"
)
#: words that never stand in the name of a person or an outlet that signs
NEVER = (
    "http https www share shares teilen partager compartir condividi compartilhar delen udostępnij sdílet поделиться "
    "paylaş tweet facebook twitter whatsapp instagram linkedin pinterest flipboard telegram youtube tiktok threads "
    "bluesky print drucken imprimer imprimir stampa email e-mail mail courriel comment comments kommentar kommentare "
    "kommentieren commentaire commentaires comentarios comentários commenti reacties komentarze комментарии reply "
    "read lesen lesezeit lesedauer minuten min minutes mins minutos minuti uhr views vistas weiterlesen mehr more "
    "plus_d'infos artikel articles articoli artículos beiträge posts archive alle all zeige view follow folgen "
    "suivre seguir volgen följ obserwuj subscribe newsletter login anmelden connexion account updated published "
    "posted aktualisiert veröffentlicht publié publicado actualizado pubblicato aggiornato gepubliceerd bijgewerkt "
    "publicerad uppdaterad opublikowano aktualizacja опубликовано обновлено advertisement anzeige werbung publicité "
    "publicidad pubblicità reclame reklama реклама getty images reuters/ shutterstock istock unsplash pixabay foto "
    "fotos photo photos photographie fotografía bild bilder image imagen imagem immagine video vidéo grafik "
    "illustration credit credits copyright quelle source fuente fonte bron źródło listen hören écouter audio podcast "
    "home startseite accueil inicio início menu search suche rechercher buscar zoeken szukaj поиск copy kopieren "
    "copier copiar merken bookmark enregistrer loading weitere ähnliche related topics themen tags kategorie "
    "kategorien category categories catégorie categoría categoria kein keine like likes not_found mehr_anzeigen"
)
#: at the start of a line that credits something else than the text
OTHER_CREDITS = (
    "foto fotos fotó photo photos photograph photographs photography photographer bild bilder image images video "
    "videos vidéo vídeo grafik grafiken graphic graphics illustration illustrations illustrationen illustrasjon "
    "ilustración ilustração illustrazione animation kamera camera credit credits crédit crédits crédito créditos "
    "quelle quellen source sources fuente fuentes fonte fonti bron kilde kilder källa źródło zdroj izvor forrás πηγή "
    "kaynak источник джерело מקור المصدر منبع स्रोत সূত্র sumber nguồn theo ที่มา kuva kuvat fotografía fotografia "
    "imagen imagens imágenes immagine immagini imagem fotocredit bildnachweis bildquelle bildrechte titelbild "
    "titelfoto copyright © (c) collage montage cover infografik infographic infografía zeichnung cartoon karikatur "
    "übersetzung übersetzer übersetzerin translation traduction traducción tradução traduzione traductor traductora "
    "vertaling oversettelse oversættelse översättning tłumaczenie překlad перевод переклад fordítás çeviri "
    "translated_by übersetzt aus_dem edited_by editor editors editing editing_by bearbeitet bearbeitung redaktion "
    "redigert_av redigering montaje montaż produktion produced_by producer music musik sound schnitt moderation "
    "fact-checked fact_checked fact-check_by reviewed_by medically_reviewed_by with_files_from additional_reporting "
    "additional_reporting_by mit_material mitarbeit 责编 责任编辑 編輯： 责任编辑： 责编： 責任編集 編集 编辑 撮影 "
    "写真 翻訳 翻译 来源 來源 供图 摄影 校对 审核 사진 편집 그래픽 번역 коллаж фото фотография світлина ілюстрація "
    "снимка צילום תצלום تصوير صورة عکس ফটো ছবি फोटो तस्वीर ảnh ภาพ"
)
#: of a name that stands for nobody
NOBODY = (
    "admin admins administrator administrateur administrador amministratore beheerder админ администратор webmaster "
    "root wp-admin wpadmin adminwp superuser super_user user username guest gast invité invitado ospite anonymous "
    "anonym anonyme anónimo anônimo anonimo аноним unknown unbekannt inconnu desconocido none null undefined nan n/a "
    "na author autor auteur autore автор 作者 editor_in_chief default test tester demo developer support info news"
)
#: a person's name does not begin so
DETERMINERS = (
    "the this that these those about for on at in from our your my all more new latest les une des un nos ses votre "
    "pour sur chez los las unos nuestro para sobre os as uma nosso il gli nostro der die das dem den ein eine einer "
    "eines unser unsere über zitat aktuelle aktuelles neue neuer neues mit zur zum im am für mehr alle het een onze "
    "voor over meer det ett vår för om alt"
)
#: inside an outlet's or an agency's own signature
GROUPS = (
    "redaktion redaktionsteam editorial team staff newsroom newsdesk desk agency agencies agenturen agentur agencia "
    "agencias agência agence agenzia agencja агентство agentschap press presse prensa imprensa stampa pers prasa "
    "tisk news nachrichten noticias notícias notizie nieuws nyheter nyheder uutiset wiadomości zprávy новости новини "
    "haber haberler media medien medios mídia gmbh ag inc ltd llc s.a. verlag online zeitung tageblatt magazin "
    "magazine revista rivista radio rádio tv rédaction redacción redazione redação redactie redakcja redakce "
    "redaktionen toimitus redacció редакция редакція tribune post times journal today daily weekly university "
    "universität université universidad institut institute instituto stiftung foundation verein association e.v. "
    "pressestelle ministerium ministry"
)
#: particles of names that are written small
PARTICLES = (
    "de da do dos das del della delle dello dei degli di du des d la le les lo el al bin ibn bint binti ben bat abu "
    "van von vom der den dem ter ten te zu zum zur af av til y e i op ut 't 's san st st. la-da dit ap ab ferch mac "
    "mc nic o ó uí ní und a/l a/p s/o d/o"
)
