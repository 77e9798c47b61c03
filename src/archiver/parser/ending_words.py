"""The words of notes that stand below a text, and of whoever made a picture: tables only, for ``endings``.

By what they mean and not by language: each is tried on every page. Case folded, apostrophes straight, parted by ``|``.
A table goes from English over the other large languages of Europe to those of Asia.
"""

# ruff: noqa: E501 - scripts without spaces count as two columns a letter
from __future__ import annotations

#: how notes on rights begin
RIGHTS = (
    "©|c) 20|c) 19|copyright ©|copyright (c|copyright 20|copyright 19|copyright by |copyright: |all rights reserved|alle rechte vorbehalten|tous droits réservés|"
    "todos los derechos reservados|tutti i diritti riservati|todos os direitos reservados|"
    "alle rechten voorbehouden|wszelkie prawa zastrzeżone|wszystkie prawa zastrzeżone|все права защищены|"
    "усі права захищені|всі права захищені|všechna práva vyhrazena|všetky práva vyhradené|"
    "alla rättigheter förbehållna|alle rettigheter forbeholdt|alle rettigheter reservert|"
    "kaikki oikeudet pidätetään|tüm hakları saklıdır|her hakkı saklıdır|με επιφύλαξη παντός δικαιώματος|"
    "toate drepturile rezervate|minden jog fenntartva|sva prava pridržana|جميع الحقوق محفوظة|"
    "تمامی حقوق محفوظ|כל הזכויות שמורות|bản quyền thuộc|bản quyền ©|hak cipta ©|hak cipta dilindungi|無断転載|版权所有|版權所有|無断複写|"
    "<저작권자|저작권자|무단 전재|무단전재|ⓒ|reproduction interdite|reproduction without|riproduzione riservata|"
    "prohibida la reproducción|prohibida su reproducción|proibida a reprodução|é proibida a reprodução"
)
#: how those on reporters, agencies and translators begin
AGENCIES = (
    "reporting by |additional reporting by|reporting and writing by|writing by |editing by |edited by |"
    "with reporting by|with additional reporting|with files from|with material from|with inputs from|"
    "with agency inputs|with agencies|compiled by |translated by |translation by |"
    "mit material von|mit material der|mit agenturmaterial|mit informationen von|"
    "mit inhalten von|redaktionelle mitarbeit|redaktion:|bearbeitung:|"
    "übersetzung:|aus dem englischen von|avec afp|avec reuters|avec agences|"
    "avec les agences|avec l'afp|avec ap |traduit de l'|traduit par|"
    "con información de|con informaciones de|con datos de|con agencias|traducido por|"
    "traducción de |edición de |editado por|con informazioni di|traduzione di|traduzione a cura di|"
    "com informações d|com agência|com agencia|edição:|edição de |tradução:|tradução de |"
    "met medewerking van|met dank aan |vertaling:|vertaald door|bewerkt door|z materiałów|oprac. |"
    "opracowanie:|tłum. |tłumaczenie:|źródło: |по материалам|с использованием материалов|перевод:|"
    "редактор:|за матеріалами|переклад:|s využitím |s použitím |zdroj: |překlad:|oversettelse:|"
    "oversat af|översättning:|kaynak: |çeviri:|πηγή: |μετάφραση:|sursa: |forrás: |fordította:|"
    "منبع: |المصدر: |מקור: |nguồn: |sumber: |出典：|出典:|翻訳：|翻訳:|編集：|編集:|翻译：|翻译:|来源：|来源:|"
    "责任编辑|責任編集|责编：|编辑：|编辑:"
)
#: how those on where a text first appeared begin
FIRST_PUBLISHED = (
    "this article was originally|this article first appeared|this article originally|this article was first|"
    "this article is republished|this article was published|this article was written by|"
    "this article was produced|this article has been translated|this article was translated|"
    "this story was originally|this story first appeared|this story originally|this story was first|"
    "this story was produced|this story was reported by|this story is part of|this story was supported by|"
    "this post was originally|this post first appeared|this post originally|this piece was originally|"
    "this piece first appeared|this piece originally|this report was originally|this interview was originally|"
    "this interview has been edited|this interview was edited|this essay was originally|"
    "this column was originally|originally published|first published in|first published on|"
    "republished with permission|reprinted with permission|a version of this article|a version of this story|"
    "dieser artikel erschien|dieser artikel ist zuerst|dieser artikel ist erstmals|"
    "dieser artikel wurde zuerst|dieser artikel wurde erstmals|dieser artikel wurde ursprünglich|"
    "dieser artikel wurde aus|dieser beitrag erschien|dieser beitrag ist zuerst|dieser beitrag wurde zuerst|"
    "dieser beitrag wurde ursprünglich|dieser text erschien|dieser text ist zuerst|dieser text wurde zuerst|"
    "zuerst erschienen|zuerst veröffentlicht|der artikel erschien zuerst|der beitrag erschien zuerst|"
    "cet article a été publié|cet article est paru|cet article est republié|cet article a été initialement|"
    "cet article a d'abord|cet article a été traduit|article initialement publié|initialement publié|"
    "este artículo fue publicado|este artículo se publicó|este artículo fue originalmente|"
    "este artículo apareció|este texto fue publicado|este texto se publicó|publicado originalmente|"
    "questo articolo è stato pubblicato|questo articolo è apparso|questo articolo è uscito|"
    "pubblicato originariamente|este artigo foi publicado|este texto foi publicado|esta matéria foi publicada|"
    "originalmente publicado|dit artikel verscheen|dit artikel is eerder|dit artikel werd eerder|"
    "dit artikel is oorspronkelijk|dit stuk verscheen|ten artykuł ukazał się|artykuł ukazał się|"
    "tekst ukazał się|artykuł pochodzi z|статья впервые|статья была опубликована|"
    "эта статья была опубликована|материал впервые опубликован|ця стаття була опублікована|"
    "стаття вперше|článek vyšel|článek původně vyšel|text vyšel|článok vyšiel|"
    "artikeln publicerades först|artikeln har tidigare|den här artikeln publicerades|"
    "denne artikkelen ble først|artikkelen ble først|denne artikel blev|denne artikel er oprindeligt|"
    "artiklen blev først|juttu julkaistiin|artikkeli on julkaistu|bu yazı ilk olarak|bu makale ilk olarak|"
    "το άρθρο δημοσιεύτηκε|το άρθρο δημοσιεύθηκε|acest articol a fost publicat|articolul a fost publicat|"
    "a cikk eredetileg|a cikk először|a cikk megjelent|نُشر هذا المقال|נכתב במקור|bài viết được đăng|"
    "この記事は|本記事は|本文首发|本文原载|本文转自"
)
#: how those on its author begin
ABOUT = (
    "the author is |the writer is |about the author|the authors are |der autor ist |die autorin ist |"
    "der verfasser ist |unser autor |unsere autorin |zur person:|zum autor:|zur autorin:|über den autor|"
    "über die autorin|l'auteur est |l'autrice est |l'auteure est |el autor es |la autora es |sobre el autor|"
    "sobre la autora|l'autore è |l'autrice è |o autor é |a autora é |sobre o autor|sobre a autora|"
    "de auteur is |over de auteur|autor jest |autorka jest |o autorze|автор — |об авторе|про автора|"
    "autor je |autorka je |författaren är |om författaren|forfatteren er |om forfatteren|kirjoittaja on |"
    "yazar hakkında|ο συγγραφέας είναι |autorul este |a szerző |عن الكاتب|על המחבר|tentang penulis|về tác giả"
)
#: what notes on agencies hold somewhere
CONTRIBUTIONS = (
    "contributed to this report|contributed to this story|contributed to this article|"
    "contributed reporting|contributed to this piece|contributed research|"
    "hat zu diesem bericht beigetragen|haben zu diesem bericht beigetragen|a contribué à cet article|"
    "ont contribué à cet article|ont contribué à ce reportage|contribuyó a este reportaje|"
    "contribuyeron a este reportaje|colaboró en este reportaje|colaboraron en este reportaje|"
    "contribuyó con este reporte|contribuyeron con este reporte|ha contribuito a questo articolo|"
    "hanno contribuito a questo articolo|colaborou para esta reportagem|colaboraram para esta reportagem|"
    "droeg bij aan dit artikel|droegen bij aan dit artikel"
)
#: what notes on rights hold somewhere
RESERVED = (
    "all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|"
    "tutti i diritti riservati|todos os direitos reservados|alle rechten voorbehouden|prawa zastrzeżone|"
    "права защищены|práva vyhrazena|rättigheter förbehållna|rettigheter forbeholdt|oikeudet pidätetään|"
    "hakları saklıdır|drepturile rezervate|jog fenntartva|الحقوق محفوظة|הזכויות שמורות|無断転載|"
    "may not be published, broadcast, rewritten|may not be reproduced|without written permission|"
    "without prior written|无断转载|未经授权|未經授權"
)
#: what those that ask for money hold
DONATIONS = (
    "consider supporting us|consider supporting our|consider supporting my|consider donating|"
    "consider making a donation|consider a donation|consider making a contribution|consider contributing|"
    "consider becoming a|please donate|please support our|please support us|make a donation today|"
    "donate today|support our journalism|support independent journalism|become a supporter|become a patron|"
    "buy me a coffee|unterstützen sie unsere arbeit|unterstützen sie uns mit|unterstütze uns mit|"
    "unterstütze unsere arbeit|unterstützen sie unseren journalismus|mit einer spende unterstützen|"
    "wir freuen uns über ihre spende|freuen wir uns über eine spende|faites un don|faire un don|"
    "soutenez-nous|soutenez notre|soutenez le journalisme|apoya nuestro|apoya el periodismo|apóyanos|"
    "haz una donación|hacer una donación|haz un donativo|considera hacer una donación|"
    "sostieni il nostro|sostienici|fai una donazione|con una donazione|apoie o jornalismo|apoie o nosso|"
    "apoie nosso|faça uma doação|steun ons|steun onze|doe een donatie|met een donatie|wesprzyj nas|"
    "wspieraj nas|wesprzyj naszą|поддержите нас|поддержите нашу|поддержите наш|підтримайте нас|"
    "підтримайте нашу|podpořte nás|podporte nás|stöd oss|støtt oss|støt os|tue meitä|bize destek ol|"
    "bizi destekleyin|υποστηρίξτε μας|susține-ne|susțineți|támogass minket|támogasson minket|ادعمونا|"
    "תמכו בנו|dukung kami"
)
#: what those that admit to money hold
COMMISSIONS = (
    "earn a commission|earn commission|earn an affiliate|earn a small commission|earn a portion of|"
    "affiliate commission|affiliate link|affiliate-link|affiliatelink|affiliate partner|"
    "earn from qualifying purchases|receive a commission|receive commission|receive a small commission|"
    "receive compensation|get a commission|get a small commission|amazon associate|"
    "erhalten wir eine provision|erhalten wir ggf. eine provision|erhalten wir eine kleine provision|"
    "bekommen wir eine provision|bekomme ich eine provision|erhalte ich eine provision|"
    "wir eine provision|eine kleine provision|partnerlinks|werbelinks|liens affiliés|liens d'affiliation|"
    "toucher une commission|percevoir une commission|recevoir une commission|enlaces de afiliado|"
    "enlaces de afiliación|recibir una comisión|ganar una comisión|obtener una comisión|link di affiliazione|"
    "link affiliati|ricevere una commissione|guadagnare una commissione|links de afiliado|"
    "receber uma comissão|ganhar uma comissão|kunnen wij een commissie|ontvangen we een commissie|"
    "ontvangen wij een commissie|linki afiliacyjne|linków afiliacyjnych|партнерские ссылки|"
    "партнёрские ссылки|партнерські посилання|affiliate odkazy|annonslänkar|reklamelenker|"
    "kumppanuuslinkkejä|satış ortaklığı|アフィリエイト"
)

#: between a person's name and what the person is
COPULAS = (
    "is was ist war arbeitet est était es era è é jest är arbetar er arbejder arbeider on je este — – - works covers "
    "reports studiert berichtet lavora travaille trabaja trabalha werkt pracuje työskentelee είναι"
)
#: behind a name, what only journalists do, for somebody or on something
WRITES = "writes schreibt écrit escribe scrive escreve schrijft pisze píše пишет пише skriver kirjoittaa γράφει scrie yazıyor"
WRITES_FOR = (
    "for about on für über pour sur para sobre en per su di voor over dla o do для про о за om för pro pe pentru για"
)
#: in the middle of a name
PARTICLES = "de da di du del della dos van von der den la le el al bin ibn ter ten zu y e af av"
#: of the words that credit lines have for work, those that stories have for anybody's
COMMON_WORK = (
    "senior chief bureau deputy assistant director producer staff critic host intern fellow especial special spécial "
    "spéciale jefe jefa leiter leiterin mitarbeiter mitarbeiterin medewerker medarbejder medarbeider experte expertin "
    "praktikant praktikantin analyst analista professor professeur professeure stagiaire freie freier enviado enviada "
    "envoyé envoyée inviato inviata presenter anchor researcher editör e"
)
#: further words for a journalist's
MORE_WORK = (
    "editor-in-chief editor-at-large co-founder founder gründer gründerin fondateur fondatrice fundador fundadora fondatore "
    "fondatrice oprichter oprichtster założyciel założycielka основатель засновник zakladatel grundare grunnlegger stifter "
    "perustaja kurucusu ιδρυτής fondator alapító schriftsteller schriftstellerin écrivain écrivaine escritor escritora "
    "scrittore scrittrice schrijver schrijfster pisarz dziennikarzem dziennikarką redaktorem redaktorką reporterem "
    "reporterką autorem autorką publicystą publicystką novinářem novinářkou писатель автор авторка блогер письменник "
    "kirjailija forfatter författare författarinna yazar συγγραφέας scriitor scriitoare író"
)
