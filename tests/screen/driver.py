"""The client on a terminal, without sleeping: it writes "idle <turn> <inputs>"
to a pipe whenever nothing is pending, and the driver waits for the line that
counts all the keys it sent."""

import os
import re
import socket
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st                                   # noqa: E402
from terminal import Gone, Terminal, seer               # noqa: E402,F401

HERE = os.path.dirname(os.path.abspath(__file__))
NOW = "1795316400"              # 2026-11-22T03:00:00Z
UPDATE = os.environ.get("STOA_GOLDEN_UPDATE") == "1"

STOARC = "set from Mara Test <mara@example.org>\n"


class Between:
    """Stands between a client and the server; deaf, it lets no answer
    through. asked and told is what went by."""

    def __init__(self, server):
        self.server = server
        self.deaf = False
        self.asked = self.told = b""
        self.conns = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                near = self.listener.accept()[0]
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self.server.port))
            self.conns += [near, far]
            for a, b, answers in ((near, far, False), (far, near, True)):
                threading.Thread(target=self.carry, args=(a, b, answers),
                                 daemon=True).start()

    def carry(self, a, b, answers):
        try:
            while data := a.recv(65536):
                if answers:
                    self.told += data
                else:
                    self.asked += data
                if not (answers and self.deaf):
                    b.sendall(data)
        except OSError:
            pass

    def cut(self):
        for s in self.conns:
            s.close() if s.fileno() < 0 else s.shutdown(socket.SHUT_RDWR)
        self.conns = []


class Client:
    """stoa in a terminal. inputs counts what was sent so far."""

    def __init__(self, server, width=80, height=24, env=None, rc=STOARC,
                 home=None, args=None, editor="true", locale="C.UTF-8"):
        self.home = home or st.temp_dir()
        os.makedirs(os.path.join(self.home, "config", "stoa"), exist_ok=True)
        path = os.path.join(self.home, "config", "stoa", "stoarc")
        with open(path, "w") as f:
            f.write(rc)
        os.chmod(path, 0o600)
        fifo = os.path.join(st.temp_dir(), "sync")
        os.mkfifo(fifo)
        self.pipe = os.open(fifo, os.O_RDWR | os.O_NONBLOCK)
        self.seen = b""
        self.turn = self.idle_inputs = 0
        self.inputs = 0
        full = {"STOA_NOW": NOW, "TZ": "UTC", "EDITOR": editor,
                "XDG_DATA_HOME": os.path.join(self.home, "data"),
                "XDG_CONFIG_HOME": os.path.join(self.home, "config"),
                "STOA_SYNC_FD": "9"}
        full.update(env or {})
        args = args or ["-s", "sock"]
        self.term = Terminal(
            ["sh", "-c", 'exec 9>"$0"; exec env "$@"', fifo,
             "LC_ALL=" + locale, os.path.join(st.BUILD, "stoa")] + args,
            env=full, width=width, height=height, cwd=server.base)
        self.width, self.height = width, height
        self.sync()

    def _read(self):
        try:
            self.seen += os.read(self.pipe, 65536)
        except BlockingIOError:
            pass
        *lines, self.seen = self.seen.split(b"\n")
        for line in lines:
            _, turn, inputs = line.split()
            self.turn, self.idle_inputs = int(turn), int(inputs)

    def sync(self, turns=0):
        """Waits until all input is dealt with and nothing is pending."""
        least = self.turn + turns

        def idle():
            self._read()
            if self.turn > 0 and self.idle_inputs >= self.inputs and \
                    self.turn >= least:
                return True
            if self.term.ended():
                raise Gone("ended:\n" + self.term.screen())
            return False
        try:
            st.wait_until(idle, "idle", pause=0.005)
        except TimeoutError:
            raise Gone("not idle (%d of %d inputs):\n%s" % (
                self.idle_inputs, self.inputs, self.term.screen()))

    def keys(self, *names):
        for name in names:
            self.inputs += 1
            self.term.keys(name)
            self.sync()

    def text(self, text):
        self.inputs += len(text)
        self.term.type(text)
        self.sync()

    def resize(self, width, height):
        self.inputs += 1
        self.term.tmux("resize-window", "-x", str(width), "-y", str(height))
        self.width, self.height = width, height
        self.sync()

    def screen(self):
        """Rows without trailing blanks; what is random made equal."""
        self.term.drawn()
        text = self.term.screen()
        text = re.sub(r"<[0-9a-f]+\.[0-9a-v]{10}@", "<ID@", text)
        text = re.sub(r"127\.0\.0\.1:\d{5}", "127.0.0.1:11190", text)
        rows = [row.rstrip() for row in text.split("\n")[:self.height]]
        return "\n".join(rows) + "\n"

    def cursor(self):
        self.term.drawn()
        at = self.term.tmux("display-message", "-p",
                            "#{cursor_x} #{cursor_y}").split()
        return int(at[0]), int(at[1])

    def wait(self, pattern):
        return self.term.wait(pattern)

    def close(self):
        self.term.close()


def golden(tap, client, name):
    """Compares with NAME-WxH.screen; STOA_GOLDEN_UPDATE=1 writes it."""
    path = os.path.join(HERE, "%s-%dx%d.screen" % (
        name, client.width, client.height))
    got = client.screen()
    if UPDATE:
        with open(path, "w") as f:
            f.write(got)
    try:
        with open(path) as f:
            want = f.read()
    except FileNotFoundError:
        want = ""
    tap.ok(got == want, "%s at %dx%d" % (name, client.width, client.height),
           "wanted:\n%s\ngot:\n%s" % (want, got))
