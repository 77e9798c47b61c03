"""What pages say in place of a picture, and what they call the files that stand there, in many languages.

``PLACEHOLDER_TEXTS`` are what readers see; the other tables are the parts of file names. All folded, so that case,
accents and quotes do not matter.
"""

# ruff: noqa: SIM905 - a vocabulary reads best as running text
from __future__ import annotations

from archiver.text import fold

#: by language: words for a picture, and what is said of one that is not there; a third of the sites say it in English
_SAID: tuple[tuple[str, str], ...] = (
    (
        "image|photo|picture|thumbnail|preview|photograph",
        (
            "no {}|no {} available|no {} found|no {} yet|no {} to display|no {} provided|no {} uploaded|no {} set|"
            "no {}s|no {}s available|no {}s found|no featured {}|{} not found|{} not available|{} is not available|"
            "{} not available yet|{} currently not available|{} currently unavailable|{} temporarily unavailable|"
            "{} unavailable|{} is unavailable|{} missing|missing {}|{} is missing|{} not loaded|{} failed to load|"
            "{} could not be loaded|{} not provided|unable to load {}|could not load {}|error loading {}|{} error|"
            "{} removed|{} deleted|{} coming soon|{} placeholder|placeholder {}|placeholder for {}|default {}|"
            "without {}|{} does not exist|{} to come|{} pending|{} cannot be displayed|{} no longer available"
        ),
    ),
    (
        "image|photo|photographie|illustration|vignette|visuel|aperçu|miniature",
        (
            "{} non disponible|{} indisponible|{} non trouvée|{} non trouvé|{} introuvable|{} manquante|"
            "{} manquant|{} absente|{} absent|{} inexistante|pas d'{}|pas de {}|aucune {}|aucun {}|"
            "aucune {} disponible|aucun {} disponible|sans {}|{} par défaut|{} à venir|{} bientôt disponible|"
            "{} supprimée|{} pas disponible|{} n'est pas disponible|pas d'{} disponible|pas de {} disponible|"
            "{} non fournie|{} temporairement indisponible"
        ),
    ),
    (
        "bild|foto|vorschaubild|beitragsbild|artikelbild|symbolbild|vorschau|bilder|bildmaterial|titelbild",
        (
            "kein {}|keine {}|kein {} vorhanden|kein {} verfügbar|kein {} gefunden|kein {} hinterlegt|"
            "keine {} vorhanden|keine {} verfügbar|{} nicht gefunden|{} nicht verfügbar|{} nicht vorhanden|"
            "{} nicht mehr verfügbar|{} nicht geladen|{} konnte nicht geladen werden|{} fehlt|fehlendes {}|"
            "ohne {}|{} folgt|{} folgt in kürze|{} kommt|{} kommt noch|{} in arbeit|"
            "{} zurzeit nicht verfügbar|{} derzeit nicht verfügbar|"
            "{} ist nicht verfügbar|{} entfernt"
        ),
    ),
    (
        "imagen|foto|fotografía|imágenes|miniatura|ilustración",
        (
            "sin {}|sin {} disponible|{} no disponible|{} no disponibles|{} no encontrada|{} no encontrado|"
            "{} no existe|{} no está disponible|no hay {}|no hay {} disponible|no hay {} disponibles|ninguna {}|"
            "{} por defecto|{} faltante|{} ausente|{} eliminada|falta {}|falta la {}|{} próximamente|"
            "no se encontró la {}|{} predeterminada"
        ),
    ),
    (
        "imagem|foto|fotografia|imagens|miniatura|ilustração",
        (
            "sem {}|sem {} disponível|{} não disponível|{} indisponível|{} não encontrada|{} não existe|"
            "{} inexistente|{} não está disponível|nenhuma {}|nenhuma {} disponível|nenhuma {} encontrada|"
            "não há {}|{} ausente|{} em falta|{} padrão|{} em breve|{} removida"
        ),
    ),
    (
        "immagine|foto|fotografia|anteprima|immagini|miniatura",
        (
            "nessuna {}|nessuna {} disponibile|nessuna {} trovata|{} non disponibile|{} non disponibili|"
            "{} non trovata|{} mancante|{} assente|{} non presente|{} non è disponibile|senza {}|{} inesistente|"
            "{} in arrivo|{} predefinita|{} di default|{} rimossa"
        ),
    ),
    (
        "afbeelding|foto|plaatje|beeld|afbeeldingen|foto's",
        (
            "geen {}|geen {} beschikbaar|geen {} gevonden|geen {} aanwezig|{} niet beschikbaar|{} niet gevonden|"
            "{} ontbreekt|{} is niet beschikbaar|{} niet aanwezig|zonder {}|{} volgt|{} nog niet beschikbaar|"
            "{} niet geladen"
        ),
    ),
    ("zdjęcia|obrazka|obrazu|obraza|fotografii|grafiki|ilustracji|miniatury", "brak {}|bez {}|brak dostępnego {}"),
    (
        "zdjęcie|obrazek|obraz|fotografia|grafika",
        (
            "{} niedostępne|{} niedostępny|{} niedostępna|{} nie jest dostępne|nie znaleziono {}|"
            "{} nie zostało znalezione|{} wkrótce|{} zastępcze|{} domyślne"
        ),
    ),
    (
        ("изображения|фото|фотографии|картинки|иллюстрации|превью"),
        "нет {}|без {}|нет доступного {}",
    ),
    (
        "изображение|фото|фотография|картинка|иллюстрация",
        (
            "{} отсутствует|{} недоступно|{} недоступна|{} не найдено|"
            "{} не найдена|{} не доступно|{} нет|{} не загружено|"
            "{} скоро появится|{} удалено|{} по умолчанию|{} не доступна"
        ),
    ),
    (
        "зображення|фото|фотографії|світлини|картинки|ілюстрації",
        "немає {}|без {}|нема {}",
    ),
    (
        "зображення|фото|світлина|картинка|ілюстрація|фотографія",
        ("{} відсутнє|{} відсутня|{} недоступне|{} недоступна|{} не знайдено|{} немає|{} за замовчуванням"),
    ),
    (
        "resim|görsel|fotoğraf|görüntü|foto|resmi",
        (
            "{} yok|{} bulunamadı|{} mevcut değil|{} bulunmuyor|{} bulunmamaktadır|{} hazırlanıyor|"
            "{} eklenmemiş|{} yüklenemedi|{} kullanılamıyor|{} bulunamıyor|varsayılan {}|{} yakında"
        ),
    ),
    (
        "画像|写真|イメージ|サムネイル|サムネイル画像|画像データ|アイキャッチ|アイキャッチ画像",
        (
            "{}なし|{}無し|{}はありません|{}がありません|{}準備中|{}が見つかりません|{}が見つかりませんでした|"
            "{}未登録|{}は準備中です|no {}|no{}|{}未設定|{}を表示できません|{}が存在しません|{}はまだありません|"
            "{}ありません"
        ),
    ),
    ("ノーイメージ|ノーフォト|画像 なし", "{}"),
    (
        "이미지|사진|썸네일|그림",
        (
            "{} 없음|{}없음|{}가 없습니다|{}이 없습니다|{} 없습니다|{} 준비중|{} 준비 중|{}를 찾을 수 없습니다|"
            "{}을 찾을 수 없습니다|{}를 불러올 수 없습니다|{}을 불러올 수 없습니다|등록된 {}가 없습니다|"
            "등록된 {}이 없습니다|기본 {}|no {}|{} 준비중입니다"
        ),
    ),
    (
        "图片|圖片|照片|图像|圖像|相片|配图|配圖|缩略图|縮圖|封面|影像",
        (
            "暂无{}|暫無{}|没有{}|沒有{}|无{}|無{}|{}不存在|{}缺失|{}加载失败|{}載入失敗|{}未找到|找不到{}|"
            "{}无法显示|{}無法顯示|{}不可用|{}待更新|暂时没有{}|尚無{}|默认{}|預設{}|{}已失效|{}即将上线|"
            "{}无法加载|{}暂缺"
        ),
    ),
    (
        "صورة|صور|الصورة",
        (
            "لا توجد {}|لا يوجد {}|بدون {}|{} غير متوفرة|{} غير متاحة|{} غير موجودة|{} مفقودة|لا {}|{} افتراضية|"
            "لا توجد {} متاحة|لم يتم العثور على {}|من دون {}"
        ),
    ),
    ("تصویر|عکس", "بدون {}|{} موجود نیست|{} یافت نشد|{} ندارد|{} در دسترس نیست|{} وجود ندارد|فاقد {}|{} پیدا نشد"),
    ("تصویر", "{} دستیاب نہیں|{} دستیاب نہیں ہے|کوئی {} نہیں|{} موجود نہیں|{} نہیں ملی"),
    ("תמונה", "אין {}|ללא {}|ה{} אינה זמינה|{} לא זמינה|{} לא נמצאה|{} אינה זמינה|{} חסרה"),
    (
        "चित्र|छवि|तस्वीर|फोटो|इमेज",
        (
            "{} नहीं|कोई {} नहीं|कोई {} नहीं है|{} उपलब्ध नहीं|{} उपलब्ध नहीं है|{} नहीं मिली|{} नहीं मिला|"
            "{} मौजूद नहीं|कोई {} उपलब्ध नहीं|बिना {}|{} अनुपलब्ध|कोई {} उपलब्ध नहीं है"
        ),
    ),
    ("ছবি|চিত্র", "কোন {} নেই|কোনো {} নেই|{} নেই|{} পাওয়া যায়নি|{} উপলব্ধ নয়|{} পাওয়া যায় নি"),
    ("படம்|புகைப்படம்", "{} இல்லை|{} கிடைக்கவில்லை"),
    ("ภาพ|รูปภาพ|รูป", "ไม่มี{}|ไม่พบ{}|ไม่มี{}ประกอบ|{}ไม่พร้อมใช้งาน|ยังไม่มี{}"),
    (
        "ảnh|hình ảnh|hình|ảnh đại diện|ảnh minh họa",
        (
            "không có {}|chưa có {}|không tìm thấy {}|{} không có sẵn|{} không tồn tại|{} không khả dụng|"
            "{} đang cập nhật|{} mặc định|không tải được {}"
        ),
    ),
    (
        "gambar|foto|imej",
        (
            "tidak ada {}|{} tidak tersedia|{} tidak ditemukan|tanpa {}|{} tidak ada|{} belum tersedia|tiada {}|"
            "{} bawaan|{} tidak dijumpai|{} hilang|{} tidak dapat dimuat"
        ),
    ),
    ("larawan", "walang {}|hindi available ang {}"),
    ("picha", "hakuna {}|{} haipatikani|{} haipo"),
    (
        "bild|foto|bilde|billede|billeder|bilder|fotografi|bilden|bildet|billedet|fotot|fotoet",
        (
            "ingen {}|ingen {} tillgänglig|ingen {} tilgjengelig|inget {}|inget {} tillgängligt|intet {}|"
            "intet {} tilgængeligt|{} saknas|{} mangler|{} inte tillgänglig|{} ikke tilgjengelig|"
            "{} ikke tilgængelig|{} ikke tilgængeligt|{} ej tillgänglig|{} hittades inte|{} ikke funnet|"
            "{} ikke fundet|{} kunne ikke lastes|uten {}|uden {}|utan {}|ikke {} tilgjengelig|{} finns inte|"
            "{} kommer|{} finnes ikke|{} är inte tillgänglig|intet {} fundet"
        ),
    ),
    (
        "kuvaa|kuva|valokuvaa",
        "ei {}|ei {} saatavilla|{} ei saatavilla|{} puuttuu|{} ei löydy|{} ei löytynyt|ilman {}",
    ),
    ("mynd", "engin {}|{} vantar|{} fannst ekki"),
    (
        "obrázek|obrázku|obrázok|obrázka|fotka|fotky|foto|fotografie|fotografia|snímek|náhled|obrázky",
        (
            "bez {}|žádný {}|žiadny {}|žádná {}|{} není k dispozici|{} nie je k dispozícii|{} nenalezen|"
            "{} nenájdený|{} chybí|{} chýba|{} nedostupný|{} nedostupná|{} nebyl nalezen|{} nebyla nalezena|"
            "{} se nepodařilo načíst|není {}"
        ),
    ),
    (
        "imagine|poză|fotografie|poza|imaginea|foto",
        (
            "fără {}|nicio {}|nici o {}|{} indisponibilă|{} nu este disponibilă|{} lipsă|{} lipsește|"
            "{} inexistentă|nu există {}|{} nu a fost găsită|{} implicită"
        ),
    ),
    (
        "kép|fotó|fénykép|a kép|képe",
        "nincs {}|{} nem elérhető|{} nem található|{} hiányzik|hiányzó {}|nincs elérhető {}",
    ),
    (
        "εικόνα|φωτογραφία|φωτό|η εικόνα",
        ("χωρίς {}|δεν υπάρχει {}|{} μη διαθέσιμη|{} δεν βρέθηκε|{} δεν είναι διαθέσιμη|δεν βρέθηκε {}|καμία {}"),
    ),
    (
        "снимка|изображение|снимки|картинка",
        ("няма {}|без {}|липсва {}|{} не е налично|{} не е налична|{} не е намерена|няма налична {}"),
    ),
    (
        "slika|slike|fotografija|fotografije|sliko|слика|слике|фотографије",
        (
            "nema {}|bez {}|ni {}|brez {}|{} nije dostupna|{} nije pronađena|{} ni na voljo|{} nedostaje|"
            "{} nedostupna|{} manjka|нема {}|без {}|{} није доступна|{} недостаје|"
            "{} nepostoji|{} ne postoji"
        ),
    ),
    ("imatge|foto|imatges|fotografia", "sense {}|{} no disponible|{} no trobada|no hi ha {}|cap {}|{} no existeix"),
    ("imaxe", "sen {}|{} non dispoñible"),
    ("irudirik|argazkirik", "ez dago {}"),
    ("nuotraukos|paveikslėlio|vaizdo", "nėra {}|be {}"),
    ("attēla|attēls|foto", "nav {}|bez {}|{} nav pieejams|nav pieejams {}"),
    ("pilti|pilt|foto|fotot", "{} pole|pole {}|pilt puudub|{} puudub|{} ei leitud"),
    ("şəkil|foto", "{} yoxdur|{} tapılmadı"),
    ("сурет|сурөт", "{} жоқ|{} жок|{} табылмады"),
    ("სურათი|ფოტო", "{} არ არის|{} ვერ მოიძებნა"),
    ("նկար|լուսանկար", "{} չկա"),
    ("foto|fotografi|imazh", "pa {}|nuk ka {}|s'ka {}|{} nuk u gjet"),
    ("prent|beeld|foto", "geen {} beskikbaar|{} nie beskikbaar nie|{} nie gevind nie"),
    (
        (
            "placeholder|platzhalter|platzhalterbild|ersatzbild|segnaposto|marcador de posición|espace réservé|"
            "noimage|no-image|no_image|nophoto|no-photo|no img|no pic|no thumb|img not found|404 image not found|"
            "image 404|404 image|заглушка|заглушка изображения|заставка|"
            "image_not_supported|broken_image|hide_image|no_photography|default thumbnail|no featured image|"
            "no cover|no cover image|no cover available|no poster|no artwork|broken image|[no image]|no media|"
            "no media available|no visual|no hay foto|no foto|no imagen|now printing|nowprinting"
        ),
        "{}",
    ),
)

PLACEHOLDER_TEXTS = frozenset(
    text
    for nouns, patterns in _SAID
    for noun in nouns.split("|")
    for pattern in patterns.split("|")
    for folded in [fold(pattern.replace("{}", noun))]
    for text in (folded, folded.replace("ı", "i"))  # a Turkish capital I
)


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split())


#: what a picture is called in file names
PICTURE_NOUNS = _words(
    "image images img imgs imag photo photos pic pics picture pictures thumb thumbs thumbnail thumbnails preview "
    "poster cover artwork visual visuel vignette miniature miniatura illustration apercu foto fotos fotka "
    "fotografia fotografija photography photographie bild bilder bildchen vorschau vorschaubild beitragsbild "
    "artikelbild teaserbild titelbild imagen imagenes imagem imagens imatge imaxe immagine immagini anteprima "
    "afbeelding afbeeldingen beeld plaatje zdjecie zdjecia obraz obrazek obrazka obrazku obrazok fotografie bilde "
    "billede billeder kuva kuvaa mynd resim resmi gorsel fotograf fotografi kep imagine poza slika slike snimka "
    "izobrazhenie izobrazheniya izobrazheniye kartinka kartinki zobrazhennya gambar imej anh hinh hinhanh "
    "anhdaidien tupian zhaopian gazou gazo shashin изображение изображения фото "
    "картинка картинки снимка слика εικονα 画像 写真 图片 圖片 이미지 사진 صورة "
    "תמונה tasvir surat rasm pilt attels featured src media"
)
#: a file so called is a generic picture, whatever else its name says
STAND_INS = _words(
    "placeholder placeholders platzhalter platzhalterbild ersatzbild segnaposto zaglushka zaslepka "
    "placeholderimage imageplaceholder imgplaceholder placeholderimg placehold zastepczy zastepcze marcador "
    "espacereserve заглушка"
)
#: a file so called is a generic picture when the rest of its name says nothing else
GENERICS = _words(
    "default defaults defaut dummy generic generico generica generique fallback missing unavailable logo logos "
    "logotype logotipo logotip stub padrao defecto predeterminada predeterminado predefinita predefinito "
    "predefinida domyslny domyslne domyslna domyslnie varsayilan vychozi oletus oletuskuva alapertelmezett "
    "implicit implicita standaard standardbild standardbilde umolchaniyu bawaan macdinh podrazumevano zadani "
    "notfound indisponible indisponivel indisponibile introuvable manquante manquant inexistente ausente mancante "
    "404 brandmark wordmark nowprinting"
)
NEGATIONS = _words(
    "no not non nao without missing kein keine ohne sans aucune aucun pas sem nenhuma sin ninguna falta senza "
    "nessuna geen zonder niet nicht brak bez nie net nema nyama ingen inget intet uten uden utan ei nincs fara "
    "nicio tidak tanpa tiada khong chua zanwu sense hakuna engin нет без няма нема немає "
    "χωρις 无 無 暂无"
)
#: what is said of a picture after a negation: "image not found"
POSITIVES = _words(
    "found available availible avail exist exists loaded supported set here provided disponible disponibles "
    "disponivel disponibile disponibili dostupna dostupny dostepne dostepny verfugbar verfuegbar vorhanden "
    "gefunden beschikbaar gevonden encontrada encontrado trovata trouvee trouve tersedia ditemukan tillganglig "
    "tilgjengelig tilgaengelig saatavilla loytynyt elerheto talalhato mevcut co san ton tai ada hay"
)
#: what is said of it without one
NEGATIVES = _words(
    "unavailable missing indisponible indisponivel indisponibile introuvable manquante manquant mancante ausente "
    "saknas mangler puuttuu chybi nedostupny nedostupna niedostepne niedostepny otsutstvuet nedostupno bulunamadi "
    "yok fehlt folgt hianyzik soon error 404 broken notfound nincs なし 없음 volgt binnenkort wkrotce yakinda "
    "hazirlaniyor skoro proximamente prossimamente junbichu junbityu junbi 準備中 준비중 segera brevemente uskoro brzy "
    "hamarosan tulossa kommer"
)
#: what the rest of such a name may say: whose picture, of what kind and size, which part of the site
FILLERS = _words(
    "d de du la le les l el il a an the of for par por per po pre da do dla und post posts article articles "
    "artikel articulo articulos articolo artigo news nieuws noticia noticias notizia notizie nachricht nachrichten "
    "haber haberler nyheter nyhet wiadomosci novosti novini novyny berita tin tintuc actu actualite actualites "
    "info feature teaser share sharing social facebook twitter og card item story video audio podcast gallery site "
    "web website page blog home event author avatar user profile main small medium large big mini tiny full square "
    "wide hero banner header landscape portrait horizontal vertical grey gray gris grau grijs white black weiss "
    "schwarz dark light color colour transparent blank empty wp theme plugin default new old final copy b c v x m "
    "s xs sm md lg xl xxl px hd 1x1 bg background listing list grid archive category section rubrik tag sport "
    "sports politics politik politique politica economy economie economia business culture kultur cultura cultuur "
    "local regional region world opinion health tech science lifestyle thumbnail image img pic photo high low res "
    "retina desktop mobile tablet amp coming mac dinh size crop resized resize scaled min optimized webp png jpg "
    "now printing breve arrivo venir "
    "jpeg svg gif fr en es it pt nl at ch us uk"
)
#: names of files that nobody sees, and which a script replaces
STUBS = _words(
    "blank empty spacer pixel transparent trans transp clear clearpixel clearspacer 1x1 lazy lazyload lazyloading "
    "lazyloader loading loader preload preloader shim dot px spinner ajaxloader throbber leer vide vacio vuoto "
    "leeg tlo ladebild lade carregando cargando chargement caricamento yukleniyor onepixel pixelclear blankimg"
)
#: ... beside which these say nothing
BESIDE_STUBS = _words(
    "img image images picture pic jeg placeholder fallback gif png jpg bg background white black grey gray dark "
    "light icon small big square ajax default 0 1 px thumb src lazy tiny x y ratio"
)
#: a file called by its colour alone is a stub too: ``grey.gif``
COLOURS = _words("white black grey gray whitepixel graypixel")
#: of ``noimage``, ``defaultphoto``, ``keinbild``
_BEFORE_NOUNS = (
    "no not non without missing default defaut dummy kein sans sem sin senza geen brak bez net nema ingen nincs zanwu"
).split()
_NEWS_NOUNS = "news article post story noticia haber berita novost nachricht".split()
_AFTER_NOUNS = "default notfound missing unavailable notavailable comingsoon yok".split()
#: words that mean something else behind a short one
_NEVER_JOINED = frozenset({"media"})
_TOO_SHORT = frozenset({"media"})
_NOUNS_IN_COMPOUNDS = [noun for noun in PICTURE_NOUNS if noun.isascii() and noun not in _NEVER_JOINED]
#: names written in one word
COMPOUNDS = frozenset(
    [before + noun for before in _BEFORE_NOUNS for noun in _NOUNS_IN_COMPOUNDS]
    + [noun + after for noun in _NOUNS_IN_COMPOUNDS for after in _AFTER_NOUNS]
    + [f"{word}{noun}" for noun in _NEWS_NOUNS for word in ("default", "dummy")]
    + [f"{noun}default" for noun in _NEWS_NOUNS]
    + [f"no{noun}{after}" for noun in _NOUNS_IN_COMPOUNDS for after in ("available", "found", "yet")]
)
#: parts of a name that ask for a closer look at it
_PAIRED = frozenset({"coming", "dinh", "og", "share", "social", "sharing", "printing", "breve", "arrivo", "venir"})
TRIGGERS = _PAIRED | STUBS | COLOURS | STAND_INS | GENERICS | NEGATIONS | NEGATIVES | COMPOUNDS
#: all that a generic picture's name may say beside what makes it one
HARMLESS = PICTURE_NOUNS | STAND_INS | GENERICS | NEGATIONS | POSITIVES | NEGATIVES | FILLERS | COMPOUNDS
