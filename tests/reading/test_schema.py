import json

from dragoman.reading.schema import NONE, Schemas, default_schemas
from dragoman.vocab import codebook, plover


def test_labels_come_from_the_vocabularies() -> None:
    schemas = default_schemas()
    assert [s.name for s in schemas.items] == ["events", "statements", "positions", "figures"]
    assert schemas["events"].types == tuple(plover().types)
    assert schemas["events"].attributes["mode"][0] == NONE
    assert schemas["positions"].attributes["issue"] == tuple(codebook().issues)


def test_outputs_lie_side_by_side() -> None:
    schemas = default_schemas()
    for slices in (schemas.tag_slices, schemas.attribute_slices):
        ends = [0, *(s.stop for s in slices.values())]
        assert [s.start for s in slices.values()] == ends[:-1]
    assert sorted(schemas.role_index.values()) == list(range(len(schemas.role_index)))


def test_where_a_mark_tells_its_type() -> None:
    keys = {s.name: s.type_key for s in default_schemas().items}
    assert keys == {"events": "type", "statements": "", "positions": "stance", "figures": "measure"}
    # Manifests written before schemas told it.
    rows = [
        {k: v for k, v in row.items() if k not in ("type_key", "apart")}
        for row in default_schemas().to_list()
    ]
    assert Schemas.from_list(rows) == default_schemas()


def test_schemas_survive_the_manifest() -> None:
    schemas = default_schemas()
    kept = Schemas.from_list(json.loads(json.dumps(schemas.to_list())))
    assert kept == schemas
