"""Files: judged by their bytes, limited, stripped of location data, served to those who see the appeal."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from liandong.accounts.actions import issue_token
from liandong.appeals.models import Attachment
from liandong.kit.uploads import path_of

pytestmark = pytest.mark.django_db


def photo(gps: bool = True) -> bytes:
    image, out = Image.new("RGB", (64, 48), "red"), io.BytesIO()
    exif = Image.Exif()
    if gps:
        exif.get_ifd(0x8825)[2] = (34.0, 40.0, 0.0)
        exif[0x010F] = "Camera"
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def send(user, appeal, name, data):
    return Client().post(
        f"/api/v1/appeals/{appeal.reference}/attachments",
        {"file": SimpleUploadedFile(name, data)},
        headers={"Authorization": f"Bearer {issue_token(user)}"},
    )


def test_a_photo_is_kept_without_its_place(assigned, enterprise, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    answer = send(enterprise, assigned, "现场.jpg", photo())
    assert answer.status_code == 201, answer.content
    kept = Attachment.objects.get()
    assert answer["Location"] == f"/files/{kept.name}/"
    assert (kept.original, kept.kind, kept.hat) == ("现场.jpg", "jpeg", "enterprise")
    with default_storage.open(path_of(kept.name)) as file:
        assert not dict(Image.open(file).getexif())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("photo.jpg", b"MZ" + b"\0" * 200),
        ("page.pdf", b"<html><script>alert(1)</script></html>"),
        ("list.xlsx", b"PK\x03\x04 but no workbook"),
        ("empty.jpg", b""),
    ],
)
def test_a_file_that_lies_about_its_type_is_refused_in_words(assigned, enterprise, name, data):
    answer = send(enterprise, assigned, name, data)
    assert answer.status_code == 422
    assert answer.json()["code"].startswith("file.")
    assert not Attachment.objects.exists()


def test_a_file_too_large_is_refused(assigned, enterprise, settings):
    settings.ATTACHMENT_MAX_BYTES = 100
    assert send(enterprise, assigned, "x.jpg", photo()).json()["code"] == "file.too_large"


def test_a_stranger_can_neither_add_nor_fetch(
    assigned, enterprise, stranger, officer, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    assert send(stranger, assigned, "x.jpg", photo()).status_code == 404
    send(enterprise, assigned, "x.jpg", photo())
    address = f"/files/{Attachment.objects.get().name}/"
    seen = {}
    for user in (stranger, officer, enterprise):
        client = Client()
        client.force_login(user)
        answer = client.get(address)
        seen[user.username] = answer.status_code
        for close in answer._resource_closers if answer.streaming else ():
            close()  # not answer.close(), which ends the test's own connection
    assert seen == {"stranger": 404, "officer": 200, "enterprise": 200}
    assert Client().get(address).status_code == 302
