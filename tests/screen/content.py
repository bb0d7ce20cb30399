"""A small community for the screen tests."""


def article(number, board, author, subject, date, body, refs=()):
    head = ["From: " + author, "Newsgroups: " + board, "Subject: " + subject,
            "Message-ID: <%d@test.example>" % number, "Date: " + date,
            "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: 8bit"]
    if refs:
        head.append("References: " + " ".join(
            "<%d@test.example>" % r for r in refs))
    return "\r\n".join(head) + "\r\n\r\n" + body.replace("\n", "\r\n")


LENA = "Lena Süß <lena@example.org>"
JOAO = "João <joao@example.org>"
KWAME = "Kwame <kwame@example.org>"

ARTICLES = [
    article(1, "printers", JOAO, "Driver 4.2 fails after update",
            "Thu, 19 Nov 2026 08:12:00 +0000",
            "Since the update every job stops with E-31. I tried all that "
            "the manual says and a few things it does not say, twice.\n\n"
            "    $ printctl status --long\n"
            "    E-31 filter missing\n\n-- \nJoão\n"),
    article(2, "printers", LENA, "Re: Driver 4.2 fails after update",
            "Thu, 19 Nov 2026 14:40:00 +0000",
            "João wrote:\n> Since the update every job stops with E-31.\n"
            "> I tried all that the manual says\n\n"
            "Remove the old filter first.\n", [1]),
    article(3, "printers", KWAME, "Re: Driver 4.2 fails after update",
            "Fri, 20 Nov 2026 09:00:00 +0000",
            "Lena wrote:\n> João wrote:\n>> Since the update every job stops\n"
            ">\n> Remove the old filter first.\n\nWorked here, thanks.\n",
            [1, 2]),
    article(4, "printers", KWAME, "Re: Driver 4.2 fails after update",
            "Fri, 20 Nov 2026 10:00:00 +0000",
            "Which spooler do you use?\n", [1]),
    article(5, "printers", LENA, "日本語のプリンタ: größere Schriften",
            "Sat, 21 Nov 2026 22:00:00 +0000",
            "全角文字 and half-width ones, ümläuts, and a €.\n"),
    article(6, "printers", "Mallory <m@evil.example>",
            "Nice subject\x1b]0;owned\x07 \u202egnp.exe",
            "Sat, 21 Nov 2026 23:00:00 +0000",
            "Bell \x07, escape \x1b[2J\x1b[31m, C1 \u009b31m, "
            "right-to-left \u202eabc, zero\u200bwidth.\n"),
    article(7, "routers", LENA, "Latency spike every 30 seconds",
            "Wed, 18 Nov 2026 12:00:00 +0000",
            "\n".join("Line %d of a long text." % n
                      for n in range(1, 61)) + "\n"),
]


def load(server):
    with server.admin() as c:
        for name, title in (("printers", "Printers and scanners"),
                            ("routers", "Home and office routers"),
                            ("empty", "Nothing here yet")):
            c.need("290", "XACT board %s :%s" % (name, title))
    server.feed(ARTICLES)
