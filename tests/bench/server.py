"""What the bench needs of a news server, whichever it is."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
from innlib import Trouble, free_port, wait_greeting        # noqa: E402,F401


def child_of(pid):
    """The process that a daemon of two processes serves with."""
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as f:
        return int(f.read().split()[0])


class Server:
    """
    setup, start, prepare, stop; port is where readers connect, feed_port
    where peers do.
    """

    name = ""
    port = 0
    logs = ""
    login = None        # (name, password) when posting needs one
    feed_login = None   # the same for peers

    def prepare(self):
        """What it needs before it is fed, once it runs."""

    @staticmethod
    def tree_bytes(path):
        """Disk blocks in use below path, as du counts them."""
        if not os.path.isdir(path):
            return os.stat(path).st_blocks * 512
        total = 0
        for folder, _, names in os.walk(path):
            for name in [""] + names:
                total += os.lstat(os.path.join(folder, name)).st_blocks * 512
        return total
