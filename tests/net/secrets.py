#!/usr/bin/env python3
# What was a password is nowhere in the memory of the server afterwards:
# however it came, in clear and over TLS, in pieces and with more behind it.
import base64
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "lib"))
import certs  # noqa: E402
import stoatest as st  # noqa: E402


def found(pid, *secrets):
    """How often they stand in what the process can write to."""
    times = 0
    with open("/proc/%d/maps" % pid) as maps, \
            open("/proc/%d/mem" % pid, "rb", 0) as mem:
        for line in maps:
            where, mode, *_ = line.split()
            begin, end = (int(x, 16) for x in where.split("-"))
            if "w" not in mode or "data.mdb" in line:
                continue
            try:
                mem.seek(begin)
                text = mem.read(end - begin)
            except (OSError, ValueError):
                continue
            times += sum(text.count(s) for s in secrets)
    return times


def ways(secret, name):
    """Names, the pieces to send, how often they are answered."""
    line = b"AUTHINFO PASS " + secret
    plain = base64.b64encode(b"\0" + name + b"\0" + secret)
    user = b"AUTHINFO USER " + name + b"\r\n"
    yield "PASS", [user, line + b"\r\n"], 2, secret
    yield "PASS, pipelined", [user + line + b"\r\nDATE\r\n" * 99], 101, secret
    yield "PASS, in pieces", [user, line[:-9], line[-9:] + b"\r\n"], 2, secret
    yield "PASS, too long", [line + b"x" * 600 + b"\r\n"], 1, secret
    yield "SASL", [b"AUTHINFO SASL PLAIN " + plain + b"\r\n"], 1, plain[8:-4]
    yield "SASL, second line", [b"AUTHINFO SASL PLAIN\r\n",
                                plain + b"\r\n"], 2, plain[8:-4]


def main():
    st.need_programs("openssl")
    st.need_built("stoad", "stoactl")
    if st.SANITIZED:
        st.skip_all("a sanitizer keeps what is freed")
    tap = st.Tap()
    pair = certs.Authority().issue("DNS:localhost")
    server = st.Server(tls=pair, conf="workers 1").start()
    pid, serial = server.worker_pid, 0
    try:
        found(pid, b"none")
    except PermissionError:
        st.skip_all("no right to look into the process")
    with server.connect() as c:
        c.send_raw(b"AUTHINFO PASS looked-for-and-found")
        st.wait_until(lambda: found(pid, b"looked-for-and-found"),
                      "a line that is not whole")
        tap.ok(True, "the search finds what is there")
    for tls in (None, True):
        for n in range(6):
            serial += 1
            secret = b"Zq%d-horse-battery-%d" % (serial, serial * 7919)
            name, pieces, lines, seen = list(
                ways(secret, b"name%d" % serial))[n]
            with server.connect(tls=tls) as c:
                for piece in pieces:
                    c.send_raw(piece)
                    if len(pieces) == 3:
                        with server.connect() as other:
                            other.cmd("DATE")
                for _ in range(lines):
                    c.line()
                tap.eq(found(pid, secret, seen), 0,
                       name + (" over TLS" if tls else ""))
    server.stop()
    tap.done()


main()
