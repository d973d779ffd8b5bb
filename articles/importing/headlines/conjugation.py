"""The forms of the verbs that news is told with, from the list in `lists/verbs.txt`."""

import re
from dataclasses import dataclass

from articles.importing import lists


@dataclass(frozen=True, slots=True)
class Form:
    base: str
    tense: str  # "present", "past" or "base"
    is_sure: bool = False  # a past that is no participle as well


def third_person(base: str) -> str:
    """ "urge" as he, she or it does it."""
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        return base + "es"
    return base[:-1] + "ies" if re.search(r"[^aeiou]y$", base) else base + "s"


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    return base[:-1] + "ied" if re.search(r"[^aeiou]y$", base) else base + "ed"


def _ing(base: str, past: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    doubles = past == f"{base}{base[-1]}ed" or base in _DOUBLING
    return f"{base}{base[-1]}ing" if doubles else f"{base}ing"


_DOUBLING = lists.words("headlines/conjugation/doubling")


def _tables() -> tuple[dict[str, Form], dict[str, str], dict[str, str]]:
    forms: dict[str, Form] = {}
    participles: dict[str, str] = {}
    ings: dict[str, str] = {}
    for line in lists.lines("verbs/verbs/all"):
        base, *irregular = line.split()
        past = irregular[0] if irregular else _past(base)
        participle = irregular[1] if len(irregular) > 1 else past
        forms[past] = Form(base, "past", is_sure=participle != past)
        forms[third_person(base)] = Form(base, "present")
        forms.setdefault(base, Form(base, "base"))
        participles[participle] = base
        ings[_ing(base, past)] = base
    return forms, participles, ings


FORMS, BY_PARTICIPLE, BY_ING = _tables()
