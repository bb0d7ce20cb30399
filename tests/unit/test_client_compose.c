/* Drafts: templates, references, quoting, checks, what is sent. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/compose.h"
#include "client/server.h"
#include "proto/msgid.h"

static void
test_msgid(void **state)
{
	struct buf a = BUF_INIT(512), b = BUF_INIT(512);

	(void)state;
	compose_msgid("Mara <m@ex\xc3\xa4mple.org>", &a);
	compose_msgid("Mara <m@example.org>", &b);
	assert_true(msgid_valid(buf_slice(&a)));
	assert_true(msgid_valid(buf_slice(&b)));
	assert_true(slice_ends(buf_slice(&b), "@example.org>"));
	buf_reset(&a);
	compose_msgid("nobody", &a);
	assert_true(msgid_valid(buf_slice(&a)));
	buf_clear(&a);
	buf_clear(&b);
}

static void
reply(const char *raw, bool quote, struct buf *out)
{
	static struct article a;

	assert_int_equal(article_parse(slice_of(raw), &a), OK);
	assert_true(compose_reply("Me <me@x>", "b", &a, quote, out));
}

static void
test_reply(void **state)
{
	struct buf d = BUF_INIT(1 << 20);
	struct slice body;

	(void)state;
	reply("From: =?us-ascii?q?=1B?= <a@x>\r\nNewsgroups: b.one\r\n"
	      "Subject: =?us-ascii?q?=1B?=\r\n\r\nHello\r\n", true, &d);
	assert_true(slice_is(
	    compose_field(buf_slice(&d), "Subject"), "Re: <ESC>"));
	assert_int_equal(slice_chr(buf_slice(&d), '\x1b'), -1);
	buf_reset(&d);
	reply("From: Ann <a@x>\r\nNewsgroups: b.one\r\nSubject: Re: Hi\r\n"
	      "Message-ID: <2@x>\r\nReferences: <0@x> <1@x>\r\n\r\n"
	      "Hello\x1b[31m\r\n> old\r\n-- \r\nAnn\r\n",
	    true, &d);
	assert_true(slice_is(
	    compose_field(buf_slice(&d), "Subject"), "Re: Hi"));
	assert_true(slice_is(
	    compose_field(buf_slice(&d), "Newsgroups"), "b.one"));
	assert_true(slice_is(compose_field(buf_slice(&d), "References"),
	    "<0@x> <1@x> <2@x>"));
	body = compose_body(buf_slice(&d));
	assert_true(slice_starts(body, "Ann wrote:\n> Hello<ESC>[31m\n>> old"));
	assert_true(slice_find(body, SLICE("-- ")) < 0);
	buf_reset(&d);
	reply("From: a@x\r\nNewsgroups: b.one\r\nFollowup-To: b.two\r\n"
	      "Subject: x\r\nMessage-ID: <2@x>\r\n\r\nHello\r\n",
	    false, &d);
	assert_true(slice_is(
	    compose_field(buf_slice(&d), "Newsgroups"), "b.two"));
	assert_int_equal(compose_body(buf_slice(&d)).len, 0);
	buf_clear(&d);
}

/* Hundreds of references become a line that may be sent. */
static void
test_references(void **state)
{
	struct buf raw = BUF_INIT(1 << 20), d = BUF_INIT(1 << 20);
	struct slice refs;

	(void)state;
	buf_puts(&raw, "From: a@x\r\nNewsgroups: b\r\nSubject: x\r\n"
		       "Message-ID: <self@x>\r\nReferences:");
	for (int i = 0; i < 60; i++)
		buf_printf(&raw, " <%d.long.enough.to.matter@example.org>", i);
	buf_puts(&raw, "\r\n\r\nHello\r\n");
	reply(buf_cstr(&raw), false, &d);
	refs = compose_field(buf_slice(&d), "References");
	assert_true(refs.len < 998);
	assert_true(slice_starts(refs, "<0.long"));
	assert_true(slice_ends(refs, "<59.long.enough.to.matter@example.org> "
				     "<self@x>"));
	buf_clear(&raw);
	buf_clear(&d);
}

static void
test_poster(void **state)
{
	static struct article a;
	struct buf d = BUF_INIT(4096);

	(void)state;
	assert_int_equal(
	    article_parse(SLICE("From: a@x\r\nSubject: x\r\n"
				"Followup-To: poster\r\n\r\nx\r\n"), &a),
	    OK);
	assert_false(compose_reply("me@x", "b", &a, true, &d));
	buf_clear(&d);
}

#define HEAD "From: me@x\nNewsgroups: b\nSubject: s\n\n"

static void
test_check(void **state)
{
	static const struct {
		const char *draft;
		int errors, warnings;
	} table[] = {
		{ HEAD "hello\n", 0, 0 },
		{ "From: me@x\nNewsgroups: b\nSubject:\n\nhello\n", 1, 0 },
		{ "From: me@x\nNewsgroups: b\nSubject: Re:\n\nhello\n", 1, 0 },
		{ "Newsgroups: b\nSubject: s\n\nhello\n", 1, 0 },
		{ "From: me@x\nSubject: s\n\nhello\n", 1, 0 },
		{ "From: me@x\nNewsgroups: b b\nSubject: s\n\nhello\n", 1, 0 },
		{ HEAD, 1, 0 },
		{ HEAD "\n \n", 1, 0 },
		{ HEAD "-- \nme\n", 1, 0 },
		{ HEAD "Ann wrote:\n> hello\n", 1, 0 },
		{ HEAD "Ann wrote:\n> hello\n\nyes\n", 0, 0 },
		{ HEAD "0123456789012345678901234567890123456789"
		       "0123456789012345678901234567890123456789x\n",
		    0, 1 },
		{ HEAD "> 0123456789012345678901234567890123456789"
		       "0123456789012345678901234567890123456789x\na\nb\n",
		    0, 0 },
		{ "From: me@x\nNewsgroups: b\nSubject: s\nhello there\n", 2,
		    0 },
		{ "", 4, 0 },
	};
	struct compose_report r = { .text = BUF_INIT(65536) };

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		compose_check(slice_of(table[i].draft), &r);
		if (r.errors != table[i].errors ||
		    r.warnings != table[i].warnings)
			fail_msg("case %zu: %d errors, %d warnings:\n%s", i,
			    r.errors, r.warnings, buf_cstr(&r.text));
	}
	buf_clear(&r.text);
}

static void
test_wire(void **state)
{
	static struct article a;
	struct buf w = BUF_INIT(1 << 20);

	(void)state;
	assert_int_equal(
	    compose_wire(SLICE("From: J\xc3\xb6rg <j@x.org>\n"
			       "Newsgroups: b\nSubject: Gr\xc3\xbc\xc3\x9f"
			       "e\nReferences:\nMessage-ID: <1@x>\n\n"
			       "One\n.dot\n\xc3\xa4\n\n\n"),
		1795316400, &w),
	    OK);
	assert_int_equal(article_parse(buf_slice(&w), &a), OK);
	assert_int_equal(article_check(&a), OK);
	assert_true(slice_ends(article_value(&a, "From"), "<j@x.org>"));
	assert_true(slice_starts(article_value(&a, "Subject"), "=?"));
	assert_null(article_field(&a, "References"));
	assert_true(slice_is(article_value(&a, "Date"),
	    "Sun, 22 Nov 2026 03:00:00 +0000"));
	assert_true(slice_is(a.body, "One\r\n.dot\r\n\xc3\xa4\r\n"));
	assert_true(slice_is(article_value(&a, "Content-Type"),
	    "text/plain; charset=utf-8"));
	buf_reset(&w);
	assert_int_equal(compose_wire(SLICE("no header\n\nx\n"), 0, &w),
	    ERR_SYNTAX);
	buf_clear(&w);
}

static void
test_supersede(void **state)
{
	static struct article a;
	struct buf d = BUF_INIT(1 << 20);
	struct slice s;

	(void)state;
	assert_int_equal(article_parse(SLICE("From: Ann <a@x>\r\n"
	    "Newsgroups: b.one\r\nSubject: =?utf-8?q?H=C3=A4=0ACc:_x=1B?=\r\n"
	    "Message-ID: <2@x>\r\nReferences: <0@x>\r\n"
	    "Path: a!b\r\nInjection-Info: x\r\nDate: today\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
	    "Gr=C3=BCn\r\nAnn\r\n"), &a), OK);
	assert_true(compose_supersede(&a, NULL, &d));
	s = buf_slice(&d);
	assert_true(slice_is(compose_field(s, "Supersedes"), "<2@x>"));
	assert_true(slice_is(compose_field(s, "References"), "<0@x>"));
	assert_true(slice_is(compose_field(s, "From"), "Ann <a@x>"));
	assert_true(msgid_valid(compose_field(s, "Message-ID")));
	assert_int_equal(compose_field(s, "Path").len, 0);
	assert_int_equal(compose_field(s, "Date").len, 0);
	/* What is encoded in a header makes no line of it. */
	assert_int_equal(compose_field(s, "Cc").len, 0);
	assert_int_equal(slice_chr(s, '\x1b'), -1);
	assert_true(slice_is(compose_body(s), "Gr\xc3\xbcn\nAnn\n"));
	buf_reset(&d);
	assert_true(compose_supersede(&a, "Other", &d));
	assert_true(slice_is(compose_field(buf_slice(&d), "Subject"), "Other"));
	buf_reset(&d);
	assert_int_equal(article_parse(SLICE("From: a@x\r\nNewsgroups: b\r\n"
	    "Content-Type: multipart/mixed; boundary=x\r\n\r\nx\r\n"), &a),
	    OK);
	assert_false(compose_supersede(&a, NULL, &d));
	assert_int_equal(d.len, 0);
	buf_clear(&d);
}

static void
test_cancel(void **state)
{
	static struct article a;
	struct buf d = BUF_INIT(1 << 20), w = BUF_INIT(1 << 20);
	struct compose_report r = { .text = BUF_INIT(65536) };

	(void)state;
	compose_cancel("Ann <a@x>", SLICE("b.one,b.two"), SLICE("<2@x>"), "",
	    &d);
	compose_check(buf_slice(&d), &r);
	assert_int_equal(r.errors, 0);
	assert_int_equal(compose_wire(buf_slice(&d), 0, &w), OK);
	assert_int_equal(article_parse(buf_slice(&w), &a), OK);
	assert_int_equal(article_check(&a), OK);
	assert_true(slice_is(article_value(&a, "Control"), "cancel <2@x>"));
	assert_true(slice_is(article_value(&a, "Newsgroups"), "b.one,b.two"));
	buf_clear(&d);
	buf_clear(&w);
	buf_clear(&r.text);
}

static void
test_server(void **state)
{
	static const struct {
		const char *spec, *path, *host, *port;
		bool tls;
	} table[] = {
		{ "/run/x.sock", "/run/x.sock", NULL, NULL, false },
		{ "news.example.org", NULL, "news.example.org", "1119", false },
		{ "news.example.org:119", NULL, "news.example.org", "119",
		    false },
		{ "[::1]:119", NULL, "::1", "119", false },
		{ "::1", NULL, "::1", "1119", false },
		{ "[::1]", NULL, "::1", "1119", false },
		{ "h:563", NULL, "h", "563", true },
		{ "h:0563", NULL, "h", "0563", true },
		{ "[::1]:563", NULL, "::1", "563", true },
		{ "nntps://h", NULL, "h", "563", true },
		{ "NNTPS://h/", NULL, "h", "563", true },
		{ "nntps://h:1563", NULL, "h", "1563", true },
		{ "nntps://[::1]:9", NULL, "::1", "9", true },
		{ "nntp://h", NULL, "h", "119", false },
		{ "nntp://h:563", NULL, "h", "563", false },
		{ "nntps://", NULL, NULL, NULL, false },
		{ "nntps:///", NULL, NULL, NULL, false },
		{ "nntps://h/board", NULL, NULL, NULL, false },
		{ "https://h", NULL, NULL, NULL, false },
		{ "", NULL, NULL, NULL, false },
		{ ":119", NULL, NULL, NULL, false },
		{ "h:", NULL, NULL, NULL, false },
		{ "h:0", NULL, NULL, NULL, false },
		{ "h:70000", NULL, NULL, NULL, false },
		{ "h:x", NULL, NULL, NULL, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct server s;
		enum err e = server_parse(table[i].spec, &s);

		if (table[i].path == NULL && table[i].host == NULL) {
			assert_int_equal(e, ERR_SYNTAX);
			continue;
		}
		assert_int_equal(e, OK);
		if (table[i].path != NULL) {
			assert_string_equal(s.path, table[i].path);
		} else {
			assert_string_equal(s.host, table[i].host);
			assert_string_equal(s.port, table[i].port);
			assert_int_equal(s.tls, table[i].tls);
		}
		server_clear(&s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_msgid),
		cmocka_unit_test(test_reply),
		cmocka_unit_test(test_references),
		cmocka_unit_test(test_poster),
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_wire),
		cmocka_unit_test(test_supersede),
		cmocka_unit_test(test_cancel),
		cmocka_unit_test(test_server),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
