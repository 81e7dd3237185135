from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    name = "liandong.visits"
    verbose_name = _("走访和检查")

    def ready(self) -> None:
        from liandong.enterprises import queries as house  # noqa: PLC0415 (tables are there now)
        from liandong.visits.queries import hooks  # noqa: PLC0415 (the same)

        house.add_door("visits", hooks.door)
        house.add_row("visits", hooks.row)
        house.add_panel("visits", hooks.panel)
        house.add_mover("visits", hooks.move)
