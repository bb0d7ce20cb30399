/* XACT: any change that the act table knows. */
#include <stddef.h>
#include <stdlib.h>

#include "common/xalloc.h"
#include "proto/rule.h"
#include "server/auth/pool.h"
#include "server/cmd/act.h"
#include "server/cmd/auth.h"
#include "server/cmd/backup.h"
#include "server/cmd/cancel.h"
#include "server/cmd/change.h"
#include "server/cmd/feed_admin.h"
#include "server/cmd/publish.h"
#include "server/cmd/table.h"
#include "server/cmd/terms.h"
#include "server/stoad.h"

/* The retry time of 493. */
enum { RETRY_S = 1 };

/* column: where in the act as it was written, for 494. */
static void
put_refusal(struct buf *out, enum err e, int column, const char *why)
{
	switch (e) {
	case ERR_DENIED:
		reply_putf(out, REPLY_ACT_DENIED, "%s", why);
		break;
	case ERR_NOTFOUND:
		reply_putf(out, REPLY_ACT_NOTFOUND, "%s", why);
		break;
	case ERR_STATE:
		reply_putf(out, REPLY_ACT_STATE, "%s", why);
		break;
	case ERR_TERMS:
		reply_putf(out, REPLY_TERMS_FIRST, "XTERMS %s", why);
		break;
	case ERR_BUSY:
		reply_putf(out, REPLY_ACT_SLOW, "%d %s", RETRY_S, why);
		break;
	case ERR_SLOW:	/* its sentence begins with the seconds */
		reply_putf(out, REPLY_ACT_SLOW, "%s", why);
		break;
	case ERR_SYNTAX:
	case ERR_TOOBIG:
		reply_putf(out, REPLY_ACT_SYNTAX, "%d %s", column, why);
		break;
	default:
		reply_putf(out, REPLY_FAULT, "%s", why);
		break;
	}
}

/* Whoever may do more than others is watched, and who tries to. */
void
act_audit(struct session *s, const struct act *a, struct slice target,
    enum err e, const char *why)
{
	struct server *server = s->desk->server;
	const struct audit_from from = command_from(s);
	bool done = e == OK || e == ERR_EXISTS;

	/* There are many, and the journal says who brought them. */
	if (done && s->importing && act_is_plain(a->id))
		return;
	audit(server->audit, done ? AUDIT_ACT : AUDIT_ACT_REFUSED, &from,
	    "%s %.*s%s%s", a->name, SLICE_ARG(target), done ? "" : ": ",
	    done ? "" : why);
}

static void
answer_act(struct change *c, struct session *s, struct buf *out)
{
	unsigned long long seq = (unsigned long long)c->intent.seq;

	if (c->intent.act == ACT_JOIN && c->intent.err != OK)
		command_unbrake_join(s);
	act_audit(s, &act_table[c->intent.act], c->intent.target,
	    c->intent.err, change_why(c));
	if (c->intent.err == OK)
		reply_putf(out, REPLY_ACT_OK, "%llu", seq);
	else if (c->intent.err == ERR_EXISTS)
		reply_putf(out, REPLY_ACT_ALREADY, "%llu %s", seq,
		    change_why(c));
	else
		put_refusal(out, c->intent.err, act_column(
		    slice_of(c->line), c->intent.fault), change_why(c));
}

/* line is the act as it was written; what becomes of its arguments, args. */
static void
submit(struct session *s, const struct act_request *a, struct slice line,
    struct slice args, const char *secret)
{
	struct act_request full = { .act = a->act, .args = args };
	struct buf text = BUF_INIT(LIMIT_HEADER);
	struct change *c;

	act_put_args(&full, &text);
	c = change_new(s, a->act->id, a->target, buf_slice(&text));
	buf_clear(&text);
	c->line = xstrndup(line.p, line.len);
	c->answer = answer_act;
	if (secret != NULL) {
		slice_copy(slice_of(secret), c->hash, sizeof(c->hash));
		c->intent.secret = slice_of(c->hash);
	}
	if (a->act->id == ACT_BACKUP)
		backup_submit(s, &c);
	else if (a->act->id == ACT_FEED)
		feed_submit(s, &c);
	else if (a->act->id == ACT_PUBLISH)
		publish_submit(s, &c);
	else if (a->act->id == ACT_CANCEL)
		cancel_submit(s, &c);
	else if (a->act->id == ACT_TERMS)
		terms_submit(s, &c);
	else
		change_submit(s, &c, !s->importing);
}

bool
act_is_plain(enum act_id id)
{
	return id != ACT_BACKUP && id != ACT_FEED && id != ACT_PUBLISH &&
	    id != ACT_CANCEL && id != ACT_TERMS && id != ACT_READ;
}

/* A refusal that needs no writer would overtake the answers before it. */
bool
act_streams(struct session *s, const struct request *r)
{
	struct act_request a;
	int column;

	if (!s->importing || r->cmd == NULL || r->cmd->id != CMD_XACT ||
	    act_parse(r->rest, &a, &column) != OK || a.block)
		return false;
	return a.act->who != WHO_NOBODY && act_is_plain(a.act->id);
}

/* --- a password: hashed first, then given to the writer ------------------- */

struct hashing {
	struct task task;
	struct hash_job job;
	char line[LIMIT_LINE];	/* the act */
	char person[LIMIT_PERSON + 1];	/* "": not said */
};

static void
on_hashed(struct hash_job *j)
{
	struct hashing *h = (struct hashing *)(void *)((char *)j -
	    offsetof(struct hashing, job));

	task_done(&h->task);
}

static void
submit_person(struct session *s, const struct act_request *a,
    const struct hashing *h)
{
	struct buf args = BUF_INIT(LIMIT_HEADER);
	unsigned wait = command_brake_join(s);

	if (wait != 0) {
		reply_putf(s->out, REPLY_ACT_SLOW,
		    "%u many accounts of one address", wait);
		return;
	}
	buf_put_slice(&args, a->args);
	if (h->person[0] != '\0')
		event_put_text(&args, slice_of(h->person));
	submit(s, a, slice_of(h->line), buf_slice(&args), h->job.hash);
	buf_clear(&args);
}

static void
finish_hashing(struct task *t, struct buf *out)
{
	struct hashing *h = (struct hashing *)(void *)t;
	struct act_request a;
	int column;

	if (out == NULL)
		;	/* the session is gone, its wish with it */
	else if (h->job.err != OK)
		put_refusal(out, ERR_BUSY, 1, "no place to hash a password");
	else if (act_parse(slice_of(h->line), &a, &column) == OK)
		submit_person(t->session, &a, h);
	hash_forget(&h->job, sizeof(h->job));
	free(h);
}

static void
hash_password(struct session *s, struct slice password, struct slice person)
{
	struct hashing *h = xcalloc(1, sizeof(*h));

	slice_copy(slice_of(s->offer), h->line, sizeof(h->line));
	slice_copy(person, h->person, sizeof(h->person));
	slice_copy(password, h->job.password, sizeof(h->job.password));
	h->job.password_len = password.len;
	h->job.make = true;
	memcpy(&h->job.from, ip_host(&s->ip).p, sizeof(h->job.from));
	h->job.done = on_hashed;
	h->job.unwanted = &h->task.unwanted;
	h->task.finish = finish_hashing;
	session_task(s, &h->task, true);
	if (!hash_pool_submit(s->desk->server->hashes, &h->job)) {
		session_untask(s, &h->task);
		hash_forget(&h->job, sizeof(h->job));
		free(h);
		put_refusal(s->out, ERR_BUSY, 1, "too many logins at once");
	}
}

/* What is wrong with the block that was sent for the text of the act. */
static void
refuse_block(struct session *s, enum err e, const char *why)
{
	put_refusal(s->out, e, act_column(slice_of(s->offer), ":"), why);
}

/* The password, and in a second line what the person is called. */
static void
take_password(struct session *s, struct slice text)
{
	struct slice person = text;
	struct slice password = slice_trim(slice_cut(&person, '\n'));

	person = slice_trim(person);
	if (password.len == 0 || password.len > LIMIT_PASSWORD ||
	    slice_chr(person, '\n') != -1)
		refuse_block(s, ERR_SYNTAX, "a password is one line of at "
		    "most 256 bytes; a second one may say who you are");
	else if (password.len < LIMIT_PASSWORD_LEAST && s->right < RIGHT_ADMIN)
		refuse_block(s, ERR_SYNTAX, "a password has 8 bytes or "
		    "more; choose a longer one");
	else if (person.len > LIMIT_PERSON)
		refuse_block(s, ERR_SYNTAX, "a person's name has at most "
		    "80 bytes; shorten it");
	else
		hash_password(s, password, person);
}

/* --- the block of an act -------------------------------------------------- */

static void
take_text(struct session *s, const struct act_request *a, struct slice text)
{
	struct buf args = BUF_INIT(LIMIT_HEADER);

	buf_put_slice(&args, a->args);
	event_put_text(&args, text);
	if (buf_ok(&args))
		submit(s, a, slice_of(s->offer), buf_slice(&args), NULL);
	else
		refuse_block(s, ERR_TOOBIG, "the text is too long");
	buf_clear(&args);
}

enum err
act_may(struct session *s, const struct act *a)
{
	if (a->who == WHO_NOBODY)
		return err_set(ERR_DENIED, "role: the server alone does that");
	if (a->who == WHO_ADMIN && s->right != RIGHT_ADMIN &&
	    s->name[0] != '\0')
		return err_set(ERR_DENIED, "role: that takes an admin");
	return OK;
}

/* The same, and it is answered; a guest may log in first. */
static bool
may_act(struct session *s, const struct act_request *r)
{
	const struct act *a = r->act;

	if (act_may(s, a) != OK) {
		act_audit(s, a, r->target, ERR_DENIED, "no right");
		put_refusal(s->out, ERR_DENIED, 1, err_detail());
		return false;
	}
	if (s->name[0] != '\0' || s->right >= RIGHT_ADMIN ||
	    (a->who & WHO_GUEST) != 0)
		return true;
	reply_put(s->out, REPLY_AUTH_NEEDED);
	return false;
}

static void
on_block(struct session *s, enum dot_status status, struct buf *block)
{
	struct act_request a;
	int column;

	auth_refresh(s);
	if (status != DOT_END)
		refuse_block(s, ERR_SYNTAX, command_block_fault(status));
	else if (act_parse(slice_of(s->offer), &a, &column) != OK)
		put_refusal(s->out, ERR_SYNTAX, column, err_detail());
	else if (!may_act(s, &a))
		;	/* it was revoked meanwhile; that is said */
	else if (a.act->id == ACT_JOIN)
		take_password(s, slice_trim(buf_slice(block)));
	else
		take_text(s, &a, slice_trim(buf_slice(block)));
	if (block->p != NULL)
		hash_forget(block->p, block->cap);
}

/* A rule or a query says where it does not read, which the writer cannot. */
static enum err
check_text(const struct act_request *a, struct slice line, int *column)
{
	struct slice text = event_text(a->args);
	struct query query;
	struct rule rule;
	int at = 1;
	enum err e = OK;

	if (text.len == 0 || slice_chr(text, '\\') != -1)
		return OK;
	if (a->act->id == ACT_RULE)
		e = rule_parse(text, &rule, &at);
	else if (a->act->id == ACT_VIEW &&
	    (e = query_parse(text, &query, &at)) == OK)
		e = query_check(&query, QUERY_OF_ARTICLE, true, &at);
	if (e != OK)
		*column = (int)(text.p - line.p) + at;
	return e;
}

void
cmd_XACT(struct session *s, const struct request *r)
{
	struct act_request a;
	unsigned wait;
	int column = 1;

	if (act_parse(r->rest, &a, &column) != OK) {
		put_refusal(s->out, ERR_SYNTAX, column, err_detail());
		return;
	}
	if (!may_act(s, &a))
		return;
	if (check_text(&a, r->rest, &column) != OK) {
		put_refusal(s->out, ERR_SYNTAX, column, err_detail());
		return;
	}
	if (a.act->id == ACT_JOIN && a.block && !auth_safe(s)) {
		reply_put(s->out, REPLY_TLS_NEEDED);
		return;
	}
	wait = command_brake_acts(s, 1);
	if (wait != 0) {
		reply_putf(s->out, REPLY_ACT_SLOW, "%u seconds to go: other "
		    "connections of %s act, too", wait, s->name);
		return;
	}
	if (!a.block) {
		submit(s, &a, r->rest, a.args, NULL);
		return;
	}
	if (command_no_room(s)) {
		put_refusal(s->out, ERR_BUSY, 1, command_no_room_text);
		return;
	}
	s->offer = xstrndup(r->rest.p, r->rest.len);
	reply_put(s->out, REPLY_ACT_SEND);
	session_receive(s, LIMIT_HEADER, on_block);
}
