"""The articles both servers are loaded with, as one mboxrd file.

Real text where the shared test data is there, because how well articles
compress is part of what is measured: every message gets a fresh Message-ID
(References follow), a board and the header fields news articles have. Without
the data the text is made up, with word frequencies like those of prose.
"""

import email.utils
import hashlib
import os
import random
import re
import subprocess
import tarfile

LARGE = "bench.large"
SMALL = ["bench.small%02d" % n for n in range(1, 13)]
LARGE_SHARE = 0.7
SIZE_MAX = 20000
SOURCE_MAX = 20000      # articles of one archive, so that none sets the tone
KEEP = {b"from", b"subject", b"date", b"references", b"in-reply-to",
        b"organization", b"reply-to", b"sender", b"summary", b"keywords",
        b"mime-version", b"content-type", b"content-transfer-encoding",
        b"content-disposition", b"user-agent", b"x-mailer", b"x-newsreader",
        b"nntp-posting-host", b"lines"}
FIELD = re.compile(rb"^([A-Za-z0-9-]+):[ \t]+(\S.*(?:\n[ \t]+\S.*)*)$")
MSGID = re.compile(rb"<[^<>\s]+@[^<>\s]+>")


def unpack(path):
    return subprocess.run(["zstd", "-dcq", path], check=True,
                          stdout=subprocess.PIPE).stdout


def mbox_messages(data):
    for part in re.split(rb"(?m)^From [^\n]*\n", data)[1:]:
        yield re.sub(rb"(?m)^>(>*From )", rb"\1", part)


def spool_messages(path):
    with subprocess.Popen(["zstd", "-dcq", path],
                          stdout=subprocess.PIPE) as zstd:
        with tarfile.open(fileobj=zstd.stdout, mode="r|") as tar:
            for member in tar:
                if member.isfile():
                    yield tar.extractfile(member).read()


def real_messages(folder):
    """(source, message) of everything but the torture sets."""
    for name in sorted(os.listdir(folder) if os.path.isdir(folder) else []):
        path = os.path.join(folder, name)
        if name.startswith("lists-"):
            for message in mbox_messages(unpack(path)):
                yield name, message
        elif name.startswith("usenet-"):
            for message in spool_messages(path):
                yield name, message


def date_ok(text):
    """A date nobody disputes, so that no server turns the article away."""
    parts = email.utils.parsedate_tz(text)
    return (parts is not None and 1980 < parts[0] < 2025
            and re.match(r"(\w{3}, +)?\d+ \w{3} (\d{2}|\d{4}) \d+:\d+(:\d+)? "
                         r"([+-]\d{4}|[A-Z]{2,3})( \([A-Za-z ]+\))?$",
                         text.strip()) is not None)


def fresh_id(old, copy):
    digest = hashlib.blake2b(b"%d %s" % (copy, old), digest_size=10)
    return b"<%s.%d@bench.example>" % (digest.hexdigest().encode(), copy)


class Article:
    """One message, cut into the fields that stay and the body."""

    def __init__(self, source, message):
        self.source = source
        head, _, body = message.partition(b"\n\n")
        self.body = body.strip(b"\n") + b"\n"
        self.fields = {}
        for line in re.split(rb"\n(?![ \t])", head):
            match = FIELD.match(line)
            if match and match[1].lower() in KEEP | {b"message-id"}:
                self.fields.setdefault(match[1].lower(),
                                       (match[1], match[2]))
        self.mend()
        ids = MSGID.findall(self.value(b"message-id"))
        self.mid = ids[0] if ids else b""

    def mend(self):
        """Undoes what list archives do to addresses and dates."""
        sender = self.value(b"from")
        date = self.value(b"date").decode("latin-1")
        self.fields[b"from"] = b"From", sender.replace(b" at ", b"@", 1)
        if re.match(r"\w{3} \w{3} ", date):
            stamp = email.utils.mktime_tz(email.utils.parsedate_tz(date))
            date = email.utils.formatdate(stamp).encode()
            self.fields[b"date"] = b"Date", date

    def value(self, name):
        return self.fields.get(name, (b"", b""))[1]

    def usable(self):
        """Whether every server would take it: the corpus is no torture."""
        if not self.mid or not self.value(b"subject"):
            return False
        if not date_ok(self.value(b"date").decode("latin-1")):
            return False
        try:
            head = b"\n".join(v for _, v in self.fields.values()).decode()
        except UnicodeDecodeError:
            return False
        lines = self.body.split(b"\n")
        return (1 < len(self.body) < SIZE_MAX
                and "@" in self.value(b"from").decode()
                and not re.search("[\x00-\x08\x0b-\x1f\x7f]", head)
                and not re.search(rb"[\0\r]", self.body)
                and max(map(len, lines)) < 900
                and max(map(len, head.split("\n"))) < 900)

    def text(self, board, copy):
        out = [b"Path: not-for-mail", b"Newsgroups: " + board.encode(),
               b"Message-ID: " + fresh_id(self.mid, copy)]
        for key, (name, value) in self.fields.items():
            if key in (b"references", b"in-reply-to"):
                ids = MSGID.findall(value)[-20:]
                value = b"\n\t".join(fresh_id(i, copy) for i in ids)
            if key != b"message-id" and value:
                out.append(name + b": " + value)
        return b"\n".join(out) + b"\n\n" + self.body


def made_up(count):
    """Threads of plausible text: Zipf words, quoting, signatures."""
    rng = random.Random(1993)
    syllables = [c + v for c in "bcdfghklmnprstvz" for v in "aeiou"]
    words = ["".join(rng.choices(syllables, k=rng.randint(1, 4)))
             for _ in range(20000)]
    weights = [1 / (n + 2) for n in range(len(words))]
    cumulative = [sum(weights[:1])]
    for weight in weights[1:]:
        cumulative.append(cumulative[-1] + weight)
    recent = []
    for n in range(count):
        lines = []
        for _ in range(max(3, int(rng.lognormvariate(3.2, 0.8)))):
            picked = rng.choices(words, cum_weights=cumulative, k=11)
            lines.append(" ".join(picked)[:rng.randint(30, 76)])
        parent = rng.choice(recent) if recent and rng.random() < 0.7 else None
        mid = "<%d@made-up.example>" % n
        head = ["From: %s <%s@example.org>" % (words[n % 997],
                                               words[n % 991]),
                "Date: " + email.utils.formatdate(733000000 + n * 60),
                "Organization: " + words[n % 89], "Message-ID: " + mid]
        if parent:
            head += ["Subject: Re: " + parent[1],
                     "References: " + parent[0]]
            lines = ["> " + line for line in parent[2]] + [""] + lines
            subject = parent[1]
        else:
            subject = " ".join(rng.choices(words, k=6))
            head.append("Subject: " + subject)
        recent = (recent + [(mid, subject, lines[-8:])])[-500:]
        text = "\n".join(head) + "\n\n" + "\n".join(lines) + "\n"
        yield "made-up-%02d" % (n % 40), text.encode()


def gather(folder):
    """Each message once, threads whole, in the order of the sources."""
    seen, found, taken = set(), [], {}
    for source, message in real_messages(folder):
        if taken.setdefault(source, 0) == SOURCE_MAX:
            continue
        article = Article(source, message)
        if article.mid not in seen and article.usable():
            seen.add(article.mid)
            found.append(article)
            taken[source] += 1
    return found


def spread(articles, count):
    """board -> [(article, copy)]; second copies where there are too few."""
    plan = [(a, 0) for a in articles[:count]]
    again = [a for a in articles if "ilugc" not in a.source] or articles
    copy = 1
    while len(plan) < count:
        plan += [(a, copy) for a in again[:count - len(plan)]]
        copy += 1
    boards = {LARGE: []}
    sources = {}
    for article, copy in plan:
        sources.setdefault((article.source, copy), []).append((article, copy))
    room = int(count * LARGE_SHARE)
    for n, key in enumerate(sorted(sources, key=lambda k: (k[1], k[0]))):
        part = sources[key]
        take = 0 if "usenet" in key[0] and not key[1] else room
        boards[LARGE] += part[:take]
        room -= len(part[:take])
        rest = part[take:]
        for i, small in enumerate(SMALL):
            cut = slice(len(rest) * i // len(SMALL),
                        len(rest) * (i + 1) // len(SMALL))
            boards.setdefault(small, []).extend(rest[cut])
    return boards


def write(path, count, folder):
    """Makes the corpus; returns (articles, bytes, what it is made of)."""
    articles = gather(folder)
    real = bool(articles)
    if not real:
        articles = [Article(s, m) for s, m in made_up(count)]
    boards = spread(articles, count)
    order = sorted((n / len(part), board, n)
                   for board, part in boards.items()
                   for n in range(len(part)))
    size = 0
    with open(path + ".new", "wb") as out:
        for _, board, n in order:
            article, copy = boards[board][n]
            text = article.text(board, copy)
            size += len(text)
            out.write(b"From bench@example Thu Jan  1 00:00:00 1970\n"
                      + re.sub(rb"(?m)^(>*From )", rb">\1", text) + b"\n")
    os.rename(path + ".new", path)
    return len(order), size, "real" if real else "made up"
