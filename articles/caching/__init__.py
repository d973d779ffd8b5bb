"""Whole pages kept for anonymous readers, correct to the second.

A key carries the token of the current edition, a row that changes in the same transaction as anything that
readers can see; so a change shows at the next request, in every process and on every node, whatever the
cache. An entry ends when the next story is due to appear or to expire.
"""

from articles.caching.edition import Current, current, renew, watch
from articles.caching.pages import KeptPages, on_due, page
from articles.caching.store import for_an_hour
