"""Lines of flattened pages that are cards by their shape, in every script."""

from __future__ import annotations

import datetime as dt

import pytest

import archiver
from archiver.parser.lines import read_lines
from archiver.parser.text_excerpts import find_promoted

#: heading of the cards, the article's title and text, headline and excerpt of two cards
PAGES = {
    "en": (
        "Related",
        "Lighthouse keeper says lamp was lit all night",
        [
            "The lighthouse keeper said on Saturday that the lamp had been lit every night since the day the old tower by the bay was built.",
            "People of the village met at the pier and told how they had seen the light of the lamp even during the autumn storm that lasted three days.",
            "The village council decided to buy a new lamp, but the lighthouse keeper refused to change it and said that the old one was brighter.",
            "The lamp will now stay in the lighthouse until spring, and the keeper will get another helper and a new ladder.",
        ],
        [
            (
                "Harbour seal joins parish council",
                "After three rounds and a campaign fought mostly under water, the seal of the harbour…",
            ),
            (
                "Two bakers end a truce",
                "The quarrel is about the length of the loaf, which only one of them has ever measured and…",
            ),
        ],
    ),
    "fr": (
        "À lire aussi",
        "Le gardien du phare affirme que la lampe brûlait toute la nuit",
        [
            "Le gardien du phare a déclaré samedi que la lampe avait brûlé chaque nuit depuis le jour où la vieille tour de la baie fut construite.",
            "Les habitants du village se sont réunis sur la jetée et ont raconté avoir vu la lumière de la lampe même pendant la tempête d'automne.",
            "Le conseil du village a décidé d'acheter une nouvelle lampe, mais le gardien du phare a refusé de la changer et dit que l'ancienne éclaire mieux.",
            "La lampe restera donc au phare jusqu'au printemps, et le gardien recevra une aide et une nouvelle échelle.",
        ],
        [
            (
                "Un phoque entre au conseil du port",
                "Après trois tours et une campagne menée surtout sous l'eau, le phoque du port a pris…",
            ),
            (
                "Deux boulangers font enfin la paix",
                "La querelle porte sur la longueur du pain, que seul l'un des deux a jamais mesurée et…",
            ),
        ],
    ),
    "ru": (
        "Читайте также",
        "Смотритель маяка говорит что лампа горела всю ночь",
        [
            "Смотритель маяка сообщил в субботу, что лампа горела каждую ночь с того дня, как построили старую башню у залива.",
            "Жители деревни собрались у причала и рассказали, что видели свет лампы даже во время осеннего шторма, который продолжался три дня.",
            "Совет деревни решил купить новую лампу, но смотритель маяка отказался её менять и сказал, что старая светит лучше.",
            "Теперь лампа останется на маяке до весны, а смотритель получит ещё одного помощника и новую лестницу.",
        ],
        [
            (
                "Тюлень вошёл в приходской совет гавани",
                "После трёх туров голосования и кампании, которая шла в основном под водой, тюлень из гавани занял…",
            ),
            (
                "Два пекаря заключили мир после ссоры",
                "Сорок лет они не говорили друг с другом из-за длины батона, но в понедельник один из них…",
            ),
        ],
    ),
    "el": (
        "Διαβάστε επίσης",
        "Ο φαροφύλακας λέει ότι η λάμπα έκαιγε όλη τη νύχτα",
        [
            "Ο φαροφύλακας δήλωσε το Σάββατο ότι η λάμπα έκαιγε κάθε νύχτα από τη μέρα που χτίστηκε ο παλιός πύργος στον κόλπο.",
            "Οι κάτοικοι του χωριού μαζεύτηκαν στην αποβάθρα και είπαν ότι είδαν το φως της λάμπας ακόμη και στη φθινοπωρινή καταιγίδα.",
            "Το συμβούλιο του χωριού αποφάσισε να αγοράσει νέα λάμπα, αλλά ο φαροφύλακας αρνήθηκε να την αλλάξει και είπε ότι η παλιά φωτίζει καλύτερα.",
            "Η λάμπα θα μείνει στον φάρο ως την άνοιξη και ο φαροφύλακας θα πάρει βοηθό και μια νέα σκάλα.",
        ],
        [
            (
                "Φώκια του λιμανιού μπαίνει στο συμβούλιο",
                "Μετά από τρεις γύρους και μια εκστρατεία που έγινε κυρίως κάτω από το νερό, η φώκια…",
            ),
            (
                "Δύο φουρνάρηδες έκαναν ειρήνη",
                "Ο καβγάς ήταν για το μήκος του καρβελιού, που μόνο ο ένας από τους δύο είχε μετρήσει ποτέ…",
            ),
        ],
    ),
    "tr": (
        "İlgili haberler",
        "Fener bekçisi lambanın bütün gece yandığını söyledi",
        [
            "Fener bekçisi cumartesi günü lambanın koydaki eski kulenin yapıldığı günden beri her gece yandığını söyledi.",
            "Köy halkı iskelede toplandı ve üç gün süren sonbahar fırtınasında bile lambanın ışığını gördüklerini anlattı.",
            "Köy meclisi yeni bir lamba almaya karar verdi ama fener bekçisi lambayı değiştirmeyi reddetti ve eskisinin daha parlak olduğunu söyledi.",
            "Lamba artık ilkbahara kadar fenerde kalacak ve bekçi bir yardımcı ile yeni bir merdiven alacak.",
        ],
        [
            (
                "Liman foku köy meclisine girdi",
                "Üç tur oylama ve çoğu su altında geçen bir kampanyanın ardından limanın foku sandalyeyi kazandı ve…",
            ),
            (
                "İki fırıncı sonunda barıştı",
                "Kavga yalnızca birinin ölçtüğü ekmeğin uzunluğu yüzündendi ama pazartesi günü ikisi de…",
            ),
        ],
    ),
    "ar": (
        "اقرأ أيضا",
        "حارس المنارة يقول إن المصباح كان مضاء طوال الليل",
        [
            "قال حارس المنارة يوم السبت إن المصباح كان مضاء كل ليلة منذ اليوم الذي بني فيه البرج القديم عند الخليج.",
            "واجتمع أهل القرية عند الرصيف وقالوا إنهم رأوا ضوء المصباح حتى في عاصفة الخريف التي استمرت ثلاثة أيام كاملة.",
            "وقرر مجلس القرية شراء مصباح جديد لكن حارس المنارة رفض تغييره وقال إن المصباح القديم أكثر ضوءا من غيره.",
            "وسيبقى المصباح في المنارة حتى الربيع وسيحصل الحارس على مساعد آخر وسلم جديد كما أعلن المجلس.",
        ],
        [
            (
                "فقمة الميناء تدخل مجلس القرية",
                "بعد ثلاث جولات وحملة جرت في معظمها تحت الماء حصلت فقمة الميناء على مقعد في المجلس وقال…",
            ),
            (
                "خبازان ينهيان خلافا قديما",
                "كان الخلاف على طول الرغيف الذي لم يقسه سوى واحد منهما لكن يوم الاثنين التقيا في…",
            ),
        ],
    ),
    "hi": (
        "यह भी पढ़ें",
        "प्रकाशस्तंभ के रखवाले ने कहा कि दीपक पूरी रात जलता रहा",
        [
            "प्रकाशस्तंभ के रखवाले ने शनिवार को कहा कि दीपक हर रात जलता रहा है जब से खाड़ी की पुरानी मीनार बनी थी।",
            "गांव के लोग घाट पर जमा हुए और बताया कि उन्होंने तीन दिन चले शरद के तूफान में भी दीपक की रोशनी देखी थी।",
            "गांव की परिषद ने नया दीपक खरीदने का फैसला किया लेकिन रखवाले ने उसे बदलने से मना कर दिया और कहा कि पुराना बेहतर है।",
            "दीपक अब वसंत तक प्रकाशस्तंभ में रहेगा और रखवाले को एक और सहायक तथा नई सीढ़ी मिलेगी।",
        ],
        [
            (
                "बंदरगाह की सील परिषद में शामिल हुई",
                "तीन दौर के मतदान और पानी के नीचे चले अभियान के बाद बंदरगाह की सील ने सीट जीती और…",
            ),
            (
                "दो नानबाइयों ने झगड़ा खत्म किया",
                "झगड़ा रोटी की लंबाई का था जिसे दोनों में से केवल एक ने कभी नापा था लेकिन सोमवार को…",
            ),
        ],
    ),
    "ko": (
        "관련 기사",
        '등대지기 "램프는 밤새 켜져 있었다" 밝혀',
        [
            "등대지기는 토요일 만의 오래된 탑이 세워진 날부터 램프가 매일 밤 켜져 있었다고 말했다. 마을 사람들도 그것을 보았다고 한다.",
            "마을 주민들은 부두에 모여 사흘 동안 이어진 가을 폭풍 속에서도 램프의 불빛을 보았다고 이야기했다. 등대지기는 고개를 끄덕였다.",
            "마을 의회는 새 램프를 사기로 결정했지만 등대지기는 교체를 거부하며 오래된 램프가 더 밝다고 말했다.",
            "램프는 봄까지 등대에 남게 되며 등대지기는 조수 한 명과 새 사다리를 받게 된다고 의회는 밝혔다.",
        ],
        [
            (
                "항구 물개가 교구 의회에 들어가다",
                "세 차례 투표와 주로 물속에서 벌어진 선거 운동 끝에 항구의 물개가 의석을 차지했고 주민들은…",
            ),
            (
                "두 빵집 주인이 마침내 화해하다",
                "다툼의 원인은 빵의 길이였는데 그것을 재어 본 사람은 둘 중 한 명뿐이었고 월요일에…",
            ),
        ],
    ),
    "ja": (
        "関連記事",
        "灯台守「ランプは一晩中ともっていた」と語る",
        [
            "灯台守は土曜日、湾の古い塔が建てられた日からランプは毎晩ともっていたと語った。村の人々もそれを見ていたという。",
            "村の住民は桟橋に集まり、三日間続いた秋の嵐の間もランプの光を見たと話した。灯台守はうなずいて聞いていた。",
            "村議会は新しいランプを買うことを決めたが、灯台守は交換を拒み、古いランプの方が明るいと述べた。",
            "ランプは春まで灯台に残り、灯台守にはもう一人の助手と新しいはしごが与えられることになった。",
        ],
        [
            (
                "港のアザラシが教区議会に加わる",
                "三回の投票と主に水中で行われた選挙運動の末、港のアザラシが議席を獲得し、多くの住民が…",
            ),
            (
                "二人のパン屋がついに和解",
                "争いの原因はパンの長さで、それを測ったことがあるのは二人のうち一人だけだったが、月曜日に…",
            ),
        ],
    ),
}
SEAL, BAKERS = PAGES["en"][3]
TITLE, TEXT = PAGES["en"][1:3]
DAYS = [("9 August 2025", dt.date(2025, 8, 9)), ("7 August 2025", dt.date(2025, 8, 7))]


def read(*texts):
    return archiver.parse_text("\n\n".join(texts))


def promoted(*texts):
    lines = read_lines("\n".join(texts))
    return [lines[position].text for position in sorted(find_promoted(lines))]


def shown(article):
    return [(teaser.title, teaser.excerpt_raw) for teaser in article.teasers]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_cards_below_a_heading_are_no_text_even_when_shown_twice(page):
    heading, title, text, (first, second) = page
    article = read(title, *text, heading, *first, *second, *first)
    assert (article.title, article.body) == (title, "\n\n".join(text))
    assert shown(article) == [first, second, first]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_cards_beside_their_like_need_no_heading(page):
    _, title, text, (first, second) = page
    article = read(title, *text, *first, *second)
    assert (article.body, shown(article)) == ("\n\n".join(text), [first, second])


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_cards_above_the_article_keep_their_headlines_and_leave_it_its_own(page):
    _, title, text, (first, second) = page
    article = read("Home", "News", "Sport", *first, *second, "3.5.2025", title, *text)
    assert (article.title, article.published) == (title, dt.date(2025, 5, 3))
    assert (article.body, shown(article)) == ("\n\n".join(text), [first, second])


@pytest.mark.parametrize(("heading", "place"), [(["Related"], 0), (["Related"], 1), (["Related"], 2), ([], 1), ([], 2)])
def test_the_date_of_a_card_is_never_the_articles(heading, place):
    cards = [[*card[:place], day, *card[place:]] for card, (day, _) in zip((SEAL, BAKERS), DAYS, strict=True)]
    article = read(TITLE, *TEXT, *heading, *cards[0], *cards[1])
    assert article.published is None
    assert [teaser.published for teaser in article.teasers] == [day for _, day in DAYS]


def test_a_date_between_the_text_and_the_heading_of_cards_is_the_articles():
    article = read(TITLE, *TEXT, "3 May 2025", "Related", DAYS[0][0], *SEAL, DAYS[1][0], *BAKERS)
    assert (article.published, article.teasers[0].published) == (dt.date(2025, 5, 3), DAYS[0][1])


def test_a_headline_alone_below_a_heading_keeps_its_date_too():
    article = read(TITLE, *TEXT, "Related", SEAL[0], DAYS[0][0], BAKERS[0], DAYS[1][0])
    assert article.published is None


def test_one_sentence_that_trails_off_is_no_card():
    assert promoted(TITLE, SEAL[1], *TEXT) == []


def test_questions_and_answers_that_trail_off_are_no_cards():
    assert promoted("Was the lamp lit?", SEAL[1], "And who lit the lamp?", BAKERS[1]) == []


def test_what_is_cut_on_either_side_of_a_paragraph_is_no_block_of_cards():
    assert promoted("A night at sea", SEAL[1], TEXT[0], "Another night at sea", BAKERS[1]) == []


def test_a_headline_that_asks_is_one_below_a_heading():
    assert promoted("Related", "Was the lamp lit?", SEAL[1]) == ["Was the lamp lit?", SEAL[1]]


def test_an_excerpt_that_has_lost_its_headline_is_promoted_beside_others():
    assert promoted(*SEAL, *BAKERS, SEAL[1]) == [*SEAL, *BAKERS, SEAL[1]]


def test_an_excerpt_shown_again_without_its_headline_takes_it_from_the_first():
    article = read(TITLE, *TEXT, "Related", *SEAL, *BAKERS, SEAL[1])
    assert shown(article)[-1] == SEAL
