from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "omnistock.domain.files"
    label = "files"
