"""Large and wicked tables: refused with words before they are read, or read a line at a time."""

import tracemalloc
from datetime import date

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.utils import translation

from config.middleware import SizeLimit
from liandong.enterprises.actions import do_upload, import_file, receive
from liandong.enterprises.models import Enterprise, Upload
from liandong.kit import tables
from liandong.kit.codes import make_uscc
from liandong.kit.refusals import Refused
from tests.enterprises.test_import import sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday")]
JUNE = date(2026, 6, 30)
GIGABYTES = 2 * 10**9


class Untouched:
    """A body that nobody is to read."""

    def read(self, *_args):
        raise AssertionError("the body was read")


@pytest.fixture
def two_gigabytes(tmp_path):
    path = tmp_path / "大.csv"
    with path.open("wb") as file:
        file.truncate(GIGABYTES)
    return path


def test_two_gigabytes_are_refused_before_a_byte_is_read():
    request = RequestFactory().post("/desk/enterprises/import/")
    request.META |= {"CONTENT_LENGTH": str(GIGABYTES), "wsgi.input": Untouched()}
    with translation.override("zh-hans"):
        answer = SizeLimit(lambda _request: pytest.fail("it came through"))(request)
    assert answer.status_code == 413
    for words in (
        "文件 2.0 GB，网页最多 1 GB；请拆分，或在服务器上用 liandong import-enterprises 导入。",
        "重新选文件",
    ):
        assert words in answer.text
    assert "20 MB" not in answer.text


@pytest.mark.parametrize(
    ("path", "length", "through"),
    [
        ("/desk/enterprises/import/", 900 * 10**6, True), ("/appeals/new/", 900 * 10**6, False),
        ("/desk/enterprises/import/x/", 900 * 10**6, False), ("/api/v1/appeals", 2 * 10**6, False),
    ],
)  # fmt: skip
def test_only_the_import_takes_more_than_others(path, length, through):
    request = RequestFactory().post(path)
    request.META["CONTENT_LENGTH"] = str(length)
    request.META["wsgi.input"] = type("Empty", (), {"read": lambda *_args: b""})()
    with translation.override("zh-hans"):
        answer = SizeLimit(lambda _request: None)(request)
    assert (answer is None) is through


def test_the_form_says_so_before_anything_is_sent(coordinator):
    client = Client()
    client.force_login(coordinator)
    text = client.get("/desk/enterprises/import/").text
    assert f'data-most="{max(tables.MOST_BYTES.values())}"' in text
    assert 'data-too-large="文件超过 1 GB' in text
    assert settings.IMPORT_ADDRESS == "/desk/enterprises/import/"


def test_a_file_of_nothing_is_told_at_once_in_little_memory(two_gigabytes):
    for any_size, code in ((False, "import.too_large"), (True, "import.broken")):
        tracemalloc.start()
        with pytest.raises(Refused) as refused:
            import_file(two_gigabytes, source="tax", on=JUNE, any_size=any_size)
        assert refused.value.code == code
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
        tracemalloc.stop()


def test_a_line_without_end_is_no_table(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "LONGEST_LINE", 1000)
    path = tmp_path / "in.csv"
    path.write_text(f"uscc,name\n{make_uscc(1)}," + "长" * 2000, "utf-8")
    with pytest.raises(Refused) as refused:
        import_file(path, source="tax", on=JUNE, any_size=True)
    assert refused.value.code == "import.broken"


def test_whoever_sits_at_the_server_may_bring_more(tmp_path, works, monkeypatch):
    monkeypatch.setattr(tables, "MOST_BYTES", {"csv": 10, "xlsx": 2})
    path = sheet(tmp_path / "in.csv", [["uscc", "employees"], [works.uscc, "5"]])
    with pytest.raises(Refused) as refused:
        import_file(path, source="tax", on=JUNE)
    assert "拆成几个" in refused.value.message
    assert import_file(path, source="tax", on=JUNE, any_size=True).imported == 1
    book = tmp_path / "in.xlsx"
    book.write_bytes(b"PK\x03\x04" + b"x" * 99)
    with pytest.raises(Refused) as refused:
        import_file(book, source="tax", on=JUNE, any_size=True)
    assert "另存为 csv" in refused.value.message


def test_of_one_code_twice_the_later_row_holds(tmp_path, works):
    rows = [["uscc", "employees"], [works.uscc, "5"], [works.uscc, "6"]]
    assert import_file(sheet(tmp_path / "in.csv", rows), source="tax", on=JUNE).imported == 2
    works.refresh_from_db()
    assert works.fact("employees") == 6


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("45292", "2024-01-01"),
        ("2024年1月5日", "2024-01-05"),
        ("2026-02-30", None),
        ("99999", None),
    ],
)
def test_days_as_offices_write_them(tmp_path, works, written, kept):
    path = sheet(tmp_path / "in.csv", [["信用代码", "成立日期"], [works.uscc, written]])
    outcome = import_file(path, source="tax", on=JUNE)
    works = Enterprise.objects.get(pk=works.pk)
    assert (works.fact("founded") and works.fact("founded").isoformat()) == kept
    if kept is None:
        assert outcome.reasons == [(2, f"成立日期：“{written}”不是日期，请写成 2026-06-30。")]


def test_a_wrong_check_digit_is_told_with_its_row(tmp_path, works):
    wrong = works.uscc[:-1] + ("1" if works.uscc[-1] != "1" else "2")
    path = sheet(tmp_path / "in.csv", [["uscc", "employees"], [works.uscc, "5"], [wrong, "5"]])
    outcome = import_file(path, source="tax", on=JUNE)
    assert outcome.reasons == [
        (3, "统一社会信用代码有一位输错了（最后一位校验不上），请对照营业执照逐位核对。")
    ]


def test_a_row_that_bears_anothers_name_goes_in_and_is_told(tmp_path, works, coordinator, settings):
    settings.MEDIA_ROOT = tmp_path
    code = make_uscc(70)
    text = f"uscc,name\n{code},洛阳示例轴承有限责任公司(示例)\n{make_uscc(71)},别的\n"
    file = SimpleUploadedFile("in.csv", text.encode())
    upload = receive(file, source="tax", on=JUNE, by=coordinator)
    do_upload(str(upload.pk))
    upload = Upload.objects.get()
    assert (upload.rows, upload.rejected) == (2, 0)
    assert upload.alike == [[code, "洛阳示例轴承有限责任公司(示例)", works.uscc]]
    client = Client()
    client.force_login(coordinator)
    text = client.get(f"/desk/enterprises/import/{upload.pk}/").text
    assert "可能重复" in text
    assert works.uscc in text
