"""Words by which a page speaks to its readers, or of itself, instead of telling its story.

No word decides: "follow" and "source" stand in any story. They are clues beside others (``clues``), counted by what
they mean, so that a prompt in one language is told by what prompts in other languages have taught.
"""

from __future__ import annotations

import re
from collections.abc import Collection

#: meaning → words, case folded; languages mixed
_MEANINGS = {
    "follow": "follow folge folgen folgt suivez suivre síguenos sigue seguinos seguici segui siga sigam acompanhe "
    "volg følg följ seuraa obserwuj sledujte takip подписывайтесь подписаться следите стежте kövess "
    "kövesse urmăriți ακολουθήστε join rejoignez únete unisciti junte-se",
    "subscribe": "subscribe subscriber subscribers subscription signup sign abonnieren abonniere abonniert "
    "abonnement abonnez abonnez-vous abonnés inscrivez-vous inscris m'inscris inscrire m'abonne abonne "
    "recevez recevoir suscríbete suscribirse suscriptores suscripción iscriviti abbonati abbonamento "
    "assine assinantes inscreva-se abonneer abonnee aanmelden prenumerera abonner abonnér tilmeld "
    "anmelden registrieren zapisz subskrybuj prenumerata подпишитесь подписка передплата abone tilaa "
    "předplatné předplaťte feliratkozás iratkozz abonează-te εγγραφείτε register login",
    "channel": "newsletter newsletter-abo lettre newsletters newsletterů twitter facebook instagram youtube "
    "whatsapp telegram tiktok linkedin threads bluesky mastodon podcast podcasts app apps rss boletín "
    "infolettre newsletteru nyhedsbrev nyhetsbrev nieuwsbrief uutiskirje hírlevél bülten рассылка "
    "рассылку вконтакте канал push-nachrichten e-paper epaper",
    "us": "us our uns unser unsere unserem unseren unserer unseres nous notre nos nosotros nuestro nuestra "
    "nuestros nuestras noi nostro nostra nostri nostre nosso nossa nossos nossas ons onze oss vår våra "
    "våre vårt vores os nas nasz nasza nasze naszego naszej naszych нас нам наш наша наше нашем наши "
    "bizim bize meidän náš naše našich nasi noastră",
    "you": "you your yours du dir dich dein deine deinen deiner deinem ihnen euch euer eure vous votre vos te "
    "ti tu tus tuo tua tuoi tue você vocês usted ustedes jij jouw jullie uw dig din dina dine ditt deg "
    "dere ty twój twoje twoja wam вам вас ваш ваши вы тебе siz sizin sinun sinulle vám vás váš önnek",
    "read": "read lesen lies lest leseempfehlung lire lisez leer lea lee leggi leggere leia lees läs les læs "
    "lue czytaj przeczytaj zobacz čtěte čítajte читайте читати okuyun oku olvasd olvassa citește "
    "διαβάστε watch listen sehen hören voir écouter escucha mira guarda ascolta ouça veja bekijk "
    "luister",
    "more": "more also mehr weitere weiteres auch außerdem plus aussi davantage más también altro altri anche "
    "mais também meer ook mer också også flere lisää myös więcej też także również více také ещё также "
    "також daha ayrıca több további mai",
    "click": "click clicking klicken klick klicke klicks cliquez cliquer clic clicca clique klik klikk klicka "
    "kliknij kliknutím нажмите tıklayın klikkaa kattintson here hier ici aquí qui aqui tutaj здесь тут "
    "burada täältä zde aici εδώ link links download herunterladen télécharger télécharge descarga "
    "scarica baixe pobierz скачать indir",
    "support": "support supporting supporters donate donation donations contribute unterstütze unterstützen spende "
    "spenden soutenez soutenir dons apoya apóyanos dona donar sostieni sostenere apoie doe steun doneer "
    "støtt støt stöd tue wspieraj wesprzyj поддержите donat destek támogass susține member membership "
    "mitglied",
    "rights": "copyright © (c) rights reserved rechte vorbehalten droits réservés derechos reservados diritti "
    "riservati direitos rechten voorbehouden rettigheter rettigheder rättigheter oikeudet prawa "
    "zastrzeżone права защищены hakkı permission permissions reproduction reprinted republished "
    "republish nachdruck licence license lizenz disclaimer",
    "made by": "reporting editing edited compiled contributed contributors written translated redaktion "
    "redaktionell bearbeitet übersetzt übersetzung rédaction traduit redacción redazione redação "
    "redactie redaktionen redakcja редакция redakce szerkesztő writing correspondent",
    "source": "source sources quelle quellen quellenangabe quellenangaben nachweise literatur fuente fuentes "
    "fonte fonti fontes bron bronnen kilde kilder källa källor lähde lähteet źródło źródła источник "
    "источники джерело kaynak zdroj zdroje forrás sursa πηγή citation cite zitierweise zitiervorschlag "
    "references referenzen einzelnachweise via",
    "picture": "photo photos photograph picture pictured image images illustration video bild bilder beitragsbild "
    "titelbild foto fotos photographe imagen immagine imagem afbeelding beeld kuva zdjęcie zdjęcia fot. "
    "фото kép fotografie getty reuters shutterstock unsplash istock afp dpa",
    "sponsor": "affiliate affiliate-link affiliate-links affiliates sponsored sponsor advertiser advertisers "
    "advertisement advertising anzeige anzeigen werbung provision kommission commission commissions "
    "publicité publicidad pubblicità publicidade advertentie advertenties annonce annonse annons "
    "annonsen reklama reklame reklam реклама mainos werbelinks partnerlinks rabatt gutschein",
    "person": "author authors autor autorin auteur auteure autrice autora autore auteurs journalist journalistin "
    "journaliste journalista periodista giornalista jornalista editor editors founder founded ceo "
    "writer writes schreibt schrieb geboren born freelance freie freier columnist professor redakteur "
    "redakteurin redacteur redactor redactora kirjoittaja författare forfatter autorka dziennikarz "
    "автор журналист yazar",
    "comment": "comment comments commenting kommentar kommentare kommentieren commentaire commentaires comentario "
    "comentarios commento commenti comentário comentários reactie reacties reageren kommentarer "
    "kommentera kommentoi komentarz komentarze комментарий комментарии yorum discuss discussion "
    "diskutieren diskussion debattieren forum feedback antworten reply vote abstimmen",
    "printed": "updated published posted originally first appeared veröffentlicht aktualisiert erschienen publié "
    "publiée jour publicado actualizado pubblicato aggiornato atualizado gepubliceerd bijgewerkt "
    "publicerad uppdaterad publisert oppdatert opdateret julkaistu päivitetty opublikowano aktualizacja "
    "опубликовано обновлено güncelleme filed tagged",
    "want": "want interested enjoy enjoyed liked lust interesse interessiert gefällt gefallen envie aimez "
    "quieres gusta vuoi piace quer gostou aimé appréciez apprécié gosta wil wilt vil vill haluatko "
    "chcesz хотите понравилась ister have got question questions frage fragen tip tips",
    "consent": "cookies cookie consent privacy datenschutz datenschutzerklärung datenschutzbestimmungen "
    "einwilligung privatsphäre privatsphäre-einstellungen confidentialité privacidad privacidade "
    "javascript browser tracking personenbezogene externe externer externen external drittanbieter "
    "terms agb impressum imprint",
    "contact": "contact contacts kontakt kontaktieren email e-mail mail tel telefon telefonisch phone fax contacto "
    "contáctenos contatto contatti contato call anrufen adresse address pressekontakt ansprechpartner",
    "share": "share sharing teilen teile partagez partager comparte compartir condividi compartilhe deel delen "
    "dela del jaa udostępnij podziel поделиться поделитесь paylaş sdílejte bookmark print drucken "
    "imprimer imprimir stampa",
}
_MEANING_OF = {word: meaning for meaning, words in _MEANINGS.items() for word in words.split()}
_MEANT = frozenset(_MEANING_OF)
#: of a long text, what it begins and ends with
_HEAD = 100
_TAIL = 60
#: marks around words: those of one byte are taken out by bytes, at a tenth of what it costs by characters
_MARKS = bytes.maketrans(b".,:;!?\"'()[]|/*>", b" " * 16)
_WIDE_MARKS = tuple("…»«“”„’‘–—")
_HANDLE = re.compile(r"(?:^|[\s(])@\w")


def appeals_of(text: str) -> list[str]:
    """What a text's words may mean to readers, each meaning once: "follow", "channel", "us".

    >>> appeals_of("Follow us on Twitter"), appeals_of("The harbour was shut.")
    (['channel', 'follow', 'us'], [])
    """
    shown = text if len(text) <= _HEAD + _TAIL else text[:_HEAD] + " " + text[-_TAIL:]
    words = _words_of(shown)
    found = set() if _MEANT.isdisjoint(words) else {_MEANING_OF[word] for word in words if word in _MEANING_OF}
    if "@" in shown and _HANDLE.search(shown):
        found.add("handle")
    if "©" in shown:
        found.add("rights")
    if "http" in shown or "www." in shown:
        found.add("address")
    return sorted(found) if found else []


def _words_of(text: str) -> list[str]:
    """Case folded, without the marks around them."""
    folded = text.casefold().encode(errors="replace").translate(_MARKS).decode()
    if not folded.isascii():
        for mark in _WIDE_MARKS:
            folded = folded.replace(mark, " ")
    return folded.split()


#: what a prompt asks for, of whom
_ASKING = frozenset({"follow", "subscribe", "support", "click", "share"})
_FOLLOWING = frozenset({"follow", "subscribe"})
_SPEAKING = frozenset({"us", "you", "handle"})


def is_prompt(appeals: Collection[str], *, is_linked: bool = False) -> bool:
    """Whether a short text with these meanings asks its readers to follow or subscribe somewhere.

    Stories say such things of others, but neither of "us" and "you" nor with a link.

    >>> is_prompt(appeals_of("Follow us on Twitter")), is_prompt(appeals_of("The newsletter of the harbour"))
    (True, False)
    """
    found = frozenset(appeals)
    if "channel" not in found:
        return False
    return bool(found & _FOLLOWING if is_linked else found & _ASKING and found & _SPEAKING)


#: how a line begins that tells its readers to follow, subscribe or download; of two words where one alone is a story's
_OPENING_WORDS = (
    "follow_us subscribe_to_our subscribe_now sign_up_for_our sign_up_to_our download_our "
    "get_our_newsletter folgen_sie_uns folge_uns folgt_uns abonnieren_sie abonniere_unser "
    "melden_sie_sich_für laden_sie_unsere suivez-nous abonnez-vous inscrivez-vous_à_notre "
    "téléchargez_notre rejoignez-nous_sur síguenos suscríbete suscríbase descarga_nuestra "
    "únete_a_nuestro seguici iscriviti_alla scarica_la_nostra siga-nos siga_nos inscreva-se assine_nossa "
    "assine_a_nossa baixe_nosso baixe_o_nosso volg_ons schrijf_je_in_voor abonneer_je download_onze "
    "obserwuj_nas zapisz_się_do zapisz_się_na pobierz_naszą подписывайтесь_на подпишитесь_на "
    "следите_за_нами підписуйтесь_на підпишіться_на sledujte_nás kövessen_minket kövess_minket "
    "iratkozz_fel urmăriți-ne urmărește-ne abonează-te följ_oss prenumerera_på følg_oss følg_os "
    "abonner_på tilmeld_dig seuraa_meitä tilaa_uutiskirje ακολουθήστε_μας bizi_takip تابعنا تابعونا "
    "اشترك_في اشتركوا_في עקבו_אחרינו ما_را_دنبال ikuti_kami theo_dõi_chúng メールマガジン フォローし "
    "关注我们 关注微信 订阅我们 追蹤我們 訂閱 구독하기 구독하세요"
)
_OPENINGS = tuple(opening.replace("_", " ") for opening in _OPENING_WORDS.split())


def opens_as_prompt(text: str) -> bool:
    """Whether a line begins as those do that tell their readers to follow, subscribe or download.

    >>> opens_as_prompt("Suivez-nous sur Facebook"), opens_as_prompt("Suivez le bac, dit-elle.")
    (True, False)
    """
    return text.casefold().startswith(_OPENINGS)
