"""Picture files as they come in: what they say of themselves, and a copy that is safe to publish.

Plain Python. What comes from a file is hostile until it has been decoded and encoded again.
"""

from articles.imaging.copying import DAMAGE, FORMATS, MOST_BYTES, NotAPicture, Read, read
from articles.imaging.fitting import fit
from articles.imaging.saying import Said
