"""Who wrote it: the names in a byline."""

import re

from articles.importing import lists

_LEAD = re.compile(rf"(?:{lists.one_of('cleaning/bylines/lead')})\s+(?=\S)", re.IGNORECASE)
_PART = r"(?:[^\W\d_][\w’'.-]*)"
_PARTICLES = lists.words("cleaning/bylines/particles")
_AND = re.compile(r",?\s+(?:and|&|with)\s+|;\s*", re.IGNORECASE)
_AFTER_NAME = re.compile(r"\s*(?:\||·|•|–|—|/|\s-\s|,|\(|\sfor\s|\sin\s|\sof\s|\sat\s)")
_ROLE = re.compile(rf"\b(?:{lists.one_of('cleaning/bylines/role')})\b", re.IGNORECASE)
_AGENCY = re.compile(lists.one_of("cleaning/bylines/agency"), re.IGNORECASE)
_STAMP = lists.one_of("cleaning/bylines/stamp")
_STAMPED = re.compile(rf"(?:{_STAMP})[\W\d]*\Z|(?<=\S)\s+(?:{_STAMP})\b.*", re.IGNORECASE)
_LONGEST = 120


def parse(line: str) -> tuple[str, ...]:
    """The names of a byline ("By Jane Doe and John Roe, Staff Writers"), in order; () when it is none."""
    if len(line) <= 40 and _AGENCY.fullmatch(line.strip("*_() ")):
        return (line.strip("*_() "),)
    found = _LEAD.match(line.strip("*_ "))
    if not found or len(line) > _LONGEST:
        return ()
    first = _AFTER_NAME.split(line.strip("*_ ")[found.end() :], maxsplit=1)
    return _names(line.strip("*_ ")[found.end() :]) if is_name(_AND.split(first[0])[0]) else _desk(first[0])


def bare(line: str) -> tuple[str, ...]:
    """The names of a byline without "By", as in "Jane Doe and John Roe, Associated Press"; else ()."""
    pieces = _pieces(line)
    names = tuple(tidy(piece) for piece in pieces if is_name(piece))
    return names if all(is_name(piece) or is_job(piece) for piece in pieces) else ()


def is_signed(line: str) -> bool:
    """Whether the line is such a byline and says for whom they write."""
    return bool(bare(line)) and any(map(is_job, _pieces(line)))


def _pieces(line: str) -> list[str]:
    return [piece.strip() for part in _AND.split(line) for piece in part.split(",")]


def signed(name: str) -> str:
    """A writer as a page gives them, without what ran into the name: its label, a date, an agency, a job."""
    words = _STAMPED.sub("", _LEAD.sub("", name, count=1)).split()
    for end in range(len(words) - 1, 1, -1):
        rest = " ".join(words[end:])
        is_of_another_kind = _AGENCY.fullmatch(rest) or (words[-1].islower() and is_job(rest))
        if is_of_another_kind and is_name(" ".join(words[:end])):
            words = words[:end]
    return tidy(" ".join(words))


def is_name(text: str) -> bool:
    """Whether it looks like a person's name: two to five capitalised words, particles allowed, no job."""
    words = text.split()
    if not 2 <= len(words) <= 5 or _ROLE.search(text) or words[0] == "The":
        return False
    return (
        all(re.fullmatch(_PART, word) for word in words)
        and all(word[0].isupper() or not word[0].islower() or word.casefold() in _PARTICLES for word in words)
        and words[0][0].isupper()
        and words[-1][0].isupper()
    )


def is_job(line: str) -> bool:
    """Whether a short line says what somebody on the paper is ("Staff Reporter", "Court Correspondent")."""
    return len(line.split()) <= 5 and bool(_ROLE.search(line)) and not line.rstrip().endswith((".", "!", "?"))


def tidy(name: str) -> str:
    """A name in capitals as it is usually written; any other as it is."""
    name = name.strip(" .,*_")
    return " ".join(_capitalised(word) for word in name.split()) if name.isupper() and len(name) > 3 else name


def _capitalised(word: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word) if len(word) > 2 else word


def _names(rest: str) -> tuple[str, ...]:
    names: list[str] = []
    for part in _AND.split(rest):
        for piece in re.split(r"\s*,\s*", part):
            name = _AFTER_NAME.split(piece, maxsplit=1)[0].strip(" .*_")
            if is_name(name):
                names.append(tidy(name))
    return tuple(dict.fromkeys(names))


def _desk(text: str) -> tuple[str, ...]:
    """ "By our court reporter", "By Staff" and "By the Newsroom" are bylines without a person's name."""
    words = text.split()
    return (text.strip(" ."),) if 1 <= len(words) <= 4 and _ROLE.search(text) else ()
