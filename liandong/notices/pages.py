"""What a person was told, how they want to be told, and what did not arrive."""

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liandong.accounts.http import SignedInRequest
from liandong.departments.queries import is_admin, today
from liandong.kit.now import now
from liandong.kit.refusals import Refused
from liandong.notices import actions, queries
from liandong.notices.enums import ChannelKind
from liandong.notices.forms import ChannelForm, PreferenceForm
from liandong.notices.models import ChannelAddress
from liandong.notices.rules.icons import icon_of
from liandong.notices.rules.sentences import day_name

DEAD_SHOWN = 200


@require_GET
def index(request: SignedInRequest) -> HttpResponse:
    """List what a person was told, each thing once, by day, newest first."""
    after = request.GET.get("after", "")
    told = queries.told_to(request.user, after)
    context = {
        "days": [
            (day_name(day, today()), [(thing, icon_of(thing.latest.verb)) for thing in things])
            for day, things in told.days
        ],
        "newest": "?" if after else "",
        "following": f"?after={told.following}" if told.following else "",
    }
    return render(request, "notices/index.html", context)


@require_GET
def about(request: SignedInRequest, subject: str) -> HttpResponse:
    """Lead to the thing that a notice is about, and mark all about it as read."""
    notice = queries.latest_about(request.user, subject)
    actions.mark_read(request.user, subject)
    return HttpResponseRedirect(notice.url)


@require_POST
def read(request: SignedInRequest) -> HttpResponse:
    """Mark everything as read."""
    actions.mark_all_read(request.user)
    return redirect("notices:list")


@require_http_methods(["GET", "POST"])
def settings(request: SignedInRequest) -> HttpResponse:
    """Show and change channels and preferences; each form names what it wants in `do`."""
    user = request.user
    kinds = queries.kinds_offered(user)
    channel_form = ChannelForm(kinds=kinds)
    preference_form = PreferenceForm(initial=model_to_dict(queries.preference_of(user)))
    status = 200
    match request.POST.get("do"):
        case "preference":
            preference_form = PreferenceForm(request.POST)
            if preference_form.is_valid():
                messages.success(request, _preferred(request, preference_form))
                return redirect("notices:settings")
            status = 422
        case "add":
            channel_form = ChannelForm(request.POST, kinds=kinds)
            if channel_form.is_valid() and _added(request, channel_form):
                return redirect("notices:settings")
            status = 422
        case "test":
            actions.test_channels(user)
            messages.success(request, _("测试消息正在发，稍后刷新本页看结果。"))
            return redirect("notices:settings")
        case "on" | "off" | "remove" as what:
            _change(request, what)
            return redirect("notices:settings")
    context = {
        "preference": preference_form,
        "channels": queries.channels_of(user),
        "form": channel_form,
        "now": now(),
    }
    return render(request, "notices/settings.html", context, status=status)


def _preferred(request: SignedInRequest, form: PreferenceForm) -> str:
    """Keep what somebody prefers, and say what holds from now on."""
    kept = actions.set_preference(request.user, **form.cleaned_data)
    if kept.quiet_from == kept.quiet_to:
        return _("已保存，不设免打扰。")
    hours = {"start": f"{kept.quiet_from:%H:%M}", "end": f"{kept.quiet_to:%H:%M}"}
    if kept.quiet_from > kept.quiet_to:
        return _("已保存，每天 %(start)s 到第二天 %(end)s 免打扰。") % hours
    return _("已保存，每天 %(start)s 到 %(end)s 免打扰。") % hours


def _added(request: SignedInRequest, form: ChannelForm) -> bool:
    """Add what the form says; when it is refused, say so beside the field and keep what was typed."""
    kind = ChannelKind(form.cleaned_data["kind"])
    try:
        actions.add_channel(request.user, kind=kind, address=form.cleaned_data["address"])
    except Refused as refused:
        form.add_error("address", refused.message)
        return False
    messages.success(request, _("已添加，发一条测试消息看看能不能收到。"))
    return True


def _change(request: SignedInRequest, what: str) -> None:
    channel = _own_channel(request)
    if what == "remove":
        actions.remove_channel(channel, by=request.user)
        said = _("已去掉，不再用它发。")
    else:
        actions.switch_channel(channel, is_on=what == "on", by=request.user)
        said = _("已启用，新消息也往这里发。") if what == "on" else _("已停用，暂时不往这里发。")
    messages.success(request, said)


def _own_channel(request: SignedInRequest) -> ChannelAddress:
    number = request.POST.get("channel", "")
    channel = (
        queries.channels_of(request.user).filter(pk=number).first() if number.isdigit() else None
    )
    if channel is None:
        raise Http404
    return channel


def _require_admin(request: SignedInRequest) -> None:
    if not is_admin(request.user):
        raise Http404


@require_GET
def dead_letters(request: SignedInRequest) -> HttpResponse:
    """Show administrators what could not be delivered after five tries."""
    _require_admin(request)
    dead = queries.dead_deliveries()
    context = {
        "dead": dead[:DEAD_SHOWN],
        "count": dead.count(),
        "shown": DEAD_SHOWN,
        "stuck": queries.stuck_entries(),
    }
    return render(request, "notices/dead_letters.html", context)


@require_POST
def try_again(request: SignedInRequest) -> HttpResponse:
    """Try one dead letter again or let it go, or all that are shown, or tell again of entries."""
    _require_admin(request)
    numbers = [int(pk) for pk in request.POST.getlist("delivery") if pk.isdigit()]
    match request.POST.get("what"):
        case "entries":
            number = actions.retry_untold()
        case "let_go":
            if actions.let_go(numbers, by=request.user):
                messages.success(request, _("不再往外发了，本人在站内还能看到。"))
            return redirect("notices:dead_letters")
        case _:
            number = actions.retry_dead(numbers, by=request.user)
    if number:
        said = ngettext("正在重新发送 %(n)s 条。", "正在重新发送 %(n)s 条。", number) % {
            "n": number
        }
        messages.success(request, said)
    else:
        messages.info(request, _("没有要重发的，可能已经送到了。"))
    return redirect("notices:dead_letters")


@require_GET
def channels(request: SignedInRequest) -> HttpResponse:
    """Show administrators which ways out are connected, and who uses them."""
    _require_admin(request)
    return render(request, "notices/channels.html", {"outlets": queries.outlets()})
