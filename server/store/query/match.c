/* Whether a query holds for an article, an account or a board. */
#include "server/store/query/match_private.h"

#include "common/endian.h"
#include "common/text.h"
#include "proto/rfc2047.h"
#include "proto/span.h"
#include "proto/wildmat.h"
#include "server/store/community/people.h"
#include "server/store/community/value.h"
#include "server/store/key.h"

/* --- people --------------------------------------------------------------- */

/* Whether the account is the one that "@anna" names, or is called so. */
static bool
is_person(const struct look *l, uint32_t account, struct slice person)
{
	struct txn *t = l->t;
	struct account_rec rec;
	struct slice text;

	if (account == 0)
		return false;
	if (l->me != 0 && slice_is(person, "@me"))
		return account == l->me;
	if (slice_starts(person, "@"))
		return account_id(t, slice_from(person, 1)) == account;
	return account_get(t, account, &rec, &text) &&
	    text_holds(slice_cut(&text, '\t'), person);
}

/* One field of its overview line, decoded, holds the text. */
static bool
over_holds(struct txn *t, const struct subject *s, int field,
    struct slice text)
{
	struct buf utf8 = BUF_INIT(2 * LIMIT_HEADER);
	struct key8 k;
	struct slice row, part = { NULL, 0 };
	bool holds;

	if (s->rec.nplaces == 0)
		return false;
	k = key_4_4(s->place[0].board, s->place[0].number);
	if (!txn_get(t, T_OVER, &k, sizeof(k), &row))
		return false;
	row = slice_from(row, 8);
	for (int i = 0; i <= field; i++)
		part = slice_cut(&row, '\t');
	rfc2047_decode(part, &utf8);
	holds = text_holds(buf_slice(&utf8), text);
	buf_clear(&utf8);
	return holds;
}

enum { FIELD_SUBJECT = 1, FIELD_FROM };	/* of an overview line */

static bool
is_author(const struct look *l, struct slice person)
{
	if (slice_starts(person, "@"))
		return is_person(l, l->s->mark.author, person);
	return over_holds(l->t, l->s, FIELD_FROM, person);
}

/* --- words ---------------------------------------------------------------- */

static bool
article_holds(const struct look *l, struct slice word)
{
	struct slice titles = l->s->text;

	if (over_holds(l->t, l->s, FIELD_SUBJECT, word) ||
	    over_holds(l->t, l->s, FIELD_FROM, word))
		return true;
	if (!l->asked)
		return false;
	slice_cut(&titles, '\t');	/* tags */
	return text_holds(titles, word);
}

static bool
word_holds(const struct look *l, struct slice word)
{
	const struct subject *s = l->s;

	switch (s->domain) {
	case DOMAIN_ARTICLE:
		return article_holds(l, word);
	case DOMAIN_USER:
		return text_holds(s->name, word) ||
		    text_holds(s->person, word);
	case DOMAIN_BOARD:
		return text_holds(s->board_name, word) ||
		    text_holds(s->title, word);
	}
	return false;
}

/* --- other values --------------------------------------------------------- */

static bool
in_thread(const struct look *l, struct slice msgid)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;

	return article_rec_get(l->t, target_id(l->t, msgid), &rec, place) &&
	    rec.thread == l->s->rec.thread;
}

static bool
has_tag(const struct look *l, struct slice tag)
{
	struct slice text = l->s->text, tags = slice_cut(&text, '\t');

	while (l->asked && tags.p != NULL && tags.len != 0)
		if (slice_ieq(slice_cut(&tags, ','), tag))
			return true;
	return false;
}

/*
 * "expert" or "expert/tv" or "expert/tv:tv.*", as the account has it; but an
 * invitation is nobody else's business.
 */
static bool
has_role(struct slice roles, struct slice want)
{
	while (roles.p != NULL && roles.len != 0) {
		struct slice whole = slice_cut(&roles, ','), scope = whole;
		struct slice label = slice_cut(&scope, ':'), rest = label;

		if (slice_starts(whole, "invited"))
			continue;
		if (slice_ieq(whole, want) || slice_ieq(label, want) ||
		    slice_ieq(slice_cut(&rest, '/'), want))
			return true;
	}
	return false;
}

static bool
has_badge(struct txn *t, uint32_t account, struct slice name)
{
	struct view v = { .txn = t };
	struct badge b;

	return view_badge(&v, account, name, &b);
}

/* One of the words of a term's value; they are numbered by key. */
static bool
word_of_value_holds(const struct look *l, enum query_key key, int word)
{
	switch (key) {
	case QUERY_KIND:
		return slice_is(l->s->kind,
		    board_kind_name((enum board_kind)word));
	case QUERY_IS:
		return match_is(l, (enum query_word)word);
	case QUERY_HAS:
		return match_has(l, (enum query_word)word);
	case QUERY_STATE:
		return l->asked && word ==
		    (l->s->asks ? l->s->question.state : STATE_NONE);
	default:
		return false;
	}
}

static bool
any_word_holds(const struct look *l, const struct query_term *t)
{
	for (uint64_t words = t->words; words != 0; words &= words - 1)
		if (word_of_value_holds(l, t->key, __builtin_ctzll(words)))
			return true;
	return false;
}

/* One alternative of a term's value. */
static bool
value_holds(const struct look *l, enum query_key key, struct slice value)
{
	struct own_rec own;

	switch (key) {
	case QUERY_THREAD:
		return in_thread(l, value);
	case QUERY_BY:
		return is_author(l, value);
	case QUERY_ASKER:
		return l->asked &&
		    is_person(l, l->s->question.asker, value);
	case QUERY_HOLDER:
		return l->asked &&
		    is_person(l, l->s->question.claimer, value);
	case QUERY_TAG:
		return has_tag(l, value);
	case QUERY_ROLE:
		return has_role(l->s->roles, value);
	case QUERY_OWNS:
		return own_get(
		    l->t, l->s->account, value, &own, NULL);
	case QUERY_BADGE:
		return has_badge(l->t, l->s->account, value);
	default:
		return false;
	}
}

static bool
board_holds(const struct look *l, struct slice wildmat)
{
	const struct subject *s = l->s;

	if (wildmat_match(wildmat, s->board_name))
		return true;
	for (int i = 0; i < s->nalso; i++)
		if (wildmat_match(wildmat, s->also[i].name))
			return true;
	return false;
}

/* When it came into being, for older: and newer:. */
static int64_t
made_at(const struct subject *s)
{
	switch (s->domain) {
	case DOMAIN_ARTICLE:
		if (s->asks && s->article == s->root)
			return s->question.asked;
		return s->mark.time != 0 ? s->mark.time : s->rec.date;
	case DOMAIN_USER:
		return s->user.created;
	case DOMAIN_BOARD:
		return s->row.created;
	}
	return 0;
}

static bool
span_holds(const struct look *l, const struct query_term *t)
{
	int64_t span, due = l->s->question.due;

	if (!span_parse(t->value, &span))
		return false;
	if (t->key == QUERY_OLDER)
		return made_at(l->s) < l->now - span;
	if (t->key == QUERY_NEWER)
		return made_at(l->s) >= l->now - span;
	return l->asked && due != 0 && due <= l->now + span;
}

/* Whether the numbers of a key are those of the question. */
static bool
of_question(enum query_key key)
{
	return query_key_domains(key) == QUERY_OF_ARTICLE &&
	    key != QUERY_VOTES;
}

/* Far enough to tell what the term asks. */
static int64_t
count_to(const struct query_term *t)
{
	struct slice rest = t->value, one;
	int64_t most = t->one_number && t->number > 0 ? t->number : 0, n;

	while (!t->one_number && query_next_value(&rest, &one))
		if (query_number(one, &n) && n > most)
			most = n;
	return most < INT64_MAX ? most + 1 : most;
}

static bool
number_holds(const struct look *l, const struct query_term *t)
{
	if (of_question(t->key) && !l->asked)
		return false;
	return query_number_holds(
	    t, number_of(l->t, l->s, t->key, l->now, count_to(t)));
}

/* --- terms ---------------------------------------------------------------- */

static const unsigned domain_bit[] = {
	[DOMAIN_ARTICLE] = QUERY_OF_ARTICLE,
	[DOMAIN_USER] = QUERY_OF_USER,
	[DOMAIN_BOARD] = QUERY_OF_BOARD,
};

static bool
any_value_holds(const struct look *l, const struct query_term *t)
{
	struct slice rest = t->value, one;

	while (query_next_value(&rest, &one))
		if (value_holds(l, t->key, one))
			return true;
	return false;
}

static bool
holds(const struct look *l, const struct query_term *t)
{
	if (t->key == QUERY_WORD)
		return word_holds(l, t->value);
	if ((query_key_domains(t->key) & domain_bit[l->s->domain]) == 0)
		return false;
	switch (query_key_type(t->key)) {
	case QUERY_TYPE_WILDMAT:
		return board_holds(l, t->value);
	case QUERY_TYPE_NUMBER:
		return number_holds(l, t);
	case QUERY_TYPE_SPAN:
		return span_holds(l, t);
	case QUERY_TYPE_TIME:
		return false;
	case QUERY_TYPE_WORD:
		return any_word_holds(l, t);
	default:
		return any_value_holds(l, t);
	}
}

static struct look
look_at(struct txn *t, const struct subject *s, int64_t now)
{
	return (struct look){
		.t = t,
		.s = s,
		.now = now,
		.asked = s->domain == DOMAIN_ARTICLE && s->article == s->root,
	};
}

static bool
term_holds(const struct look *l, const struct query_term *term)
{
	return query_key_domains(term->key) == QUERY_OF_LIST ||
	    holds(l, term) != term->negated;
}

static bool
all_hold(const struct look *l, const struct query *q)
{
	for (int i = 0; i < q->n; i++)
		if (!term_holds(l, &q->term[i]))
			return false;
	return true;
}

bool
match_term(struct txn *t, const struct query_term *term,
    const struct subject *s, bool asked, int64_t now)
{
	struct look l = look_at(t, s, now);

	l.asked = l.asked || asked;
	return term_holds(&l, term);
}

bool
match(struct txn *t, const struct query *q, const struct subject *s,
    int64_t now)
{
	const struct look l = look_at(t, s, now);

	return all_hold(&l, q);
}

bool
match_mine(struct txn *t, const struct query *q, uint32_t me,
    const struct subject *s)
{
	struct look l = look_at(t, s, 0);

	l.me = me;
	return all_hold(&l, q);
}

bool
view_match(struct view *v, const struct query *q, const struct subject *s,
    int64_t now)
{
	return match(v->txn, q, s, now);
}
