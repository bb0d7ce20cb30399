"""INN beside stoad: see tests/lib/innlib.py."""

from server import Server, Trouble
import innlib


class Inn(innlib.Inn, Server):
    name = "INN " + innlib.VERSION

    def __init__(self, base):
        super().__init__(base + "/inn-root", base + "/inn")

    def setup(self, boards):
        if not innlib.fetch_packages(self.root):
            raise Trouble("INN's packages cannot be downloaded")
        super().setup(boards)

    def reader_pid(self):
        return self.daemons[1].pid

    def disk(self):
        """What it keeps: articles, overview, history, active."""
        return sum(self.tree_bytes(f"{self.prefix}/{part}")
                   for part in ("spool", "db"))
