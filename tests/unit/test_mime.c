/* The readable text of articles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "common/utf8.h"
#include "proto/mime.h"

#define UE "\xc3\xbc"
#define PLAIN "Content-Type: text/plain; charset=utf-8\r\n"
#define HTML "Content-Type: text/html; charset=utf-8\r\n\r\n"
#define QP "Content-Transfer-Encoding: quoted-printable\r\n"
#define MIXED "Content-Type: multipart/mixed; boundary=\"x y\"\r\n\r\n"

static struct article art;

struct text_case {
	const char *in, *want;
};

static void
check(const struct text_case *cases, size_t n)
{
	struct buf b = BUF_INIT(100000);

	for (size_t i = 0; i < n; i++) {
		buf_reset(&b);
		assert_int_equal(article_parse(slice_of(cases[i].in), &art),
		    OK);
		mime_text(&art, &b);
		if (!slice_is(buf_slice(&b), cases[i].want))
			fail_msg("%s\n--- gives\n%s\n--- not\n%s",
			    cases[i].in, buf_cstr(&b), cases[i].want);
	}
	buf_clear(&b);
}

#define CHECK(cases) check(cases, sizeof(cases) / sizeof((cases)[0]))

static void
plain(void **state)
{
	static const struct text_case cases[] = {
		{ "A: b\r\n\r\nHello\r\n\r\nworld\r\n", "Hello\n\nworld\n" },
		{ "A: b\r\n\r\nno end", "no end\n" },
		{ "A: b\r\n\r\n", "" },
		{ "A: b\r\n\r\nGr\xfc\xdf" "e\r\n", "Gr" UE "\xc3\x9f" "e\n" },
		{ "A: b\r\n\r\nGr" UE "n\r\n", "Gr" UE "n\n" },
		{ "Content-Type: text\r\n\r\nold\r\n", "old\n" },
		{ "Content-Type: TEXT/PLAIN; CHARSET=\"ISO-8859-15\"\r\n\r\n"
		    "\xa4\r\n", "\xe2\x82\xac\n" },
		{ "Content-Type: text/plain; charset=us-ascii (Plain text)"
		    "\r\n\r\nx\r\n", "x\n" },
		{ "Content-Type: text/plain;\r\n charset = koi8-r ; x=y\r\n"
		    "\r\n\xc4\xc1\r\n", "\xd0\xb4\xd0\xb0\n" },
		{ "Content-Type: text/plain charset=koi8-r\r\n"
		    "\r\n\xc4\xc1\r\n", "\xd0\xb4\xd0\xb0\n" },
		{ PLAIN "\r\n\xef\xbb\xbfwith mark\r\n", "with mark\n" },
		{ PLAIN "\r\na\rb\r\n", "a\nb\n" },
	};

	(void)state;
	CHECK(cases);
}

static void
encodings(void **state)
{
	static const struct text_case cases[] = {
		{ PLAIN QP "\r\nGr=C3=BCn, so=\r\nft  \r\n=3D=zz=\r\n",
		    "Gr" UE "n, soft\n==zz\n" },
		{ PLAIN QP "\r\nend=", "end\n" },
		{ PLAIN QP "\r\nshort =C", "short =C\n" },
		{ PLAIN "Content-Transfer-Encoding: BASE64\r\n\r\n"
		    "R3LDvG4K\r\nendlaQ==\r\n", "Gr" UE "n\nzwei\n" },
		{ PLAIN "Content-Transfer-Encoding: base64\r\n\r\n"
		    "Not base64, a lie.\r\n", "Not base64, a lie.\n" },
		{ PLAIN "Content-Transfer-Encoding: 8bit\r\n\r\n=C3\r\n",
		    "=C3\n" },
		{ PLAIN "Content-Transfer-Encoding: x-new\r\n\r\n=C3\r\n",
		    "=C3\n" },
	};

	(void)state;
	CHECK(cases);
}

static void
flowed(void **state)
{
#define FLOWED "Content-Type: text/plain; format=flowed\r\n\r\n"
	static const struct text_case cases[] = {
		{ FLOWED "one \r\nline\r\ntwo\r\n", "one line\ntwo\n" },
		{ FLOWED "> one \r\n> line\r\n>> deep \r\n> up\r\nout\r\n",
		    "> one line\n>> deep\n> up\nout\n" },
		{ FLOWED " >not quoted\r\n  indented\r\n",
		    ">not quoted\n indented\n" },
		{ FLOWED "text \r\n-- \r\nsignature\r\n",
		    "text\n-- \nsignature\n" },
		{ FLOWED ">\r\n> x\r\n", ">\n> x\n" },
		{ FLOWED "open \r\n", "open\n" },
		{ "Content-Type: text/plain; format=flowed; delsp=yes\r\n"
		    "\r\nDonau \r\ndampf\r\n", "Donaudampf\n" },
		{ "Content-Type: text/plain; format=fixed\r\n\r\n"
		    "a \r\nb\r\n", "a \nb\n" },
	};

	(void)state;
	CHECK(cases);
}

static void
multipart(void **state)
{
	static const struct text_case cases[] = {
		{ MIXED "preamble\r\n--x y\r\n\r\none\r\n--x y\r\n" PLAIN
		    "\r\ntwo\r\n\r\n--x y--\r\nepilogue\r\n",
		    "one\n\ntwo\n" },
		{ MIXED "--x y\r\n\r\nnever closed\r\n", "never closed\n" },
		{ MIXED "--x y  \r\n\r\nno --x y\r\n--x yz\r\nhere\r\n"
		    "--x y--", "no --x y\n--x yz\nhere\n" },
		{ MIXED "no boundary\r\n", "no boundary\n" },
		{ MIXED "--x y--\r\nclosed at once\r\n",
		    "--x y--\nclosed at once\n" },
		{ "Content-Type: multipart/mixed\r\n\r\nplain\r\n",
		    "plain\n" },
		{ "Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n"
		    "plain\r\n", "--\nplain\n" },
		{ MIXED "--x y\r\nContent-Type: image/png; name=\"a b.png\""
		    "\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"
		    "AAAA\r\n--x y\r\nContent-Type: application/pdf\r\n"
		    "Content-Disposition: attachment;\r\n filename*0*=utf-8''"
		    "%C3%BC; filename*1=\".pdf\"\r\n\r\n12345\r\n--x y--\r\n",
		    "[image/png, 6 bytes, a b.png]\n"
		    "[application/pdf, 5 bytes, " UE ".pdf]\n" },
		{ MIXED "--x y\r\nContent-Type: text/x-patch\r\n"
		    "Content-Disposition: attachment; filename=a.patch\r\n"
		    "\r\n-a\r\n+b\r\n--x y--\r\n",
		    "[text/x-patch, 6 bytes, a.patch]\n\n-a\n+b\n" },
		{ MIXED "--x y\r\nContent-Type: text/html\r\n"
		    "Content-Disposition: attachment\r\n\r\n<p>x\r\n"
		    "--x y--\r\n", "[text/html, 4 bytes]\n" },
		{ "Content-Type: image/gif\r\n\r\nGIF89a",
		    "[image/gif, 6 bytes]\n" },
		{ "Content-Type: image/gif; name=\"=?utf-8?q?=C3=BC?=.gif\""
		    "\r\n\r\nGIF", "[image/gif, 3 bytes, " UE ".gif]\n" },
	};

	(void)state;
	CHECK(cases);
}

static void
alternative(void **state)
{
#define ALT "Content-Type: multipart/alternative; boundary=a\r\n\r\n"
	static const struct text_case cases[] = {
		{ ALT "--a\r\nContent-Type: text/html\r\n\r\n<b>h</b>\r\n"
		    "--a\r\n" PLAIN "\r\nplain\r\n--a--\r\n", "plain\n" },
		{ ALT "--a\r\n" PLAIN "\r\n \r\n--a\r\n"
		    "Content-Type: text/html\r\n\r\n<b>h</b>\r\n--a--\r\n",
		    "h\n" },
		{ ALT "--a\r\nContent-Type: text/calendar\r\n\r\nBEGIN\r\n"
		    "--a--\r\n", "[text/calendar, 5 bytes]\n" },
		{ ALT "--a\r\nContent-Type: multipart/related; boundary=b"
		    "\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\nroot\r\n"
		    "--b--\r\n--a--\r\n", "root\n" },
	};

	(void)state;
	CHECK(cases);
}

static void
messages(void **state)
{
	static const struct text_case cases[] = {
		{ "Content-Type: message/rfc822\r\n\r\nFrom: a@b\r\n"
		    "Subject: =?utf-8?q?=C3=BC?=\r\n\r\ninner\r\n",
		    "From: a@b\nSubject: " UE "\n\ninner\n" },
		{ "Content-Type: multipart/digest; boundary=d\r\n\r\n"
		    "--d\r\n\r\nSubject: 1\r\n\r\none\r\n--d\r\n\r\n"
		    "Subject: 2\r\n\r\ntwo\r\n--d--\r\n",
		    "Subject: 1\n\none\n\nSubject: 2\n\ntwo\n" },
	};

	(void)state;
	CHECK(cases);
}

static void
html(void **state)
{
	static const struct text_case cases[] = {
		{ HTML "<html><head><title>t</title><style>p {}</style>"
		    "</head>\r\n<body>\r\n<p>One\r\n two</p>\r\n<p>three"
		    "<br>four</p></body></html>\r\n",
		    "One two\n\nthree\nfour\n" },
		{ HTML "a &lt;b&gt; &amp;&uuml;&#252;&#xfc;&euro;&#150;&x;"
		    "&amp", "a <b> &" UE UE UE "\xe2\x82\xac\xe2\x80\x93&x;&"
		    "\n" },
		{ HTML "1 < 2 && 3 > 2 <3", "1 < 2 && 3 > 2 <3\n" },
		{ HTML "<ul><li>one<li>two<ul><li>deep</ul></ul><ol><li>x"
		    "<li>y</ol>z", "* one\n* two\n  * deep\n\n1. x\n2. y\n\n"
		    "z\n" },
		{ HTML "<blockquote>q<br>r<blockquote>s</blockquote>"
		    "</blockquote>t", "> q\n> r\n\n> > s\n\nt\n" },
		{ HTML "<pre>a\r\n  b\r\n</pre>c", "a\n  b\n\nc\n" },
		{ HTML "<a href=\"http://example.org/?a=1&amp;b=2\">here</a>,"
		    " <a href=http://example.org/>http://example.org</a> "
		    "<a href='mailto:a@b'>a@b</a> <a href='#x'>x</a>"
		    "<a href='javascript:y'>y</a>",
		    "here <http://example.org/?a=1&b=2>, http://example.org "
		    "a@b xy\n" },
		{ HTML "<a href='http://x/'>never closed", "never closed "
		    "<http://x/>\n" },
		{ HTML "<a href='http://x/\r\n y>z'>t</a>",
		    "t <http://x/yz>\n" },
		{ HTML "<table><tr><td>a<td>b<tr><td>c</td><td>d</table>",
		    "a  b\nc  d\n" },
		{ HTML "a<hr>b<img src=x alt='a &amp; b'><img src=y>",
		    "a\n--------\nb[a & b]\n" },
		{ HTML "a<!-- <p>no</p> -->b<!doctype x><?xml?>c", "abc\n" },
		{ HTML "a<script>if (a</b) x</script>b<style>never",
		    "ab\n" },
		{ HTML "a<!-- never closed", "a\n" },
		{ HTML "a <b title=\"x > y\">b</b> <i title=\"broken>c</i>",
		    "a b c\n" },
		{ HTML "in&shy;vis&#8203;ible&#65279; &nbsp;&nbsp;x",
		    "invisible   x\n" },
		{ HTML "a <p\f\r\nclass=x\f>b", "a\n\nb\n" },
		{ HTML "<a \f=href=x href=http://y/>b</a>", "b <http://y/>\n" },
		{ HTML "  \r\n<p> </p>", "" },
		{ "Content-Type: text/html\r\n\r\n<meta http-equiv=x content="
		    "\"text/html; charset=koi8-r\">\xc4\xc1",
		    "\xd0\xb4\xd0\xb0\n" },
	};

	(void)state;
	CHECK(cases);
}

/* Still hours if work grew with the square; a race detector costs its own. */
#if defined(__SANITIZE_THREAD__)
#define FLOOD 100000
#else
#define FLOOD 1000000
#endif

/* Takes a text whose unit is repeated until it is large. */
static void
check_flood(const char *head, const char *unit)
{
	struct buf raw = BUF_INIT(FLOOD + 100000), out = BUF_INIT(64000000);

	buf_puts(&raw, head);
	while (raw.len < FLOOD)
		buf_puts(&raw, unit);
	assert_int_equal(article_parse(buf_slice(&raw), &art), OK);
	mime_text(&art, &out);
	assert_true(buf_ok(&out));
	assert_true(utf8_valid(buf_slice(&out)));
	buf_clear(&raw);
	buf_clear(&out);
}

/* Each of these would take hours if work grew with the square. */
static void
floods(void **state)
{
	static const char *const units[] = {
		"<", "<a", "<a ", "<a b=\"", "<a href=http://x/>y", "<!--",
		"<!", "</", "&", "&#1", "<ul><li>", "<blockquote>",
		"<style>", "<a\f", "<a href='", "<table><td>", "<br>",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		check_flood(HTML, units[i]);
	check_flood(MIXED, "--x y\r\n");
	check_flood(MIXED, "--x y\r\n\r\na\r\n");
	check_flood(MIXED, "--x y");
	check_flood(MIXED, "--x y\r\nContent-Type: message/rfc822\r\n\r\n");
	check_flood(MIXED, "--x y\r\nContent-Type: multipart/mixed; "
	    "boundary=\"x y\"\r\n\r\n");
	check_flood("Content-Type: multipart/mixed; boundary=\"-----------"
	    "-------------------------------------------------\"\r\n\r\n",
	    "-");
	check_flood("Content-Type: message/rfc822\r\n\r\n",
	    "Content-Type: message/rfc822\r\n\r\n");
	check_flood("Content-Type: text/plain; format=flowed\r\n\r\n", ">");
	check_flood("Content-Type: text/plain; charset=euc-jp\r\n\r\n",
	    "\xff");
	check_flood("Content-Type: text/plain; charset=utf-7\r\n\r\n", "+A");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain),
		cmocka_unit_test(encodings),
		cmocka_unit_test(flowed),
		cmocka_unit_test(multipart),
		cmocka_unit_test(alternative),
		cmocka_unit_test(messages),
		cmocka_unit_test(html),
		cmocka_unit_test(floods),
	};

	return cmocka_run_group_tests_name("mime", tests, NULL, NULL);
}
