/* Opening, reading and writing what a power cut left. */
#include "tests/fault/lib/examine.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "proto/event.h"
#include "server/store/store.h"

enum { SAMPLE = 400, NEWEST = 100 };

static uint32_t
crc32_of(struct slice s)
{
	uint32_t c = ~0u;

	for (size_t i = 0; i < s.len; i++) {
		c ^= (unsigned char)s.p[i];
		for (int k = 0; k < 8; k++)
			c = (c >> 1) ^ (0xedb88320u & -(c & 1));
	}
	return ~c;
}

static void __attribute__((noreturn, format(printf, 1, 2)))
bad(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	_exit(1);
}

static void
check_article(struct view *v, const char *mid)
{
	struct buf raw = BUF_INIT(SIZE_MAX / 2);
	uint64_t id = view_article_id(v, slice_of(mid));
	const char *head, *body;
	struct article_row row;
	struct placed placed;
	enum err e;

	if (id == 0)
		bad("acknowledged %s is gone", mid);
	if ((e = view_article(v, id, &raw)) != OK)
		bad("%s: %s (%s)", mid, err_name(e), err_detail());
	buf_put(&raw, "", 1);
	body = strstr(raw.p, "\r\n\r\n");
	head = strstr(raw.p, "X-Test-Crc: ");
	if (body == NULL || head == NULL || head > body ||
	    strtoul(head + 12, NULL, 16) != crc32_of(slice_of(body + 4)))
		bad("%s: not the bytes that were posted", mid);
	if (!view_article_row(v, id, &row) || row.nplaces < 1)
		bad("%s: no row", mid);
	for (int i = 0; i < row.nplaces; i++)
		if (!view_placed(v, row.place[i].board, row.place[i].number,
			&placed) || placed.id != id)
			bad("%s: not in its board", mid);
	buf_clear(&raw);
}

/* That its tables fit is what store_check() looks at. */
static void
check_act(struct view *v, uint64_t seq)
{
	struct event e;

	if (event_parse(view_event(v, seq), &e) != OK)
		bad("acknowledged event %llu is gone",
		    (unsigned long long)seq);
	if (slice_is(e.act, "post"))
		bad("event %llu is no act", (unsigned long long)seq);
}

static void
check(struct view *v, const struct ack *a)
{
	if (a->mid != NULL)
		check_article(v, a->mid);
	else
		check_act(v, a->seq);
}

static void
check_acks(struct store *s, const struct disk *d, uint64_t *seed)
{
	struct reader *r = reader_new(s);
	struct view *v = r != NULL ? view_open(r) : NULL;

	if (v == NULL)
		bad("no view: %s", err_detail());
	for (size_t i = 0; i < d->nacks; i++)
		if (d->nacks < SAMPLE || i + NEWEST > d->nacks ||
		    random_next(seed) % d->nacks < SAMPLE)
			check(v, &d->ack[i]);
	view_close(&v);
	reader_free(&r);
}

static void
was_done(struct intent *i)
{
	if (write(*(int *)i->arg, "", 1) != 1)
		bad("pipe");
}

/* The store must also take something new. */
static void
check_writing(struct store *s)
{
	struct buf raw = BUF_INIT(SIZE_MAX / 2);
	int pair[2];
	struct intent i = { .act = ACT_POST, .actor = SLICE("system"),
		.create_boards = true, .done = was_done, .arg = &pair[1] };
	struct writer *w;
	enum err e;
	char c;

	buf_puts(&raw, "Path: x\r\nFrom: a@example.org\r\nSubject: New\r\n"
	    "Newsgroups: after.crash\r\nMessage-ID: <new@after.crash>\r\n"
	    "Date: Sun, 22 Nov 2026 12:00:00 +0000\r\n\r\nText.\r\n");
	if ((e = posting_new(s, &raw, &i.posting)) != OK)
		bad("posting: %s", err_detail());
	if (pipe(pair) == -1 || (e = writer_start(s, &w)) != OK)
		bad("writer: %s", err_detail());
	i.target = posting_msgid(i.posting);
	if (!writer_submit(w, &i) || read(pair[0], &c, 1) != 1)
		bad("submit");
	writer_stop(&w);
	if (i.err != OK)
		bad("a new post: %s", i.why);
	posting_free(&i.posting);
}

void
examine(const struct disk *d, const char *dir, bool thorough, uint64_t seed)
{
	struct store_options o = { .dir = dir, .name = "crash.example.org",
		.create = true };
	struct upkeep_report report;
	struct store *s;
	enum err e;

	alarm(120);
	if ((e = store_open(&o, &s)) != OK)
		bad("does not open: %s (%s)", err_name(e), err_detail());
	check_acks(s, d, &seed);
	if (thorough) {
		if (store_check(s, NULL, NULL, &report) != OK)
			bad("check: %s", report.first);
		check_writing(s);
		if (store_check(s, NULL, NULL, &report) != OK)
			bad("check after a new post: %s", report.first);
	}
	store_close(&s);
	_exit(0);
}
