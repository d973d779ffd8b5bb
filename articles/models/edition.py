"""What readers see now, as one value that changes whenever that does."""

from django.db import models


class Edition(models.Model):
    """One row. Its token changes in the transaction of each change that readers can see.

    A token never comes back, so that a cache that outlives a restored database holds no wrong page.
    """

    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.token
