from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiaisonConfig(AppConfig):
    name = "liandong.liaison"
    verbose_name = _("企业联系")

    def ready(self) -> None:
        from liandong.enterprises.queries import (  # noqa: PLC0415 (tables are there now)
            add_door,
            add_mover,
            add_panel,
            add_row,
            add_waits,
        )
        from liandong.liaison.actions.merging import back, move  # noqa: PLC0415 (the same)
        from liandong.liaison.queries import around  # noqa: PLC0415 (the same)

        add_panel("liaison", around.panel)
        add_waits("liaison", around.waits)
        add_door("liaison", around.door)
        add_row("liaison", around.row)
        add_mover("liaison", move, back)
