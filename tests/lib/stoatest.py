"""What the Python suites share: a real stoad in a directory of its own, an
NNTP connection that hides nothing, TAP, and the test data."""

import atexit
import contextlib
import ctypes
import faulthandler
import linecache
import os
import random
import re
import resource
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import traceback
import zlib

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
BUILD = os.path.join(ROOT, os.environ.get("BUILD", "build/release"))
DATA = os.path.join(ROOT, os.environ.get("STOA_TEST_DATA", "../shared/data"))
SANITIZED = os.path.basename(BUILD) in ("asan", "tsan")
# Every wait has this end; it is a deadline, not a measurement.
DEADLINE = float(os.environ.get("STOA_DEADLINE", 120 if SANITIZED else 30))
FULL = os.environ.get("STOA_FULL") == "1"


# --- TAP ------------------------------------------------------------------

def caller():
    """The statement of a suite that is at work, and what it works with."""
    frame = sys._getframe(1)
    while frame.f_back and frame.f_code.co_filename == __file__:
        frame = frame.f_back
    path, line = frame.f_code.co_filename, frame.f_lineno
    text = linecache.getline(path, line).strip()
    names = [n for n in dict.fromkeys(re.findall(r"[A-Za-z_]\w*", text))
             if n in frame.f_locals and n not in ("self", "tap")]
    return "\n".join(["%s:%d: %s" % (os.path.relpath(path, ROOT), line,
                                     text)] +
                     ["%s = %.300r" % (n, frame.f_locals[n])
                      for n in names])


class Tap:
    """Prints "ok"/"not ok" lines; done() prints the plan and exits."""

    def __init__(self):
        self.count = 0
        self.failed = 0

    def _line(self, word, name, extra=""):
        self.count += 1
        name = str(name).replace("#", "no.").replace("\n", " ")
        print("%s %d - %s%s" % (word, self.count, name, extra), flush=True)

    def ok(self, good, name, why=""):
        """One test. why is shown when it failed, or else the statement."""
        self._line("ok" if good else "not ok", name)
        if not good:
            self.failed += 1
            self.note(why or caller())
            suspect()
        return bool(good)

    def eq(self, got, want, name):
        return self.ok(got == want, name,
                       "got:    %r\nwanted: %r" % (got, want))

    def skip(self, name, why):
        self._line("ok", name, " # SKIP " + why)

    def note(self, text):
        note(text)

    def run(self, *tests, given=()):
        """Calls each; what one raises is its failure, and the next has its
        turn."""
        for test in tests:
            try:
                test(*given)
            except Exception:           # noqa: BLE001
                self.ok(False, test.__name__, traceback.format_exc())

    def done(self):
        if self.failed:
            tell_logs()
        print("1..%d" % self.count, flush=True)
        sys.exit(1 if self.failed else 0)


def note(text):
    for line in str(text).splitlines():
        print("# " + line, flush=True)


LOG_LINES = 40
_servers = []
_suspects = []


def suspect():
    """Something failed: who was at work then has to tell."""
    for server in _servers:
        if server.proc is not None and server not in _suspects:
            _suspects.append(server)


def tell_logs():
    """What they said last."""
    while _suspects:
        server = _suspects.pop(0)
        note("--- stoad of port %d %s; its last lines:" % (
            server.port, "runs" if server.alive() else "has ended"))
        note("\n".join(server.stderr().splitlines()[-LOG_LINES:]))


def _uncaught(*what):
    sys.__excepthook__(*what)
    suspect()
    tell_logs()


def _stopped(number, frame):
    """Out of time: where it was."""
    if number == signal.SIGTERM:
        faulthandler.dump_traceback()
        suspect()
        tell_logs()
    sys.exit(128 + number)


sys.excepthook = _uncaught


def skip_all(why):
    print("1..0 # SKIP " + why)
    sys.exit(0)


def need_programs(*names):
    """Skips the whole suite when a program is not installed."""
    for name in names:
        if shutil.which(name) is None:
            skip_all("%s is not installed" % name)


def need_built(*names):
    for name in names:
        if not os.access(os.path.join(BUILD, name), os.R_OK):
            print("Bail out! %s is not built" % os.path.join(BUILD, name))
            sys.exit(1)


def need_files(number):
    """Skips the whole suite where it may not have so many open at once."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard < number:
        skip_all("takes %d open files, ulimit -Hn says %d" % (number, hard))
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 65536), hard))


def need_data(name):
    """The path of a data file, or the suite is skipped."""
    path = os.path.join(DATA, name)
    if not os.path.exists(path):
        skip_all("no %s; STOA_TEST_DATA names the folder" % name)
    return path


def unpacked(path):
    """What a file of zstd holds."""
    return subprocess.run(["zstd", "-dcq", path], check=True,
                          stdout=subprocess.PIPE).stdout


# --- waiting and cleaning up ----------------------------------------------

def wait_until(check, what, deadline=DEADLINE, pause=0.01, seen=None):
    """Calls check() until it is true; raises after the deadline, and tells
    what seen() gives then."""
    end = time.monotonic() + deadline
    while True:
        got = check()
        if got:
            return got
        if time.monotonic() > end:
            raise TimeoutError("waited %.0f s for %s%s" % (
                deadline, what, ", there is %s" % (seen(),) if seen else ""))
        time.sleep(pause)


_cleanup = []


def at_end(fn, *args):
    """fn runs when the suite ends, also when it is stopped."""
    _cleanup.append((fn, args))


def _run_cleanup():
    while _cleanup:
        fn, args = _cleanup.pop()
        with contextlib.suppress(Exception):
            fn(*args)


atexit.register(_run_cleanup)
signal.signal(signal.SIGTERM, _stopped)
signal.signal(signal.SIGHUP, _stopped)


def temp_dir(parent=None):
    path = tempfile.mkdtemp(prefix="stoatest.", dir=parent)
    at_end(shutil.rmtree, path, True)
    return path


def release(server):
    """Ends a server and removes its directory before the suite ends."""
    server.kill()
    with contextlib.suppress(ValueError):
        _servers.remove(server)
    shutil.rmtree(server.base, True)


_ports = []              # what keeps them ours


def ports():
    """Where the kernel takes none for those who connect: one that was free a
    moment ago, or whose server is away, stays so."""
    with open("/proc/sys/net/ipv4/ip_local_port_range") as f:
        low = int(f.read().split()[0])
    return range(12000, low) if low > 14000 else range(20000, 60000)


def free_port():
    """A port that no other suite beside this one is given."""
    for _ in range(1000):
        port = random.SystemRandom().choice(ports())
        lock = socket.socket(socket.AF_UNIX)
        try:
            lock.bind("\0stoatest.port.%d" % port)
            with socket.socket() as s:
                s.bind(("127.0.0.1", port))
        except OSError:
            lock.close()
            continue
        _ports.append(lock)
        return port
    raise OSError("no port is free")


_libc = ctypes.CDLL(None)


def die_with_parent():
    """For preexec_fn: no child survives its suite."""
    _libc.prctl(1, signal.SIGKILL)


# --- the server -----------------------------------------------------------

class ServerError(Exception):
    pass


def child_of(pid):
    """The oldest child of a process; None without."""
    with contextlib.suppress(OSError):
        with open("/proc/%d/task/%d/children" % (pid, pid)) as f:
            pids = f.read().split()
            return int(pids[0]) if pids else None
    return None


def alive(pid):
    """Whether it runs; one that has ended and waits for its parent does
    not."""
    try:
        with open("/proc/%d/stat" % pid) as f:
            return f.read().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


class Clock:
    """The time of day of a server, as a file (STOA_CLOCK). It stands still
    but for set() and add()."""

    def __init__(self, path, now):
        self.path = path
        self.set(now)

    def set(self, now):
        self.now = int(now)
        fd = os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o644)
        os.pwrite(fd, b"%010d\n" % self.now, 0)
        os.close(fd)

    def add(self, seconds):
        self.set(self.now + seconds)


# Tests post faster than people do.
UNLIMITED = "community {\n%s}\n" % "".join("\t%s 0\n" % key for key in (
    "thread-gap", "post-gap", "new-thread-gap", "new-post-gap",
    "first-day-threads", "first-day-replies", "day-threads", "day-votes",
    "day-flags", "day-edits", "same-text"))


class Server:
    """A stoad with its own directory, port and socket.

    conf    lines of stoad.conf, or None for none
    limits  whether the limits of posting hold; a conf that has a community
            block says so itself
    tls     paths of a certificate and its key: a port with TLS, too
    env     added to its environment (STOA_NOW, LD_PRELOAD, ...)
    clock   what its clock says at first; self.clock sets it later
    builtin whether it makes the rules and views that come along
    base    where its directory is made; home is kept between restarts
    """

    def __init__(self, conf=None, env=None, base=None, args=(), tls=None,
                 clock=None, limits=False, builtin=False):
        self.base = temp_dir(base)
        self.dir = os.path.join(self.base, "data")
        self.sock = os.path.join(self.base, "sock")
        self.errfile = os.path.join(self.base, "stderr")
        self.port = free_port()
        self.env = dict(env or {})
        self.clock = None
        if clock is not None:
            self.clock = Clock(os.path.join(self.base, "clock"), clock)
            self.env["STOA_CLOCK"] = self.clock.path
        self.args = list(args)
        self.conf = None
        self.tls_port = None
        self.proc = None
        self.worker_pid = None  # of the process that serves
        self.started = 0.0
        if tls is not None:
            conf = "tls-certificate %s\ntls-key %s\n%s" % (*tls, conf or "")
            self.tls_port = free_port()
        self.limits = limits
        self.builtin = builtin
        if conf is not None or not limits or not builtin:
            self.conf = os.path.join(self.base, "stoad.conf")
            self.write_conf(conf or "")
        _servers.append(self)
        at_end(self.kill)

    def write_conf(self, text):
        if text and not text.endswith("\n"):
            text += "\n"
        if not self.limits and "community {" not in text:
            text += UNLIMITED
        if not self.builtin and "builtin" not in text:
            text += "builtin off\n"
        with open(self.conf, "w") as f:
            f.write(text)

    def command(self):
        cmd = [os.path.join(BUILD, "stoad"), "-n"]
        if self.conf:
            cmd += ["-f", self.conf]
        if self.tls_port is not None:
            cmd += ["-L", "127.0.0.1:%d" % self.tls_port]
        return cmd + ["-d", self.dir, "-l", "127.0.0.1:%d" % self.port,
                      "-s", self.sock] + self.args

    def spawn(self, env=None):
        """Starts it without waiting."""
        env = dict(os.environ, **self.env, **(env or {}))
        for name in ("http_proxy", "TZ", "LC_ALL"):
            env.pop(name, None)
        self.began = time.monotonic()
        self.proc = subprocess.Popen(
            self.command(), env=env, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=open(self.errfile, "ab"),
            preexec_fn=die_with_parent, start_new_session=True)
        os.set_blocking(self.proc.stdout.fileno(), False)
        self._out = b""

    def wait_ready(self, deadline=DEADLINE):
        """Waits for "stoad: ready"; self.started is how long it took."""
        def ready():
            with contextlib.suppress(BlockingIOError):
                self._out += os.read(self.proc.stdout.fileno(), 4096)
            if b"stoad: ready" in self._out:
                return True
            if self.proc.poll() is not None:
                raise ServerError("stoad ended with status %s: %s" % (
                    self.proc.returncode, self.stderr()[-2000:]))
            return False
        wait_until(ready, "stoad: ready", deadline, 0.002)
        self.started = time.monotonic() - self.began
        self.worker_pid = child_of(self.proc.pid)

    def start(self, env=None):
        for attempt in range(5):
            self.spawn(env)
            try:
                self.wait_ready()
                return self
            except ServerError as e:
                if "in use" not in str(e) or attempt == 4:
                    raise
                self.port = free_port()
                if self.tls_port is not None:
                    self.tls_port = free_port()

    def stderr(self):
        try:
            with open(self.errfile, errors="replace") as f:
                return f.read()
        except FileNotFoundError:
            return ""

    def alive(self):
        return self.proc is not None and self.proc.poll() is None

    def kill(self):
        """kill -9, at once; also its children."""
        if self.proc is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.proc.pid, signal.SIGKILL)
        self.proc.wait()
        if self.worker_pid:
            # It is nobody's child that could be waited for.
            wait_until(lambda: not alive(self.worker_pid),
                       "the end of the serving process", pause=0.001)
        self.proc.stdout.close()
        self.proc = None

    def reload(self):
        """SIGHUP; returns when the file was read again."""
        seen = self.stderr().count("read again")
        self.proc.send_signal(signal.SIGHUP)
        wait_until(lambda: self.stderr().count("read again") > seen,
                   "stoad to read its configuration again",
                   seen=lambda: self.stderr()[-2000:])

    def stop(self, deadline=DEADLINE, told=False):
        """SIGTERM, unless it was told already; raises when it does not end
        well by itself."""
        if self.proc is None:
            return
        if not told:
            self.proc.terminate()
        try:
            status = self.proc.wait(deadline)
        except subprocess.TimeoutExpired:
            self.kill()
            raise ServerError("stoad did not end after SIGTERM")
        self.proc.stdout.close()
        self.proc = None
        err = self.stderr()
        if status != 0:
            raise ServerError("stoad ended with status %d: %s" % (
                status, err[-4000:]))
        if "Sanitizer" in err or "runtime error:" in err:
            raise ServerError("stoad: " + err[-8000:])

    def restart(self, env=None):
        self.kill()
        return self.start(env)

    # operator ------------------------------------------------------------

    def ctl(self, *args, input=None, check=True, offline=False):
        """Runs stoactl; returns the finished process, output as text."""
        where = ["-d", self.dir] if offline else ["-s", self.sock]
        if isinstance(input, str):
            input = input.encode()
        p = subprocess.run(
            [os.path.join(BUILD, "stoactl")] + where + list(args),
            input=b"" if input is None else input,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            timeout=20 * DEADLINE, preexec_fn=die_with_parent)
        p.stdout = p.stdout.decode("utf-8", "replace")
        p.stderr = p.stderr.decode("utf-8", "replace")
        if check and p.returncode != 0:
            raise ServerError("stoactl %s: status %d: %s%s" % (
                " ".join(args), p.returncode, p.stdout, p.stderr))
        return p

    def user(self, name, password, *roles):
        more = [x for r in roles for x in ("--role", r)]
        self.ctl("user", "add", name, *more, input=password + "\n")

    def board(self, name, title=None, kind=None):
        more = ["--title", title] if title else []
        more += ["--kind", kind] if kind else []
        self.ctl("board", "add", name, *more)

    # clients --------------------------------------------------------------

    def connect(self, unix=False, eol=b"\r\n", greet=True, tls=None,
                source=None):
        """tls: True, or an SSLContext that checks more. source: from which
        address of this host."""
        port = self.tls_port if tls else self.port
        c = Nntp(self.sock if unix else ("127.0.0.1", port), eol, tls=tls,
                 source=source)
        if greet:
            c.greeting = c.line()
        return c

    def login(self, name, password):
        c = self.connect()
        c.need("381", "AUTHINFO USER " + name)
        c.need("281", "AUTHINFO PASS " + password)
        return c

    def admin(self):
        """Over the socket; the tests' own uid is the daemon's."""
        return self.connect(unix=True)

    def set_clock(self, now):
        """Moves the clock; what is due before and after that is done then."""
        self.settle()
        self.clock.set(now)
        self.settle()

    def settle(self):
        """Waits until rules, views and the night's work did what they have
        to by now."""
        names = ("Timer-Late", "Walks", "Jobs", "Queue")
        left = []

        def idle():
            m = self.metrics()
            left[:] = ["%s %d" % (n, m[n]) for n in names if m[n]]
            return not left
        wait_until(idle, "rules, views and the night's work",
                   seen=lambda: ", ".join(left))

    def metrics(self):
        """The numbers of XINFO server, by name."""
        with self.admin() as c:
            lines = c.multi("291", "XINFO server")
        return {k: int(v) for k, v in (x.split(": ", 1) for x in lines)
                if v.isdigit()}

    def audit(self):
        """The audit log so far."""
        with open(os.path.join(self.dir, "audit.log"), newline="\n") as f:
            return f.read()

    def feed(self, articles):
        """Stores articles (bytes, or text) by TAKETHIS; returns the ids."""
        ids = []
        with self.admin() as c:
            for art in articles:
                art = canonical(art)
                mid = header(art, "Message-ID")
                c.send_raw(b"TAKETHIS " + mid.encode() + b"\r\n"
                           + stuff(art) + b".\r\n")
                got = c.line()
                if not got.startswith("239 "):
                    raise ServerError("TAKETHIS %s: %s" % (mid, got))
                ids.append(mid)
        return ids


# --- a connection ---------------------------------------------------------

def any_certificate():
    """A client's context that takes every certificate."""
    ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    ctx.check_hostname = False
    ctx.verify_mode = ssl.CERT_NONE
    return ctx


class Deflated:
    """A socket whose bytes are compressed both ways (RFC 8054)."""

    def __init__(self, s, early=b""):
        self.s = s
        self.out = zlib.compressobj(wbits=-15)
        self.into = zlib.decompressobj(-15)
        self.early = early
        self.received = 0       # compressed bytes

    def __getattr__(self, name):
        return getattr(self.s, name)

    def pack(self, data):
        return self.out.compress(data) + self.out.flush(zlib.Z_SYNC_FLUSH)

    def sendall(self, data):
        self.s.sendall(self.pack(data))

    def recv(self, size):
        while True:
            got = self.early or self.s.recv(size)
            self.early = b""
            self.received += len(got)
            out = self.into.decompress(got)
            if out or not got:
                return out


class Nntp:
    """Lines are str (UTF-8, surrogateescape), without their end."""

    def __init__(self, where, eol=b"\r\n", deadline=DEADLINE, tls=None,
                 source=None):
        kind = socket.AF_UNIX if isinstance(where, str) else socket.AF_INET
        self.s = socket.socket(kind, socket.SOCK_STREAM)
        self.s.settimeout(deadline)
        if source:
            self.s.bind((source, 0))
        self.s.connect(where)
        if kind == socket.AF_INET:
            self.s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if tls:
            ctx = any_certificate() if tls is True else tls
            self.s = ctx.wrap_socket(self.s, server_hostname="localhost")
        self.eol = eol
        self.buf = b""
        self.greeting = None
        self.said = self.heard = b""    # last, for who looks for a fault

    def __repr__(self):
        return "<said %.120r, heard %.120r>" % (self.said, self.heard)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.s.close()

    def send_raw(self, data):
        self.said = bytes(data[-120:])
        self.s.sendall(data)

    def send(self, line):
        self.send_raw(line.encode("utf-8", "surrogateescape") + self.eol)

    def line_raw(self):
        """The next line with its end; b"" at the end of the stream."""
        while b"\n" not in self.buf:
            try:
                got = self.s.recv(262144)
            except ConnectionResetError:
                got = b""
            except TimeoutError:
                raise TimeoutError("no line came: %r" % self) from None
            if not got:
                rest, self.buf = self.buf, b""
                return rest
            self.buf += got
        line, self.buf = self.buf.split(b"\n", 1)
        self.heard = line[:120]
        return line + b"\n"

    def line(self):
        """The next line; EOFError when the server has closed."""
        raw = self.line_raw()
        if not raw:
            raise EOFError("the server closed the connection: %r" % self)
        if not raw.endswith(self.eol):
            raise ValueError("line end of %r" % raw[-80:])
        return raw[:-len(self.eol)].decode("utf-8", "surrogateescape")

    def block_raw(self):
        """A multi-line block, unstuffed, CRLF, without the final dot."""
        out = []
        while True:
            line = self.line_raw()
            if not line.endswith(self.eol):
                raise EOFError("the block broke off at %r" % line[-80:])
            line = line[:-len(self.eol)]
            if line == b".":
                return b"".join(out)
            out.append((line[1:] if line.startswith(b".") else line)
                       + b"\r\n")

    def block(self):
        text = self.block_raw().decode("utf-8", "surrogateescape")
        return text.split("\r\n")[:-1]

    def cmd(self, line):
        self.send(line)
        return self.line()

    def need(self, code, line):
        """Sends line; the answer must begin with code. Returns it."""
        got = self.cmd(line)
        if not got.startswith(code):
            raise ServerError("%s: %s" % (line, got))
        return got

    def multi(self, code, line):
        """need() and the block behind it, as lines."""
        self.need(code, line)
        return self.block()

    def rows(self, query):
        """All rows of XLIST as lists of fields, without that of columns."""
        out, after = [], ""
        while True:
            got = self.multi("292", "XLIST " + query + after)
            more = got.pop() if got[-1].startswith("#more") else None
            out += [row.split("\t") for row in got[1:]]
            if not more:
                return out
            after = " " + more.split("\t")[1]

    def deflate(self):
        """Everything from here on is compressed; 206 has been read."""
        self.s = Deflated(self.s, self.buf)
        self.buf = b""
        return self

    def compress(self):
        self.need("206", "COMPRESS DEFLATE")
        return self.deflate()

    def post(self, article):
        """POST; the final answer, or the refusal instead of 340."""
        got = self.cmd("POST")
        if got.startswith("340"):
            self.send_raw(stuff(canonical(article)) + b".\r\n")
            got = self.line()
        return got

    def closed(self):
        """True when the server closes without another word."""
        return self.line_raw() == b""


# --- articles -------------------------------------------------------------

def canonical(text):
    """CRLF line ends, the last line ended."""
    if isinstance(text, str):
        text = text.encode("utf-8", "surrogateescape")
    text = text.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return text if text.endswith(b"\r\n") else text + b"\r\n"


def stuff(data):
    data = data.replace(b"\r\n.", b"\r\n..")
    return b"." + data if data.startswith(b".") else data


def article(mid, boards, subject="About nothing", sender=None, body=None,
            refs="", date="Sun, 22 Nov 2026 12:00:00 +0000", more=""):
    """A plain article as text. mid "" leaves Message-ID out."""
    lines = ["From: " + (sender or "Anna Tester <anna@example.org>"),
             "Newsgroups: " + boards, "Subject: " + subject]
    lines += ["Message-ID: " + mid] if mid else []
    lines += ["Date: " + date] if date else []
    lines += ["References: " + refs] if refs else []
    lines += more.splitlines()
    if body is None:
        body = "Text of %s." % (mid or subject)
    return "\n".join(lines) + "\n\n" + body + "\n"


def header(art, name):
    """The value of a header field, "" when there is none."""
    if isinstance(art, bytes):
        art = art.decode("utf-8", "surrogateescape")
    head = re.sub(r"\r?\n[ \t]+", " ", re.split(r"\r?\n\r?\n", art, 1)[0])
    m = re.search(r"^%s:[ \t]*(.*?)\r?$" % re.escape(name), head,
                  re.I | re.M)
    return m.group(1) if m else ""
