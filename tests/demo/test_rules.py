"""What the sample is made from: always the same, always fitting, never anybody's name."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import liandong.appeals
import liandong.departments
from liandong.demo.actions.enterprises import read
from liandong.demo.actions.history import topics
from liandong.demo.rules.firms import firms
from liandong.demo.rules.pictures import document, photo
from liandong.demo.rules.plans import draw_plan, draw_rating
from liandong.demo.rules.seasons import filing_moments, topic_for
from liandong.demo.rules.texts import Writer
from liandong.kit.files import sniff, without_location
from liandong.kit.working_time import Calendar


def codes(app, name, key):
    path = Path(app.__file__).parent / "data" / f"{name}.json"
    return {row["code"] for row in json.loads(path.read_text())[key]}


def test_enterprises_are_the_same_each_time_and_all_different():
    made = list(firms(943, read("enterprises")))
    assert made == list(firms(943, read("enterprises")))
    assert made[:20] == list(firms(20, read("enterprises")))
    assert len({firm.name for firm in made}) == 943
    assert made[0].name == "洛阳示例轴承有限公司（示例）"


def test_topics_name_known_categories_departments_and_reasons():
    categories = codes(liandong.appeals, "categories", "categories")
    departments = codes(liandong.departments, "departments", "departments")
    reasons = codes(liandong.appeals, "decline_reasons", "reasons")
    for topic in topics():
        assert topic["category"] in categories
        assert topic["department"] in departments
        assert topic.get("decline", "court") in reasons
        if assist := topic.get("assist"):
            assert assist[0] in departments
            assert len(assist) == 3


def test_there_are_many_texts_short_and_long_with_every_slot_filled():
    random, words = Random(1), read("words")
    sample = list(firms(943, read("enterprises")))
    texts = set()
    for topic in topics():
        fitting = [f for f in sample if not topic["for"] or f.group in topic["for"].split()]
        assert fitting, topic["code"]
        for template in topic["texts"]:
            for _ in range(5):
                writer = Writer(random, words, random.choice(fitting))
                title, text = writer.appeal({**topic, "texts": [template]})
                assert 1 < len(title) <= 28
                assert "{" not in text + title
                texts.add(text)
        for said in (*topic["notes"], *topic["solved"], *(a for a, _ in topic["explained"])):
            assert "{" not in writer.fill(said)
    assert sum(len(t["texts"]) for t in topics()) >= 120
    assert len(texts) > 700
    assert min(map(len, texts)) < 30
    assert max(map(len, texts)) > 150


def test_a_season_shows():
    random, found = Random(1), topics()
    drawn = {
        month: [topic_for(month, "factory", found, random)["code"] for _ in range(3000)]
        for month in (1, 7)
    }
    assert drawn[7].count("power-trip") > 2 * drawn[1].count("power-trip")
    assert drawn[1].count("heat-low") > 2 * drawn[7].count("heat-low")


def test_people_file_in_the_daytime_and_seldom_on_days_off():
    end = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
    moments = filing_moments(3000, date(2024, 11, 24), end, Calendar(), Random(1))
    assert moments == sorted(moments)
    assert moments[-1] < end
    hours = [m.hour for m in moments]
    assert sum(8 <= h < 18 for h in hours) > 0.85 * 3000
    assert sum(m.weekday() > 4 for m in moments) < 0.1 * 3000


def test_a_better_department_is_quicker_and_better_liked():
    def means(quality):
        random = Random(1)
        plans = [draw_plan(random, quality) for _ in range(2000)]
        ratings = [
            draw_rating(random, outcome="solved", late=False, quality=quality).result
            for _ in range(2000)
        ]
        return sum(p.pace > 1 for p in plans), sum(ratings) / 2000

    late, liked = means(0.9)
    late_too, liked_less = means(0.2)
    assert late < late_too
    assert liked > liked_less + 0.3
    assert 3.5 < liked < 4.9


def test_files_are_what_they_say():
    for scene in ("transformer", "pipe", "lamp", "road"):
        assert sniff(photo(scene, 1)) == "png"
        assert without_location(photo(scene, 1), "png")
    assert photo("pipe", 1) != photo("pipe", 2)
    assert sniff(document()) == "pdf"
