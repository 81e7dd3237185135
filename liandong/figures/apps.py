from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FiguresConfig(AppConfig):
    name = "liandong.figures"
    verbose_name = _("企业报数")

    def ready(self) -> None:
        from liandong.enterprises import queries as below  # noqa: PLC0415 (tables are there now)
        from liandong.figures.actions.moving import back, move  # noqa: PLC0415 (the same)
        from liandong.figures.queries import hooks  # noqa: PLC0415 (the same)
        from liandong.figures.queries.panel import panel  # noqa: PLC0415 (the same)

        below.add_waits("figures", hooks.waits)
        below.add_row("figures", hooks.row)
        below.add_door("figures", hooks.figures_door)
        below.add_door("figures.needs", hooks.needs_door)
        below.add_panel("figures", panel)
        below.add_mover("figures", move, back)
