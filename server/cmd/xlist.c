/* XLIST: many things by a query, as tab-separated rows. */
#include <stdlib.h>

#include "common/clock.h"
#include "common/xalloc.h"
#include "proto/span.h"
#include "server/cmd/list_kind.h"
#include "server/cmd/table.h"

static const struct list_kind *const kinds[] = {
	&list_kind_article, &list_kind_board, &list_kind_event,
	&list_kind_peer, &list_kind_queue, &list_kind_thread,
	&list_kind_user,
};

enum { NKINDS = sizeof(kinds) / sizeof(kinds[0]) };

static const struct list_kind *
kind_find(struct slice name)
{
	for (int i = 0; i < NKINDS; i++)
		if (slice_is(name, kinds[i]->name))
			return kinds[i];
	return NULL;
}

static void
list_free(struct list *l)
{
	row_clear(&l->row);
	free(l);
}

/* Column i of the kind; p NULL behind the last. */
static struct slice
column(const struct list_kind *k, int i)
{
	struct slice rest = slice_of(k->columns), name = { NULL, 0 };

	for (; i >= 0 && rest.p != NULL; i--)
		name = slice_cut(&rest, ' ');
	return i < 0 ? name : slice_make(NULL, 0);
}

static enum err
choose_column(struct list *l, struct slice name)
{
	struct slice one;
	int i = 0;

	while ((one = column(l->kind, i)).p != NULL && !slice_eq(one, name))
		i++;
	if (one.p == NULL)
		return err_set(ERR_SYNTAX, "%s has the columns %s",
		    l->kind->name, l->kind->columns);
	/* Each once: a row has a bound. */
	if (memchr(l->cols, i, (size_t)l->ncols) != NULL)
		return err_set(ERR_SYNTAX, "cols: names %.*s twice",
		    SLICE_ARG(name));
	l->cols[l->ncols++] = (unsigned char)i;
	return OK;
}

static enum err
take_columns(struct list *l)
{
	const struct query_term *t = query_get(&l->query, QUERY_COLS);
	struct slice rest, name;
	enum err e = OK;

	if (t == NULL) {
		while (column(l->kind, l->ncols).p != NULL) {
			l->cols[l->ncols] = (unsigned char)l->ncols;
			l->ncols++;
		}
		return OK;
	}
	rest = t->value;
	while (e == OK && query_next_value(&rest, &name))
		e = choose_column(l, name);
	return e;
}

static enum err
take_limit(struct list *l)
{
	const struct query_term *t = query_get(&l->query, QUERY_LIMIT);

	l->limit = LIMIT_LIST_ROWS;
	if (t == NULL)
		return OK;
	if (t->cmp != CMP_EQ || !slice_u64(t->value, &l->limit) ||
	    l->limit == 0 || l->limit > LIMIT_LIST_ROWS_MAX)
		return err_set(ERR_SYNTAX, "limit: is a number from 1 to %d",
		    LIMIT_LIST_ROWS_MAX);
	return OK;
}

static enum err
take_since(struct list *l)
{
	const struct query_term *t = query_get(&l->query, QUERY_SINCE);

	l->since = INT64_MIN;
	if (t == NULL || (t->cmp == CMP_EQ &&
	    span_time(t->value, clock_now(), &l->since)))
		return OK;
	return err_set(ERR_SYNTAX,
	    "since: is a time (2026-11-22T03:00:00Z) or a span (24h, 7d)");
}

/* Every term is one that the kind serves, and once if it is no filter. */
static enum err
check_terms(const struct list *l)
{
	for (int i = 0; i < l->query.n; i++) {
		const struct query_term *t = &l->query.term[i];
		bool filter = t->key == QUERY_WORD || t->key == QUERY_BY;

		if ((l->kind->keys & 1ull << t->key) == 0)
			return err_set(ERR_SYNTAX, "XLIST %s takes %s",
			    l->kind->name, l->kind->takes);
		if (!filter && (t->negated ||
		    query_get(&l->query, t->key) != t))
			return err_set(ERR_SYNTAX,
			    "%s: stands once and without -",
			    query_key_name(t->key));
	}
	return OK;
}

static enum err
list_prepare(struct list *l, struct view *v)
{
	const struct query_term *after;
	enum err e = check_terms(l);

	if (e == OK)
		e = take_columns(l);
	if (e == OK)
		e = take_limit(l);
	if (e == OK)
		e = take_since(l);
	if (e != OK)
		return e;
	after = query_get(&l->query, QUERY_AFTER);
	return l->kind->begin(l, v,
	    after != NULL ? after->value : slice_make(NULL, 0));
}

static void
put_columns(const struct list *l, struct buf *out)
{
	for (int i = 0; i < l->ncols; i++) {
		buf_putc(out, i == 0 ? '#' : '\t');
		buf_put_slice(out, column(l->kind, l->cols[i]));
	}
	buf_puts(out, "\r\n");
}

/* The last row is out; says so, and where to go on if there is more. */
static void
put_end(struct list *l, struct view *v, struct buf *out)
{
	char token[LIMIT_BOARD_NAME + 64];
	struct buf b = BUF_INIT(sizeof(token));

	if (l->count == l->limit) {
		l->kind->token(l, &b);
		row_reset(&l->row);
		if (buf_ok(&b) && l->kind->next(l, v) != LIST_END) {
			buf_puts(out, "#more\tafter:");
			buf_put_slice(out, buf_slice(&b));
			buf_puts(out, "\r\n");
		}
	}
	buf_clear(&b);
	row_clear(&l->row);
	buf_puts(out, ".\r\n");
}

static bool
produce_list(struct session *s, struct view *v, struct buf *out)
{
	struct list *l = s->walk.more;
	size_t end = out->len + LIMIT_SLICE, looked = 0;
	enum list_step step = LIST_ROW;

	for (int n = 0; n < LIMIT_SCAN && out->len < end &&
	    looked < LIMIT_SEARCH; n++) {
		if (l->count < l->limit) {
			row_reset(&l->row);
			l->cost = 0;
			step = l->kind->next(l, v);
			looked += l->row.text.len + l->cost;
		}
		if (step == LIST_END || l->count == l->limit) {
			put_end(l, v, out);
			return true;
		}
		if (step == LIST_ROW) {
			row_print(&l->row, l->cols, l->ncols, out);
			l->count++;
		}
	}
	/* Between slices it holds no more than it must. */
	row_clear(&l->row);
	return false;
}

static void
refuse_kind(struct session *s)
{
	reply_putf(s->out, REPLY_ACT_SYNTAX,
	    "1 XLIST knows article, board, event, peer, queue, "
	    "thread, user");
}

static bool
may_list(struct session *s, const struct list_kind *kind)
{
	if (s->right >= kind->right)
		return true;
	if (s->name[0] == '\0')
		reply_put(s->out, REPLY_AUTH_NEEDED);
	else
		reply_putf(s->out, REPLY_ACT_DENIED,
		    "role: that takes an admin");
	return false;
}

void
cmd_XLIST(struct session *s, const struct request *r)
{
	const struct list_kind *kind = kind_find(r->argv[0]);
	struct slice text = r->argc > 1 ? r->argv[1] : slice_make("", 0);
	struct list *l;
	int column_at = 1;
	enum err e;

	if (kind == NULL) {
		refuse_kind(s);
		return;
	}
	if (!may_list(s, kind))
		return;
	l = xcalloc(1, sizeof(*l));
	l->kind = kind;
	l->session = s;
	row_init(&l->row);
	slice_copy(text, l->text, sizeof(l->text));
	e = query_parse(slice_of(l->text), &l->query, &column_at);
	if (e == OK)
		e = list_prepare(l, s->desk->view);
	if (e != OK) {
		if (e == ERR_NOTFOUND)
			reply_putf(s->out, REPLY_ACT_NOTFOUND, "%s",
			    command_why(e));
		else
			reply_putf(s->out, REPLY_ACT_SYNTAX, "%d %s",
			    column_at, command_why(e));
		list_free(l);
		return;
	}
	reply_putf(s->out, REPLY_ROWS, "%s", kind->name);
	put_columns(l, s->out);
	s->walk.more = l;
	session_produce(s, produce_list);
}
