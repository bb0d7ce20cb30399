/* What people say of articles: votes, me-toos, thanks, ratings, disputes. */
#include "server/store/community/question.h"

/* Originals of originals that are looked for. */
enum { DUP_MAX = 64 };

void
put_target(const struct intent *i, struct decision *d)
{
	text_escape(&d->target, i->target);
}

/* What was sent in several lines, behind "-", is one. */
static void
join_lines(struct buf *text)
{
	size_t n = 0;

	for (size_t i = 0; i < text->len; i++)
		if (text->p[i] != '\r')
			text->p[n++] = text->p[i] == '\n' ? ' ' : text->p[i];
	while (n > 0 && text->p[n - 1] == ' ')
		n--;
	text->len = n;
}

enum err
put_line(const struct intent *i, const char *what, bool must,
    struct decision *d)
{
	struct buf text = BUF_INIT(LIMIT_TITLE);
	enum err e;

	text_unescape(&text, event_text(i->args));
	join_lines(&text);
	e = check_line(&text, what, ":");
	if (e == OK && must && slice_trim(buf_slice(&text)).len == 0)
		e = err_arg(":", "%s takes a %s, behind a colon",
		    act_table[i->act].name, what);
	if (e == OK && text.len != 0)
		event_put_text(&d->args, buf_slice(&text));
	buf_clear(&text);
	return e;
}

/* --- who may say it ------------------------------------------------------- */

/* Whether both are staff of the same house. */
static bool
same_brand(struct slice a, struct slice b)
{
	while (a.p != NULL && a.len != 0) {
		struct slice role = slice_cut(&a, ','), rest = b, other;

		role = slice_cut(&role, ':');
		while (slice_starts(role, "staff/") && rest.p != NULL &&
		    rest.len != 0) {
			other = slice_cut(&rest, ',');
			if (slice_ieq(slice_cut(&other, ':'), role))
				return true;
		}
	}
	return false;
}

enum err
check_foreign(struct view *v, uint32_t author, struct slice labels,
    const char *what, const struct decision *d)
{
	struct account_rec rec;
	struct slice text, roles = { NULL, 0 };

	if (author == 0 || d->me->id == 0)
		return OK;
	if (author == d->me->id)
		return err_set(ERR_DENIED, "own: that is yours; %s is for "
		    "what others wrote", what);
	if (account_get(v->txn, author, &rec, &text))
		roles = account_roles(text);
	if (same_brand(d->me->roles, labels) ||
	    same_brand(d->me->roles, roles))
		return err_set(ERR_DENIED, "org: a colleague wrote that; %s is "
		    "for what others wrote", what);
	return OK;
}

static enum err
check_author(struct view *v, const char *what, const struct decision *d)
{
	return check_foreign(
	    v, d->subject->mark.author, d->subject->labels, what, d);
}

/* Trust buys more of them. */
static uint64_t
votes_a_day(const struct view *v, const struct account_rec *rec)
{
	static const unsigned halves[] = { 2, 2, 3, 4, 6 };
	uint64_t n = policy_of(v, POLICY_DAY_VOTES);

	return n * halves[rec->trust < 4 ? rec->trust : 4] / 2;
}

static enum err
check_day(struct view *v, const struct decision *d)
{
	const struct account_rec *me = &d->me->rec;
	uint64_t most = votes_a_day(v, me);

	if (d->imported || d->me->admin || d->me->id == 0 || most == 0 ||
	    me->day != (uint32_t)(d->now / DAY_S) || me->day_votes < most)
		return OK;
	return err_set(ERR_SLOW, "%lld seconds: that is enough for a day, "
	    "go on tomorrow", (long long)(DAY_S - d->now % DAY_S));
}

/* It is an account's: the operator as such has no voice. */
static enum err
check_voice(struct view *v, const struct decision *d)
{
	if (d->me->id == 0)
		return err_set(ERR_DENIED, "role: only an account has a "
		    "voice; log in, or say as=@name");
	return check_day(v, d);
}

/* --- vote ----------------------------------------------------------------- */

/* What it brings the author, and what it costs. Who is paid gives nothing. */
static void
put_points(struct view *v, int64_t value, struct decision *d)
{
	const struct mark_rec *m = &d->subject->mark;
	bool root = d->subject->root == d->subject->article;
	bool paid = (roles_any(d->me->roles) & WHO_PAID) != 0;
	int give, own = 0;

	if (value == 0 || paid || m->author == 0)
		return;
	if (value > 0) {
		give = (int)policy_of(v,
		    root ? POLICY_POINTS_QUESTION : POLICY_POINTS_ANSWER);
	} else {
		give = -(int)policy_of(v, POLICY_POINTS_DOWN);
		own = -(int)policy_of(v, POLICY_POINTS_DOWN_OWN);
	}
	give = points_left(v, m->author, d->me->id, give, d->now);
	own = points_left(v, d->me->id, 0, own, d->now);
	if (give != 0)
		event_put_arg_i64(&d->args, "give", give);
	if (own != 0)
		event_put_arg_i64(&d->args, "own", own);
}

enum err
decide_VOTE(struct view *v, const struct intent *i, struct decision *d)
{
	struct voice_rec old = { .value = 0 };
	int64_t value;
	enum err e;

	if (!event_arg_i64(i->args, "value", &value) || value < -1 ||
	    value > 1)
		return err_arg("value", "value= is +1, -1 or 0");
	e = check_author(v, "vote", d);
	if (e == OK && value != 0)
		e = check_voice(v, d);
	if (e != OK)
		return e;
	voice_get(v->txn, d->subject->article, VOICE_VOTE, d->me->id, &old);
	if (old.value == value)
		return err_set(ERR_EXISTS, value == 0 ?
		    "there is no vote of yours" : "that is your vote already");
	put_target(i, d);
	event_put_arg_i64(&d->args, "value", value);
	put_points(v, value, d);
	return OK;
}

/* --- me-too and support --------------------------------------------------- */

uint64_t
question_original(struct txn *t, uint64_t root, struct question_rec *q)
{
	/* dup and merge see to it that there is no circle. */
	for (int i = 0; i < DUP_MAX && question_find(t, root, q); i++) {
		if (q->state != STATE_DUPLICATE || q->dup_of == 0)
			return root;
		root = article_root(t, q->dup_of);
	}
	*q = (struct question_rec){ .state = STATE_NONE };
	return 0;
}

enum err
take_switch(const struct intent *i, bool *on)
{
	int64_t value = 1;

	if (event_arg(i->args, "value").p != NULL &&
	    (!event_arg_i64(i->args, "value", &value) || value < 0 ||
	    value > 1))
		return err_arg("value", "value= is 1 or 0");
	*on = value != 0;
	return OK;
}

static enum err
put_switch(struct view *v, const struct intent *i, uint64_t article,
    enum voice_kind kind, bool on, struct decision *d)
{
	struct voice_rec old;
	bool had = voice_get(v->txn, article, kind, d->me->id, &old);

	if (had == on)
		return err_set(ERR_EXISTS, had ? "you said so already" :
		    "you did not say so");
	put_target(i, d);
	event_put_arg_u64(&d->args, "value", on);
	return OK;
}

/* Both are said of the question, whichever article of it was meant. */
static enum err
decide_joining(struct view *v, const struct intent *i, struct decision *d,
    uint32_t kind, enum voice_kind voice)
{
	struct question_rec q;
	uint64_t root = question_original(v->txn, d->subject->root, &q);
	bool on;
	enum err e = take_switch(i, &on);

	if (e == OK && (root == 0 || q.kind != kind))
		e = err_set(ERR_STATE, kind == KIND_QA ? "no question is asked "
		    "there; vote says that an article helps" :
		    "that is no idea; vote says that an article helps");
	if (e == OK && (q.state == STATE_REMOVED || q.state == STATE_DONE ||
	    q.state == STATE_DECLINED || (q.state == STATE_EXPIRED && on)))
		e = err_set(ERR_STATE, "it is %s; begin another one",
		    question_state_name(q.state));
	if (e == OK && on)
		e = check_voice(v, d);
	if (e == OK && q.asker != 0 && q.asker == d->me->id)
		e = err_set(ERR_DENIED, "own: it is yours, and counts "
		    "already");
	return e == OK ? put_switch(v, i, root, voice, on, d) : e;
}

enum err
decide_METOO(struct view *v, const struct intent *i, struct decision *d)
{
	return decide_joining(v, i, d, KIND_QA, VOICE_METOO);
}

/* Who may want but so many open ideas chooses the good ones. */
static enum err
check_backed(struct view *v, const struct decision *d)
{
	uint64_t most = policy_of(v, POLICY_SUPPORTS), n = 0, root = 0;
	struct question_rec q;

	most *= d->me->rec.trust + 1u;
	while (most != 0 && n < most &&
	    (root = backed_next(v->txn, d->me->id, root)) != 0)
		n += question_get(v->txn, root, &q, NULL) &&
		    q.state == STATE_OPEN;
	if (most == 0 || n < most || d->imported || d->me->admin)
		return OK;
	return err_set(ERR_DENIED, "trust: you support %llu open ideas "
	    "already; take one back with value=0",
	    (unsigned long long)most);
}

enum err
decide_SUPPORT(struct view *v, const struct intent *i, struct decision *d)
{
	enum err e = decide_joining(v, i, d, KIND_IDEAS, VOICE_SUPPORT);

	return e == OK && !slice_is(event_arg(i->args, "value"), "0") ?
	    check_backed(v, d) : e;
}

/* --- thank, rate, dispute ------------------------------------------------- */

enum err
decide_THANK(struct view *v, const struct intent *i, struct decision *d)
{
	struct voice_rec old;
	enum err e = check_author(v, "thank", d);

	if (e == OK)
		e = check_voice(v, d);
	if (e == OK && voice_get(v->txn, d->subject->article, VOICE_THANK,
	    d->me->id, &old))
		e = err_set(ERR_EXISTS, "you thanked for it already");
	if (e != OK)
		return e;
	put_target(i, d);
	return put_line(i, "text", false, d);
}

enum err
decide_RATE(struct view *v, const struct intent *i, struct decision *d)
{
	const struct question_rec *q = &d->subject->question;
	uint64_t value;

	(void)v;
	if (!event_arg_u64(i->args, "value", &value) || value < 1 ||
	    value > 5)
		return err_arg("value", "value= is 1 to 5");
	if (!d->subject->asks || q->state != STATE_SOLVED)
		return err_set(ERR_STATE, "only a solved question is rated; "
		    "solve comes first");
	if (q->rating == value && event_text(i->args).len == 0)
		return err_set(ERR_EXISTS, "that is its rating already");
	put_target(i, d);
	event_put_arg_u64(&d->args, "value", value);
	return put_line(i, "text", false, d);
}

/* label= is what the answer is called then. */
enum err
decide_DISPUTE(struct view *v, const struct intent *i, struct decision *d)
{
	const struct mark_rec *m = &d->subject->mark;
	uint64_t most = policy_of(v, POLICY_DISPUTES);
	int64_t n;
	bool on;
	enum err e = take_switch(i, &on);

	if (e == OK && (m->who & (WHO_STAFF | WHO_MANAGER)) == 0)
		e = err_set(ERR_STATE, "only what staff wrote is disputed; "
		    "vote -1 says that an article does not help");
	if (e == OK && on)
		e = check_voice(v, d);
	if (e == OK)
		e = put_switch(v, i, d->subject->article, VOICE_DISPUTE, on,
		    d);
	if (e != OK)
		return e;
	n = (int64_t)m->disputes + (on ? 1 : -1);
	event_put_arg_u64(&d->args, "label",
	    most != 0 && n >= (int64_t)most);
	return put_line(i, "reason", false, d);
}

/* --- score, follow -------------------------------------------------------- */

enum err
decide_SCORE(struct view *v, const struct intent *i, struct decision *d)
{
	uint64_t up = 0, down = 0;
	struct slice more = event_arg(i->args, "down");

	(void)v;
	if (!event_arg_u64(i->args, "up", &up) || up > INT32_MAX)
		return err_arg("up", "up= and down= are numbers");
	if (more.p != NULL && (!slice_u64(more, &down) || down > INT32_MAX))
		return err_arg("down", "up= and down= are numbers");
	put_target(i, d);
	event_put_arg_u64(&d->args, "up", up);
	event_put_arg_u64(&d->args, "down", down);
	return OK;
}

enum err
decide_FOLLOW(struct view *v, const struct intent *i, struct decision *d)
{
	const struct subject *s = d->subject;
	uint64_t id = s->domain == DOMAIN_ARTICLE ? s->root :
	    s->domain == DOMAIN_USER ? s->account : s->board;
	bool on, had;
	enum err e = take_switch(i, &on);

	if (e == OK && d->me->id == 0)
		e = err_set(ERR_DENIED, "role: only an account follows; "
		    "log in, or say as=@name");
	if (e == OK && s->domain == DOMAIN_USER && s->account == d->me->id)
		e = err_set(ERR_DENIED, "own: nobody follows himself");
	if (e == OK && (id == 0 || (s->domain == DOMAIN_BOARD &&
	    !board_open_to(s->kind, s->board_name, d->who, d->me->roles))))
		e = err_set(ERR_NOTFOUND, "there is no such thing");
	if (e != OK)
		return e;
	had = follow_get(v->txn, s->domain, id, d->me->id);
	if (had == on)
		return err_set(ERR_EXISTS, had ? "you follow it already" :
		    "you do not follow it");
	put_target(i, d);
	event_put_arg_u64(&d->args, "value", on);
	return OK;
}
