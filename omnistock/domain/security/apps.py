from django.apps import AppConfig


class SecurityConfig(AppConfig):
    name = "omnistock.domain.security"
    label = "security"
