from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "liandong.appeals"
