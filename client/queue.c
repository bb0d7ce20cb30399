/* Rows of XLIST queue, and what a moderator does about them. */
#include "client/queue.h"

#include <stdlib.h>
#include <string.h>

#include "client/i18n.h"
#include "client/label.h"
#include "client/table.h"
#include "common/xalloc.h"

static const struct {
	const char *why, *label;
	struct queue_deed deed[2];	/* by enum queue_verdict */
} kind_table[] = {
	{ "held", N_("held"), { { "publish", false }, { "reject", true } } },
	{ "flagged", N_("flagged"),
	  { { "reject", false }, { "uphold", true } } },
	{ "alarm", N_("alarm"), { { "ack", false }, { NULL, false } } },
	{ "appeal", N_("appeal"), { { "lift", false }, { NULL, false } } },
};

#define NKINDS (sizeof(kind_table) / sizeof(kind_table[0]))

static size_t
find_kind(const char *why)
{
	size_t i = 0;

	while (i < NKINDS && strcmp(kind_table[i].why, why) != 0)
		i++;
	return i;
}

static void
row_clear(struct queue_row *row)
{
	free(row->target);
	free(row->board);
	free(row->author);
	free(row->subject);
	free(row->why);
	free(row->reason);
}

void
queue_clear(struct queue *q)
{
	for (size_t i = 0; i < q->n; i++)
		row_clear(&q->row[i]);
	free(q->row);
	*q = (struct queue){ 0 };
}

static int
cmp_since(const void *a, const void *b)
{
	const struct queue_row *x = a, *y = b;

	return (x->since > y->since) - (x->since < y->since);
}

static char *
target(const struct table *t)
{
	int column = table_column(t, "target");

	return table_text(t, table_field(t, column).len != 0
		? column
		: table_column(t, "mid"));
}

/* What it is called now; where that is not what it says itself, both. */
static char *
called(const struct table *t)
{
	char *subject = table_text(t, table_column(t, "subject"));
	char *title = table_text(t, table_column(t, "title")), *both;
	struct slice bare = label_subject(slice_of(subject));

	if (title[0] == '\0' || strcmp(title, subject) == 0 ||
	    !slice_eq(bare, slice_of(subject))) {
		free(title);
		return subject;
	}
	both = xasprintf("%s (%s)", title, subject);
	free(title);
	free(subject);
	return both;
}

void
queue_take(struct queue *q, struct slice block)
{
	struct table t;
	size_t cap = 0;

	queue_clear(q);
	table_open(&t, block);
	while (table_next(&t)) {
		struct queue_row row = {
			.why = table_text(&t, table_column(&t, "why")),
		};

		if (find_kind(row.why) == NKINDS) {
			free(row.why);
			continue;
		}
		row.target = target(&t);
		row.board = table_text(&t, table_column(&t, "board"));
		row.author = table_text(&t, table_column(&t, "author"));
		row.subject = called(&t);
		row.reason = table_text(&t, table_column(&t, "reason"));
		row.since = table_time(&t, table_column(&t, "since"));
		if (q->n == cap) {
			cap = cap != 0 ? cap * 2 : 16;
			q->row = xrealloc(q->row, cap * sizeof(*q->row));
		}
		q->row[q->n++] = row;
	}
	if (q->n > 1)
		qsort(q->row, q->n, sizeof(*q->row), cmp_since);
	q->loaded = true;
	q->more = t.more.len != 0;
}

struct queue_deed
queue_deed(const struct queue_row *row, enum queue_verdict verdict)
{
	return kind_table[find_kind(row->why)].deed[verdict];
}

const char *
queue_why(const struct queue_row *row)
{
	return kind_table[find_kind(row->why)].label;
}
