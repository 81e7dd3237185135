"""The shape of what people type about notices: a channel, quiet hours, a language."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from liandong.notices.enums import ChannelKind


class ChannelForm(forms.Form):
    """A new outside channel."""

    kind = forms.ChoiceField(label=_("用什么收"), choices=ChannelKind.choices)
    address = forms.CharField(
        label=_("地址"),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, kinds: Sequence[ChannelKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["address"].help_text = "".join(
            str(words)
            for words, kind in (
                (_("群机器人和 Webhook 粘贴地址。"), ChannelKind.WECOM),
                (_("邮件填邮箱。"), ChannelKind.MAIL),
                (_("短信不用填，发到您核验过的手机号。"), ChannelKind.SMS),
            )
            if kind in kinds
        )


class PreferenceForm(forms.Form):
    """When to be left in peace, and what to read outside."""

    quiet_from = forms.TimeField(
        label=_("从"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_to = forms.TimeField(
        label=_("到"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    language = forms.ChoiceField(
        label=_("往外发的文字"),
        choices=[("", _("和页面一样")), *settings.LANGUAGES],
        required=False,
    )
