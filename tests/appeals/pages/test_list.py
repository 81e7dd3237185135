"""Everything an enterprise has raised: narrowed, searched, page by page."""

from liandong.appeals import actions
from tests.appeals.conftest import POWER, VAGUE


def test_sides_of_the_list(resolved, bring, phone, said):
    open_one = bring("submitted")
    ended = bring("withdrawn")
    pages = {
        side: said(phone.get(f"/appeals/?side={side}")) for side in ("", "open", "rate", "ended")
    }
    for reference, sides in (
        (open_one.title, {"", "open"}),
        (resolved.title, {"", "rate", "ended"}),  # two appeals share this title
    ):
        assert {side for side, words in pages.items() if reference in words} == sides
    assert "全部 3" in pages[""]
    assert ended.title in pages["ended"]
    assert "已撤回" in pages["ended"]


def test_a_merged_one_stands_with_its_parent(bring, phone, said):
    bring("merged")
    assert "在办 2" in said(phone.get("/appeals/"))


def test_search_by_words_and_reference(assigned, works, enterprise, phone, said):
    other = actions.file_appeal(works, text=VAGUE, by=enterprise)
    found = said(phone.get("/appeals/?q=变压器"))
    assert assigned.title in found
    assert other.title not in found
    assert other.title in said(phone.get(f"/appeals/?q={other.reference}"))


def test_counts_follow_the_search_and_sides_keep_it(assigned, works, enterprise, phone, said):
    actions.file_appeal(works, text=VAGUE, by=enterprise)
    assert "全部 2 在办 2" in said(phone.get("/appeals/"))
    found = phone.get("/appeals/?q=变压器")
    assert "全部 1 在办 1" in said(found)
    assert "/appeals/?side=open&amp;q=%E5%8F%98" in found.content.decode()


def test_nothing_found_says_what_to_try(assigned, phone, said):
    assert "没有找到“外星人”" in said(phone.get("/appeals/?q=外星人"))


def test_an_unknown_side_or_page_shows_the_list(assigned, phone):
    assert phone.get("/appeals/?side=nonsense&page=99").status_code == 200


def test_another_enterprise_sees_nothing_of_it(assigned, stranger, sign_in, said):
    words = said(sign_in(stranger).get(f"/appeals/?q={assigned.reference}"))
    assert assigned.title not in words


def test_pages_and_queries(works, enterprise, tuesday, phone, said, queries_of):
    actions.file_appeal(works, text=VAGUE, by=enterprise)
    one = queries_of(phone, "/appeals/")
    for _ in range(21):
        actions.file_appeal(works, text=POWER, by=enterprise)
    assert queries_of(phone, "/appeals/") == one
    assert "第 1 页，共 2 页" in said(phone.get("/appeals/"))
    assert VAGUE[:10] in said(phone.get("/appeals/?page=2"))
