"""Bytes to documents: one module per format, each with the same two functions.

`matches(name, data)` says from the content first and the file's name second whether the module reads it;
`read(source, data, limit=...)` gives its documents, every line still body text, and a Refusal for each
member that cannot be read. The first module that matches reads the file; plain text comes last.
"""

from types import ModuleType

from articles.importing.document import Document, Refusal, Refused
from articles.importing.readers import feeds, html, json, mail, markdown, newsml, nitf, text, wxr, xml

READERS: tuple[ModuleType, ...] = (markdown, json, nitf, newsml, wxr, feeds, html, xml, mail, text)


def read(source: str, data: bytes, *, limit: int) -> list[Document | Refusal]:
    """The documents in `data`, at least one.

    `source` is the path as given and `limit` the size in bytes above which a document is refused.
    Raises Refused when the file as a whole cannot be read.
    """
    if len(data) > limit:
        allowed = f"allowed are {limit:,}; split it or raise the limit"
        raise Refused(f"over the size limit: {len(data):,} bytes, {allowed}")
    name = source.casefold().removesuffix(".gz")
    reader = next(one for one in READERS if one.matches(name, data))
    found: list[Document | Refusal] = reader.read(source, data, limit=limit)
    return found
