"""One folded form of a name, so that spellings of it meet, and of the words of a text."""

import re
import unicodedata

# Latin letters that Unicode does not take apart into a base letter and a mark.
PLAIN_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)

_CONTROLS = re.compile(r"[\x00-\x08]")
_DROPPED = re.compile(r"['’ʼ`.]")
ALONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # kana and Chinese characters
_WORDS = re.compile(rf"[{ALONE}]|[^\W_{ALONE}]+")
LONGEST_WORD = 100
_APART = re.compile(r"(?:[^\w+#]|_)+")


def fold(name: str) -> str:
    """The key of a name: no case, accents or punctuation, words parted by one space, at most 200 characters.

    Apostrophes and full stops vanish instead of parting a word (O'Rourke, U.S.); + and # stay
    (C++, C#); & reads "and". Letters of scripts without case stay as they are; SQLite folds
    ASCII only, so the key is stored.
    """
    name = _CONTROLS.sub("", name)
    key = unicodedata.normalize("NFC", _APART.sub(" ", _plain(name.replace("&", " and "))).strip())
    return (key or name.casefold().strip())[:200]


def words(text: str) -> list[str]:
    """The words of a text as search knows them: folded like names, letters and digits only.

    Each Chinese or Japanese character is a word, because nothing parts the words of such a text.
    """
    return [word[:LONGEST_WORD] for word in _WORDS.findall(unicodedata.normalize("NFC", _plain(text)))]


def _plain(text: str) -> str:
    plain = text.casefold().translate(PLAIN_LETTERS)
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in apart if not unicodedata.combining(c)).casefold()
    return _DROPPED.sub("", plain)
