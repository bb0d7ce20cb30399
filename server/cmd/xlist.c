/* XLIST: many things by a query, as tab-separated rows. */
#include <stdlib.h>

#include "common/clock.h"
#include "common/xalloc.h"
#include "proto/span.h"
#include "server/cmd/list_kind.h"
#include "server/cmd/table.h"

static const struct list_kind *const kinds[] = {
	&list_kind_article, &list_kind_badge, &list_kind_board,
	&list_kind_event, &list_kind_flag, &list_kind_kpi,
	&list_kind_leader, &list_kind_ledger, &list_kind_modlog,
	&list_kind_peer, &list_kind_product, &list_kind_queue,
	&list_kind_read, &list_kind_rule, &list_kind_thread, &list_kind_user,
	&list_kind_view,
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

/* At the end, or when the session ends before. */
static void
list_free(void *p)
{
	struct list *l = p;

	if (l->kind->end != NULL)
		l->kind->end(l);
	list_sort_free(l);
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
		return err_arg("cols", "%s has the columns %s",
		    l->kind->name, l->kind->columns);
	/* Each once: a row has a bound. */
	if (memchr(l->cols, i, (size_t)l->ncols) != NULL)
		return err_arg("cols", "cols: names %.*s twice",
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
		return err_arg("limit", "limit: is a number from 1 to %d",
		    LIMIT_LIST_ROWS_MAX);
	return OK;
}

static enum err
take_since(struct list *l)
{
	const struct query_term *t = query_get(&l->query, QUERY_SINCE);

	l->since = INT64_MIN;
	if (t == NULL || (t->cmp == CMP_EQ &&
	    span_time(t->value, l->now, &l->since)))
		return OK;
	return err_arg("since", "since: is %s",
	    query_type_form(QUERY_TYPE_TIME));
}

/* Every term is one that the kind serves, and once if it is no filter. */
static enum err
check_keys(struct list *l)
{
	for (int i = 0; i < l->query.n; i++) {
		const struct query_term *t = &l->query.term[i];
		bool filter = t->key == QUERY_WORD || t->key == QUERY_BY;

		l->column = t->column;
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
check_terms(struct list *l)
{
	if (l->kind->domains == 0)
		return check_keys(l);
	return query_check(&l->query, l->kind->domains | QUERY_OF_LIST, false,
	    &l->column);
}

/* Everything but where it begins. */
static enum err
take_terms(struct list *l)
{
	enum err e = check_terms(l);

	if (e == OK)
		e = query_own(&l->query, slice_of(l->session->name), l->text,
		    sizeof(l->text), &l->query);
	if (e == OK)
		e = take_columns(l);
	if (e == OK)
		e = take_limit(l);
	if (e == OK)
		e = take_since(l);
	return e == OK ? list_check_names(l) : e;
}

static enum err
list_begin(struct list *l, struct view *v)
{
	const struct query_term *t = query_get(&l->query, QUERY_AFTER);
	struct slice after = t != NULL ? t->value : slice_make(NULL, 0);
	enum err e = list_sort_begin(l, &after);

	return e == OK ? l->kind->begin(l, v, after) : e;
}

static enum err
list_prepare(struct list *l, struct view *v)
{
	enum err e = query_parse(slice_of(l->text), &l->query, &l->column);

	if (e == OK)
		e = take_terms(l);
	if (e == OK)
		e = list_begin(l, v);
	if (e != OK && err_key()[0] != '\0')
		l->column = query_column(&l->query, err_key());
	return e;
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

static void
put_end(struct list *l, const char *token, struct buf *out)
{
	if (token != NULL)
		buf_printf(out, "#more\tafter:%s\r\n", token);
	row_clear(&l->row);
	buf_puts(out, ".\r\n");
}

/* A row was found: it is told, gathered, or the one that is too much. */
static bool
take_row(struct list *l, struct buf *out)
{
	struct buf token = BUF_INIT(LIST_TOKEN - 1);

	if (l->sort != NULL) {
		list_sort_add(l);
		return true;
	}
	if (l->count == l->limit)
		return false;
	row_print(&l->row, l->cols, l->ncols, out);
	if (++l->count == l->limit) {
		l->kind->token(l, &token);
		slice_copy(buf_slice(&token), l->token, sizeof(l->token));
		buf_clear(&token);
	}
	return true;
}

/* What was gathered, as much as fits; true when that was all. */
static bool
tell_sorted(struct list *l, size_t end, struct buf *out)
{
	struct buf token = BUF_INIT(LIST_TOKEN + 32);
	struct slice line;

	while (out->len < end && list_sort_next(l, &line))
		buf_put_slice(out, line);
	if (out->len >= end)
		return false;
	if (list_sort_cut(l))
		list_sort_token(l, &token);
	put_end(l, token.len != 0 ? buf_cstr(&token) : NULL, out);
	buf_clear(&token);
	return true;
}

static bool
produce_list(struct session *s, struct view *v, struct buf *out)
{
	struct list *l = s->walk.more;
	size_t end = out->len + LIMIT_SLICE, looked = 0;
	enum list_step step = LIST_ROW;

	for (int n = 0; n < LIMIT_SCAN && out->len < end &&
	    looked < LIMIT_SEARCH && step != LIST_END; n++) {
		row_reset(&l->row);
		l->cost = 0;
		step = l->gathered ? LIST_END : l->kind->next(l, v);
		looked += l->row.text.len + l->cost;
		if (step == LIST_ROW && !take_row(l, out)) {
			put_end(l, l->token, out);
			return true;
		}
	}
	/* Between slices it holds no more than it must. */
	row_clear(&l->row);
	if (step != LIST_END)
		return false;
	l->gathered = true;
	if (l->sort != NULL)
		return tell_sorted(l, end, out);
	put_end(l, NULL, out);
	return true;
}

static void
refuse_kind(struct session *s)
{
	struct buf names = BUF_INIT(LIMIT_LINE);

	for (int i = 0; i < NKINDS; i++)
		buf_printf(&names, "%s%s", i > 0 ? ", " : "", kinds[i]->name);
	reply_putf(s->out, REPLY_ACT_SYNTAX, "1 XLIST knows %s",
	    buf_cstr(&names));
	buf_clear(&names);
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

static void
refuse_list(struct session *s, enum err e, int column)
{
	if (e == ERR_NOTFOUND)
		reply_putf(s->out, REPLY_ACT_NOTFOUND, "%s", command_why(e));
	else if (e == ERR_DENIED && s->name[0] == '\0')
		reply_put(s->out, REPLY_AUTH_NEEDED);
	else if (e == ERR_DENIED)
		reply_putf(s->out, REPLY_ACT_DENIED, "%s", command_why(e));
	else
		reply_putf(s->out, REPLY_ACT_SYNTAX, "%d %s", column,
		    command_why(e));
}

void
cmd_XLIST(struct session *s, const struct request *r)
{
	const struct list_kind *kind = kind_find(r->argv[0]);
	struct slice text = r->argc > 1 ? r->argv[1] : slice_make("", 0);
	struct list *l;
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
	l->now = clock_now();
	row_init(&l->row);
	slice_copy(text, l->text, sizeof(l->text));
	l->column = 1;
	e = list_prepare(l, s->desk->view);
	if (e != OK) {
		refuse_list(s, e, l->column);
		list_free(l);
		return;
	}
	s->searches += query_get(&l->query, QUERY_WORD) != NULL;
	reply_putf(s->out, REPLY_ROWS, "%s", kind->name);
	put_columns(l, s->out);
	s->walk.more = l;
	s->walk.drop = list_free;
	session_produce(s, produce_list);
}
