"""What the card shows of calibration."""

from dragoman.training.card import LABELS, reliability


def test_a_plot_shows_stated_beside_right() -> None:
    rows = {name: [(0.8, i % 5 > 0) for i in range(50)] for name in LABELS}
    text = reliability(rows)
    assert text.count("calibration error 0.000, n 50") == len(LABELS)
    assert text.splitlines()[2] == "  0.80   0.80 " + "#" * 40 + "|"
