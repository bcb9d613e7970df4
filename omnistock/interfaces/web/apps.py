from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "omnistock.interfaces.web"
    label = "web"

    def ready(self) -> None:
        from omnistock.domain.privacy.checks import CHECKS
        from omnistock.interfaces.web import account_events, factors, session_store
        from omnistock.interfaces.web.promise_checks import first_party_only, two_cookies

        account_events.connect()
        factors.connect()
        session_store.connect()
        CHECKS.update(P9=first_party_only, P10=two_cookies)
