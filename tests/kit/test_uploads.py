"""Files in folders of their own, and the references of what they belong to."""

import io
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404
from PIL import Image

from liandong.kit.references import next_reference, reference
from liandong.kit.refusals import Refused
from liandong.kit.uploads import keep, path_of, read_file, read_files, shown


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    return out.getvalue()


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_file_lies_in_its_folder_under_a_random_name_and_is_shown_in_a_sandbox() -> None:
    kept = keep(read_file("../厂房\x00.jpg", photo()), "proofs")
    assert (kept.original, kept.kind) == ("厂房.jpg", "png")
    assert path_of(kept.name, "proofs").startswith("proofs/")
    with default_storage.open(path_of(kept.name, "proofs")) as file:
        assert len(file.read()) == kept.size
    answer = shown(kept.name, original=kept.original, kind=kept.kind, folder="proofs")
    assert answer["Content-Disposition"].startswith("inline; ")
    assert answer["Content-Disposition"].endswith(".jpg.png")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    answer.file_to_stream.close()


def test_a_document_is_saved_and_not_shown() -> None:
    kept = keep(read_file("授权书.pdf", b"%PDF-1.4\n%%EOF\n"))
    answer = shown(kept.name, original=kept.original, kind=kept.kind)
    assert answer["Content-Disposition"].startswith("attachment; ")
    answer.file_to_stream.close()


def test_what_is_gone_is_not_found() -> None:
    with pytest.raises(Http404):
        shown(uuid4(), original="x.pdf", kind="pdf", folder="proofs")


def test_each_file_of_a_form_is_taken_or_named_with_the_reason() -> None:
    sent = [SimpleUploadedFile("好.png", photo()), SimpleUploadedFile("坏.jpg", b"MZ" + b"\0" * 99)]
    read, refused = read_files(sent)
    assert [file.name for file in read] == ["好.png"]
    assert refused == ["“坏.jpg”没有传上：这个文件的内容不是照片（虽然名字是 .jpg）"]


def test_a_file_too_large_is_refused(settings) -> None:
    settings.ATTACHMENT_MAX_BYTES = 4
    with pytest.raises(Refused, match="MB"):
        read_file("大.png", photo())


def test_a_reference_has_the_day_in_china_and_six_figures_at_least() -> None:
    late = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
    assert reference("ZF", late, 42) == "ZF20261125-000042"
    assert reference("ZF", late, 1234567) == "ZF20261125-1234567"


@pytest.mark.django_db
def test_the_next_reference_is_another() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE SEQUENCE tried_number")
    at = datetime(2026, 11, 24, tzinfo=UTC)
    assert next_reference("BS", "tried_number", at) == "BS20261124-000001"
    assert next_reference("BS", "tried_number", at) == "BS20261124-000002"
