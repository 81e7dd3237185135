"""The back office: administrators only, each change in the journal, a year without data is said."""

from datetime import date, time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.urls import reverse

from liandong.accounts.models import User
from liandong.departments.enums import Role
from liandong.departments.models import (
    Appointment,
    Calendar,
    CalendarDay,
    Department,
    Region,
)
from liandong.departments.queries import calendar_of
from liandong.journal.actions import name_of
from liandong.journal.models import Entry
from liandong.kit.working_time import Window


@pytest.fixture
def administrator(client, db):
    user = User.objects.create(username="admin", name="系统管理员")
    Appointment.objects.create(user=user, role=Role.ADMIN, region_id="410303")
    client.force_login(user)
    return user


def test_only_administrators_enter(client, auditor, coordinator):
    assert client.get("/admin/").url == "/admin/login/?next=/admin/"
    assert client.get("/admin/login/?next=/admin/").url == "/accounts/login/?next=/admin/"
    for other in (auditor, coordinator):
        client.force_login(other)
        assert client.get("/admin/").status_code == 404
        assert client.get("/admin/login/").status_code == 404
        assert client.get("/admin/departments/region/").status_code == 404


def test_an_appointment_that_ended_opens_no_door(client, administrator):
    Appointment.objects.filter(user=administrator).update(ends_on=date(2020, 1, 1))
    assert client.get("/admin/").status_code == 404


def test_every_list_and_form_opens_in_chinese(client, administrator):
    for model, page in admin.site._registry.items():
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        answer = client.get(
            reverse(f"{base}_changelist"), {"q": "西工"} if page.search_fields else {}
        )
        assert answer.status_code == 200, model
        if page.has_add_permission(answer.wsgi_request):
            assert client.get(reverse(f"{base}_add")).status_code == 200, model
        if thing := model._default_manager.first():
            assert client.get(reverse(f"{base}_change", args=[thing.pk])).status_code == 200
    start = client.get("/admin/").text
    for words in ("机构和人员", "节假日与调休", "规则体检", "没送到的消息", "接口令牌", "日志审计"):
        assert words in start


def test_every_list_and_page_is_reached_from_the_start(client, administrator):
    start = client.get("/admin/")
    shown = {row["admin_url"] for group in start.context["app_list"] for row in group["models"]}
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        assert reverse(f"admin:{name}_changelist") in shown
    assert not any(group["name"] == "其他" for group in start.context["app_list"])
    for address in shown:
        assert client.get(address).status_code == 200, address
    assert "procrastinate" not in start.text
    assert 'rel="icon"' in client.get("/admin/departments/region/").text


def test_a_change_is_in_the_journal_with_the_value_it_had(client, administrator):
    day = CalendarDay.objects.get(date=date(2026, 10, 1))
    address = reverse("admin:departments_calendarday_change", args=[day.pk])
    sent = {"date": "2026-10-01", "name": "国庆", "calendar": "", "windows": ""}
    assert client.post(address, sent).status_code == 302
    entry = Entry.objects.get(subject=name_of(day))
    assert (entry.verb, entry.actor) == ("calendarday.changed", name_of(administrator))
    assert entry.data["changes"] == [
        {"thing": "2026-10-01 国庆", "removed": False, "fields": {"name": ["国庆节", "国庆"]}}
    ]


def test_a_holiday_entered_by_mistake_may_go_but_no_department(client, administrator, power):
    day = CalendarDay.objects.get(date=date(2026, 10, 1))
    address = reverse("admin:departments_calendarday_delete", args=[day.pk])
    assert client.post(address, {"post": "yes"}).status_code == 302
    assert Entry.objects.get(subject=name_of(day)).verb == "calendarday.removed"
    address = reverse("admin:departments_department_delete", args=[power.pk])
    assert client.post(address, {"post": "yes"}).status_code == 403
    assert Department.objects.filter(pk=power.pk).exists()


def test_wrong_hours_and_a_role_in_the_wrong_place_are_refused(client, administrator, power):
    wrong = client.post(
        reverse("admin:departments_calendar_add"),
        {
            "name": "半天",
            "windows": "12:00-09:00",
            "days-TOTAL_FORMS": 0,
            "days-INITIAL_FORMS": 0,
        },
    )
    assert "时段不能重叠" in wrong.text
    wrong = client.post(
        reverse("admin:departments_appointment_add"),
        {"user": administrator.pk, "role": Role.LEADER, "department": power.pk},
    )
    assert "其他角色属于辖区" in wrong.text
    wrong = client.post(
        reverse("admin:departments_appointment_add"),
        {"user": administrator.pk, "role": Role.LEADER},
    )
    assert "请选在哪里任职" in wrong.text
    assert "只能填一个" not in wrong.text


@pytest.mark.parametrize(("day", "warned"), [("2026-05-06", False), ("2026-11-24", True)])
def test_a_year_without_holidays_is_said_on_the_first_page(client, administrator, day, warned):
    with time_machine.travel(f"{day} 10:00+08:00", tick=False):
        client.force_login(administrator)
        page = client.get("/admin/").text
    assert ("工作日历缺 2027 年的节假日和调休" in page) == warned


def test_a_person_entered_here_may_sign_in_by_phone_code(client, administrator):
    sent = {
        "username": "newcomer",
        "name": "新来的经办人",
        "phone": "13800000009",
        "password1": "a-long-password",
        "password2": "a-long-password",
    }
    assert client.post(reverse("admin:accounts_user_add"), sent).status_code == 302
    person = User.objects.get(username="newcomer")
    assert (person.phone, person.phone_verified, person.is_staff) == ("13800000009", True, False)
    entry = Entry.objects.get(subject=name_of(person))
    assert "password" not in str(entry.data)
    page = client.get(reverse("admin:accounts_user_changelist")).text
    assert f'/admin/departments/appointment/add/?user={person.pk}"' in page


def test_regions_are_searched_by_name(client, administrator):
    page = client.get(reverse("admin:departments_region_changelist"), {"q": "王城"}).text
    assert Region.objects.get(name__startswith="王城").name in page


def test_office_hours_are_typed_as_people_write_them(client, administrator, power):
    sent = {
        "name": "政务大厅",
        "windows": "9:00-12:00，13：30-17:30",
        "days-TOTAL_FORMS": 1,
        "days-INITIAL_FORMS": 0,
        "days-0-date": "2026-11-28",
        "days-0-name": "周六值班",
        "days-0-is_working": "on",
        "days-0-windows": "09:00-11:00",
    }
    assert client.post(reverse("admin:departments_calendar_add"), sent).status_code == 302
    calendar = Calendar.objects.get(name="政务大厅")
    assert calendar.windows == [["09:00", "12:00"], ["13:30", "17:30"]]
    assert calendar.days.get().windows == [["09:00", "11:00"]]
    page = client.get(reverse("admin:departments_calendar_change", args=[calendar.pk])).text
    assert 'value="09:00-12:00 13:30-17:30"' in page
    entries = Entry.objects.filter(subject=name_of(calendar))
    assert [e.verb for e in entries] == ["calendar.added"]
    power.calendar = calendar
    assert calendar_of(power, "410303").windows_on(date(2026, 11, 28)) == (
        Window(time(9), time(11)),
    )


def test_a_lost_second_factor_is_taken_away_and_recorded(client, administrator, officer):
    Authenticator.objects.create(user=officer, type="totp", data={})
    sent = {"action": "reset_second_factor", "_selected_action": [officer.pk]}
    assert client.post(reverse("admin:accounts_user_changelist"), sent).status_code == 302
    assert not Authenticator.objects.exists()
    entry = Entry.objects.get(verb="user.second_factor_reset")
    assert (entry.subject, entry.actor) == (name_of(officer), name_of(administrator))
    again = client.post(reverse("admin:accounts_user_changelist"), sent, follow=True)
    assert "没有开两步验证。" in again.text
    assert client.get("/admin/mfa/authenticator/").status_code == 404


def test_a_number_is_masked_in_the_list_and_a_look_at_it_is_recorded(
    client, administrator, officer
):
    User.objects.filter(pk=officer.pk).update(phone="13800000009")
    listed = client.get(reverse("admin:accounts_user_changelist")).text
    assert "138****0009" in listed
    assert "13800000009" not in listed
    assert not Entry.objects.filter(verb="user.phone_shown").exists()
    assert (
        "13800000009" in client.get(reverse("admin:accounts_user_change", args=[officer.pk])).text
    )
    entry = Entry.objects.get(verb="user.phone_shown")
    assert (entry.subject, entry.actor) == (name_of(officer), name_of(administrator))
