"""The optional NLP engine: what a statistical model takes each name for, as evidence beside the rules.

Installed with the extra `nlp`; the model is a setting. Without one nothing here is imported.
"""

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from articles.importing import lists

_KINDS = lists.section("names/labels")


class NoEngine(Exception):
    """The engine or its model cannot be had; the message says what to install or to set."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What the engine found in a text: spans in order, each with its kind (person, place, ... or other)."""

    engine: str = ""
    spans: tuple[tuple[int, int, str], ...] = ()

    def kind(self, start: int, end: int) -> str:
        """The kind of the span that covers most of `start` to `end`; "" where there is none."""
        at = max(0, bisect_right(self.spans, (start, 0, "")) - 1)
        best, most = "", 0
        for begin, stop, kind in self.spans[at:]:
            if begin >= end:
                break
            overlap = min(end, stop) - max(start, begin)
            if overlap > most:
                best, most = kind, overlap
        return best


NO_LABELS = Labels()


def label(text: str, model: str) -> Labels:
    """The names in the text, as the model labels them; no labels without a model. Raises NoEngine."""
    if not model:
        return NO_LABELS
    found = _load(model)(text).ents
    spans = tuple((one.start_char, one.end_char, _KINDS.get(one.label_, "other")) for one in found)
    return Labels(model, spans)


@lru_cache(maxsize=1)
def _load(model: str) -> Any:
    try:
        import spacy
    except ImportError as error:
        raise NoEngine("NLP_MODEL is set, but spaCy is not installed: pip install -e '.[nlp]'.") from error
    try:
        # Only what finds names; the rest of the pipeline would cost most of the time.
        return spacy.load(model, exclude=["parser", "attribute_ruler", "lemmatizer", "tagger", "senter"])
    except OSError as error:
        raise NoEngine(
            f"NLP_MODEL is neither an installed spaCy model nor a folder that holds one: {model}."
        ) from error
