"""An S3-compatible bucket that nobody but the site reads; needs the extra `s3`."""

from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage


class PrivateBucket(S3Storage):  # type: ignore[misc]  # django-storages has no types
    """Files have the site's own addresses, as on its disk: it decides who sees them, and how."""

    def url(self, name: str, *args: object, **kwargs: object) -> str:
        return f"{settings.MEDIA_URL}{filepath_to_uri(name)}"
