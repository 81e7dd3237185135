"""The administrator's start page names what there is."""

from config.places import groups_of


def test_a_group_of_which_nothing_is_there_is_left_out_and_what_none_names_comes_last():
    mine = {"model": "x", "object_name": "X"}
    groups = groups_of({"visits_peaceterms": mine, "no_such": mine})
    assert all(group["models"] for group in groups)
    assert "联系和服务企业" in [group["name"] for group in groups]
    assert [group["name"] for group in groups][-1] == "其他"
    assert "联系和服务企业" not in [group["name"] for group in groups_of({})]
