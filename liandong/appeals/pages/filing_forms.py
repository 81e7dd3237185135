"""The shape of what is typed to file an appeal: by an enterprise, or by a clerk for one that telephones."""

from django import forms
from django.utils.translation import gettext_lazy as _

from liandong.appeals.models import Category


class FilingForm(forms.Form):
    """What an enterprise types to file: a text is enough."""

    text = forms.CharField(
        label=_("遇到什么问题"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 5000}),
        error_messages={"required": _("请写一句遇到了什么问题。")},
    )
    category = forms.ModelChoiceField(
        Category.objects.filter(is_active=True),
        label=_("类别"),
        required=False,
        empty_label=_("自动判断"),
    )
    contact_name = forms.CharField(label=_("联系人"), max_length=60, required=False)
    contact_phone = forms.CharField(label=_("联系电话"), max_length=30, required=False)
    confidential = forms.BooleanField(label=_("匿名交办"), required=False)
    key = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)


class HotlineForm(FilingForm):
    """A clerk takes down what an enterprise says on the telephone."""

    uscc = forms.CharField(label=_("统一社会信用代码"), max_length=30, required=False)
    # of one that is not known here
    name = forms.CharField(label=_("企业名称"), max_length=200, required=False)
    code = forms.CharField(label=_("统一社会信用代码"), max_length=30, required=False)
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    registration_type = forms.CharField(label=_("登记注册类型"), max_length=60, required=False)
    employees = forms.CharField(label=_("从业人员"), max_length=20, required=False)
