/*
 * What the client reads of a server: rows of XLIST and overview lines, made
 * into threads. The first byte says in what order blocks come; they end at a
 * line with a dot. Whatever stands in them, every position can be walked to
 * and back, and only what was sent is shown.
 */
#include <stdint.h>
#include <stdlib.h>

#include "client/readmarks.h"
#include "client/threads.h"
#include "common/utf8.h"
#include "common/xalloc.h"

enum { PAGES = 4 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(x)              \
	do {                 \
		if (!(x))    \
			abort(); \
	} while (0)

/* The next block, without its dot. */
static struct slice
cut_block(struct slice *in)
{
	struct slice block = *in;
	const char *dot = in->len != 0 ?
	    memmem(in->p, in->len, "\n.\n", 3) : NULL;

	if (dot != NULL)
		block.len = (size_t)(dot - in->p) + 1;
	*in = slice_from(*in, dot != NULL ? block.len + 2 : in->len);
	return block;
}

static void
check_table(struct slice block)
{
	struct table t;
	size_t rows = 0;

	table_open(&t, block);
	MUST(t.nnames <= TABLE_COLUMNS);
	while (table_next(&t)) {
		MUST(t.nfields <= TABLE_COLUMNS && rows++ <= block.len);
		for (int i = -1; i <= t.nfields; i++) {
			char *text = table_text(&t, i);

			MUST(strlen(text) <= table_field(&t, i).len);
			table_number(&t, i);
			table_time(&t, i);
			free(text);
		}
	}
	MUST(t.more.len <= block.len);
}

static void
check_meta(const struct meta *m, int64_t asked)
{
	char label[META_ROLE + 8];

	MUST(memchr(m->state, '\0', sizeof(m->state)) != NULL);
	MUST(memchr(m->role, '\0', sizeof(m->role)) != NULL);
	MUST(memchr(m->holder, '\0', sizeof(m->holder)) != NULL);
	MUST(memchr(m->solution, '\0', sizeof(m->solution)) != NULL);
	MUST(meta_state_label(m) != NULL);
	meta_clock(m, asked, 1795316400);
	for (int brief = 0; brief < 2; brief++) {
		meta_role_label(m, brief != 0, label, sizeof(label));
		MUST(memchr(label, '\0', sizeof(label)) != NULL);
	}
}

/* Down to the end and up again; says how many lines there are. */
static size_t
walk(const struct threads *t)
{
	struct pos at = { 0 };
	size_t n = 0;

	if (t->npages == 0 || threads_at(t, at) == NULL)
		return 0;
	do {
		const struct thread_row *r = threads_at(t, at);

		MUST(r != NULL && threads_mid(t, at) != NULL);
		check_meta(&r->meta, r->date);
		n++;
	} while (threads_next(t, &at));
	for (size_t back = n; back > 1; back--)
		MUST(threads_prev(t, &at));
	MUST(!threads_prev(t, &at));
	return n;
}

/* A cursor in the thread stays on its article. */
static void
take_meta(struct threads *t, const struct meta *m, uint8_t order)
{
	struct pos cur, top;
	struct pos *const keep[] = { &cur, &top };
	const struct thread_row *r;
	const char *mid = (order & 4) != 0 ? "<2@t>" : "<1@t>";
	char *was[2] = { NULL };

	if (!threads_find(t, mid, &cur))
		return;
	top = cur;
	if ((r = threads_at(t, cur)) != NULL && r->nrows != 0)
		cur.article = (order >> 3) % r->nrows;
	for (int i = 0; i < 2; i++)
		was[i] = xstrdup(threads_mid(t, *keep[i]));
	threads_take_meta(t, mid, m, keep, 2);
	for (int i = 0; i < 2; i++) {
		MUST(strcmp(threads_mid(t, *keep[i]), was[i]) == 0);
		free(was[i]);
	}
}

static void
take(struct threads *t, uint8_t order, size_t page, struct slice block)
{
	struct meta m = { 0 };

	switch (order & 3) {
	case 0:
		threads_take_page(t, page, block);
		break;
	case 1:
		threads_take_over(t, page, block, (order & 4) != 0 ?
		    "1" : NULL);
		break;
	case 2:
		threads_take_articles(t, "<1@t>", block);
		break;
	default:
		meta_take_over(&m, block);
		check_meta(&m, 0);
		take_meta(t, &m, order);
		break;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice in = slice_make((const char *)data + 1, size - 1);
	struct threads t;
	struct pos at;
	size_t page = 0;

	if (size < 2)
		return 0;
	threads_init(&t, "a.b", "");
	for (uint8_t order = data[0]; in.len != 0 && page < PAGES;
	    order = (uint8_t)(order >> 2 | order << 6)) {
		struct slice block = cut_block(&in);

		check_table(block);
		take(&t, order, page < t.npages ? page : 0, block);
		page += (order & 2) == 0;
		if (threads_find(&t, "<1@t>", &at)) {
			MUST(threads_at(&t, at) != NULL);
			threads_at(&t, at)->open = true;
		}
		walk(&t);
	}
	threads_trim(&t, 0, 0);
	threads_clear(&t);
	return 0;
}
