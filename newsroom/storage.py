"""Where files lie: on this machine's disk, or in a bucket that only the site itself reads."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def storage_of(url: str) -> dict[str, Any]:
    """Django's setting for `s3://KEY:SECRET@HOST/BUCKET?region=NAME`; without an address, the local disk.

    No host means Amazon's; `s3+http` speaks plain HTTP. Raises ValueError for any other address.
    """
    if not url:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts = urlsplit(url)
    bucket = parts.path.strip("/")
    if parts.scheme not in ("s3", "s3+http") or not bucket or "/" in bucket:
        raise ValueError("STORAGE_URL is to look like s3://KEY:SECRET@HOST/BUCKET?region=NAME")
    host = parts.netloc.rpartition("@")[2]
    scheme = "http" if parts.scheme == "s3+http" else "https"
    options = {
        "bucket_name": bucket,
        "access_key": unquote(parts.username or "") or None,
        "secret_key": unquote(parts.password or "") or None,
        "endpoint_url": f"{scheme}://{host}" if host else None,
        "region_name": parse_qs(parts.query).get("region", [None])[0],
        "addressing_style": "path" if host else None,
        "signature_version": "s3v4",
        "file_overwrite": True,
    }
    return {"BACKEND": "newsroom.bucket.PrivateBucket", "OPTIONS": options}
