from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KeylistsConfig(AppConfig):
    name = "liandong.keylists"
    verbose_name = _("重点企业")
