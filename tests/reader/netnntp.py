#!/usr/bin/env python3
# Perl's Net::NNTP: list, open, read, post, read back, old date forms.
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "lib"))
import stoatest as st  # noqa: E402
import usenet  # noqa: E402

SCRIPT = r"""
use strict; use warnings; use Net::NNTP;
my ($port, $group, $root, $text, $name, $pass) = @ARGV;
my $n = 0;
sub ok { my ($good, $what) = @_; $n++;
	print(($good ? "" : "not "), "ok $n - Net::NNTP: $what\n");
	print "# ", (defined $main::c ? $main::c->message : "none"), "\n"
	    unless $good; }
our $c = Net::NNTP->new("127.0.0.1", Port => $port, Timeout => 30);
ok(defined $c, "connects") or exit 1;
my $list = $c->list;
ok($list && exists $list->{$group} && keys(%$list) >= 20, "list");
my ($count, $low, $high) = $c->group($group);
ok($count && $low == 1 && $high >= $count, "group");
my $over = $c->xover([$low, $high]);
ok($over && keys(%$over) == $count, "xover of the whole board");
my $fmt = $c->overview_fmt;
ok($fmt && $fmt->[0] eq "Subject:", "overview_fmt");
my $hdr = $c->xhdr("Subject", [$low, $low + 9]);
ok($hdr && keys(%$hdr) >= 1, "xhdr");
my $art = $c->article($root);
ok($art && grep(/^Message-ID: \Q$root\E\r?$/i, @$art), "article by id");
ok($c->nntpstat($low), "stat");
ok($c->next, "next");
ok($c->last, "last");
my $head = $c->head($low);
ok($head && grep(/^Subject:/, @$head), "head");
my $body = $c->body($low);
ok($body && @$body, "body");
ok($c->date > 0, "date");
my $new = $c->newgroups(0);
ok($new && exists $new->{$group}, "newgroups since 1970");
my $news = $c->newnews(time - 3600, $group);
ok($news && grep($_ eq $root, @$news), "newnews of the last hour");
ok(!$c->post(["Subject: x\n", "\n", "x\n"]) && $c->code == 480,
    "post before the login asks for it");
ok($c->authinfo($name, $pass), "authinfo");
ok($c->post([ "From: Anna Tester <anna\@example.org>\n",
    "Newsgroups: $group\n", "Subject: Re: Why circuit boards are green?\n",
    "References: $root\n", "Message-ID: <netnntp\@example.org>\n", "\n",
    "> almost all printed circuit boards are green\n", ".dot\n",
    "$text\n" ]), "post");
$body = $c->body("<netnntp\@example.org>");
ok($body && join("", @$body) =~ /^\.dot\r?$/m && "@$body" =~ /\Q$text\E/,
    "read back");
ok($c->quit, "quit");
print "1..$n\n";
"""


def main():
    st.need_programs("perl")
    if subprocess.run(["perl", "-MNet::NNTP", "-e", "1"],
                      stderr=subprocess.DEVNULL).returncode != 0:
        st.skip_all("perl has no Net::NNTP")
    server = usenet.load(usenet.need())
    p = subprocess.run(
        ["perl", "-e", SCRIPT, str(server.port), usenet.GROUP, usenet.ROOT,
         usenet.TEXT, usenet.NAME, usenet.PASSWORD],
        timeout=10 * st.DEADLINE)
    server.stop()
    sys.exit(p.returncode)


if __name__ == "__main__":
    main()
