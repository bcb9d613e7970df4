"""The WSGI application that the web server serves."""

from __future__ import annotations

import os

from omnistock.kernel.starting import start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "omnistock.config.settings")
with start():
    from django.core.handlers.wsgi import WSGIHandler
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()

    from omnistock.domain.security.later import LATER
    from omnistock.interfaces.web.request_log import WRITER
    from omnistock.interfaces.web.warming import warm
    from omnistock.tenancy.limits import SHARER

    warm()


def begin() -> WSGIHandler:
    """The application, in the process that is going to serve it: threads do not live through a fork."""
    WRITER.start()
    SHARER.start()
    LATER.thread.start()
    return application
