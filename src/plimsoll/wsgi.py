"""What a web server runs: `granian --interface wsgi plimsoll.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plimsoll.settings")

application = get_wsgi_application()
