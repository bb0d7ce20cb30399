"""News servers that are not real: one that answers by a script, and a way
between two that can be held in the middle."""

import contextlib
import re
import socket
import threading

import stoatest as st


class Listener:
    """Takes connections on a free port of loopback, a thread each."""

    def __init__(self, port=0):
        self.s = socket.socket()
        self.s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.s.bind(("127.0.0.1", port or st.free_port()))
        self.s.listen(16)
        self.port = self.s.getsockname()[1]
        self.place = "127.0.0.1:%d" % self.port
        self.open = set()
        self.lock = threading.Lock()
        st.at_end(self.close)
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                c, _ = self.s.accept()
            except OSError:
                return
            c.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self.lock:
                self.open.add(c)
            threading.Thread(target=self._run, args=(c,),
                             daemon=True).start()

    def _run(self, c):
        with contextlib.suppress(OSError, EOFError):
            self.serve(c)
        self.hang_up(c)

    def hang_up(self, c):
        with self.lock:
            self.open.discard(c)
        with contextlib.suppress(OSError):
            c.shutdown(socket.SHUT_RDWR)
        c.close()

    def close(self):
        """Nobody new; those there are cut off."""
        with contextlib.suppress(OSError):
            self.s.shutdown(socket.SHUT_RDWR)
        self.s.close()
        for c in list(self.open):
            self.hang_up(c)

    def serve(self, c):
        raise NotImplementedError


class Hangup(Exception):
    """Raised by an answer: closes at once."""


class Fake(Listener):
    """A peer that takes what it is sent. Answers are made by the methods
    that a test replaces: each returns a line, or raises Hangup."""

    def __init__(self, port=0):
        self.greeting = "200 fake ready"
        self.streams = True
        self.password = None
        self.said = []          # verbs with their ids, in order
        self.taken = []         # (message-id, article)
        self.connections = 0
        super().__init__(port)

    # what a test may replace
    def check(self, mid):
        return "438" if mid in self.ids() else "238"

    def take(self, mid, article):
        return "439" if mid in self.ids() else "239"

    def ihave(self, mid):
        return "435" if mid in self.ids() else "335"

    def ids(self):
        return [mid for mid, _ in self.taken]

    def verbs(self):
        return [s.split()[0] for s in self.said]

    # ----
    def serve(self, c):
        f = c.makefile("rwb", 262144)
        self.connections += 1

        def say(line):
            f.write(line.encode() + b"\r\n")

        def block():
            out = []
            while True:
                line = f.readline()
                if not line.endswith(b"\r\n"):
                    raise EOFError
                if line == b".\r\n":
                    return b"".join(out)
                out.append(line[1:] if line.startswith(b".") else line)

        say(self.greeting)
        f.flush()
        name = None
        while True:
            # Answers to what came together go together.
            if not f.peek(1):
                return
            line = f.readline().decode().rstrip("\r\n")
            verb, _, rest = line.partition(" ")
            self.said.append(line)
            try:
                if line == "MODE STREAM":
                    if self.password and name is not True:
                        say("480 log in")
                    else:
                        say("203 go" if self.streams else "500 what?")
                elif line.startswith("AUTHINFO USER "):
                    name = line.split()[2]
                    say("381 password")
                elif line.startswith("AUTHINFO PASS "):
                    good = (name, rest[5:]) == self.password
                    name = good or None
                    say("281 welcome" if good else "481 no")
                elif verb == "CHECK":
                    say("%s %s" % (self.check(rest), rest))
                elif verb == "TAKETHIS":
                    art = block()
                    code = self.take(rest, art)
                    if code == "239":
                        self.taken.append((rest, art))
                    say("%s %s" % (code, rest))
                elif verb == "IHAVE":
                    code = self.ihave(rest)
                    say("%s %s" % (code, rest))
                    if code == "335":
                        f.flush()
                        art = block()
                        code = self.take(rest, art)
                        if code == "239":
                            self.taken.append((rest, art))
                        say({"239": "235", "439": "437"}.get(code, code)
                            + " thanks")
                elif verb == "QUIT":
                    say("205 bye")
                    f.flush()
                    return
                else:
                    say("500 what?")
                f.flush()
            except Hangup:
                return


class Way(Listener):
    """A way to a port that can be held: after `limit` bytes towards the
    port nothing passes any more, and held is set, until go()."""

    def __init__(self, to):
        self.to = to
        self.limit = None
        self.passed = 0
        self.held = threading.Event()
        super().__init__()

    def hold(self, limit):
        """Counts from now on."""
        self.passed = 0
        self.held.clear()
        self.limit = limit

    def go(self):
        """What is held is cut off; who connects anew passes freely."""
        self.limit = None
        for c in list(self.open):
            self.hang_up(c)

    def serve(self, c):
        with socket.create_connection(("127.0.0.1", self.to)) as far:
            back = threading.Thread(target=self._back, args=(far, c),
                                    daemon=True)
            back.start()
            while True:
                data = c.recv(4096)
                if not data:
                    return
                if self.limit is not None and self.passed >= self.limit:
                    self.held.set()
                    while c in self.open:
                        if self.s.fileno() == -1:
                            return
                        threading.Event().wait(0.01)
                    return
                self.passed += len(data)
                far.sendall(data)

    def _back(self, far, c):
        with contextlib.suppress(OSError):
            while True:
                data = far.recv(65536)
                if not data:
                    break
                c.sendall(data)
        self.hang_up(c)


def count(server, board):
    """Articles of a board, None while the server cannot be asked."""
    try:
        with server.connect() as c:
            got = c.cmd("GROUP " + board).split()
            return int(got[1]) if got[0] == "211" else None
    except (OSError, EOFError):
        return None


def wait_count(server, board, n, deadline=st.DEADLINE):
    st.wait_until(lambda: count(server, board) == n,
                  "%d articles in %s" % (n, board), deadline, 0.02,
                  lambda: count(server, board))


def peer_rows(server):
    """XLIST peer as {name: {column: text}}."""
    with server.admin() as c:
        rows = [r.split("\t") for r in c.multi("292", "XLIST peer")]
    return {r[0]: dict(zip([rows[0][0].lstrip("#")] + rows[0][1:], r))
            for r in rows[1:]}


def mark(server, name):
    """The place of a feed on disk: (seq, ids put off)."""
    try:
        with open("%s/feed/%s" % (server.dir, name)) as f:
            text = f.read()
    except FileNotFoundError:
        return None
    return (int(re.search(r"^seq (\d+)$", text, re.M).group(1)),
            re.findall(r"^deferred (\d+) ", text, re.M))
