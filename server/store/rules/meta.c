/* The fields ":x-..." of overview lines. */
#include "server/store/rules/meta.h"

#include "proto/date.h"
#include "server/store/community/question.h"
#include "server/store/community/rows.h"
#include "server/store/key.h"

/* Message-ids in a :x-solution; the lists say all of them. */
enum { SOLUTIONS_MAX = 8 };

static const char *const names[META_COUNT] = {
#define X(id, name, help) [META_##id] = name,
	META_FIELDS(X)
#undef X
};

const char *
meta_name(enum meta_field field)
{
	return names[field];
}

enum meta_field
meta_find(struct slice name)
{
	int i = 0;

	while (i < META_COUNT && !slice_iis(name, names[i]))
		i++;
	return (enum meta_field)i;
}

void
meta_put_fresh(struct buf *out)
{
	for (int i = 0; i < META_ROW; i++)
		buf_putc(out, '\t');
}

/* What stands behind the name and a blank; nothing in an empty field. */
static struct slice
value_of(enum meta_field field, struct slice part)
{
	size_t head = strlen(names[field]) + 1;

	return part.len > head ? slice_from(part, head) : SLICE("");
}

struct slice
meta_title(struct slice part)
{
	return value_of(META_TITLE, part);
}

void
meta_put_value(enum meta_field field, struct slice part, bool reply,
    uint64_t id, struct buf *out)
{
	struct slice value = value_of(field, part);

	if (value.len != 0) {
		buf_put_slice(out, value);
		return;
	}
	switch (field) {
	case META_STATE:
		buf_puts(out, reply ? "reply" :
		    question_state_name(STATE_NONE));
		break;
	case META_VOTES:
	case META_METOO:
		buf_putc(out, '0');
		break;
	case META_ROLE:
		buf_puts(out, "member");
		break;
	case META_SLA:
	case META_SOLUTION:
		buf_putc(out, '-');
		break;
	case META_SEQ:
		buf_put_u64(out, id);
		break;
	case META_TITLE:
	case META_COUNT:
		break;
	}
}

/* --- the values ----------------------------------------------------------- */

static bool
get_over(struct txn *t, const struct place_rec *place, struct key8 *key,
    struct slice *row)
{
	*key = key_4_4(place->board, place->number);
	return txn_get(t, T_OVER, key, sizeof(*key), row) && row->len > 8;
}

static bool
is_root(const struct subject *s)
{
	return s->root == s->article;
}

static const char *
state_of(const struct subject *s)
{
	if ((s->mark.bits & MARK_REMOVED) != 0)
		return "removed";
	if ((s->mark.bits & MARK_HIDDEN) != 0)
		return "hidden";
	if (!is_root(s))
		return (s->mark.bits & MARK_SOLUTION) != 0 ? "solution" : "";
	if (!s->asks || s->question.state == STATE_NONE)
		return "";
	return question_state_name((enum question_state)s->question.state);
}

/*
 * The message-id of an article, as the event that brought it has it: replay
 * knows no overview line of what is gone by now.
 */
static void
put_msgid(struct txn *t, uint64_t article, struct buf *out)
{
	struct event e;

	if (journal_event(t, article, &e))
		text_unescape(out, e.target);
}

static void
put_solutions(struct txn *t, uint64_t root, struct buf *out)
{
	uint64_t id = 0;
	int n = 0;

	while (n < SOLUTIONS_MAX &&
	    (id = solution_next(t, root, id)) != 0) {
		if (n++ > 0)
			buf_putc(out, ' ');
		put_msgid(t, id, out);
	}
}

static void
put_title(const struct subject *a, struct buf *out)
{
	struct slice text = a->text;

	slice_cut(&text, '\t');		/* tags */
	buf_put_slice(out, slice_cut(&text, '\t'));
}

/* What is empty is not there but for its tab, if for that. */
static void
end_field(struct buf *out, size_t begin, enum meta_field field)
{
	size_t head = begin + strlen(names[field]) + 1;

	if (out->len == head)
		out->len = field != META_TITLE ? begin : begin - 1;
}

static void
put_field(struct txn *t, const struct subject *a, enum meta_field field,
    uint64_t seq, struct buf *out)
{
	const struct mark_rec *m = &a->mark;
	int64_t votes = (int64_t)m->up - m->down;
	bool asks = is_root(a) && a->asks;

	switch (field) {
	case META_STATE:
		buf_puts(out, state_of(a));
		break;
	case META_VOTES:
		if (votes != 0)
			buf_printf(out, "%lld", (long long)votes);
		break;
	case META_METOO:
		if (asks && a->question.metoo != 0)
			buf_put_u64(out, a->question.metoo);
		break;
	case META_ROLE:
		if (!slice_is(a->labels, "member"))
			buf_put_slice(out, a->labels);
		break;
	case META_SLA:
		if (asks && a->question.due != 0)
			date_put_rfc3339(out, a->question.due);
		break;
	case META_SOLUTION:
		if (asks && a->question.solutions != 0)
			put_solutions(t, a->root, out);
		break;
	case META_SEQ:
		if (seq != a->article)
			buf_put_u64(out, seq);
		break;
	case META_TITLE:
		if (asks)
			put_title(a, out);
		break;
	case META_COUNT:
		break;
	}
}

/* All of them, each behind a tab. */
static void
put_fields(
    struct txn *t, const struct subject *a, uint64_t seq, struct buf *out)
{
	for (int i = 0; i < META_COUNT; i++) {
		size_t begin;

		buf_putc(out, '\t');
		begin = out->len;
		buf_puts(out, names[i]);
		buf_putc(out, ' ');
		put_field(t, a, (enum meta_field)i, seq, out);
		end_field(out, begin, (enum meta_field)i);
	}
}

void
meta_put_aside(struct txn *t, uint64_t article, struct buf *out)
{
	struct subject a;

	if (!subject_article(t, article, &a)) {
		meta_put_fresh(out);
		return;
	}
	put_fields(t, &a, is_root(&a) && a.asks ? a.question.changed :
	    a.marked ? a.mark.changed : article, out);
}

/* --- rows ----------------------------------------------------------------- */

/*
 * The last event that touched it, in the row that has it: a question of which
 * only the replies grow keeps its mark, and with it a page.
 */
static void
set_changed(struct step *s, struct subject *a)
{
	bool asks = is_root(a) && a->asks;

	if (asks && a->question.changed != s->e->seq) {
		a->question.changed = s->e->seq;
		question_put(s->t, a->root, &a->question,
		    slice_make(NULL, 0));
	}
	if (!asks && a->marked && a->mark.changed != s->e->seq) {
		a->mark.changed = s->e->seq;
		mark_put(s->t, a->article, &a->mark, slice_make(NULL, 0));
	}
}

/* The length of a row up to the fields, its own id included; 0: damaged. */
static size_t
head_len(struct slice row)
{
	struct slice rest = slice_from(row, 8);

	for (int i = 0; i < META_PART; i++)
		if (rest.p == NULL)
			return 0;
		else
			slice_cut(&rest, '\t');
	return rest.p != NULL ? (size_t)(rest.p - row.p) : 0;
}

/* Whether all of them but ":x-seq" are the same. */
static bool
same_but_seq(struct slice a, struct slice b)
{
	bool same = true;

	for (int i = 0; i < META_COUNT; i++) {
		struct slice x = slice_trim(slice_cut(&a, '\t'));
		struct slice y = slice_trim(slice_cut(&b, '\t'));

		same = same && (i == META_SEQ || slice_eq(x, y));
	}
	return same;
}

/* seq: a new one is reason enough to write the row. */
static void
put_place(struct txn *t, const struct place_rec *place, struct slice fields,
    bool seq)
{
	struct buf b = BUF_INIT(4 * LIMIT_HEADER);
	struct key8 key;
	struct slice row, old;
	size_t head;

	if (!get_over(t, place, &key, &row))
		return;
	head = head_len(row);
	old = slice_from(row, head);
	if (head == 0 || slice_eq(old, fields) ||
	    (!seq && same_but_seq(old, fields)))
		return;
	buf_put(&b, row.p, head);
	buf_put_slice(&b, fields);
	if (buf_ok(&b))
		txn_put(t, T_OVER, &key, sizeof(key), b.p, b.len);
	buf_clear(&b);
}

void
meta_refresh(struct step *s, struct subject *a)
{
	struct buf fields = BUF_INIT(2 * LIMIT_HEADER);
	/* Each reply would write a page more, that of its question's line. */
	bool seq = s->act != ACT_POST || a->article == s->e->seq;

	put_fields(s->t, a, s->e->seq, &fields);
	buf_puts(&fields, "\r\n");
	/* From here on nothing of the map is looked at. */
	set_changed(s, a);
	for (int i = 0; i < a->rec.nplaces && buf_ok(&fields); i++)
		put_place(s->t, &a->place[i],
		    slice_from(buf_slice(&fields), 1), seq);
	buf_clear(&fields);
}
