/* POST (RFC 3977, 6.3.1). Every refusal says what the poster can do. */
#include "server/cmd/post.h"

#include <stdlib.h>

#include "common/clock.h"
#include "common/xalloc.h"
#include "proto/account.h"
#include "proto/article.h"
#include "server/auth/canlock.h"
#include "server/cmd/act.h"
#include "server/cmd/change.h"
#include "server/cmd/deeds.h"
#include "server/cmd/inject.h"
#include "server/cmd/moderate.h"
#include "server/cmd/sees.h"
#include "server/cmd/table.h"
#include "server/cmd/terms.h"
#include "server/conf/conf.h"
#include "server/stoad.h"
#include "server/store/community/subject.h"

const char *
command_block_fault(enum dot_status status)
{
	switch (status) {
	case DOT_LONG:
		return "it is too large";
	case DOT_NUL:
		return "it holds a NUL; send text, or base64";
	case DOT_BARE_CR:
		return "a CR stands without its LF; end lines with CRLF";
	case DOT_BARE_LF:
		return "a LF stands without its CR; end lines with CRLF";
	case DOT_END:
	case DOT_MORE:
		break;
	}
	return NULL;
}

/* What the boards' policy says of its size. */
static enum err
check_size(struct session *s, struct slice list, size_t size)
{
	const struct conf *conf = atomic_load(&s->desk->server->conf);
	char board[LIMIT_BOARD_NAME + 1];
	struct slice name;

	while (conf != NULL && article_next_board(&list, &name)) {
		uint64_t max;

		slice_copy(name, board, sizeof(board));
		max = conf_board(conf, board).max_size;
		if (max != 0 && size > max)
			return err_set(ERR_TOOBIG, "%s takes articles of at "
			    "most %llu bytes, this one has %zu; shorten it",
			    board, (unsigned long long)max, size);
	}
	return OK;
}

/* The boards that are moderated, and those of them that the poster rules. */
static enum err
check_approved(struct session *s, struct view *v, const struct article *a,
    struct inject_by *by)
{
	struct slice list = article_value(a, "Newsgroups"), name;
	bool given = article_field(a, "Approved") != NULL, any = false;
	struct board b;

	while (article_next_board(&list, &name)) {
		if (!moderates(s, name))
			continue;
		any = true;
		by->approves = by->approves ||
		    (view_board(v, name, &b) && b.status == 'm');
	}
	if (given && !any && s->right < RIGHT_ADMIN)
		return err_set(ERR_DENIED, "Approved is for moderators; leave "
		    "it out, and the article waits for one");
	return OK;
}

/*
 * Whose article this one takes out, if the poster may: for the proof that
 * peers want. Whether it has an effect here the writer decides.
 */
static void
find_owner(struct session *s, struct view *v, const struct article *a,
    char owner[LIMIT_ACCOUNT_NAME + 1], struct inject_by *by)
{
	struct slice target;
	struct event e;
	uint64_t id = 0;

	article_control(a, &target);
	if (target.len != 0)
		id = view_article_id(v, target);
	if (id == 0 || !view_article_event(v, id, &e) ||
	    !slice_starts(e.actor, "@") ||
	    (!is_author(s, &e) && !moderates_all(s, &e)))
		return;
	if (slice_copy(slice_from(e.actor, 1), owner, LIMIT_ACCOUNT_NAME + 1))
		by->owner = slice_of(owner);
}

/*/* Those that stoad.conf names, and those that there are. */
static void
put_brands(struct session *s, struct view *v, struct buf *out)
{
	const struct conf *conf = atomic_load(&s->desk->server->conf);
	struct desk *d = s->desk;

	view_staff_brands(v, &d->brands_of, &d->brands);
	if (conf != NULL)
		account_fold_words(slice_of(conf->community.brands), out);
	buf_put_slice(out, buf_slice(&d->brands));
}

static enum err
inject(struct session *s, struct view *v, const struct article *a,
    struct buf *raw)
{
	struct server *server = s->desk->server;
	char owner[LIMIT_ACCOUNT_NAME + 1];
	struct inject_by by = {
		.server = store_name(server->store),
		.account = s->name,
		.now = clock_now(),
		.secret = store_canlock(server->store),
		.any_name = s->operator,
		.roles = sees_me(s)->roles,
	};
	struct buf brands = BUF_INIT(2 * LIMIT_ARTICLE);
	enum err e;

	put_brands(s, v, &brands);
	by.brands = buf_slice(&brands);
	e = inject_check(&by, a);
	buf_clear(&brands);
	if (e == OK)
		e = check_size(s, article_value(a, "Newsgroups"), a->raw.len);
	if (e == OK)
		e = check_approved(s, v, a, &by);
	if (e != OK)
		return e;
	find_owner(s, v, a, owner, &by);
	return inject_write(&by, a, raw);
}

static enum err
make(struct session *s, struct view *v, const struct article *a,
    struct posting **out)
{
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	enum err e = inject(s, v, a, &raw);

	*out = NULL;
	if (e == OK)
		e = posting_new(s->desk->server->store, &raw, out);
	buf_clear(&raw);
	return e;
}

enum err
post_make(struct session *s, struct view *v, struct slice block,
    struct posting **out)
{
	struct article *a = xmalloc(sizeof(*a));
	enum err e = article_parse(block, a);

	*out = NULL;
	if (e == OK)
		e = make(s, v, a, out);
	free(a);
	return e;
}

/* --- the answer ----------------------------------------------------------- */

/* Those that were done, or the one that was not. */
static void
audit_deeds(struct change *c, struct session *s, const struct intent *refused)
{
	for (int i = 0; i < c->deeds->n; i++) {
		const struct intent *one = &c->deeds->deed[i].intent;

		if (refused == NULL || one->act == refused->act)
			act_audit(s, &act_table[one->act], one->target,
			    c->intent.err, change_why(c));
	}
}

/* act: the one of several that was refused, or NULL. */
static void
put_refused(struct change *c, struct session *s, const struct intent *act,
    struct buf *out)
{
	if (act != NULL && act->act == ACT_POST)
		act = NULL;
	if (c->intent.err == ERR_TERMS && terms_first(s) != 0)
		terms_refuse(s, out);
	else
		reply_putf(out, REPLY_POST_FAILED, "%s%s%s",
		    act != NULL ? act_table[act->act].name : "",
		    act != NULL ? ": " : "", change_why(c));
}

static void
answer_deeds(struct change *c, struct session *s, struct buf *out)
{
	const struct intent *refused = c->intent.failed;
	struct buf done = BUF_INIT(LIMIT_LINE);

	if (c->intent.posting == NULL) {
		c->deeds->deed[0].intent.err = c->intent.err;
		c->deeds->deed[0].intent.seq = c->intent.seq;
	}
	if (c->intent.err == ERR_EXISTS && c->intent.posting == NULL)
		c->intent.err = OK;
	else if (c->intent.err != OK && refused == NULL)
		refused = &c->intent;
	audit_deeds(c, s, refused);
	if (refused != NULL) {
		put_refused(c, s, refused, out);
		return;
	}
	if (c->intent.posting != NULL)
		buf_printf(&done, "%s %s; ", c->msgid, c->intent.held ?
		    "waits for a moderator" : "posted");
	deeds_put(c->deeds, &done);
	reply_putf(out, REPLY_POST_OK, "%.*s", SLICE_ARG(buf_slice(&done)));
	buf_clear(&done);
}

/* Of a question also when its clock runs out. */
static void
put_posted(const struct change *c, struct session *s, struct buf *out)
{
	struct view *v = c->intent.held ? NULL : desk_view(s->desk);
	int64_t now = clock_now();
	struct subject q;

	if (v == NULL || !view_subject_article(v, c->intent.seq, &q) ||
	    q.root != q.article || q.question.due <= now)
		reply_putf(out, REPLY_POST_OK, "%s %s", c->msgid,
		    c->intent.held ? "waits for a moderator" : "posted");
	else
		reply_putf(out, REPLY_POST_OK, "%s posted, due in %lld h",
		    c->msgid, (long long)(q.question.due - now + 1800) / 3600);
}

static void
answer_post(struct change *c, struct session *s, struct buf *out)
{
	if (c->intent.posting != NULL)
		metric_add(&s->desk->server->metrics, METRIC_POSTED,
		    c->intent.err == OK);
	if (c->deeds != NULL)
		answer_deeds(c, s, out);
	else if (c->intent.err == OK)
		put_posted(c, s, out);
	else
		put_refused(c, s, NULL, out);
}

/* --- the change ----------------------------------------------------------- */

/* What is to be published, and the acts that come with it. */
static struct change *
post_change(struct session *s, const struct article *a, struct posting *p,
    struct deeds *deeds)
{
	const struct field *why = article_field(a, "X-Override");
	struct change *c = change_new(s, ACT_POST, posting_msgid(p),
	    SLICE(""));

	slice_copy(posting_msgid(p), c->msgid, sizeof(c->msgid));
	c->intent.posting = p;
	c->intent.opens = canlock_opens;
	if (why != NULL) {
		article_unfold(&c->override, why->value);
		c->intent.override = buf_slice(&c->override);
	}
	c->deeds = deeds;
	if (deeds != NULL)
		c->intent.also = deeds_link(deeds, &c->intent);
	return c;
}

/* The acts alone: nothing else was said. */
static struct change *
deeds_change(struct session *s, struct deeds *deeds)
{
	const struct intent *first = &deeds->deed[0].intent;
	struct change *c =
	    change_new(s, first->act, first->target, first->args);

	deeds_link(deeds, &c->intent);
	c->intent.also = first->also;
	c->deeds = deeds;
	return c;
}

/* NULL when it is refused (*e); takes nothing then. */
static struct change *
make_change(struct session *s, struct view *v, struct slice block, enum err *e)
{
	struct article *a = xmalloc(sizeof(*a));
	struct deeds *deeds = NULL;
	struct posting *p = NULL;
	struct change *c = NULL;

	*e = article_parse(block, a);
	if (*e == OK)
		*e = deeds_read(s, a, &deeds);
	if (*e == OK && (deeds == NULL || deeds->text))
		*e = make(s, v, a, &p);
	if (*e != OK)
		deeds_free(&deeds);
	else if (p != NULL)
		c = post_change(s, a, p, deeds);
	else
		c = deeds_change(s, deeds);
	free(a);
	return c;
}

static void
on_article(struct session *s, enum dot_status status, struct buf *block)
{
	struct view *v = desk_view(s->desk);
	struct change *c = NULL;
	enum err e = ERR_IO;
	unsigned wait;

	if (status != DOT_END) {
		reply_putf(s->out, REPLY_POST_FAILED, "Not posted: %s",
		    command_block_fault(status));
		return;
	}
	if (v != NULL)
		c = make_change(s, v, buf_slice(block), &e);
	if (c == NULL) {
		reply_putf(s->out, REPLY_POST_FAILED, "%s", command_why(e));
		return;
	}
	wait = c->deeds != NULL ?
	    command_brake_acts(s, (unsigned)c->deeds->n) : 0;
	if (wait == 0 && c->intent.posting != NULL)
		wait = command_brake(s);
	if (wait != 0) {
		change_free(&c);
		reply_putf(s->out, REPLY_POST_FAILED, "Not posted: that was "
		    "many in a short time; try again in %u seconds", wait);
		return;
	}
	c->task.weight = block->len;
	c->answer = answer_post;
	change_submit(s, &c, true);
}

void
cmd_POST(struct session *s, const struct request *r)
{
	(void)r;
	if (command_no_room(s)) {
		reply_put(s->out, REPLY_FAULT, command_no_room_text);
		return;
	}
	reply_put(s->out, REPLY_POST_SEND);
	session_receive(s, LIMIT_ARTICLE, on_article);
}
