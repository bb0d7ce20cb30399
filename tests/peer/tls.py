#!/usr/bin/env python3
"""One stoad feeds another over TLS, logged in; a certificate that is not
good is told, and nothing is said to whoever shows it."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import certs                                                # noqa: E402
import stoatest as st                                       # noqa: E402
from peers import count, peer_rows, wait_count              # noqa: E402

t = st.Tap()
BOARD = "tv.general"

SENDER = """name a.example.org
sandbox off
peer b.example.org {{
    host {host}:{port}
    tls on
    login feed-a
    password correct-horse
}}
"""

TAKER = """name b.example.org
tls-certificate {cert}
tls-key {key}
peer a.example.org {{
    account feed-a
    accept *
}}
"""


def main():
    st.need_programs("openssl")
    st.need_built("stoad", "stoactl")
    good, other = certs.Authority(), certs.Authority("Another")
    cert, key = good.issue("DNS:localhost")
    port = st.free_port()
    b = st.Server(conf=TAKER.format(cert=cert, key=key),
                  args=["-L", "127.0.0.1:%d" % port])
    b.start()
    b.board(BOARD)
    b.user("feed-a", "correct-horse")
    # The authorities of the system lie elsewhere for this one.
    a = st.Server(conf=SENDER.format(host="localhost", port=port),
                  env={"SSL_CERT_FILE": good.cert})
    a.start()
    a.board(BOARD)
    a.feed([st.article("<t%d@x.example.org>" % i, BOARD,
                       body="x" * (i * 200)) for i in range(300)])
    wait_count(b, BOARD, 300)
    t.eq(count(b, BOARD), 300, "300 articles over TLS")

    def told():
        row = peer_rows(a)["b.example.org"]
        return row["sent"], row["error"]
    # What has arrived is told a moment later.
    st.wait_until(lambda: told()[0] == "300", "the last answer")
    t.eq(told(), ("300", "-"), "and nothing is wrong")
    t.eq(peer_rows(b)["a.example.org"]["received"], "300",
         "from the peer that has logged in")

    def refused(what, host, ca, word):
        a.kill()
        a.env["SSL_CERT_FILE"] = ca
        a.write_conf(SENDER.format(host=host, port=port))
        a.start()
        a.feed([st.article("<%s@x.example.org>" % what, BOARD)])
        try:
            st.wait_until(lambda: word in peer_rows(a)["b.example.org"]
                          ["error"].lower(), "a refusal")
        except TimeoutError as e:
            t.note(e)
        row = peer_rows(a)["b.example.org"]
        t.ok(word in row["error"].lower(), "%s: %s" % (what, row["error"]),
             row)
        t.eq((row["offered"], count(b, BOARD)), ("0", 300),
             "nothing was said")
    refused("name", "127.0.0.1", good.cert, "certificate")
    refused("authority", "localhost", other.cert, "certificate")
    a.stop()
    b.stop()
    t.done()


main()
