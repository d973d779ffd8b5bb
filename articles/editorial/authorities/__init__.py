"""People and topics: finding and making them, and the deeds that keep them clean.

`merge`, `split` and `retag` move tags on many stories at once; each leaves a `Rework` for `undo`.
"""

from articles.editorial.authorities.joining import Moves, merge, preview_merge
from articles.editorial.authorities.records import (
    NAME_LENGTH,
    LookUp,
    NameTaken,
    accept,
    drop_alias,
    find,
    find_or_create,
    keep_apart,
    known,
    look_up,
    remove,
    rename,
)
from articles.editorial.authorities.retagging import Retagged, preview_retag, retag, split
from articles.editorial.authorities.undoing import CannotUndo, Stay, undo
from articles.editorial.authorities.vocabulary import import_topics
