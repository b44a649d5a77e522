"""Brings the French catalogue up to the sentences in the code."""

import sys

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from vigie.kit.i18n import CATALOGUES
from vigie.locale.sentences import sentences


def main() -> None:
    path = CATALOGUES / "fr" / "LC_MESSAGES" / "vigie.po"
    known: Catalog = Catalog(locale="fr")
    if path.exists():
        with path.open("rb") as file:
            known = read_po(file, locale="fr")
    fresh = Catalog(locale="fr", project="Vigie", charset="utf-8")
    for sentence in sorted(sentences()):
        fresh.add(sentence, _translation(known, sentence))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, fresh, width=0, omit_header=True, no_location=True)
    missing = sum(1 for message in fresh if message.id and not message.string)
    sys.stdout.write(f"{len(fresh)} sentences, {missing} without French\n")


def _translation(known: Catalog, sentence: str) -> str:
    message = known.get(sentence)
    return str(message.string) if message and message.string else ""


main()
