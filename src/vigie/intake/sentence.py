"""Sentences that are kept in the engine and translated when they are read back."""

import json

from vigie.kit.i18n import Text


def packed(said: Text | None) -> str | None:
    """A sentence as JSON, to be translated when it is read back."""
    if said is None:
        return None
    return json.dumps({"template": said.template, "values": dict(said.values)}, default=str)


def unpacked(said: str | None) -> Text | None:
    """The sentence that `packed` wrote."""
    if said is None:
        return None
    content = json.loads(said)
    return Text(content["template"], content["values"])
