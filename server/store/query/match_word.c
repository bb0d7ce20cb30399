/* The words of is: and has:. */
#include "server/store/query/match_private.h"

#include "server/store/community/sanction.h"

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
		return (bits & MARK_REMOVED) != 0;
	case WORD_HIDDEN:
		return (bits & MARK_HIDDEN) != 0;
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

/* until: when it ends that binds everywhere; or one binds in some boards. */
static bool
is_bound(const struct look *l, int64_t until, enum sanction_kind kind)
{
	struct sanction at = { 0 };

	if (until > l->now)
		return true;
	while (sanction_next(l->t, l->s->account, l->now, &at))
		if (at.kind == kind)
			return true;
	return false;
}

static bool
user_is(const struct look *l, enum query_word word)
{
	const struct account_rec *u = &l->s->user;

	switch (word) {
	case WORD_SILENCED:
		return is_bound(l, u->silenced, SANCTION_SILENCE);
	case WORD_SUSPENDED:
		return is_bound(l, u->suspended, SANCTION_SUSPEND);
	case WORD_GONE:
		return u->gone != 0;
	default:
		return u->gone == 0 &&
		    (roles_account(l->s->roles) & word_who(word)) != 0;
	}
}

bool
match_is(const struct look *l, enum query_word word)
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

bool
match_has(const struct look *l, enum query_word word)
{
	const struct subject *s = l->s;
	const struct question_rec *q = &s->question;

	switch (word) {
	case WORD_HAS_VIDEO:
		return (s->mark.bits & MARK_VIDEO) != 0;
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

/* --- what only questions have --------------------------------------------- */

static bool
word_asks(enum query_word word)
{
	switch (word) {
	case WORD_CLAIMED:
	case WORD_PINNED:
	case WORD_LOCKED:
	case WORD_ALARMED:
	case WORD_FAQ:
	case WORD_STALE:
	case WORD_HAS_SOLUTION:
	case WORD_HAS_ANSWER:
	case WORD_HAS_TAG:
	case WORD_HAS_RATING:
	case WORD_HAS_DUE:
	case WORD_HAS_DUP:
	case WORD_HAS_ASSIGNEE:
		return true;
	default:
		return query_word_states(word) != 0;
	}
}

bool
match_asks(const struct query_term *t)
{
	if (t->negated)
		return false;
	switch (t->key) {
	case QUERY_ASKER:
	case QUERY_HOLDER:
	case QUERY_TAG:
	case QUERY_DUE:
		return true;
	case QUERY_METOO:
	case QUERY_SUPPORT:
	case QUERY_SOLUTIONS:
	case QUERY_DUPS:
	case QUERY_RATING:
		return !query_number_holds(t, 0);
	case QUERY_IS:
	case QUERY_HAS:
		for (uint64_t w = t->words; w != 0; w &= w - 1)
			if (!word_asks((enum query_word)__builtin_ctzll(w)))
				return false;
		return true;
	default:
		return false;
	}
}
