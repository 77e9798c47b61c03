"""The words of dates: months, weekdays, units and labels in the languages of the web's press.

Tables only. A row is one language; slots are separated by spaces, spellings of one slot by ``/``, and ``_`` stands
for a space inside a name. Every beginning of a name counts as its abbreviation as long as no other name in the row
begins alike, so only irregular short forms are listed. Compared after ``text.fold``, so accents are for the reader.
"""

from __future__ import annotations

#: January to December
MONTHS: dict[str, str] = {
    "en": "january february march april may june july august september october november december",
    "af": "januarie februarie maart/mrt april mei junie julie augustus september oktober november desember",
    "az": "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
    "be": "студзеня/студзень лютага/люты сакавіка/сакавік красавіка/красавік мая/май/травень чэрвеня/чэрвень "
    "ліпеня/ліпень жніўня/жнівень верасня/верасень кастрычніка/кастрычнік лістапада/лістапад снежня/снежань",
    "bg": "януари февруари март април май юни юли август септември октомври ноември декември",
    "bs": "januar februar mart april maj juni/juna juli/jula august/augusta septembar oktobar novembar decembar",
    "ca": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    "cs": "ledna/leden února/únor března/březen dubna/duben května/květen června/červen/čvn července/červenec/čvc "
    "srpna/srpen září října/říjen listopadu/listopad prosince/prosinec",
    "cy": "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "de": "januar/jänner/jaenner februar/feber märz/maerz april mai juni juli august september oktober november "
    "dezember",
    "el": "ιανουαρίου/ιανουάριος φεβρουαρίου/φεβρουάριος μαρτίου/μάρτιος απριλίου/απρίλιος μαΐου/μάιος ιουνίου/ιούνιος "
    "ιουλίου/ιούλιος αυγούστου/αύγουστος σεπτεμβρίου/σεπτέμβριος οκτωβρίου/οκτώβριος νοεμβρίου/νοέμβριος "
    "δεκεμβρίου/δεκέμβριος",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre",
    "et": "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
    "eu": "urtarrila/urtarrilaren/urtarrilak otsaila/otsailaren/otsailak martxoa/martxoaren/martxoak "
    "apirila/apirilaren/apirilak maiatza/maiatzaren/maiatzak ekaina/ekainaren/ekainak uztaila/uztailaren/uztailak "
    "abuztua/abuztuaren/abuztuak iraila/irailaren/irailak urria/urriaren/urriak azaroa/azaroaren/azaroak "
    "abendua/abenduaren/abenduak",
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta "
    "marraskuuta joulukuuta",
    "fr": "janvier février mars avril mai juin/jun juillet/jul août/aout septembre octobre novembre décembre",
    "ga": "eanáir/eanair feabhra márta aibreán/aibreáin bealtaine meitheamh/mheitheamh iúil lúnasa meán_fómhair "
    "deireadh_fómhair samhain/samhna nollaig/nollag",
    "gl": "xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro",
    "hr": "siječnja/siječanj veljače/veljača ožujka/ožujak travnja/travanj svibnja/svibanj lipnja/lipanj srpnja/srpanj "
    "kolovoza/kolovoz rujna/rujan listopada/listopad studenoga/studenog/studeni prosinca/prosinac",
    "hu": "január február március április május június július augusztus szeptember október november december",
    "hy": "հունվարի/հունվար փետրվարի/փետրվար մարտի/մարտ ապրիլի/ապրիլ մայիսի/մայիս հունիսի/հունիս հուլիսի/հուլիս "
    "օգոստոսի/օգոստոս սեպտեմբերի/սեպտեմբեր հոկտեմբերի/հոկտեմբեր նոյեմբերի/նոյեմբեր դեկտեմբերի/դեկտեմբեր",
    "id": "januari februari/pebruari maret april mei juni juli agustus/agt september oktober november/nopember "
    "desember",
    "is": "janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "ka": "იანვარი თებერვალი მარტი აპრილი მაისი ივნისი ივლისი აგვისტო სექტემბერი ოქტომბერი ნოემბერი დეკემბერი",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "kl": "januaarip/januaari februaarip/februaari marsip/marsi apriilip/apriili maajip/maaji juunip/juuni "
    "juulip/juuli aggustip/aggusti septembarip/septembari oktobarip/oktobari novembarip/novembari decembarip/decembari",
    "lb": "januar februar mäerz abrëll mee juni juli august september oktober november dezember",
    "lt": "sausio/sausis vasario/vasaris kovo/kovas balandžio/balandis gegužės/gegužė birželio/birželis liepos/liepa "
    "rugpjūčio/rugpjūtis rugsėjo/rugsėjis spalio/spalis lapkričio/lapkritis gruodžio/gruodis",
    "lv": "janvāris/janvārī februāris/februārī marts/martā aprīlis/aprīlī maijs/maijā jūnijs/jūnijā jūlijs/jūlijā "
    "augusts/augustā septembris/septembrī oktobris/oktobrī novembris/novembrī decembris/decembrī",
    "mk": "јануари февруари март април мај јуни јули август септември октомври ноември декември",
    "ms": "januari februari mac/mach april mei jun julai ogos september oktober november disember",
    "mt": "jannar frar marzu april mejju ġunju lulju awwissu settembru ottubru novembru diċembru",
    "nl": "januari februari maart/mrt april mei juni juli augustus september oktober november december",
    "no": "januar februar mars april mai juni juli august september oktober november desember",
    "pl": "stycznia/styczeń lutego/luty marca/marzec kwietnia/kwiecień maja/maj czerwca/czerwiec lipca/lipiec "
    "sierpnia/sierpień września/wrzesień października/październik listopada/listopad grudnia/grudzień",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "ru": "января/январь февраля/февраль марта/март апреля/апрель мая/май июня/июнь июля/июль августа/август "
    "сентября/сентябрь октября/октябрь ноября/ноябрь декабря/декабрь",
    "sk": "januára/január februára/február marca/marec apríla/apríl mája/máj júna/jún júla/júl augusta/august "
    "septembra/september októbra/október novembra/november decembra/december",
    "sl": "januar/januarja februar/februarja marec/marca april/aprila maj/maja junij/junija julij/julija "
    "avgust/avgusta september/septembra oktober/oktobra november/novembra december/decembra",
    "so": "janaayo febraayo maarso abriil maayo juun luulyo agosto/ogosto sebtembar/sebteembar oktoobar noofeembar "
    "diseembar",
    "sq": "janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor",
    "sr": "јануар/јануара/januar/januara фебруар/фебруара/februar/februara март/марта/mart/marta "
    "април/априла/april/aprila мај/маја/maj/maja јун/јуна/јуни/jun/juna јул/јула/јули/jul/jula "
    "август/августа/avgust/avgusta септембар/септембра/septembar/septembra октобар/октобра/oktobar/oktobra "
    "новембар/новембра/novembar/novembra децембар/децембра/decembar/decembra",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "sw": "januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba",
    "tl": "enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "uk": "січня/січень лютого/лютий березня/березень квітня/квітень травня/травень червня/червень липня/липень "
    "серпня/серпень вересня/вересень жовтня/жовтень листопада/листопад грудня/грудень",
    "uz": "yanvar fevral mart aprel may iyun iyul avgust sentabr/sentyabr oktabr/oktyabr noyabr dekabr",
    "xh": "januwari/eyomqungu februwari/eyomdumba matshi/eyokwindla epreli meyi/ucanzibe "
    "juni/eyesilimela julayi/eyekhala agasti/eyethupha septemba/eyomsintsi okthoba/eyedwarha "
    "novemba/eyenkanga disemba/eyomnga",
    "zu": "januwari februwari mashi ephreli meyi juni julayi agasti septhemba okthoba novemba disemba",
    "am": "ጃንዋሪ ፌብሩዋሪ ማርች ኤፕሪል ሜይ ጁን ጁላይ ኦገስት ሴፕቴምበር ኦክቶበር ኖቬምበር ዲሴምበር",
    "ar": "يناير/كانون_الثاني/جانفي فبراير/شباط/فيفري مارس/آذار أبريل/ابريل/إبريل/نيسان/أفريل مايو/أيار/ماي "
    "يونيو/حزيران/جوان/يونيه يوليو/تموز/جويلية/يوليوز/يوليه أغسطس/اغسطس/آب/أوت/غشت سبتمبر/أيلول/شتنبر "
    "أكتوبر/اكتوبر/تشرين_الأول نوفمبر/تشرين_الثاني/نونبر ديسمبر/كانون_الأول/دجنبر",
    "fa": "ژانویه/فروردین فوریه/اردیبهشت مارس/خرداد آوریل/تیر مه/مرداد ژوئن/شهریور ژوئیه/جولای/مهر اوت/آگوست/آبان "
    "سپتامبر/آذر اکتبر/دی نوامبر/بهمن دسامبر/اسفند",
    "he": "ינואר/בינואר פברואר/בפברואר מרץ/במרץ/מרס/במרס אפריל/באפריל מאי/במאי יוני/ביוני יולי/ביולי אוגוסט/באוגוסט "
    "ספטמבר/בספטמבר אוקטובר/באוקטובר נובמבר/בנובמבר דצמבר/בדצמבר",
    "ur": "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
    "bn": "জানুয়ারি/জানুয়ারী ফেব্রুয়ারি/ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট/অগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
    "gu": "જાન્યુઆરી ફેબ્રુઆરી માર્ચ એપ્રિલ મે જૂન જુલાઈ ઑગસ્ટ/ઓગસ્ટ સપ્ટેમ્બર ઑક્ટોબર/ઓક્ટોબર નવેમ્બર ડિસેમ્બર",
    "hi": "जनवरी फ़रवरी/फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर नवंबर/नवम्बर दिसंबर/दिसम्बर",
    "kn": "ಜನವರಿ ಫೆಬ್ರವರಿ ಮಾರ್ಚ್ ಏಪ್ರಿಲ್ ಮೇ ಜೂನ್ ಜುಲೈ ಆಗಸ್ಟ್ ಸೆಪ್ಟೆಂಬರ್ ಅಕ್ಟೋಬರ್ ನವೆಂಬರ್ ಡಿಸೆಂಬರ್",
    "ml": "ജനുവരി ഫെബ്രുവരി മാർച്ച് ഏപ്രിൽ മേയ്/മെയ് ജൂൺ ജൂലൈ ഓഗസ്റ്റ്/ആഗസ്റ്റ് സെപ്റ്റംബർ ഒക്ടോബർ നവംബർ ഡിസംബർ",
    "mr": "जानेवारी फेब्रुवारी मार्च एप्रिल मे जून जुलै ऑगस्ट सप्टेंबर ऑक्टोबर नोव्हेंबर डिसेंबर",
    "ne": "जनवरी फेब्रुअरी मार्च अप्रिल मे जुन जुलाई अगस्ट सेप्टेम्बर अक्टोबर नोभेम्बर डिसेम्बर",
    "pa": "ਜਨਵਰੀ ਫ਼ਰਵਰੀ/ਫਰਵਰੀ ਮਾਰਚ ਅਪ੍ਰੈਲ ਮਈ ਜੂਨ ਜੁਲਾਈ ਅਗਸਤ ਸਤੰਬਰ ਅਕਤੂਬਰ ਨਵੰਬਰ ਦਸੰਬਰ",
    "ta": "ஜனவரி பிப்ரவரி மார்ச் ஏப்ரல் மே ஜூன் ஜூலை ஆகஸ்ட்/ஆகஸ்டு செப்டம்பர் அக்டோபர் நவம்பர் டிசம்பர்",
    "te": "జనవరి ఫిబ్రవరి మార్చి ఏప్రిల్ మే జూన్ జులై/జూలై ఆగస్టు/ఆగస్ట్ సెప్టెంబర్ అక్టోబర్ నవంబర్ డిసెంబర్",
    "th": "มกราคม/ม.ค กุมภาพันธ์/ก.พ มีนาคม/มี.ค เมษายน/เม.ย พฤษภาคม/พ.ค มิถุนายน/มิ.ย กรกฎาคม/ก.ค สิงหาคม/ส.ค "
    "กันยายน/ก.ย ตุลาคม/ต.ค พฤศจิกายน/พ.ย ธันวาคม/ธ.ค",
    "vi": "tháng_1/tháng_01 tháng_2/tháng_02 tháng_3/tháng_03 tháng_4/tháng_04 tháng_5/tháng_05 tháng_6/tháng_06 "
    "tháng_7/tháng_07 tháng_8/tháng_08 tháng_9/tháng_09 tháng_10 tháng_11 tháng_12",
}

#: Monday to Sunday
WEEKDAYS: dict[str, str] = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "af": "maandag dinsdag woensdag donderdag vrydag saterdag sondag",
    "be": "панядзелак/пн аўторак/аў серада/ср чацвер/чц пятніца/пт субота/сб нядзеля/нд",
    "bg": "понеделник/пн вторник/вт сряда/ср четвъртък/чт петък/пт събота/сб неделя/нд",
    "ca": "dilluns/dl dimarts/dt dimecres/dc dijous/dj divendres/dv dissabte/ds diumenge/dg",
    "cs": "pondělí úterý středa čtvrtek pátek sobota neděle",
    "da": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "de": "montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag",
    "el": "δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "et": "esmaspäev teisipäev kolmapäev neljapäev reede laupäev pühapäev",
    "fi": "maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "hr": "ponedjeljak utorak srijeda četvrtak petak subota nedjelja",
    "hu": "hétfő kedd szerda csütörtök péntek szombat vasárnap",
    "id": "senin selasa rabu kamis jumat/jum_at sabtu minggu",
    "is": "mánudagur þriðjudagur miðvikudagur fimmtudagur föstudagur laugardagur sunnudagur",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "lt": "pirmadienis antradienis trečiadienis ketvirtadienis penktadienis šeštadienis sekmadienis",
    "lv": "pirmdiena otrdiena trešdiena ceturtdiena piektdiena sestdiena svētdiena",
    "mk": "понеделник вторник среда четврток петок сабота недела",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "no": "mandag/måndag tirsdag/tysdag onsdag torsdag fredag lørdag/laurdag søndag/sundag",
    "pl": "poniedziałek wtorek środa czwartek piątek sobota niedziela",
    "pt": "segunda terça quarta quinta sexta sábado domingo",
    "ro": "luni marți miercuri joi vineri sâmbătă duminică",
    "ru": "понедельник/пн вторник/вт среда/ср четверг/чт пятница/пт суббота/сб воскресенье/вс",
    "sk": "pondelok utorok streda štvrtok piatok sobota nedeľa",
    "sl": "ponedeljek torek sreda četrtek petek sobota nedelja",
    "sq": "e_hënë e_martë e_mërkurë e_enjte e_premte e_shtunë e_diel",
    "sr": "понедељак/ponedeljak уторак/utorak среда/sreda четвртак/četvrtak петак/petak субота/subota недеља/nedelja",
    "sv": "måndag tisdag onsdag torsdag fredag lördag söndag",
    "tr": "pazartesi/pzt salı çarşamba perşembe cuma cumartesi/cmt pazar",
    "uk": "понеділок/пн вівторок/вт середа/ср четвер/чт п_ятниця/пʼятниця/пт субота/сб неділя/нд",
    "vi": "thứ_hai/thứ_2 thứ_ba/thứ_3 thứ_tư/thứ_4 thứ_năm/thứ_5 thứ_sáu/thứ_6 thứ_bảy/thứ_7 chủ_nhật",
    "ar": "الاثنين/الإثنين الثلاثاء الأربعاء/الاربعاء الخميس الجمعة السبت الأحد/الاحد",
    "fa": "دوشنبه سه‌شنبه چهارشنبه پنجشنبه/پنج‌شنبه جمعه شنبه یکشنبه/یک‌شنبه",
    "he": "יום_שני יום_שלישי יום_רביעי יום_חמישי יום_שישי יום_שבת יום_ראשון",
    "hi": "सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार",
    "ur": "پیر منگل بدھ جمعرات جمعہ ہفتہ اتوار",
}

#: language tags that share a row
ALIASES: dict[str, str] = {"nb": "no", "nn": "no", "fil": "tl", "in": "id", "iw": "he", "sh": "sr", "cnr": "sr"}

#: what stands before the moment a text appeared, and before the one it was changed
PUBLISHED_LABELS = (
    "published posted released erschienen publiziert gepostet eingestellt verfasst mis_en_ligne posté paru "
    "inserito creado publicado publicada publicat pubblicato pubblicata publié publiée créé veröffentlicht "
    "erstellt gepubliceerd geplaatst publisert publiceret publicerad julkaistu opublikowano publikacja "
    "publikováno publikované objavljeno megjelent publikuota publicēts avaldatud δημοσίευση δημοσιεύθηκε "
    "yayınlanma yayın опубликовано опубліковано публикувано diterbitkan dipublikasikan tayang đăng"
)
MODIFIED_LABELS = (
    "updated modified revised edited amended mis_à_jour mise_à_jour modifié actualisé maj_le maj_à aktualisiert "
    "geändert update upd actualizado actualizada actualització actualitzat modificado atualizado atualizada "
    "aggiornato aggiornata aggiornamento modificata bijgewerkt gewijzigd laatste_update opdateret oppdatert "
    "uppdaterad päivitetty aktualizacja zaktualizowano aktualizováno aktualizované ažurirano posodobljeno "
    "frissítve frissült atnaujinta atjaunots uuendatud actualizat ενημέρωση güncelleme güncellendi обновлено "
    "оновлено обновена diperbarui cập_nhật sist_endret zuletzt letzte_änderung last_update"
)
#: likewise in scripts that write words together
PUBLISHED_SIGNS = "公開 掲載 配信 发布 發布 입력 등록 نشر פורסם"
MODIFIED_SIGNS = "更新 수정 업데이트 تحديث עודכן"

#: before noon and after noon, in front of the hour or behind it
MORNING = "am पूर्वाह्न"
AFTERNOON = "pm अपराह्न"
MORNING_SIGNS = "午前 上午 오전 凌晨 早上 صباحا"
AFTERNOON_SIGNS = "午後 下午 오후 晚上 مساء"

YESTERDAY_SIGNS = "昨日 昨天 어제"
TODAY_SIGNS = "今日 今天 오늘"
#: of ``3時間前``, the longer before the shorter that it begins with
EAST_ASIAN_UNITS = {
    **dict.fromkeys(("秒", "초"), "seconds"),
    **dict.fromkeys(("分钟", "分鐘", "分", "분"), "minutes"),
    **dict.fromkeys(("時間", "小时", "小時", "시간"), "hours"),
    **dict.fromkeys(("週間", "周", "週", "주"), "weeks"),
    **dict.fromkeys(("日", "天", "일"), "days"),
}

#: behind, or in place of, the colon between hour and minutes
HOUR_WORDS = "h hs hrs hr heure heures uhr u uur uu ur годин ч час hodin hod óra órakor"

#: nothing but glue inside a date
FILLERS = (
    "de del della di da do dos d den der dem le la el il lo les las the on of at à a al alle alla às as ao o ob "
    "om um kl klo klockan kell kello lúc ngày vào năm pukul jam w v dne dnia ve в во о у г года р рік року roku r "
    "m gada g i în ora ore dia día t th st nd rd er re ère ere ª º ko στις και ώρα ساعة الساعة في יום ב בשעה to "
    "lille ke kel dan"
)

#: minutes east of Greenwich; those of ``AMERICAN_ZONES`` count only in languages of the Americas, being words elsewhere
ZONES: dict[str, int] = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "cet": 60, "mez": 60, "met": 60, "west": 60, "bst": 60, "wat": 60,
    "cest": 120, "mesz": 120, "mest": 120, "eet": 120, "sast": 120, "cat": 120, "eest": 180, "eat": 180, "msk": 180,
    "мск": 180, "trt": 180, "pkt": 300, "ist": 330, "npt": 345, "wib": 420, "ict": 420, "wita": 480, "hkt": 480,
    "sgt": 480, "myt": 480, "awst": 480, "wit": 540, "jst": 540, "kst": 540, "acst": 570, "aest": 600, "acdt": 630,
    "aedt": 660, "nzst": 720, "nzdt": 780, "brt": -180,
}  # fmt: skip
AMERICAN_ZONES: dict[str, int] = {
    "ndt": -150, "nst": -210, "adt": -180, "ast": -240, "edt": -240, "est": -300, "cdt": -300, "cst": -360,
    "mdt": -360, "mst": -420, "pdt": -420, "pst": -480, "akdt": -480, "akst": -540, "hst": -600,
}  # fmt: skip
#: zones named without saying whether summer time holds: their winter offset
AMERICAN_CLOCKS: dict[str, int] = {"et": -300, "ct": -360, "mt": -420, "pt": -480}

#: beginnings of the words for second, minute, hour, day and week; what says that it is past; yesterday; today
RELATIVE: dict[str, tuple[str, str, str, str]] = {
    "en": ("sec min hour/hr day week", "ago", "yesterday", "today"),
    "fr": ("sec min heure/h jour semaine", "il_y_a", "hier", "aujourd_hui"),
    "de": ("sek min stunde/std tag woche", "vor", "gestern", "heute"),
    "es": ("seg min hora día semana", "hace", "ayer", "hoy"),
    "pt": ("seg min hora dia semana", "há atrás", "ontem", "hoje"),
    "it": ("sec min or giorn settiman", "fa", "ieri", "oggi"),
    "nl": ("sec min uur/uren dag we", "geleden", "gisteren", "vandaag"),
    "da": ("sek min time dag uge", "siden", "i_går", "i_dag"),
    "no": ("sek min time dag/døgn uke", "siden", "i_går", "i_dag"),
    "sv": ("sek min tim dag/dygn veck", "sedan", "igår", "idag"),
    "fi": ("sek min tun päiv viik", "sitten", "eilen", "tänään"),
    "pl": ("sek min godz dni/dzień tyg", "temu", "wczoraj", "dziś/dzisiaj"),
    "cs": ("sek min hod dn týd", "před", "včera", "dnes"),
    "sk": ("sek min hod dň týž", "pred", "včera", "dnes"),
    "hr": ("sek min sat dan tjed", "prije", "jučer", "danas"),
    "sr": ("сек/sek мин/min сат/sat дан/dan недељ/nedelj", "пре/pre", "јуче/juče", "данас/danas"),
    "hu": ("másodp perc óráj/órá nap hét/het", "ezelőtt", "tegnap", "ma"),
    "ro": ("sec min or zi săpt", "acum", "ieri", "azi"),
    "el": ("δευτ λεπτ ωρ μέρ/ημέρ εβδομ", "πριν", "χθες", "σήμερα"),
    "tr": ("san dak/dk saat gün hafta", "önce", "dün", "bugün"),
    "ru": ("сек мин час дн/ден нед", "назад", "вчера", "сегодня"),
    "uk": ("сек хв/хвил год дн/ден тиж", "тому", "вчора/учора", "сьогодні"),
    "bg": ("сек мин час дн/ден седм", "преди", "вчера", "днес"),
    "ca": ("seg min hor/hora dia/dies setman", "fa", "ahir", "avui"),
    "id": ("det men jam hari ming", "lalu", "kemarin", "hari_ini"),
    "vi": ("giây phút giờ ngày tuần", "trước", "hôm_qua", "hôm_nay"),
    "ar": ("ثاني/ثوان دقيق/دقائق ساع يوم/أيام أسبوع/أسابيع", "منذ قبل", "أمس", "اليوم"),
    "fa": ("ثانیه دقیقه ساعت روز هفته", "پیش قبل", "دیروز", "امروز"),
    "he": ("שני דק שע יו/ימים שבוע", "לפני", "אתמול", "היום"),
    "hi": ("सेक मिन घंट दिन हफ्", "पहले", "कल", "आज"),
}
#: words for one
ONE = "a an one un une uno una eine einer einem ein een en et ett yksi egy jeden jedna uma um o ένα μία bir один одну"
