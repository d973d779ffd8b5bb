"""The WSGI callable that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application = get_wsgi_application()

# All that is loaded lasts as long as the process, with the views that this look-up loads: a collection that
# went through it would hold up a reader for as long as three pages take.
resolve("/")
gc.collect()
gc.freeze()
