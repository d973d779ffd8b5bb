"""Full-text search: from what a reader asks to stories, counts and suggestions.

The index proposes (index.py, engines.py); what readers see of it starts at `Article.objects.published()`.
"""

from articles.search.asking import Facet, Found, Search, facets, find, near
from articles.search.index import (
    enter,
    enter_headlines,
    enter_names,
    enter_new_names,
    fill_empty,
    forget_headlines,
    headed,
    rebuild,
    tagged,
    watch,
)
from articles.search.pictures import enter_pictures, find_pictures, rebuild_pictures, watch_pictures
from articles.search.records import Suggestion, records, records_with, suggest
