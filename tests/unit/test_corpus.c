/*
 * The whole way of a message to the screen, over every message of the test
 * data: split, overview, headers, date, body, terminal filter. Skipped when
 * the data is not there.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/utf8.h"
#include "proto/article.h"
#include "proto/date.h"
#include "proto/mime.h"
#include "proto/rfc2047.h"

#define FILE_MAX (64u << 20)
#define TEXT_MAX (16u << 20)

struct tally {
	int messages;
	int refused;	/* by article_parse */
	int dates;	/* read */
	int dated;	/* have a Date */
	int lost;	/* with U+FFFD in the text */
};

static const char *
data_dir(void)
{
	const char *dir = getenv("STOA_TEST_DATA");

	return dir != NULL ? dir : "../shared/data";
}

/* What the command prints; skips the test when the file is not there. */
static void
load(const char *command, const char *file, struct buf *out)
{
	char path[512], line[1024];
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "%s/%s", data_dir(), file);
	if (access(path, R_OK) != 0) {
		print_message("%s is not there\n", path);
		skip();
	}
	snprintf(line, sizeof(line), "%s '%s'", command, path);
	buf_init(out, FILE_MAX);
	f = popen(line, "r");
	assert_non_null(f);
	while (buf_room(out, 65536) != NULL &&
	    (n = fread(out->p + out->len, 1, 65536, f)) > 0)
		out->len += n;
	assert_int_equal(pclose(f), 0);
	assert_true(buf_ok(out));
	assert_true(out->len > 0);
}

/* Nothing a terminal would act on. */
static void
assert_shown(struct slice text, bool lines)
{
	struct buf shown;
	struct slice s;

	assert_true(utf8_valid(text));
	buf_init(&shown, text.len * 10 + 64);
	utf8_filter(text, lines ? FILTER_LF | FILTER_TAB : 0, &shown);
	assert_true(buf_ok(&shown));
	assert_true(utf8_valid(buf_slice(&shown)));
	for (s = buf_slice(&shown); s.len != 0;) {
		uint32_t c = utf8_next(&s);

		assert_true((c >= ' ' && c != 0x7f) ||
		    (lines && (c == '\n' || c == '\t')));
		assert_false(c >= 0x80 && c <= 0x9f);
		assert_false(c >= 0x202a && c <= 0x202e);
		assert_false(c >= 0x2066 && c <= 0x2069);
	}
	buf_clear(&shown);
}

static void
check_overview(const struct article *a)
{
	struct buf line = BUF_INIT(2 * LIMIT_HEADER);
	int tabs = 0;

	article_overview(a, a->raw.len, &line);
	assert_true(buf_ok(&line));
	for (size_t i = 0; i < line.len; i++) {
		assert_true(line.p[i] != '\r' && line.p[i] != '\n' &&
		    line.p[i] != '\0');
		tabs += line.p[i] == '\t';
	}
	assert_int_equal(tabs, 6);
	buf_clear(&line);
}

static void
check_header(const struct article *a, const char *name)
{
	struct slice value = article_value(a, name);
	struct buf text = BUF_INIT(4 * LIMIT_HEADER);

	rfc2047_decode(value, &text);
	assert_true(buf_ok(&text));
	assert_int_equal(slice_chr(buf_slice(&text), '\n'), -1);
	assert_shown(buf_slice(&text), false);
	buf_clear(&text);
}

static bool
blank_text(struct slice s)
{
	return slice_trim(s).len == 0;
}

static void
check_body(const struct article *a, struct tally *t)
{
	struct buf text = BUF_INIT(TEXT_MAX);

	mime_text(a, &text);
	assert_true(buf_ok(&text));
	assert_int_equal(slice_chr(buf_slice(&text), '\r'), -1);
	assert_shown(buf_slice(&text), true);
	if (text.len != 0)
		assert_int_equal(text.p[text.len - 1], '\n');
	if (slice_chr(a->body, '<') < 0 && slice_istarts(
	    article_value(a, "Content-Type"), "text/plain"))
		assert_true(blank_text(buf_slice(&text)) ==
		    blank_text(a->body));
	t->lost += slice_find(buf_slice(&text), SLICE("\xef\xbf\xbd")) >= 0;
	buf_clear(&text);
}

static void
check_message(struct slice raw, struct tally *t)
{
	struct article *a = malloc(sizeof(*a));
	int64_t when;

	assert_non_null(a);
	t->messages++;
	if (article_parse(raw, a) != OK) {
		assert_true(err_detail()[0] != '\0');
		t->refused++;
		free(a);
		return;
	}
	assert_true(a->head.len + 2 >= raw.len ||
	    a->head.len + 2 + a->body.len == raw.len);
	check_overview(a);
	check_header(a, "Subject");
	check_header(a, "From");
	check_body(a, t);
	article_check(a);
	if (article_field(a, "Date") != NULL) {
		t->dated++;
		if (date_parse(article_value(a, "Date"), &when))
			t->dates++;
		else
			print_message("no date: %.*s\n",
			    SLICE_ARG(article_value(a, "Date")));
	}
	free(a);
}

/* As it would come off the wire: CRLF, one mboxrd ">" taken off. */
static void
canonical(struct slice s, bool mbox, struct buf *out)
{
	buf_init(out, 2 * s.len + 2);
	if (slice_starts(s, "From "))
		slice_cut(&s, '\n');
	while (s.p != NULL && s.len != 0) {
		struct slice line = slice_cut(&s, '\n');
		struct slice q = line;

		if (slice_ends(line, "\r"))
			line.len--;
		while (q.len != 0 && q.p[0] == '>')
			q = slice_from(q, 1);
		if (mbox && q.p != line.p && slice_starts(q, "From "))
			line = slice_from(line, 1);
		buf_put_slice(out, line);
		buf_puts(out, "\r\n");
	}
}

static void
check_text(struct slice s, bool mbox, struct tally *t)
{
	struct buf raw;

	canonical(s, mbox, &raw);
	check_message(buf_slice(&raw), t);
	buf_clear(&raw);
}

/* Walks the messages of an mbox. */
static void
check_mbox(const char *file, struct tally *t)
{
	struct buf all;
	struct slice s;

	load("zstd -dcq", file, &all);
	s = buf_slice(&all);
	while (s.len != 0) {
		ptrdiff_t end;

		slice_cut(&s, '\n');
		end = slice_find(s, SLICE("\nFrom "));
		if (end < 0)
			end = (ptrdiff_t)s.len - 1;
		check_text(slice_make(s.p, (size_t)end + 1), true, t);
		s = slice_from(s, (size_t)end + 1);
	}
	buf_clear(&all);
}

static void
charset_zoo(void **state)
{
	struct tally t = { 0 };

	(void)state;
	check_mbox("charset-zoo.mbox.zst", &t);
	print_message("%d messages, %d refused, %d with lost characters\n",
	    t.messages, t.refused, t.lost);
	assert_int_equal(t.messages, 297);
	assert_int_equal(t.refused, 0);
	assert_int_equal(t.dates, 297);
	assert_true(t.lost <= 3);
}

static void
lists(void **state)
{
	static const char *const files[] = {
		"lists-de-capisuite-users.mbox.zst",
		"lists-de-cuon-user-de.mbox.zst",
		"lists-de-deepamehta-german.mbox.zst",
		"lists-de-digilib-devel.mbox.zst",
		"lists-de-faxgate-users.mbox.zst",
		"lists-de-hibiscus-devel.mbox.zst",
		"lists-de-leastcosterxp-news.mbox.zst",
		"lists-de-netzworkk-kwtools.mbox.zst",
		"lists-de-schafkopf-devel.mbox.zst",
		"lists-de-usbprog-pub.mbox.zst",
		"lists-fr-jelix-public.mbox.zst",
		"lists-yajhfc-user.mbox.zst",
	};
	struct tally t = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		check_mbox(files[i], &t);
	print_message("%d messages, %d refused, %d dates read\n",
	    t.messages, t.refused, t.dates);
	assert_true(t.messages > 1900);
	assert_int_equal(t.refused, 0);
	assert_true(t.dates * 100 > t.messages * 99);
}

static uint64_t
octal(const char *p, size_t n)
{
	uint64_t v = 0;

	for (size_t i = 0; i < n && p[i] >= '0' && p[i] <= '7'; i++)
		v = v * 8 + (uint64_t)(p[i] - '0');
	return v;
}

/* Calls for each plain file of a tar. */
static void
check_tar(const char *file, struct tally *t)
{
	struct buf all;
	struct slice s;

	load("zstd -dcq", file, &all);
	for (s = buf_slice(&all); s.len >= 512 && s.p[0] != '\0';) {
		uint64_t size = octal(s.p + 124, 12);
		char kind = s.p[156];

		s = slice_from(s, 512);
		assert_true(size <= s.len);
		if (kind == '0' || kind == '\0')
			check_text(slice_make(s.p, size), false, t);
		s = slice_from(s, (size + 511) / 512 * 512);
	}
	buf_clear(&all);
}

static void
torture(void **state)
{
	struct tally t = { 0 };

	(void)state;
	check_tar("torture.tar.zst", &t);
	print_message("%d messages, %d refused, %d of %d dates read\n",
	    t.messages, t.refused, t.dates, t.dated);
	assert_int_equal(t.messages, 970);
	assert_true(t.refused < 24);
	assert_true(t.dates * 100 > t.dated * 97);
}

static void
usenet(void **state)
{
	struct tally t = { 0 };

	(void)state;
	check_tar("usenet-1993.tar.zst", &t);
	print_message("%d messages, %d refused, %d of %d dates read\n",
	    t.messages, t.refused, t.dates, t.dated);
	assert_int_equal(t.messages, 14866);
	assert_true(t.refused * 1000 < t.messages);
	assert_true(t.dates * 1000 > t.dated * 999);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(charset_zoo),
		cmocka_unit_test(lists),
		cmocka_unit_test(torture),
		cmocka_unit_test(usenet),
	};

	return cmocka_run_group_tests_name("corpus", tests, NULL, NULL);
}
