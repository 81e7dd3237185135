"""A table brought to the page: looked through, headings corrected and remembered, taken in, brought again."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from liandong.enterprises.actions import do_upload, record
from liandong.enterprises.enums import UploadState
from liandong.enterprises.models import Batch, Enterprise, Report, Upload
from liandong.journal.models import Entry
from liandong.kit.codes import make_uscc

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
TABLE = f"""统一社会信用代码,企业名称,营业收入（万元）,人头,备注
{make_uscc(1)},洛阳示例轴承有限公司（示例）,3000,77,无
{make_uscc(50)},洛阳新来的有限公司,1200,30,=1+1
91410303YY0000099X,代码不对,1,1,
{make_uscc(51)},洛阳写错的有限公司,很多,1,
"""


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def client(coordinator):
    client = Client()
    client.force_login(coordinator)
    return client


def bring(client, text=TABLE, name="税务.csv", on="2026-06-30", **more):
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    return client.post(
        "/desk/enterprises/import/", {"file": file, "source": "tax", "on": on, **more}
    )


def work():
    """What the worker does with the jobs that were put down."""
    jobs = ProcrastinateJob.objects.filter(task_name="enterprises.take_in").order_by("id")
    do_upload(jobs.last().args["upload"])


@pytest.fixture
def brought(client, works):
    answer = bring(client)
    assert answer.status_code == 302
    work()
    return answer.url


def test_a_dry_run_says_row_by_row_what_would_become(client, brought):
    text = client.get(brought).text
    for words in (
        "可以导入 2 行，2 行不能", "统一社会信用代码有一位输错了", "“很多”不是数字", "人头", "不导入", "等您确认",
    ):  # fmt: skip
        assert words in text, words
    assert (Report.objects.count(), Batch.objects.count()) == (0, 0)
    assert Enterprise.objects.count() == 1


def test_a_heading_put_right_is_remembered_and_the_rows_are_taken(client, brought, works):
    fields = {
        "title": ["营业收入(万元)", "人头", "备注"],
        "code": ["revenue", "employees", "no_such"],
    }
    assert client.post(brought, fields).status_code == 302
    assert "正在检查" in client.get(brought).text
    work()
    assert client.post(brought, {"act": "take"}).status_code == 302
    assert 'hx-trigger="every 1s"' in client.get(brought).text
    work()
    text = client.get(brought).text
    assert "导入了 2 行，2 行没有导入" in text
    works.refresh_from_db()
    assert (works.employees, works.fact("revenue")) == (77, 30_000_000)
    assert Entry.objects.get(verb="facts.imported").data["rows"] == 4
    again = bring(client)
    work()
    assert Upload.objects.get(pk=again.url.split("/")[-2]).columns[3] == ["人头", "employees"]


def test_the_same_table_brought_again_imports_what_is_missing(client, brought):
    client.post(brought, {"act": "take"})
    work()
    reports = Report.objects.count()
    again = bring(client, TABLE.replace("很多", "900")).url
    work()
    client.post(again, {"act": "take"})
    work()
    assert "导入了 3 行，1 行没有导入" in client.get(again).text
    assert Report.objects.count() == reports + 1


def test_a_job_that_comes_twice_does_no_harm(client, brought):
    client.post(brought, {"act": "take"})
    work()
    reports = Report.objects.count()
    work()
    upload = Upload.objects.get()
    Upload.objects.update(state=UploadState.TAKING)  # killed before it could say that it was done
    upload.path.write_text(TABLE, encoding="utf-8")
    work()
    assert Report.objects.count() == reports
    assert Upload.objects.get().state == UploadState.DONE


def test_bad_rows_come_back_with_their_reasons_and_no_formula(client, brought):
    body = b"".join(client.get(f"{brought}rejects/").streaming_content).decode("utf-8-sig")
    assert "未导入的原因" in body
    assert "代码不对" in body
    assert "洛阳新来" not in body
    formula = bring(client, TABLE.replace("代码不对", "=cmd()")).url
    work()
    rows = b"".join(client.get(f"{formula}rejects/").streaming_content).decode("utf-8-sig")
    assert "'=cmd()" in rows


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": b""}, "空文件"), ({"on": "2030-01-01"}, "截至日期还没有到"), ({"on": "昨天"}, "日期"),
        ({"source": "nobody"}, "nobody"), ({"source": "computed"}, "computed"),
    ],
)  # fmt: skip
def test_what_cannot_be_received_is_said_at_once(client, fields, words):
    answer = bring(client, **fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [("名称,收入\n甲,1\n", "没有“统一社会信用代码”这一列"), (b"PK\x03\x04broken", "文件打不开")],
)
def test_what_is_no_table_is_said_after_the_look(client, text, words):
    url = bring(client, text).url
    work()
    assert words in client.get(url).text
    assert client.post(url, {"act": "take"}).status_code == 422


def test_ten_thousand_times_is_taken_only_when_sure(client, works):
    record(works, source="tax", on=date(2026, 3, 31), facts={"revenue": 3000}, by=None)
    url = bring(client).url
    work()
    assert "相差上万倍" in client.get(url).text
    client.post(url, {"act": "take", "sure": "on"})
    work()
    works.refresh_from_db()
    assert works.fact("revenue") == 30_000_000


def test_a_table_is_its_owners_alone(brought, officer, enterprise, leader, auditor):
    for user in (officer, enterprise, leader, auditor):
        other = Client()
        other.force_login(user)
        assert other.get("/desk/enterprises/import/").status_code == 404
        assert bring(other).status_code == 404
        for path in (brought, f"{brought}rejects/"):
            assert other.get(path).status_code == 404
        assert other.post(brought, {"act": "take"}).status_code == 404


def test_another_coordinator_does_not_see_it_and_rows_of_elsewhere_are_refused(client, brought):
    elsewhere = make_uscc(60, "410302")
    table = io.StringIO(TABLE).readline() + f"{elsewhere},老城的有限公司,1,1,\n"
    url = bring(client, table).url
    work()
    assert "可以导入 0 行，1 行不能" in client.get(url).text
    assert "您不能以这个来源的名义填报这家企业" in client.get(url).text
