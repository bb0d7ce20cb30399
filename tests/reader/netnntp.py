#!/usr/bin/env python3
# Perl's Net::NNTP: list, open, read, thread, reply, read back, old date forms,
# in clear and over TLS.
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402
import usenet  # noqa: E402

SCRIPT = r"""
use strict; use warnings; use Net::NNTP;
my ($port, $ca, $ids, $mid, $group, $root, $text, $name, $pass) = @ARGV;
my $n = 0;
sub ok { my ($good, $what) = @_; $n++;
	print(($good ? "" : "not "), "ok $n - $what\n");
	print "# ", (defined $main::c ? $main::c->message : "none"), "\n"
	    unless $good; }
# Over TLS its lines keep their CR.
sub has { my ($lines, $re) = @_;
	return $lines && scalar(grep(/$re\r?$/, @$lines)); }
our $c = Net::NNTP->new("127.0.0.1", Port => $port, Timeout => 30,
    $ca eq "" ? () : (SSL => 1, SSL_ca_file => $ca));
ok(defined $c, "connects") or exit 1;
my $list = $c->list;
ok($list && exists $list->{$group} && keys(%$list) >= 20, "list");
my ($count, $low, $high) = $c->group($group);
ok($count && $low == 1 && $high >= $count, "group");
my $over = $c->xover([$low, $high]);
ok($over && join(" ", map { $over->{$_}[3] } sort { $a <=> $b } keys %$over)
    eq $ids, "xover, as netcat's");
ok(scalar(grep { $_->[4] =~ /\Q$root\E$/ } values %$over),
    "the thread by its References");
my $fmt = $c->overview_fmt;
ok($fmt && $fmt->[0] =~ /^Subject:\r?$/, "overview_fmt");
my $hdr = $c->xhdr("Subject", [$low, $low + 9]);
ok($hdr && keys(%$hdr) >= 1, "xhdr");
my $art = $c->article($root);
ok(has($art, "(?i)^Message-ID: \Q$root\E"), "article by id");
ok($c->nntpstat($low), "stat");
ok($c->next, "next");
ok($c->last, "last");
my $head = $c->head($low);
ok(has($head, "^Subject: .*"), "head");
my $body = $c->body($low);
ok($body && @$body, "body");
ok($c->date > 0, "date");
my $new = $c->newgroups(0);
ok($new && exists $new->{$group}, "newgroups since 1970");
my $news = $c->newnews(time - 3600, $group);
ok(has($news, "^\Q$root\E"), "newnews of the last hour");
ok(!$c->post(["Subject: x\n", "\n", "x\n"]) && $c->code == 480,
    "post before the login asks for it");
ok($c->authinfo($name, $pass), "authinfo");
ok($c->post([ "From: Anna Tester <anna\@example.org>\n",
    "Newsgroups: $group\n", "Subject: Re: Why circuit boards are green?\n",
    "References: $root\n", "Message-ID: $mid\n", "\n",
    "> almost all printed circuit boards are green\n", ".dot\n",
    "$text\n" ]), "post");
(my $lost = $mid) =~ s/</<lost./;
my $from = "From: Anna Tester <anna\@example.org>\n";
ok($c->post([ $from, "Newsgroups: $group\n", "Subject: Lost\n",
    "Message-ID: $lost\n", "\n", "$text\n" ]) && $c->nntpstat($lost),
    "post what is taken back");
ok($c->post([ $from, "Newsgroups: $group\n", "Subject: cancel\n",
    "Control: cancel $lost\n", "\n", "Mistaken.\n" ]) &&
    !$c->nntpstat($lost) && $c->code == 430, "cancel");
$body = $c->body($mid);
ok($body && join("", @$body) =~ /^\.dot\r?$/m && "@$body" =~ /\Q$text\E/,
    "read back");
ok($c->quit, "quit");
"""


def play(tap, server, port, ca, mid):
    """Hands on what the script prints."""
    ids = " ".join(usenet.by_netcat(server).values())
    p = subprocess.run(
        ["perl", "-e", SCRIPT, str(port), ca, ids, mid, usenet.GROUP,
         usenet.ROOT, usenet.TEXT, usenet.NAME, usenet.PASSWORD],
        timeout=10 * st.DEADLINE, stdout=subprocess.PIPE)
    lines = p.stdout.decode("utf-8", "replace").splitlines()
    who = "Net::NNTP over TLS: " if ca else "Net::NNTP: "
    for i, line in enumerate(lines):
        m = re.match(r"(not )?ok \d+ - (.*)", line)
        if m:
            tap.ok(not m[1], who + m[2], "".join(lines[i + 1:i + 2]))
    tap.ok(p.returncode == 0, who + "runs to its end")


def perl_has(module):
    return subprocess.run(["perl", "-M" + module, "-e", "1"],
                          stderr=subprocess.DEVNULL).returncode == 0


def main():
    st.need_programs("perl", "nc")
    if not perl_has("Net::NNTP"):
        st.skip_all("perl has no Net::NNTP")
    server = usenet.load(usenet.need())
    tap = st.Tap()
    play(tap, server, server.port, "", "<netnntp@example.org>")
    secure = server.ca and perl_has("IO::Socket::SSL")
    if secure:
        play(tap, server, server.tls_port, server.ca,
             "<netnntp.tls@example.org>")
    else:
        tap.skip("Net::NNTP over TLS", "no IO::Socket::SSL or openssl")
    usenet.check_reply(tap, server, "Net::NNTP", 2 if secure else 1)
    server.stop()
    tap.done()


if __name__ == "__main__":
    main()
