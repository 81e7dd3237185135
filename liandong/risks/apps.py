from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RisksConfig(AppConfig):
    name = "liandong.risks"
    verbose_name = _("风险提示")

    def ready(self) -> None:
        from liandong.enterprises import queries as base  # noqa: PLC0415 (tables are there now)
        from liandong.risks.actions import move_signals  # noqa: PLC0415 (the same)
        from liandong.risks.queries import around  # noqa: PLC0415 (the same)

        base.add_door("risks", around.door)
        base.add_panel("risks", around.panel)
        base.add_mover("risks", move_signals)
