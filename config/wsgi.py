"""Entry point for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from config.environment import require_environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
require_environment()

application = get_wsgi_application()
