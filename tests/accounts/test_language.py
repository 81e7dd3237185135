"""Chinese first, English for whoever chooses it."""


def test_the_choice_is_remembered_and_leads_back(client, db):
    assert 'lang="zh-CN"' in client.get("/accounts/login/").text
    answer = client.post("/language/", {"language": "en", "next": "/accounts/login/"})
    assert answer.url == "/accounts/login/"
    assert '<html lang="en"' in client.get("/accounts/login/").text
    client.post("/language/", {"language": "zh-hans", "next": "/accounts/login/"})
    assert '<html lang="zh-CN"' in client.get("/accounts/login/").text


def test_no_way_out_of_the_house(client, db):
    answer = client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert answer.url == "/"
