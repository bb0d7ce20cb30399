/* Splitting mbox files: separators, quoting, gaps, oversize, cut reads. */
#include "ctl_fixture.h"

#include <stdlib.h>

#include "common/xalloc.h"
#include "server/ctl/mbox.h"

#define D1 "a@b Thu Jan  1 02:50:16 2004"
#define D2 "c at d.org  Fri, 02 Jan 2004 02:50:16 +0100"

static const struct {
	const char *name, *text, *wanted;
} good[] = {
	{ "empty", "", "" },
	{ "one", "From " D1 "\nA: b\n\nbody\n", "[|" D1 "|A: b\n\nbody\n]" },
	{ "no line end", "From " D1 "\nA: b\n\nbody",
	  "[|" D1 "|A: b\n\nbody]" },
	{ "two", "From " D1 "\nA: b\n\nx\n\nFrom " D2 "\nC: d\n\ny\n\n",
	  "[|" D1 "|A: b\n\nx\n][|" D2 "|C: d\n\ny\n]" },
	{ "no gap", "From " D1 "\nA: b\n\nx\nFrom " D2 "\nC: d\n",
	  "[|" D1 "|A: b\n\nx\n][|" D2 "|C: d\n]" },
	{ "one gap of two goes", "From " D1 "\nA: b\n\nx\n\n\n",
	  "[|" D1 "|A: b\n\nx\n\n]" },
	{ "CRLF", "From " D1 "\r\nA: b\r\n\r\nx\r\n\r\nFrom " D1 "\r\nC: d\r\n",
	  "[|" D1 "|A: b\r\n\r\nx\r\n][|" D1 "|C: d\r\n]" },
	{ "From in the text", "From " D1 "\nA: b\n\nFrom here on\n\n"
	  "From now: it is\nno field\n",
	  "[|" D1 "|A: b\n\nFrom here on\n\nFrom now: it is\nno field\n]" },
	{ "From without a date", "From " D1 "\nA: b\n\nx\n\nFrom me\nC: d\n",
	  "[|" D1 "|A: b\n\nx\n][|me|C: d\n]" },
	{ "the same inside a paragraph", "From " D1 "\nA: b\n\nx\nFrom me\n"
	  "C: d\n", "[|" D1 "|A: b\n\nx\nFrom me\nC: d\n]" },
	{ "quoted stays", "From " D1 "\nA: b\n\n>From " D1 "\n",
	  "[|" D1 "|A: b\n\n>From " D1 "\n]" },
	{ "empty lines first", "\n\r\nFrom " D1 "\nA: b\n",
	  "[|" D1 "|A: b\n]" },
	{ "nothing behind it", "From " D1, "[|" D1 "|]" },
	{ "empty messages", "From " D1 "\nFrom " D1 "\n",
	  "[|" D1 "|][|" D1 "|]" },
};

static void
test_good(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		check_reader(mbox_read, slice_of(good[i].text), OK,
		    good[i].wanted);
}

static void
test_no_mbox(void **state)
{
	(void)state;
	check_reader(mbox_read, SLICE("Subject: x\n\nbody\n"), ERR_SYNTAX,
	    "");
	check_reader(mbox_read, SLICE("From"), ERR_SYNTAX, "");
	check_reader(mbox_read, SLICE("From:x"), ERR_SYNTAX, "");
}

/* Too long for the window; those around it come whole. */
static void
test_oversize(void **state)
{
	static const char before[] = "From " D1 "\nA: b\n\nx\n\n";
	static const char after[] = "\n\nFrom " D2 "\nC: d\n";
	size_t big = 3 * (size_t)SOURCE_WINDOW, n = sizeof(before) - 1;
	char *text = xmalloc(big + 2 * n + sizeof(after));
	struct buf out;

	(void)state;
	memcpy(text, before, n);
	memcpy(text + n, before, n);
	memset(text + 2 * n, 'y', big);
	memcpy(text + 2 * n + big, after, sizeof(after));
	for (size_t i = 0; i < big; i += 70)
		text[2 * n + i] = '\n';
	assert_int_equal(read_all(mbox_read, slice_of(text), 65536, &out),
	    OK);
	assert_string_equal(buf_cstr(&out), "[|" D1 "|A: b\n\nx\n]"
	    "[!longer than an article may be][|" D2 "|C: d\n]");
	buf_clear(&out);
	free(text);
}

/* A separator may lie on any border between two reads. */
static void
test_many(void **state)
{
	struct buf text = BUF_INIT(1 << 20), wanted = BUF_INIT(1 << 20);

	(void)state;
	for (int i = 0; i < 200; i++) {
		buf_puts(&text, "From " D1 "\nN: ");
		buf_puts(&wanted, "[|" D1 "|N: ");
		for (int k = 0; k < i; k++) {
			buf_putc(&text, 'k');
			buf_putc(&wanted, 'k');
		}
		buf_puts(&text, "\n\n");
		buf_puts(&wanted, "\n]");
	}
	check_reader(mbox_read, buf_slice(&text), OK, buf_cstr(&wanted));
	buf_clear(&text);
	buf_clear(&wanted);
}

static bool
stop_at_two(const struct message *m, void *arg)
{
	*(uint64_t *)arg = m->number;
	return m->number < 2;
}

static void
test_stop(void **state)
{
	struct source s;
	uint64_t last = 0;

	(void)state;
	source_memory(&s, SLICE("From " D1 "\n\nFrom " D1 "\n\nFrom " D1
	    "\n\nFrom " D1 "\n"), 64);
	assert_int_equal(mbox_read(&s, stop_at_two, &last), OK);
	assert_int_equal(last, 2);
	source_clear(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_no_mbox),
		cmocka_unit_test(test_oversize),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
