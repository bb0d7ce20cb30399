/* Whether a query holds for an article, an account or a board. */
#include "server/store/query/match.h"

#include "common/endian.h"
#include "common/text.h"
#include "proto/rfc2047.h"
#include "proto/span.h"
#include "proto/wildmat.h"
#include "server/store/community/people.h"
#include "server/store/community/value.h"
#include "server/store/key.h"

/* What all terms of a query look at. */
struct look {
	struct txn *t;
	const struct subject *s;
	int64_t now;
	bool asked;		/* its question counts */
	uint32_t me;		/* account that "@me" is; 0: nobody's */
};

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

/* --- is: and has: --------------------------------------------------------- */

static bool
question_is(const struct look *l, enum query_word word)
{
	const struct question_rec *q = &l->s->question;
	unsigned states = query_word_states(word);

	if (!l->asked || !l->s->asks)
		return false;
	if (states != 0)
		return (states & 1u << q->state) != 0 &&
		    (word != WORD_UNANSWERED || !question_answered(q));
	switch (word) {
	case WORD_CLAIMED:
		return q->claimer != 0;
	case WORD_PINNED:
		return (q->flags & QUESTION_PINNED) != 0;
	case WORD_LOCKED:
		return (q->flags & QUESTION_LOCKED) != 0 &&
		    (q->locked == 0 || q->locked > l->now);
	case WORD_ALARMED:
		return (q->flags & QUESTION_ALARM) != 0;
	case WORD_FAQ:
		return (q->flags & QUESTION_FAQ) != 0;
	case WORD_STALE:
		return (q->flags & QUESTION_STALE) != 0;
	default:
		return false;
	}
}

/* WHO_... of a word that names a role; 0: it names none. */
static unsigned
word_who(enum query_word word)
{
	switch (word) {
	case WORD_MEMBER:
		return WHO_MEMBER;
	case WORD_STAFF:
		return WHO_STAFF;
	case WORD_EXPERT:
		return WHO_EXPERT;
	case WORD_SUPERUSER:
		return WHO_SUPERUSER;
	case WORD_COCREATOR:
		return WHO_COCREATOR;
	case WORD_MODERATOR:
		return WHO_MODERATOR;
	case WORD_MANAGER:
		return WHO_MANAGER;
	case WORD_ADMIN:
		return WHO_ADMIN;
	case WORD_BOT:
		return WHO_BOT;
	default:
		return 0;
	}
}

static bool
article_is(const struct look *l, enum query_word word)
{
	const struct subject *s = l->s;
	uint32_t bits = s->mark.bits;

	switch (word) {
	case WORD_ROOT:
		return s->article == s->root;
	case WORD_REPLY:
		return s->article != s->root;
	case WORD_REMOVED:
		return (bits & MARK_REMOVED) != 0 || (l->asked && s->asks &&
		    s->question.state == STATE_REMOVED);
	case WORD_HIDDEN:
		return (bits & MARK_HIDDEN) != 0 || (l->asked && s->asks &&
		    (s->question.flags & QUESTION_HIDDEN) != 0);
	case WORD_FLAGGED:
		return s->mark.open_flags != 0;
	case WORD_SOLUTION:
		return (bits & MARK_SOLUTION) != 0;
	case WORD_VERIFIED:
		return (bits & MARK_VERIFIED) != 0;
	case WORD_OBSOLETE:
		return (bits & MARK_OBSOLETE) != 0;
	case WORD_DISPUTED:
		return (bits & MARK_DISPUTED) != 0;
	case WORD_AGAINST:
		return (bits & MARK_AGAINST) != 0;
	case WORD_FOR:
		return (bits & MARK_FOR) != 0;
	case WORD_EARLY:
		return (bits & MARK_EARLY) != 0;
	default:
		return (s->mark.who & word_who(word)) != 0 ||
		    question_is(l, word);
	}
}

/* Whoever has an account is a member, but staff and bots. */
static unsigned
user_who(const struct subject *s)
{
	unsigned who = roles_who(s->roles, slice_make(NULL, 0));

	if ((who & (WHO_STAFF | WHO_MANAGER | WHO_BOT)) == 0)
		return who | WHO_MEMBER;
	return who & ~(unsigned)WHO_MEMBER;
}

static bool
user_is(const struct look *l, enum query_word word)
{
	const struct account_rec *u = &l->s->user;

	switch (word) {
	case WORD_SILENCED:
		return u->silenced > l->now;
	case WORD_SUSPENDED:
		return u->suspended > l->now;
	case WORD_GONE:
		return u->gone != 0;
	default:
		return u->gone == 0 && (user_who(l->s) & word_who(word)) != 0;
	}
}

static bool
is_so(const struct look *l, enum query_word word)
{
	switch (l->s->domain) {
	case DOMAIN_ARTICLE:
		return article_is(l, word);
	case DOMAIN_USER:
		return user_is(l, word);
	case DOMAIN_BOARD:
		return word == WORD_MODERATED && l->s->row.status == 'm';
	}
	return false;
}

static bool
article_has(const struct look *l, enum query_word word)
{
	const struct subject *s = l->s;
	const struct question_rec *q = &s->question;

	switch (word) {
	case WORD_HAS_VOTE:
		return s->mark.up != 0 || s->mark.down != 0;
	case WORD_HAS_FLAG:
		return s->mark.all_flags != 0;
	case WORD_HAS_REPLY:
		return l->asked &&
		    number_of(l->t, s, QUERY_REPLIES, l->now, 1) != 0;
	case WORD_HAS_SOLUTION:
		return l->asked && q->solutions != 0;
	case WORD_HAS_ANSWER:
		return l->asked && question_answered(q);
	case WORD_HAS_TAG:
		return l->asked && s->text.len != 0 && s->text.p[0] != '\t';
	case WORD_HAS_RATING:
		return l->asked && q->rating != 0;
	case WORD_HAS_DUE:
		return l->asked && q->due != 0;
	case WORD_HAS_DUP:
		return l->asked && q->dups != 0;
	case WORD_HAS_ASSIGNEE:
		return l->asked && q->assignee != 0;
	default:
		return false;
	}
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
		return is_so(l, (enum query_word)word);
	case QUERY_HAS:
		return article_has(l, (enum query_word)word);
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
	struct board_row row;
	struct slice text;

	if (wildmat_match(wildmat, s->board_name))
		return true;
	for (uint32_t i = 1;
	    s->domain == DOMAIN_ARTICLE && i < s->rec.nplaces; i++)
		if (board_row_get(l->t, s->place[i].board, &row, &text) &&
		    wildmat_match(wildmat, slice_cut(&text, '\t')))
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
