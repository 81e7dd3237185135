"""The data files that come with the product agree with each other."""

from tests.language.shipped import APPEALS, DEPARTMENTS, departments, read

LIMITS = {"consultation", "simple", "general", "complex", "long_term"}
DEMANDED = (
    "用电 用水 用气 用热 用地 规划 环保 融资 税务 用工 社保 人才 证照审批 市场监管 知识产权 "
    "交通 治安 消防 市政环境 园区物业 拖欠账款 合同纠纷 出口海关 科技创新 政策兑现 政策咨询 "
    "工程建设 子女就学 通信网络 其他"
)


def test_every_file_names_its_source() -> None:
    for path in [*APPEALS.glob("*.json"), *DEPARTMENTS.glob("*.json")]:
        assert read(path)["source"], path.name


def test_regions_form_one_tree_down_to_the_towns() -> None:
    rows = read(DEPARTMENTS / "regions.json")["regions"]
    names = {row["code"]: row["name"] for row in rows}

    assert len(names) == len(rows)
    assert [row["code"] for row in rows if row["parent"] is None] == ["410000"]
    for row in rows[1:]:
        assert row["parent"] in names
        assert row["code"].startswith(row["parent"].rstrip("0") or row["parent"])
    assert (names["410303"], names["410307"], names["410308"]) == ("西工区", "偃师区", "孟津区")
    assert sum(row["parent"] == "410303" for row in rows) == 9


def test_departments_stand_in_known_regions_and_form_a_tree() -> None:
    regions = {row["code"] for row in read(DEPARTMENTS / "regions.json")["regions"]}
    known = departments()

    assert len(known) == len(read(DEPARTMENTS / "departments.json")["departments"])
    assert sum(row["region"] == "410303" for row in known.values()) >= 24
    for row in known.values():
        assert row["region"] in regions
        assert row["parent"] is None or row["parent"] in known
        assert row.get("town") is None or row["town"] in regions
        assert row["phone"].startswith("0379-6000 0")
        assert row["remit"].endswith("。")


def test_categories_cover_what_enterprises_ask_and_name_known_departments() -> None:
    rows = read(APPEALS / "categories.json")["categories"]
    known = departments()

    assert set(DEMANDED.split()) <= {row["name"] for row in rows}
    assert len({row["code"] for row in rows}) == len(rows)
    for row in rows:
        assert row["limit"] in LIMITS
        assert {row["department"], *row["alternates"]} <= known.keys()


def test_rules_name_known_categories_and_departments() -> None:
    categories = {row["code"] for row in read(APPEALS / "categories.json")["categories"]}
    rows = read(APPEALS / "routing_rules.json")["rules"]

    assert len({row["code"] for row in rows}) == len(rows)
    for row in rows:
        assert row["category"] is None or row["category"] in categories
        assert row["department"] is None or row["department"] in departments()
        for word in [*row["words"], *row.get("with", []), *row.get("without", [])]:
            assert 2 <= len(word) <= 30


def test_danger_words_are_named_once_with_numbers_to_call() -> None:
    rows = read(APPEALS / "danger_words.json")["words"]

    assert len({row["name"] for row in rows}) == len(rows)
    assert {"119", "110", "120"} <= {number for row in rows for number in row["numbers"]}
    for row in rows:
        assert row["words"]
        assert row["numbers"]
        for word in [*row["words"], *row.get("without", [])]:
            assert 2 <= len(word) <= 30, word


def test_every_reason_to_decline_says_where_to_turn() -> None:
    for row in read(APPEALS / "decline_reasons.json")["reasons"]:
        assert row["code"]
        assert row["title"]
        assert row["explanation"].endswith("。")
        assert row["turn_to"].endswith("。")


def test_holidays_and_made_up_working_days_never_meet() -> None:
    days = read(DEPARTMENTS / "holidays.json")

    assert not days["holidays"].keys() & days["workdays"].keys()
    assert days["holidays"]["2026-10-01"] == "国庆节"
    assert {day[:4] for day in days["holidays"]} == {"2024", "2025", "2026"}
