"""Importing through the admin: files handed in, read in a dry run, and taken in when somebody says so.

Nobody works in the background. Each visit of an upload's page does the next few seconds of what is to do,
and what it has done is stored: a closed tab, a restart or another node go on from there.
"""

from articles.editorial.uploads.files import (
    KEPT_FOR,
    NotKept,
    found,
    keep,
    megabytes,
    sweep,
    throw_away,
    too_large,
)
from articles.editorial.uploads.working import choose, go_on, section_of, start
