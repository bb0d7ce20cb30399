/* What becomes of broken messages. */
#include "ctl_fixture.h"

#include "proto/article.h"
#include "proto/date.h"
#include "proto/msgid.h"
#include "server/ctl/repair.h"

enum { NOW = 1795348800 };	/* 2026-11-22T12:00:00Z */

#define FROM "From: a <a@b.org>\r\n"
#define SUBJ "Subject: s\r\n"
#define DATE "Date: Thu, 01 Jan 2004 10:50:16 +0800\r\n"
#define ID   "Message-ID: <x@y>\r\n"
#define NG   "Newsgroups: a.b\r\n"
#define PATH "Path: p!q\r\n"
#define ALL  FROM SUBJ DATE ID NG PATH

#define DID(kind) (1u << REPAIR_##kind)

/* wanted: "+line" must be there, "-line" must not. */
struct sample {
	const char *name, *raw;
	unsigned did;
	const char *wanted[6];
};

static const struct sample samples[] = {
	{ "sound", ALL "\r\nbody\r\n", 0,
	  { "+" ALL "\r\nbody\r\n" } },
	{ "LF", "From: a <a@b.org>\nSubject: s\nDate: Thu, 01 Jan 2004 "
	  "10:50:16 +0800\nMessage-ID: <x@y>\nNewsgroups: a.b\nPath: p!q\n"
	  "\nbody", 0, { "+" ALL "\r\nbody\r\n" } },
	{ "no body", ALL, 0, { "+" ALL "\r\n" } },
	{ "dropped", ALL "Xref: h a.b:1\r\nlines: 3\r\nBytes: 9\r\n"
	  "X-Empty:\r\nX-Empty2: \r\n \r\n\r\nb\r\n", 0,
	  { "+" ALL "\r\nb\r\n" } },

	/* Message-ID */
	{ "no id", FROM SUBJ DATE NG "\r\nb\r\n", DID(MSGID_MADE),
	  { "+@import.invalid>\r\n" } },
	{ "id without brackets", FROM SUBJ DATE NG
	  "Message-Id: x@y.org\r\n\r\nb\r\n", DID(MSGID_MENDED),
	  { "+\r\nMessage-ID: <x@y.org>\r\n",
	    "+\r\nX-Original-Message-Id: x@y.org\r\n" } },
	{ "id with a remark", FROM SUBJ DATE NG
	  "Message-ID: <x@y> (added by me)\r\n\r\nb\r\n", DID(MSGID_MENDED),
	  { "+\r\nMessage-ID: <x@y>\r\n" } },
	{ "id with blanks", FROM SUBJ DATE NG
	  "Message-ID: < x y@z >\r\n\r\nb\r\n", DID(MSGID_MENDED),
	  { "+\r\nMessage-ID: <xy@z>\r\n" } },
	{ "id folded", FROM SUBJ DATE NG
	  "Message-ID:\r\n <x@y>\r\n\r\nb\r\n", 0,
	  { "+\r\nMessage-ID: <x@y>\r\n" } },
	{ "id without @", FROM SUBJ DATE NG
	  "Message-ID: <abc>\r\n\r\nb\r\n", DID(MSGID_MENDED),
	  { "+\r\nMessage-ID: <abc@import.invalid>\r\n" } },
	{ "id of nothing", FROM SUBJ DATE NG
	  "Message-ID: <>\r\n\r\nb\r\n", DID(MSGID_MENDED),
	  { "+@import.invalid>\r\n", "+X-Original-Message-ID: <>\r\n" } },

	/* Date */
	{ "no date, Received", FROM SUBJ ID NG "Received: by x; from; "
	  "Fri, 02 Jan 2004 00:00:00 +0000\r\n\r\nb\r\n", DID(DATE_MADE),
	  { "+\r\nDate: Fri, 2 Jan 2004 00:00:00 +0000\r\n" } },
	{ "no date anywhere", FROM SUBJ ID NG "\r\nb\r\n", DID(DATE_MADE),
	  { "+\r\nDate: Sun, 22 Nov 2026 12:00:00 +0000\r\n" } },
	{ "bad date", FROM SUBJ ID NG "Date: soon\r\n\r\nb\r\n",
	  DID(DATE_MENDED), { "+\r\nX-Original-Date: soon\r\n",
	  "+\r\nDate: Sun, 22 Nov 2026 12:00:00 +0000\r\n" } },
	{ "From_ line in a file", "From a@b Thu Jan  1 02:50:16 2004\r\n"
	  FROM SUBJ ID NG "\r\nb\r\n", DID(DATE_MADE),
	  { "+\r\nDate: Thu, 1 Jan 2004 02:50:16 +0000\r\n", "-From a@b" } },

	/* From, Subject */
	{ "no from", SUBJ DATE ID NG "From:\r\n\r\nb\r\n", DID(FROM_MADE),
	  { "+\r\nFrom: unknown <unknown@import.invalid>\r\n" } },
	{ "no subject", FROM DATE ID NG "\r\nb\r\n", DID(SUBJECT_MADE),
	  { "+\r\nSubject: (no subject)\r\n" } },
	{ "two subjects", ALL "SUBJECT: t\r\n\r\nb\r\n", DID(TWICE),
	  { "+X-Original-SUBJECT: t\r\n" } },
	{ "8-bit", FROM "Subject: \xfc\xe9\r\n" DATE ID NG "\r\n\xff\r\n", 0,
	  { "+Subject: \xfc\xe9\r\n", "+\r\n\r\n\xff\r\n" } },

	/* Newsgroups, Path */
	{ "blanks in groups", FROM SUBJ DATE ID
	  "Newsgroups: a.b, c.d  e.f,,a.b\r\n\tg\r\n\r\nb\r\n", 0,
	  { "+\r\nNewsgroups: a.b,c.d,e.f,g\r\n", "-X-Original" } },
	{ "bad group", FROM SUBJ DATE ID "Newsgroups: a.b,c/d,all\r\n\r\nb\r\n",
	  0, { "+\r\nNewsgroups: a.b\r\n",
	  "+\r\nX-Original-Newsgroups: a.b,c/d,all\r\n" } },
	{ "no path", FROM SUBJ DATE ID NG "\r\nb\r\n", 0,
	  { "+\r\nPath: not-for-mail\r\n" } },

	/* Header lines */
	{ "blanks around the colon", FROM "Subject :s\r\n" DATE ID NG
	  "X-A:  b \r\n\r\nb\r\n", 0,
	  { "+\r\nSubject: s\r\n", "+\r\nX-A: b\r\n" } },
	{ "fold", FROM SUBJ DATE ID NG "X-A: b\r\n \r\n\tc\r\n\r\nb\r\n", 0,
	  { "+\r\nX-A: b\r\n\tc\r\n" } },
	{ "junk between fields", FROM "no field\r\n >From x\r\n" SUBJ DATE ID
	  NG "\r\nb\r\n", DID(JUNK), { "-no field", "+\r\n\r\nb\r\n" } },
	{ "mbox junk", FROM ">From x y\r\n" SUBJ DATE ID NG "\r\nb\r\n",
	  DID(JUNK), { "->From" } },
	{ "no empty line", ALL "Hello you,\r\nNote: text\r\n\r\nmore\r\n", 0,
	  { "+" ALL "\r\nHello you,\r\nNote: text\r\n\r\nmore\r\n" } },
	{ "a line of blanks", ALL " \t\r\nHello\r\n", 0,
	  { "+" ALL "\r\nHello\r\n" } },
	{ "empty lines first", "\r\n\r\n" ALL "\r\nb\r\n", 0,
	  { "+" ALL "\r\nb\r\n" } },

	/* Bytes */
	{ "bare CR", ALL "\r\na\rb\r\r\nc\r", DID(BYTES),
	  { "+\r\n\r\na\r\nb\r\nc\r\n" } },
	{ "bare CR in a field", ALL "X-A: a\rX-B: b\r\n\r\nb\r\n", DID(BYTES),
	  { "+\r\nX-A: a X-B: b\r\n" } },
	{ "CR only", "From: a <a@b>\rSubject: s\rMessage-ID: <x@y>\r"
	  "Newsgroups: a.b\rDate: 1 Jan 2004 00:00:00 +0000\r\rb\rc\r",
	  DID(BYTES), { "+\r\n\r\nb\r\nc\r\n" } },
	{ "dots and From", ALL "\r\n.\r\n..x\r\n>From y\r\n", 0,
	  { "+\r\n\r\n.\r\n..x\r\n>From y\r\n" } },
};

static enum err
mend(struct repair *r, const char *board, struct message m, struct buf *out)
{
	repair_init(r, slice_of(board), NOW);
	buf_init(out, REPAIR_OUT);
	return repair_message(r, &m, out);
}

/* Whatever came in, a feed can take what comes out. */
static void
check_sound(const struct repair *r, const struct buf *out)
{
	static struct article a;
	int64_t t;

	assert_int_equal(article_parse(buf_slice(out), &a), OK);
	assert_true(msgid_valid(article_value(&a, "Message-ID")));
	assert_true(slice_eq(article_value(&a, "Message-ID"),
	    buf_slice(&r->msgid)));
	assert_true(date_parse(article_value(&a, "Date"), &t));
	assert_true(article_value(&a, "From").len > 0);
	assert_true(article_value(&a, "Subject").len > 0);
	assert_true(article_value(&a, "Path").len > 0);
	assert_null(memchr(out->p, '\0', out->len));
	for (size_t i = 0; i < out->len; i++) {
		if (out->p[i] == '\n')
			assert_true(i > 0 && out->p[i - 1] == '\r');
		if (out->p[i] == '\r')
			assert_true(out->p[i + 1] == '\n');
	}
}

static void
check_sample(const struct sample *s)
{
	struct message m = { .raw = slice_of(s->raw) };
	struct repair r;
	struct buf out;

	if (mend(&r, NULL, m, &out) != OK)
		fail_msg("%s: %s", s->name, err_detail());
	if (r.did != s->did)
		fail_msg("%s: did %x: %s", s->name, r.did, buf_cstr(&out));
	check_sound(&r, &out);
	for (int i = 0; i < 6 && s->wanted[i] != NULL; i++) {
		bool there = slice_find(buf_slice(&out),
		    slice_of(s->wanted[i] + 1)) >= 0;

		if (there != (s->wanted[i][0] == '+'))
			fail_msg("%s: %s in: %s", s->name, s->wanted[i],
			    buf_cstr(&out));
	}
	buf_clear(&out);
	repair_clear(&r);
}

static void
test_samples(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(*samples); i++)
		check_sample(&samples[i]);
}

static void
test_refused(void **state)
{
	static const struct {
		const char *raw, *why;
	} bad[] = {
		{ "", "empty" }, { "\n", "empty" }, { "\r\n \r\n", "empty" },
		{ "Hello\nyou\n", "no header" },
		{ "\x7f" "ELF\2\1\1", "no header" },
		{ FROM SUBJ DATE ID "\r\nb\r\n", "--board" },
		{ FROM "Newsgroups: /\r\n\r\nb\r\n", "--board" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct message m = { .raw = slice_of(bad[i].raw) };
		struct repair r;
		struct buf out;

		assert_int_equal(mend(&r, NULL, m, &out), ERR_SYNTAX);
		assert_non_null(strstr(err_detail(), bad[i].why));
		buf_clear(&out);
		repair_clear(&r);
	}
}

static void
check_text(const char *board, struct message m, const char *wanted)
{
	struct repair r;
	struct buf out;

	assert_int_equal(mend(&r, board, m, &out), OK);
	check_sound(&r, &out);
	if (slice_find(buf_slice(&out), slice_of(wanted)) < 0)
		fail_msg("no %s in %s", wanted, buf_cstr(&out));
	buf_clear(&out);
	repair_clear(&r);
}

/* What the message's place tells: the board, the date, the quoting. */
static void
test_place(void **state)
{
	struct message m = { .raw = SLICE(ALL "\r\nb\r\n") };
	struct message none = { .raw = SLICE(FROM "\r\nb\r\n"),
		.group = SLICE("sp.ool"), .mtime = 1000000000 };
	struct message mbox = { .raw = SLICE(FROM NG "\n>From x\n>>From y\n"
	    "> From z\n>Frombug\n"), .quoted = true,
		.envelope = SLICE("a at b  Thu Jan  1 02:50:16 2004") };

	(void)state;
	check_text("c.d", m, "\r\nNewsgroups: c.d\r\n");
	check_text("c.d", m, "\r\nX-Original-Newsgroups: a.b\r\n");
	check_text("a.b", m, FROM SUBJ DATE ID NG PATH "\r\nb\r\n");
	check_text(NULL, none, "\r\nNewsgroups: sp.ool\r\n");
	check_text(NULL, none, "\r\nDate: Sun, 9 Sep 2001 01:46:40 +0000\r\n");
	check_text("c.d", none, "\r\nNewsgroups: c.d\r\n");
	check_text(NULL, mbox, "\r\nDate: Thu, 1 Jan 2004 02:50:16 +0000\r\n");
	check_text(NULL, mbox, "\r\n\r\nFrom x\r\n>From y\r\n> From z\r\n"
	    ">Frombug\r\n");
}

/* The same bytes get the same id, others another. */
static void
test_made_ids(void **state)
{
	static const char *const text[] = {
		FROM NG "\r\nb\r\n", FROM NG "\r\nb\r\n", FROM NG "\r\nc\r\n",
	};
	char id[3][LIMIT_MSGID + 1];

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct message m = { .raw = slice_of(text[i]) };
		struct repair r;
		struct buf out;

		assert_int_equal(mend(&r, NULL, m, &out), OK);
		slice_copy(buf_slice(&r.msgid), id[i], sizeof(id[i]));
		buf_clear(&out);
		repair_clear(&r);
	}
	assert_string_equal(id[0], id[1]);
	assert_string_not_equal(id[0], id[2]);
}

static void
put_field(struct buf *b, const char *name, size_t n)
{
	buf_puts(b, name);
	buf_puts(b, ": ");
	for (size_t i = 0; i < n; i++)
		buf_putc(b, 'x');
	buf_puts(b, "\r\n");
}

static void
test_long_header(void **state)
{
	struct buf raw = BUF_INIT(8 << 20), out;
	struct message m;
	struct repair r;

	(void)state;
	buf_puts(&raw, ALL);
	for (int i = 0; i < 2000; i++)
		put_field(&raw, i % 2 != 0 ? "Received" : "Comments", 30);
	put_field(&raw, "X-Long", LIMIT_HEADER);
	buf_puts(&raw, "\r\nb\r\n");
	m = (struct message){ .raw = buf_slice(&raw) };
	assert_int_equal(mend(&r, NULL, m, &out), OK);
	assert_true(r.did & DID(TRIMMED));
	check_sound(&r, &out);
	buf_clear(&out);
	repair_clear(&r);

	raw.len = 0;
	put_field(&raw, "Subject", LIMIT_HEADER);
	buf_puts(&raw, NG "\r\nb\r\n");
	m.raw = buf_slice(&raw);
	assert_int_equal(mend(&r, NULL, m, &out), ERR_TOOBIG);
	buf_clear(&out);
	repair_clear(&r);
	buf_clear(&raw);
}

static void
test_long_body(void **state)
{
	struct buf raw = BUF_INIT(8 << 20), out;
	struct message m;
	struct repair r;

	(void)state;
	buf_puts(&raw, "From: a <a@b>\nNewsgroups: a.b\n\n");
	while (raw.len < LIMIT_ARTICLE / 2 + 8192)
		buf_putc(&raw, '\n');
	m = (struct message){ .raw = buf_slice(&raw) };
	assert_int_equal(mend(&r, NULL, m, &out), ERR_TOOBIG);
	buf_clear(&out);
	repair_clear(&r);
	m.raw.len = LIMIT_ARTICLE / 2 - 8192;
	assert_int_equal(mend(&r, NULL, m, &out), OK);
	check_sound(&r, &out);
	assert_true(out.len < LIMIT_ARTICLE);
	buf_clear(&out);
	repair_clear(&r);
	buf_clear(&raw);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_samples),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_place),
		cmocka_unit_test(test_made_ids),
		cmocka_unit_test(test_long_header),
		cmocka_unit_test(test_long_body),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
