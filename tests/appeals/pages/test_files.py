"""Files of an appeal: added by those who work on it, served to those who may see it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from liandong.appeals import actions
from liandong.appeals.enums import Act
from liandong.appeals.models import Attachment

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def photo(colour: str = "#468") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def add(phone, assigned):
    def send(*files):
        return phone.post(
            f"/appeals/{assigned.reference}/files/", {"files": list(files)}, follow=True
        )

    return send


def address(attachment) -> str:
    return f"/files/{attachment.name}/"


def status(client, attachment) -> int:
    response = client.get(address(attachment))
    read(response)
    return int(response.status_code)


def read(response) -> bytes:
    """Read to the end: then the file is closed."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_photo_is_shown(add, assigned, phone):
    add(SimpleUploadedFile("跳闸.jpg", photo()))
    response = phone.get(address(assigned.attachments.get()))
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith("inline; filename*=UTF-8''%E8%B7%B3")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert read(response)[:3] == b"\xff\xd8\xff"


def test_a_document_is_downloaded_under_the_ending_of_what_it_is(add, assigned, phone):
    add(SimpleUploadedFile("合同.html", PDF))
    response = phone.get(address(assigned.attachments.get()))
    read(response)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Disposition"].endswith(".html.pdf")


def test_each_file_that_is_not_taken_is_named_with_the_reason(add, assigned, toasts):
    response = add(
        SimpleUploadedFile("好.pdf", PDF),
        SimpleUploadedFile("程序.jpg", b"MZ\x90\x00"),
        SimpleUploadedFile("空.pdf", b""),
    )
    shown = toasts(response)
    assert any(
        t.startswith("“程序.jpg”没有传上：这个文件的内容不是照片（虽然名字是 .jpg）") for t in shown
    )
    assert "已上传 1 个文件" in shown
    assert assigned.attachments.count() == 1


def test_no_file_is_asked_for(phone, assigned, toasts):
    response = phone.post(f"/appeals/{assigned.reference}/files/", follow=True)
    assert toasts(response) == ["请先选照片或文件。"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (photo(), ""),
        (photo()[:600], ""),  # of a picture the beginning is asked about
        (PDF, ""),
        (b"MZ\x90\x00", "“选的.pdf”没有传上：这个文件的内容不是 PDF（虽然名字是 .pdf）"),
        (b"PK\x03\x04 and no archive", "“选的.pdf”没有传上：这个文件打不开"),
        (b"", "“选的.pdf”没有传上：这个文件是空的"),
        (PDF + b" " * 3000, "“选的.pdf”没有传上：文件超过"),
    ],
)
def test_what_is_chosen_is_looked_at_at_once(data, why, phone, settings):
    settings.ATTACHMENT_MAX_BYTES = 3000
    answer = phone.post("/files/check/", {"file": SimpleUploadedFile("选的.pdf", data)})
    assert answer.status_code == (422 if why else 204)
    assert answer.content.decode().startswith(why)
    assert Attachment.objects.count() == 0


def test_who_has_not_signed_in_asks_about_no_file(db):
    assert Client().post("/files/check/").status_code == 302


def test_a_large_file_is_refused(add, settings, toasts):
    settings.ATTACHMENT_MAX_BYTES = 1024
    assert "超过" in toasts(add(SimpleUploadedFile("大.pdf", PDF + b" " * 2000)))[0]


def test_who_may_open_it(
    assigned, enterprise, officer, coordinator, leader, auditor, stranger, housing_officer, sign_in
):
    kept = actions.add_attachment(assigned, name="合同.pdf", data=PDF, by=enterprise)
    may = {who.username: status(sign_in(who), kept) for who in
           (enterprise, officer, coordinator, leader, auditor, stranger, housing_officer)}  # fmt: skip
    assert may == {
        "enterprise": 200, "officer": 200, "coordinator": 200, "leader": 200, "auditor": 200,
        "stranger": 404, "housing": 404,
    }  # fmt: skip


def test_an_assisting_department_may_open_it(
    in_progress, enterprise, officer, housing, housing_officer, do, sign_in
):
    kept = actions.add_attachment(in_progress, name="合同.pdf", data=PDF, by=enterprise)
    do(Act.ADD_ASSIST, in_progress, department=housing, task="看看", by=officer)
    assert status(sign_in(housing_officer), kept) == 200


def test_an_officer_comes_back_to_the_case(assigned, officer, sign_in):
    response = sign_in(officer).post(
        f"/appeals/{assigned.reference}/files/", {"files": SimpleUploadedFile("a.pdf", PDF)}
    )
    assert response["Location"] == f"/desk/appeals/{assigned.reference}/"


def test_who_has_not_signed_in_is_asked_to(assigned, enterprise, client):
    kept = actions.add_attachment(assigned, name="合同.pdf", data=PDF, by=enterprise)
    assert client.get(address(kept))["Location"].startswith("/accounts/login/")


def test_a_file_that_is_gone_or_never_was(phone, assigned, enterprise, tmp_path):
    kept = actions.add_attachment(assigned, name="合同.pdf", data=PDF, by=enterprise)
    next(p for p in tmp_path.rglob("*") if p.is_file()).unlink()
    assert phone.get(address(kept)).status_code == 404
    assert phone.get("/files/00000000-0000-4000-8000-000000000000/").status_code == 404
