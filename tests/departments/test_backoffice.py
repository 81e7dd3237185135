"""The back office: administrators only, each change in the journal, a year without data is said."""

from datetime import date

import pytest
import time_machine
from django.contrib import admin
from django.urls import reverse

from liandong.accounts.models import User
from liandong.departments.enums import Role
from liandong.departments.models import Appointment, CalendarDay, Department, Region
from liandong.journal.actions import name_of
from liandong.journal.models import Entry


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
        assert client.get("/admin/", follow=True).status_code == 403
        assert client.get("/admin/departments/region/", follow=True).status_code == 403


def test_an_appointment_that_ended_opens_no_door(client, administrator):
    Appointment.objects.filter(user=administrator).update(ends_on=date(2020, 1, 1))
    assert client.get("/admin/", follow=True).status_code == 403


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
    assert "基础数据" in client.get("/admin/").text


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
            "windows": '[["12:00", "09:00"]]',
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


def test_regions_are_searched_by_name(client, administrator):
    page = client.get(reverse("admin:departments_region_changelist"), {"q": "王城"}).text
    assert Region.objects.get(name__startswith="王城").name in page
