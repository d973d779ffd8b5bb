"""Who says it: an accusation goes into no headline without whoever makes it."""

import re

from articles.importing import lists

_TAIL = lists.pattern("phrases/attribution/tail")
_ACCUSES = lists.pattern("phrases/attribution/accuses", re.IGNORECASE)


def of(sentence: str) -> str:
    """ ", Prosecutors Say" for a sentence that accuses in somebody's words; "" for any other."""
    found = _TAIL.search(sentence.rstrip().rstrip(".!"))
    if not found or not _ACCUSES.search(sentence[: found.start()]):
        return ""
    who = (found["source"] or found["speaker"]).strip()
    are_several = bool(found["speaker"]) and who.endswith("s") and not who.endswith("ss")
    says = "Say" if are_several or who.endswith("police") else "Says"
    return f", {who[0].upper()}{who[1:]} {says}"
