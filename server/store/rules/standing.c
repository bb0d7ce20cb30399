/* Rules and views, read once. */
#include "server/store/rules/standing.h"

#include <stdlib.h>

#include "common/endian.h"
#include "common/xalloc.h"
#include "server/store/community/rows.h"
#include "server/store/query/match.h"

/* --- rows ----------------------------------------------------------------- */

static bool
split(struct slice row, struct standing_rec *rec, struct slice *text)
{
	if (row.len < sizeof(*rec))
		return false;
	memcpy(rec, row.p, sizeof(*rec));
	if (text != NULL)
		*text = slice_from(row, sizeof(*rec));
	return true;
}

bool
standing_get(struct txn *t, enum table tb, struct slice key,
    struct standing_rec *rec, struct slice *text)
{
	struct slice row;

	return txn_get(t, tb, key.p, key.len, &row) &&
	    split(row, rec, text);
}

void
standing_put(struct step *s, enum table tb, struct slice key,
    const struct standing_rec *rec, struct slice text)
{
	struct buf b = BUF_INIT(LIMIT_HEADER);
	struct standing_rec old;
	struct slice was;

	if (text.p == NULL && standing_get(s->t, tb, key, &old, &was))
		text = was;
	buf_put(&b, rec, sizeof(*rec));
	buf_put_slice(&b, text);
	txn_put(s->t, tb, key.p, key.len, b.p, b.len);
	buf_clear(&b);
	standing_forget(txn_db(s->t));
}

void
standing_del(struct step *s, enum table tb, struct slice key)
{
	txn_del(s->t, tb, key.p, key.len);
	standing_forget(txn_db(s->t));
}

static void
begin_again(struct step *s, enum table tb, struct slice key,
    const struct standing_rec *old, const char *text)
{
	struct standing_rec rec = *old;

	/* One that ends only goes on with that. */
	if (text[0] == '\0' || rec.at == 1)
		return;
	rec.at = 1;
	standing_put(s, tb, key, &rec, slice_make(NULL, 0));
}

void
standing_again(struct step *s, enum again why)
{
	const struct standing *st = standing_of(s->t);
	unsigned char key[4];

	for (int i = 0; i < st->nrules; i++)
		if (why == AGAIN_COUNTS ? st->rule[i].counts :
		    st->rule[i].kinds)
			begin_again(s, T_RULE, slice_of(st->rule[i].name),
			    &st->rule[i].rec, st->rule[i].text);
	for (int i = 0; why != AGAIN_COUNTS && i < st->nviews; i++) {
		if (why != AGAIN_DOORS && !st->view[i].kinds)
			continue;
		put_be32(key, st->view[i].rec.id);
		begin_again(s, T_QUERY, slice_make((char *)key, 4),
		    &st->view[i].rec, st->view[i].text);
	}
}

/* --- what a query wants --------------------------------------------------- */

/* Whether it can hold for an article that no act has touched. */
static bool
is_bare(const struct query *q)
{
	const uint64_t bare = 1ull << WORD_ROOT | 1ull << WORD_REPLY;

	for (int i = 0; i < q->n; i++) {
		const struct query_term *t = &q->term[i];

		if (t->negated)
			continue;
		if (match_asks(t) || t->key == QUERY_STATE ||
		    t->key == QUERY_RATING ||
		    (t->key == QUERY_IS && (t->words & bare) == 0))
			return false;
	}
	return true;
}

/* Whether it is about questions that nobody has answered. */
static bool
wants_open(const struct query_term *t)
{
	if (t->negated)
		return false;
	if (t->key == QUERY_IS)
		return (t->words & (1ull << WORD_OPEN |
		    1ull << WORD_UNANSWERED)) != 0;
	return t->key == QUERY_STATE && (t->words & 1ull << STATE_OPEN) != 0;
}

/* An escalation out of "open", after a time, is the clock of a question. */
static enum pace
pace_of(const struct rule *r)
{
	if (r->act->id == ACT_RELEASE)
		return PACE_CLAIM;
	if (r->act->id == ACT_ESCALATE && r->after == 0)
		return PACE_AFTER;
	if (query_get(&r->query, QUERY_OWNED) != NULL && !r->every)
		return PACE_OWNED;
	for (int i = 0; r->act->id == ACT_ESCALATE && i < r->query.n; i++)
		if (wants_open(&r->query.term[i]))
			return PACE_SLA;
	return PACE_AFTER;
}

static enum domain
domain_of(const struct rule *r)
{
	if (r->domain == QUERY_OF_USER)
		return DOMAIN_USER;
	return r->domain == QUERY_OF_BOARD ? DOMAIN_BOARD : DOMAIN_ARTICLE;
}

/* --- reading -------------------------------------------------------------- */

static void
clear(struct standing *st)
{
	for (int i = 0; i < st->nrules; i++)
		free(st->rule[i].text);
	for (int i = 0; i < st->nviews; i++)
		free(st->view[i].text);
	free(st->rule);
	free(st->view);
	*st = (struct standing){ 0 };
}

static void
add_rule(struct standing *st, struct slice name, struct slice row)
{
	struct standing_rule *r;
	struct slice text;
	int column;

	st->rule = xrealloc(st->rule,
	    (size_t)(st->nrules + 1) * sizeof(*st->rule));
	r = &st->rule[st->nrules];
	memset(r, 0, sizeof(*r));
	if (!split(row, &r->rec, &text) ||
	    !slice_copy(name, r->name, sizeof(r->name)))
		return;
	r->text = xstrndup(text.p, text.len);
	if (text.len != 0 &&
	    rule_parse(slice_of(r->text), &r->rule, &column) != OK) {
		free(r->text);
		return;
	}
	st->nrules++;
	if (text.len == 0)
		return;
	r->domain = domain_of(&r->rule);
	r->pace = pace_of(&r->rule);
	r->counts = query_get(&r->rule.query, QUERY_MODERATORS) != NULL;
	r->kinds = query_get(&r->rule.query, QUERY_KIND) != NULL;
}

static void
add_view(struct standing *st, struct slice row)
{
	struct standing_view *v;
	struct slice text;
	int column;

	st->view = xrealloc(st->view,
	    (size_t)(st->nviews + 1) * sizeof(*st->view));
	v = &st->view[st->nviews];
	memset(v, 0, sizeof(*v));
	if (!split(row, &v->rec, &text))
		return;
	v->text = xstrndup(text.p, text.len);
	if (query_parse(slice_of(v->text), &v->query, &column) != OK) {
		free(v->text);
		return;
	}
	st->nviews++;
	v->mine = query_has_me(&v->query);
	v->kinds = query_get(&v->query, QUERY_KIND) != NULL;
	v->bare = text.len != 0 && !v->mine && is_bare(&v->query);
	st->bare = st->bare || v->bare;
}

static void
load(struct txn *t, struct standing *st)
{
	struct cursor c;

	cursor_open(&c, t, T_RULE);
	for (bool more = cursor_seek(&c, NULL, 0); more;
	    more = cursor_next(&c))
		add_rule(st, c.key, c.val);
	cursor_close(&c);
	cursor_open(&c, t, T_QUERY);
	for (bool more = cursor_seek(&c, NULL, 0); more;
	    more = cursor_next(&c))
		add_view(st, c.val);
	cursor_close(&c);
}

const struct standing *
standing_of(struct txn *t)
{
	struct db *db = txn_db(t);
	struct standing *st = db_attached(db, txn_set(t), ATTACH_STANDING);

	if (st == NULL) {
		st = xcalloc(1, sizeof(*st));
		db_attach(db, txn_set(t), ATTACH_STANDING, st);
	}
	if (!st->loaded) {
		clear(st);
		load(t, st);
		st->loaded = true;
	}
	return st;
}

const struct standing_rule *
rule_find(const struct standing *st, struct slice name)
{
	for (int i = 0; i < st->nrules; i++)
		if (slice_is(name, st->rule[i].name))
			return &st->rule[i];
	return NULL;
}

const struct standing_rule *
rule_by_id(const struct standing *st, uint32_t id)
{
	for (int i = 0; i < st->nrules; i++)
		if (st->rule[i].rec.id == id)
			return &st->rule[i];
	return NULL;
}

void
standing_forget(struct db *db)
{
	for (const char *set = "ab"; *set != '\0'; set++) {
		struct standing *st =
		    db_attached(db, *set, ATTACH_STANDING);

		if (st != NULL)
			st->loaded = false;
	}
}

void
standing_close(struct db *db)
{
	for (const char *set = "ab"; *set != '\0'; set++) {
		struct standing *st =
		    db_attached(db, *set, ATTACH_STANDING);

		if (st != NULL)
			clear(st);
		free(st);
		db_attach(db, *set, ATTACH_STANDING, NULL);
	}
}
