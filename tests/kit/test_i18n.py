from datetime import date

from vigie.kit.i18n import Label, text


def test_a_sentence_is_translated_with_what_it_holds() -> None:
    sentence = text("{count} rows", count=text("(not filled)"))
    assert sentence.to("fr") == "(non renseigné) lignes"
    assert sentence.to("en") == "(not filled) rows"


def test_labels_and_days_are_written_in_the_readers_language() -> None:
    sentence = text("{name}, {day}", name=Label("Orders", "Commandes"), day=date(2026, 2, 1))
    assert sentence.to("fr") == "Commandes, 1 févr. 2026"
    assert str(sentence) == "Orders, 1 Feb 2026"


def test_a_sentence_without_french_stays_english() -> None:
    assert text("nobody translated this").to("fr") == "nobody translated this"
