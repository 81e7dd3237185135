from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppealsConfig(AppConfig):
    name = "liandong.appeals"
    verbose_name = _("企业诉求")

    def ready(self) -> None:
        from liandong.appeals.actions.moving import move  # noqa: PLC0415 (tables are there now)
        from liandong.appeals.queries.panel import panel  # noqa: PLC0415 (the same)
        from liandong.enterprises.queries import add_mover, add_panel  # noqa: PLC0415 (the same)

        add_mover("appeals", move)
        add_panel("appeals", panel)
