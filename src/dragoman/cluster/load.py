"""The result of a cluster's run, taken into an archive."""

from dataclasses import asdict, dataclass

from dragoman.archive import Archive
from dragoman.cluster.output import Output
from dragoman.errors import DamagedArchive


@dataclass
class Loaded:
    """How much of the result there was, and how much of it was new."""

    shards: int = 0
    codings: int = 0
    new: int = 0
    failures: int = 0

    def to_dict(self) -> dict[str, int]:
        """The numbers by what they count."""
        return asdict(self)


def load(where: str, archive: Archive) -> Loaded:
    """Keep all that stands in finished shards, in the order of the inputs, a shard at a time.

    Each coding is checked against its text: `DamagedArchive` names the shard that does not fit.
    """
    output, loaded = Output(where), Loaded()
    output.check()
    for marker in output.markers():
        loaded.shards += 1
        try:
            with archive.together():
                for coding in output.codings(marker):
                    loaded.codings += 1
                    loaded.new += archive.put(coding)
                for failure in output.failures(marker):
                    archive.put_failure(failure)
                    loaded.failures += 1
        except ValueError as error:
            raise DamagedArchive(
                f"{marker['shard']} in {where} is damaged: {error}.",
                todo=f"Delete shards/{marker['shard']}.json there and run the plan again.",
            ) from error
    return loaded
