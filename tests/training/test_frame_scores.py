from dragoman.model import Frame
from dragoman.reading.schema import Schema, Schemas
from dragoman.training.frame_scores import score_frames

SCHEMAS = Schemas(
    (Schema("outages", "act", ("cut", "repair"), {"state": ("-", "done")}, {"by": "many"}),)
)


def frame(
    start: int = 10, kind: str = "cut", *, state: str = "-", by: tuple[tuple[int, int], ...] = ()
) -> Frame:
    roles = {"by": by} if by else {}
    return Frame("outages", (start, start + 3), kind, 1.0, {"state": state}, roles)


def counts(gold: list[Frame], found: list[Frame]) -> dict[str, tuple[int, int, int]]:
    scores = score_frames([gold], [found], SCHEMAS)
    return {n.partition(".")[2]: (s.hits, s.gold, s.predicted) for n, s in scores.items()}


def test_what_agrees() -> None:
    both = [frame(by=((0, 5), (6, 9)))]
    assert counts(both, both) == {
        "anchor": (1, 1, 1), "type": (1, 1, 1), "state": (1, 1, 1), "by": (2, 2, 2),
    }  # fmt: skip


def test_overlap_will_do_and_each_is_used_once() -> None:
    assert counts([frame(10)], [frame(12), frame(9)])["anchor"] == (1, 1, 2)
    assert counts([frame(10)], [frame(13)])["anchor"] == (0, 1, 1)


def test_roles_and_labels_may_be_right_where_the_type_is_not() -> None:
    gold, found = frame(state="done", by=((0, 5),)), frame(kind="repair", state="done")
    assert counts([gold], [found]) == {
        "anchor": (1, 1, 1), "type": (0, 1, 1), "state": (1, 1, 1), "by": (0, 1, 0),
    }  # fmt: skip


def test_a_role_is_of_its_anchor() -> None:
    gold, found = [frame(10, by=((0, 5),))], [frame(30, by=((0, 5),))]
    assert counts(gold, found)["by"] == (0, 1, 1)


def test_an_attribute_without_a_label_is_none_either_way() -> None:
    bare = Frame("outages", (10, 13), "cut", 1.0)
    assert counts([frame()], [bare])["state"] == (1, 1, 1)
