from decimal import Decimal

import pytest

from liandong.kit.money import english_amount


@pytest.mark.parametrize(
    ("yuan", "said"),
    [
        ("0", "0"), ("0.5", "0.5"), ("100", "100"), ("540000", "540,000"), ("999999.99", "999,999.99"),
        ("999999.999", "1 million"), ("1000000", "1 million"), ("5400000", "5.4 million"),
        ("28609700", "28.6097 million"), ("400000000", "400 million"), ("999999960", "1 billion"),
        ("1230000000", "1.23 billion"), ("2000000000000", "2,000 billion"), ("-5400000", "-5.4 million"),
    ],
)  # fmt: skip
def test_money_is_counted_as_english_readers_do(yuan, said):
    assert english_amount(Decimal(yuan)) == said
