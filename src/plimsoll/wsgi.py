"""What a web server runs: `granian --interface wsgi plimsoll.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

from plimsoll.walls.identity import serve_nobody_by_default

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plimsoll.settings")

application = get_wsgi_application()
serve_nobody_by_default()
