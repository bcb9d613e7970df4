"""The WSGI application that the web server serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "omnistock.config.settings")
application = get_wsgi_application()

from omnistock.domain.security.later import LATER  # noqa: E402 (Django must be ready)
from omnistock.interfaces.web.request_log import WRITER  # noqa: E402
from omnistock.interfaces.web.warming import warm  # noqa: E402
from omnistock.tenancy.limits import SHARER  # noqa: E402

warm()
WRITER.start()
SHARER.start()
LATER.start()
