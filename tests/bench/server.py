"""What the bench needs of a news server, whichever it is."""

import os
import socket
import time


class Trouble(Exception):
    """The bench cannot go on; the text says what to do."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_greeting(port, daemon, limit=30):
    """Until a connection is greeted with 200 or 201."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        if daemon.poll() is not None:
            raise Trouble(f"{daemon.args[0]} exited with "
                          f"{daemon.returncode}")
        try:
            with socket.create_connection(("127.0.0.1", port), 10) as s:
                if s.recv(64).startswith(b"20"):
                    s.sendall(b"QUIT\r\n")
                    return
        except OSError:
            pass
        time.sleep(0.001)
    raise Trouble(f"{daemon.args[0]} does not greet on port {port}")


def child_of(pid):
    """The process that a daemon of two processes serves with."""
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as f:
        return int(f.read().split()[0])


class Server:
    """setup, start, load, stop; port is where readers connect."""

    name = ""
    port = 0
    logs = ""
    login = None        # (name, password) when posting needs one

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
