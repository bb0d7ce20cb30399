#!/usr/bin/env python3
"""The client over TLS, against a server that speaks it and against those
that lie: another's certificate, an expired one, a self-made one, plain text
where TLS is due, a proxy that strips it."""

import os
import socket
import ssl
import subprocess
import sys
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
sys.path.insert(0, os.path.join(HERE, "..", "screen"))
from driver import Client, NOW, STOARC, seer, st        # noqa: E402
from certs import Authority                             # noqa: E402
import content                                          # noqa: E402

st.need_programs("openssl", "tmux")
st.need_built("stoad", "stoa")
tap = st.Tap()
see = seer(tap)
server = st.Server(env={"STOA_NOW": NOW}).start()
content.load(server)
server.user("mara", "secret word")
good = Authority()
cert, key = good.issue("DNS:localhost,IP:127.0.0.1")


class Front:
    """Listens, speaks TLS (or, without a certificate, plain text) and hands
    on to the server. Keeps what clients said."""

    def __init__(self, pair=None, host="127.0.0.1", context=None):
        self.said = b""
        self.away = False
        self.context = context
        if pair is not None:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(*pair)
        self.listener = socket.create_server((host, 0))
        self.port = self.listener.getsockname()[1]
        self.open = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                s, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(s,),
                             daemon=True).start()

    def _serve(self, s):
        if self.away:
            s.close()
            return
        try:
            if self.context is not None:
                s = self.context.wrap_socket(s, server_side=True)
            back = socket.create_connection(("127.0.0.1", server.port))
        except OSError:
            s.close()
            return
        self.open.append(s)
        threading.Thread(target=self._copy, args=(back, s, False),
                         daemon=True).start()
        self._copy(s, back, True)

    def _copy(self, a, b, keep):
        try:
            while True:
                got = a.recv(65536)
                if not got:
                    break
                if keep:
                    self.said += got
                b.sendall(got)
        except OSError:
            pass
        for x in (a, b):
            try:
                x.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def drop(self):
        """Ends the connections there are, and all until away is False."""
        self.away = True
        for s in self.open:
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self.open = []


def stoa(front, *args, rc="", scheme="nntps://", host="127.0.0.1", env=None,
         input=""):
    home = st.temp_dir()
    os.mkdir(os.path.join(home, "stoa"))
    path = os.path.join(home, "stoa", "stoarc")
    with open(path, "w") as f:
        f.write(rc)
    os.chmod(path, 0o600)
    full = dict(os.environ, XDG_CONFIG_HOME=home, XDG_DATA_HOME=home,
                LC_ALL="C.UTF-8", **(env or {}))
    p = subprocess.run(
        [os.path.join(st.BUILD, "stoa"), "-h",
         "%s%s:%d" % (scheme, host, front.port)] + list(args),
        input=input.encode(), env=full, timeout=st.DEADLINE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return p.returncode, p.stdout.decode(), p.stderr.decode()


CA = "set tls_ca " + good.cert + "\n"
LOGIN = "set user mara\nset password secret word\n"


def refused(name, front, *words, **more):
    """The client gives up: status 4, one line that says why, and nothing
    was sent to the server."""
    code, out, err = stoa(front, "boards", **more)
    tap.ok(code == 4 and out == "" and err.count("\n") == 1 and
           all(w in err for w in words) and
           (front.said == b"" or front.context is None and
            front.said[:1] == b"\x16" and b"AUTH" not in front.said), name,
           "status %d, %r, %r\n%s%s" % (code, words, front.said, out, err))
    return err


# --- what is right ----------------------------------------------------------

front = Front((cert, key))
code, out, err = stoa(front, "boards", rc=CA)
tap.ok(code == 0 and out.startswith("empty\t"), "boards over TLS", err)
code, out, err = stoa(front, "boards", env={"SSL_CERT_FILE": good.cert})
tap.eq(code, 0, "an authority of the system is trusted")
code, out, err = stoa(front, "boards", rc=CA, host="localhost")
tap.eq(code, 0, "a name instead of an address")
code, out, err = stoa(front, "info", "@me", rc=CA + LOGIN)
tap.ok(code == 0 and "Name: mara" in out and err == "", "a login", out + err)
tap.ok(b"AUTHINFO PASS secret word" in front.said, "which goes through TLS")
code, out, err = stoa(front, "post", "--board", "routers", "--subject", "x",
                      rc=CA + LOGIN, input="Text.\n")
tap.eq(code, 0, "a post")
big = "x" * 70 + "\n"
code, out, err = stoa(front, "post", "--board", "routers", "--subject", "big",
                      rc=CA + LOGIN, input=big * 3000)
tap.eq(code, 0, "a large one")
code, text, err = stoa(front, "read", out.strip(), rc=CA)
tap.eq(text.count(big), 3000, "which comes back whole")
for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
    c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    c.load_cert_chain(cert, key)
    c.minimum_version = c.maximum_version = version
    tap.eq(stoa(Front(context=c), "boards", rc=CA)[0], 0, version.name)

# --- stoad itself ------------------------------------------------------------

real = st.Server(env={"STOA_NOW": NOW}, tls=(cert, key)).start()
content.load(real)
real.user("mara", "secret word")


class Real:
    port = real.tls_port


pinned = "pin 127.0.0.1:%d %s\n" % (real.tls_port, good.pin(cert))
code, out, err = stoa(Real, "info", "@me", rc=CA + LOGIN)
tap.ok(code == 0 and "Name: mara" in out, "a login at stoad", out + err)
code, out, err = stoa(Real, "post", "--board", "routers", "--subject", "x",
                      rc=pinned + LOGIN, input=big * 3000)
tap.eq(code, 0, "a large post, the key pinned")
code, text, err = stoa(Real, "read", out.strip(), rc=pinned)
tap.eq(text.count(big), 3000, "comes back whole")

# --- what is wrong ----------------------------------------------------------

own, own_key = good.issue("IP:127.0.0.1", selfsigned=True)
front = Front((own, own_key))
name = "127.0.0.1:%d" % front.port
pin = good.pin(own)
err = refused("a self-made certificate is refused", front, name,
              "self-signed", "pin %s %s" % (name, pin))
front = Front((own, own_key))
line = "pin 127.0.0.1:%d %s\n"
code, out, err = stoa(front, "boards", rc=line % (front.port, pin))
tap.ok(code == 0, "unless its key is pinned", err)
code, out, err = stoa(front, "boards",
                      rc=line % (front.port, good.fingerprint(own)))
tap.ok(code == 0, "or the certificate itself", err)
code, out, err = stoa(
    front, "boards", rc=line % (front.port, good.pin(cert)) +
    line % (front.port, pin))
tap.ok(code == 0, "one of several pins is enough", err)
code, out, err = stoa(front, "boards", rc="set tls_ca %s\n" % own)
tap.ok(code == 0, "or it is named as its own authority", err)
front = Front((cert, key))
refused("a pin that does not match, though the authority would do", front,
        "not the pinned one", good.pin(cert), rc=CA + line % (
            front.port, pin))
front = Front((cert, key))
refused("a pin for another port is none", front, "no authority known",
        rc=line % (front.port + 1, good.pin(cert)))
code, out, err = stoa(front, "boards", rc="pin here sha256//x\n" + CA)
tap.ok(code == 0 and "stoarc:1: " in err and "64 hex digits" in err,
       "a malformed pin is named", err)

refused("an authority that is not known", Front((cert, key)),
        "no authority known", good.pin(cert))
other = good.issue("DNS:mail.example,DNS:www.example")
refused("a certificate for another name", Front(other),
        "it is for mail.example, www.example", rc=CA)
refused("a name does not do for an address",
        Front(good.issue("DNS:127.0.0.1")), "it is for", rc=CA)
refused("an address does not do for a name",
        Front(good.issue("IP:127.0.0.1")), "it is for 127.0.0.1", rc=CA,
        host="localhost")
refused("an expired one", Front(good.issue(
    "IP:127.0.0.1", "20200101000000Z", "20210101000000Z")),
    "it expired on 2021-01-01T00:00:00Z", rc=CA)
refused("one of the future", Front(good.issue(
    "IP:127.0.0.1", "21200101000000Z", "21210101000000Z")),
    "it is not valid before 2120-01-01T00:00:00Z", rc=CA)
refused("all that is wrong at once", Front(good.issue(
    "DNS:mail.example", "20200101000000Z", "20210101000000Z", True)),
    "self-signed", "it is for mail.example", "it expired on", rc=CA)
refused("a name with an escape sequence is made visible", Front(good.issue(
    "IP:127.0.0.9", cn="x\x1b[2J")), "it is for 127.0.0.9", rc=CA)
refused("a missing file of authorities", Front((cert, key)), "/nonexistent",
        rc="set tls_ca /nonexistent\n")

old = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
old.load_cert_chain(cert, key)
old.set_ciphers("ALL:@SECLEVEL=0")
old.minimum_version = ssl.TLSVersion.TLSv1
old.maximum_version = ssl.TLSVersion.TLSv1_1
refused("TLS 1.1", Front(context=old), "older than 1.2", rc=CA)

plain = Front()
refused("plain text where TLS is due", plain, "no TLS is spoken",
        rc=CA + LOGIN)


class Closing(Front):
    def _serve(self, s):
        s.recv(1)
        s.close()


class Silent(Front):
    def _serve(self, s):
        s.close()


silent = Silent()
got = stoa(silent, "boards", scheme="nntp://")
tap.ok(got[0] == 4 and "nntps://HOST:PORT" in got[2],
       "who is silent may speak TLS", got)
refused("a server that hangs up", Closing(), "127.0.0.1:", rc=CA)

# --- a password needs TLS --------------------------------------------------

INNER = """
import fcntl, os, socket, struct, subprocess, sys
def ioctl(request, name, data):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        fcntl.ioctl(s, request, struct.pack("16s24s", name, data))
ioctl(0x8914, b"lo", struct.pack("H", 1))               # up
ioctl(0x8916, b"lo:1", struct.pack("HH4s", socket.AF_INET, 0,
      socket.inet_aton("192.0.2.1")))
listener = socket.create_server(("192.0.2.1", 0))
p = subprocess.Popen([sys.argv[1], "-h", "nntp://192.0.2.1:%d" %
                      listener.getsockname()[1], "boards"],
                     stdout=subprocess.PIPE, stderr=subprocess.PIPE)
s, _ = listener.accept()
s.settimeout(20)
s.sendall(b"201 hello\\r\\n")
said = b""
for line in s.makefile("rb"):
    said += line
    verb = line.split()[0].upper()
    if verb == b"CAPABILITIES":
        s.sendall(b"101 these\\r\\nVERSION 2\\r\\nREADER\\r\\n"
                  b"AUTHINFO USER\\r\\n.\\r\\n")
    elif verb == b"DATE":
        s.sendall(b"111 20261122030000\\r\\n")
    elif verb == b"LIST":
        s.sendall(b"215 list\\r\\n.\\r\\n")
    elif verb == b"AUTHINFO":
        s.sendall(b"381 more\\r\\n")
    else:
        s.sendall(b"500 what\\r\\n")
    if verb == b"LIST" and said.count(b"LIST") == 2:
        break
s.close()
out, err = p.communicate()
print(repr(said), err.decode())
sys.exit(3 if b"AUTHINFO" in said or b"secret" in said else 0)
"""

home = st.temp_dir()
os.mkdir(os.path.join(home, "stoa"))
with open(os.path.join(home, "stoa", "stoarc"), "w") as f:
    f.write(LOGIN)
os.chmod(f.name, 0o600)
p = subprocess.run(
    ["unshare", "-rn", sys.executable, "-c", INNER,
     os.path.join(st.BUILD, "stoa")], stdout=subprocess.PIPE,
    stderr=subprocess.STDOUT, env=dict(os.environ, XDG_CONFIG_HOME=home,
                                       XDG_DATA_HOME=home))
if p.returncode == 1:
    tap.skip("a password on a plain connection", "no network namespace")
else:
    tap.ok(p.returncode == 0 and b"no password goes" in p.stdout,
           "to another host without TLS no password goes, and that is said",
           p.stdout.decode())

# --- the screen -------------------------------------------------------------


def test_screen():
    f = Front((cert, key))
    c = Client(server, args=["-h", "nntps://localhost:%d" % f.port],
               rc=STOARC + CA + LOGIN)
    see(c, r"you: mara .*online TLS\]", "encrypted, and the bar says so")
    c.keys("j", "Enter")
    see(c, "Driver 4.2 fails", "threads over TLS")
    f.drop()
    see(c, "offline|connecting", "a connection that breaks")
    f.away = False
    see(c, r"you: mara .*online TLS\]", "comes back with TLS and login")
    c.keys("Enter")
    see(c, "right-to-left", "and goes on")
    c.keys(":")
    c.text("certificate")
    c.keys("Enter")
    see(c, "Key: .*" + good.pin(cert)[:30].replace("+", "[+]"),
        ":certificate shows the key")
    c.keys("q")
    c.close()


def test_restart():
    c = Client(real, args=["-h", "nntps://127.0.0.1:%d" % real.tls_port],
               rc=STOARC + pinned + LOGIN)
    see(c, r"you: mara .*online TLS\]", "at stoad")
    real.kill()
    see(c, "offline|connecting", "which goes away")
    c.keys("j", "Enter")
    real.start()
    see(c, r"you: mara .*online TLS\]", "and comes back")
    see(c, "Driver 4.2 fails", "with what was asked for")
    c.close()


def test_refused():
    f = Front(good.issue("IP:127.0.0.1", selfsigned=True))
    c = Client(server, args=["-h", "nntps://127.0.0.1:%d" % f.port])
    see(c, "certificate refused; :certificate", "a refusal on the screen")
    c.term.keys(":")
    c.term.type("certificate")
    c.term.keys("Enter")
    see(c, "pin 127.0.0.1:%d sha256//" % f.port, "how to pin it")
    tap.eq(f.said, b"", "nothing was sent")
    c.close()


tap.run(test_screen, test_restart, test_refused)
tap.done()
