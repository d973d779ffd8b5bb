"""The main verb of a sentence."""

import re
from dataclasses import dataclass
from itertools import islice

from articles.importing import lists
from articles.importing.headlines.conjugation import FORMS, Form

_AUXILIARY = lists.words("headlines/verbs/auxiliary")
_RELATIVE = lists.words("headlines/verbs/relative")
_CLAUSE_ENDS = lists.words("headlines/verbs/clause_ends")
DETERMINERS = lists.words("headlines/verbs/determiners")
_BEFORE_A_NOUN = lists.words("headlines/verbs/before_a_noun")
PLURALS = lists.words("headlines/verbs/plurals")
SINGULAR_S = re.compile(r"(?:ss|us|is|news|[’']s)$")
_PRONOUNS = lists.words("headlines/verbs/pronouns")
_OPENS_WITH_CLAUSE = lists.words("headlines/verbs/opens_with_clause")
_WHO = frozenset(("who", "which", "that"))
_NO_FINITE_AFTER = lists.words("headlines/verbs/no_finite_after")
_NO_VERB_AFTER = lists.words("headlines/verbs/no_verb_after")
_TOKEN = re.compile(r"\S+")
EDGES = "\"'“”‘’.,:;!?()[]"
_FARTHEST = 45  # words; a main verb that comes later is none that a headline keeps


@dataclass(frozen=True, slots=True)
class Verb:
    """The main verb: where its first word begins and ends, its words' base, and the relative before it."""

    start: int
    end: int
    word: str
    base: str
    relative: tuple[int, int] | None = None


def find(text: str) -> Verb | None:
    """The first verb that belongs to the sentence's subject and not to a relative clause or participle."""
    sentence = _Words(list(islice(_TOKEN.finditer(text), _FARTHEST)))
    lows = sentence.lows
    open_clauses = int(not _OPENS_WITH_CLAUSE.isdisjoint(lows[:1]))
    opened = 0  # the word at which a relative clause has been opened
    for at in range(1, len(lows)):
        if lows[at] in _RELATIVE or (
            lows[at] in _CLAUSE_ENDS and not _PRONOUNS.isdisjoint(lows[at + 1 : at + 2])
        ):
            opened = opened or at
            open_clauses += 1
        elif sentence.is_finite(at, is_inside=opened > 0):
            if open_clauses:
                open_clauses -= 1
            elif not (opened and lows[at - 1] in {"and", "or", "but"}):
                return sentence.verb(at, opened)
    return None


def has_finite(text: str) -> bool:
    """Whether a clause with a verb of its own is in the text."""
    return find(f"So {text}") is not None


def is_past(word: str) -> bool:
    """Whether it is the past of one of the verbs, or looks like one."""
    form = FORMS.get(word.casefold())
    return form is not None and form.tense == "past"


class _Words:
    """A sentence's words as they stand, without their stops, and in small letters."""

    def __init__(self, tokens: list[re.Match[str]]) -> None:
        self.tokens = tokens
        self.words = [token[0].strip(EDGES) for token in tokens]
        self.lows = [word.casefold().replace("’", "'") for word in self.words]

    def verb(self, at: int, opened: int) -> Verb:
        form = FORMS.get(self.lows[at])
        start = self.tokens[at].start()
        relative = (self.tokens[opened].start(), start) if opened else None
        base = form.base if form else self.lows[at]
        return Verb(start, start + len(self.words[at]), self.lows[at], base, relative)

    def is_finite(self, at: int, *, is_inside: bool) -> bool:
        """Whether the word is a verb with a subject; `is_inside` says that a relative clause came before."""
        low, before = self.lows[at], self.lows[at - 1]
        if low in _AUXILIARY or low.endswith("n't"):
            return before not in _NO_FINITE_AFTER and not self.words[at][0].isupper()
        form = FORMS.get(low)
        is_apposed = self._has_comma(at - 1) and not is_inside
        if not self.words[at].islower():
            return False
        if form is None:
            return not is_apposed and self._looks_past(at)
        if before.endswith(("'ve", "'d", "'ll", "n't")) or before in _NO_VERB_AFTER:
            return False
        if before in {"and", "or"} and not is_inside:
            return False
        if form.tense == "past":
            return self._is_past(at, form, is_apposed=is_apposed)
        return self._is_present(at) if form.tense == "present" else self._is_base(at, form, is_apposed)

    def _has_comma(self, at: int) -> bool:
        return at >= 0 and self.tokens[at][0].endswith(",")

    def _after(self, at: int) -> str:
        return self.words[at + 1] if at + 1 < len(self.words) else ""

    def _looks_past(self, at: int) -> bool:
        low, before = self.lows[at], self.lows[at - 1]
        return (
            low.endswith("ed")
            and len(low) > 4
            and low not in {"hundred", "indeed"}
            and before not in _BEFORE_A_NOUN | _AUXILIARY
            and not before.endswith("ly")
            and self._is_no_participle(at)
        )

    def _is_past(self, at: int, form: Form, *, is_apposed: bool) -> bool:
        low, before, after = self.lows[at], self.lows[at - 1], self._after(at)
        if is_apposed and not form.is_sure:
            return False
        if form.base == "call" and after[:1].isupper() and self.words[at - 1].islower():
            return False  # "the system called Digistat"
        if before in _WHO:
            return True
        if after == "of" and not form.is_sure:
            return False  # "a strong set of results"
        if form.is_sure or low == "said":
            return before not in {"the", "a"} and not (low == "said" and after == "to")
        return before not in _BEFORE_A_NOUN and self._is_no_participle(at)

    def _is_present(self, at: int) -> bool:
        before = self.lows[at - 1]
        is_counted = before.isdigit() and (at < 2 or self._has_comma(at - 2))  # "3 saves, 14 passes"
        return self.lows[at] == "says" or (
            before not in _BEFORE_A_NOUN
            and not is_counted
            and not before.endswith(("'s", "s'", ","))
            and not SINGULAR_S.sub("", before).endswith("s")
        )

    def _is_base(self, at: int, form: Form, is_apposed: bool) -> bool:
        before = self.lows[at - 1]
        is_after_many = (before.endswith("s") and not SINGULAR_S.search(before)) or before in PLURALS
        return is_after_many or is_apposed

    def _is_no_participle(self, at: int) -> bool:
        """Whether no other verb of the clause shows that "stationed" only describes the noun before it."""
        if self._after(at) == "by":
            return False
        for later in range(at + 1, min(len(self.lows), at + 25)):
            low = self.lows[later]
            if low in _CLAUSE_ENDS or self.tokens[later - 1][0].endswith((",", "—", ";")):
                return True
            form = FORMS.get(low)
            is_verb = low in _AUXILIARY or (form is not None and (form.is_sure or low in {"said", "says"}))
            is_past = form is not None and form.tense == "past" and self.lows[later - 1] not in _BEFORE_A_NOUN
            if is_verb or (is_past and self._after(at) in {"in", "at", "on", "with", "to", "from"}):
                return False
        return True
