"""A server with the articles of usenet-1993, for the newsreaders' suites,
and the thread they all visit."""

import os
import random
import re
import shutil
import socket
import subprocess

import certs
import stoatest as st

GROUP = "sci.electronics"
SEARCH = "circuit boards"
SUBJECT = "Why circuit boards are green?"
ROOT = "<1993Apr23.105152.20155@news.cs.tut.fi>"
BODY = "almost all printed circuit boards are green"
NAME, PASSWORD = "anna", "a-long-password"
TEXT = "Written by a script for a newsreader."


def need():
    """Skips without the data, or without zstd to unpack it."""
    st.need_programs("zstd")
    st.need_built("stoad", "stoactl")
    return st.need_data("usenet-1993.tar.zst")


SNEWS = 563


def own_address():
    """An address of this host where nobody uses port 563; None when that
    port takes more rights than we have."""
    for _ in range(5):
        host = "127." + ".".join(str(random.randrange(1, 255))
                                 for _ in range(3))
        try:
            with socket.create_server((host, SNEWS)):
                return host
        except OSError:
            pass
    return None


class Server(st.Server):
    """One that also speaks TLS, with a certificate made for it. ca is the
    file of the authority to be trusted, tls_port the port; snews_host an
    address with TLS on its own port, for those that know no other. None
    where it cannot be had."""

    def __init__(self):
        self.ca = self.tls_port = self.snews_host = None
        self.closed = False
        if shutil.which("openssl") is None:
            super().__init__(conf="")
            return
        authority = certs.Authority()
        self.ca = authority.cert
        self.snews_host = own_address()
        names = "DNS:localhost,IP:127.0.0.1"
        if self.snews_host is not None:
            names += ",IP:" + self.snews_host
        super().__init__(conf="tls-certificate %s\ntls-key %s" %
                         authority.issue(names))

    def close(self):
        """From now on nobody reads without a login."""
        self.closed = True
        with open(self.conf, "a") as f:
            f.write("guests off\n")
        self.reload()

    def command(self):
        cmd = super().command()
        if self.ca is not None:
            self.tls_port = st.free_port()
            cmd += ["-L", "127.0.0.1:%d" % self.tls_port]
        if self.snews_host is not None:
            cmd += ["-L", "%s:%d" % (self.snews_host, SNEWS)]
        return cmd


def load(path):
    """A running Server with all of it and one account."""
    server = Server().start()
    server.ctl("import", "spool", "-", input=st.unpacked(path))
    server.user(NAME, PASSWORD)
    return server


def editor(folder, text=TEXT):
    """A script to be used as $EDITOR: it adds text to the file. Called again
    it adds another one."""
    path = os.path.join(folder, "editor")
    with open(path, "w") as f:
        f.write("#!/bin/sh\nfor f; do :; done\n"
                "printf '%%s\\n' '%s' >>\"$f\"\n" % text)
    os.chmod(path, 0o755)
    return path


def netcat(server, *lines):
    """What nc shows of a conversation: the lines behind the greeting, and
    behind the login where one is needed."""
    login = []
    if server.closed:
        login = ["AUTHINFO USER " + NAME, "AUTHINFO PASS " + PASSWORD]
    text = "".join(line + "\n" for line in (*login, *lines, "QUIT"))
    p = subprocess.run(["nc", "127.0.0.1", str(server.port)],
                       input=text.encode(), stdout=subprocess.PIPE,
                       timeout=st.DEADLINE)
    got = p.stdout.decode("utf-8", "replace").split("\n")
    return got[1 + len(login):]


def by_netcat(server, group=GROUP):
    """Numbers and message-ids of a board, as netcat sees them."""
    rows = netcat(server, "GROUP " + group, "OVER 1-")
    rows = [r.split("\t") for r in rows if re.match(r"\d+\t", r)]
    return {int(r[0]): r[4] for r in rows}


def find_reply(server):
    """Looks without a newsreader: the ids of the root's replies by us."""
    with server.admin() as c:
        rows = c.multi("292", "XLIST article thread:%s limit:1000 "
                       "cols:mid,parent,author" % ROOT)
        rows = [r.split("\t") for r in rows if not r.startswith("#")]
        return [mid for mid, parent, author in rows
                if parent == ROOT and "Anna Tester" in author]


def cancel(mid):
    """The article that takes mid back; mid "" is for the server to make."""
    return st.article("", GROUP, "cmsg cancel " + mid, date="",
                      sender="Anna Tester <anna@example.org>",
                      more="Control: cancel " + mid, body="Mistaken.")


def check_gone(tap, server, who, mid):
    """Taken back: neither by number nor by message-id."""
    def gone():
        return netcat(server, "STAT " + mid)[0].startswith("430")
    try:
        st.wait_until(gone, mid + " to be gone", pause=0.1)
        rows = by_netcat(server)
        tap.ok(mid not in rows.values() and rows,
               who + ": cancels its post")
    except TimeoutError as e:
        tap.ok(False, who + ": cancels its post", str(e))


def check_vote(tap, server, who):
    """A reply that said nothing but "!+1" was a vote for the root."""
    def voted():
        return "0 1" in netcat(server, "HDR :x-votes " + ROOT)
    try:
        st.wait_until(voted, "the vote", pause=0.1)
        mids = find_reply(server)
        tap.ok(len(mids) == 1, who + ": a reply may be a vote", str(mids))
    except TimeoutError as e:
        tap.ok(False, who + ": a reply may be a vote", str(e))


def check_reply(tap, server, who, times=1):
    """The reply is in the thread, as often as it was sent, with its text."""
    mids = find_reply(server)
    tap.ok(len(mids) == times, who + ": the reply stands under its parent",
           str(mids))
    if mids:
        with server.admin() as c:
            text = "\n".join(c.multi("222", "BODY " + mids[0]))
        tap.ok(TEXT in text and BODY in text.replace("\n> ", " "),
               who + ": the reply has its text and the quote", text)
