/* AUTHINFO USER/PASS and SASL PLAIN (RFC 4643); peers of the Unix socket. */
#include "server/cmd/auth.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/base64.h"
#include "common/clock.h"
#include "common/log.h"
#include "common/utf8.h"
#include "common/xalloc.h"
#include "proto/account.h"
#include "proto/date.h"
#include "server/auth/account.h"
#include "server/auth/brake.h"
#include "server/auth/pool.h"
#include "server/cmd/peer.h"
#include "server/cmd/table.h"
#include "server/conf/conf.h"
#include "server/stoad.h"
#include "server/store/community/order.h"
#include "server/store/store.h"
#include "server/store/community/subject.h"

bool
auth_safe(const struct session *s)
{
	return s->local || s->tls;
}

bool
auth_offered(const struct session *s)
{
	return auth_safe(s) && s->name[0] == '\0' && !s->compressed;
}

/* False when no login is possible now; then it has answered. */
static bool
may_log_in(struct session *s)
{
	if (s->name[0] != '\0') {
		reply_putf(s->out, REPLY_DENIED, "Already logged in as %s",
		    s->name);
		return false;
	}
	if (s->compressed) {
		reply_putf(s->out, REPLY_DENIED, "No login behind COMPRESS; "
		    "log in first, on a new connection");
		return false;
	}
	if (!auth_safe(s)) {
		reply_put(s->out, REPLY_TLS_NEEDED);
		return false;
	}
	return true;
}

/* Notes who wants to log in. */
static void
ask(struct session *s, struct slice name)
{
	/* An impossible name is asked for its password like any other. */
	if (!account_name_valid(name) ||
	    !slice_copy(name, s->asked, sizeof(s->asked)))
		slice_copy(SLICE("?"), s->asked, sizeof(s->asked));
}

void
cmd_AUTHINFO_USER(struct session *s, const struct request *r)
{
	if (!may_log_in(s))
		return;
	ask(s, r->argv[0]);
	reply_put(s->out, REPLY_AUTH_MORE);
}

struct login {
	struct task task;
	struct hash_job job;
};

static void
on_hashed(struct hash_job *j)
{
	struct login *l = (struct login *)(void *)((char *)j -
	    offsetof(struct login, job));

	task_done(&l->task);
}

static bool
is_suspended(const struct account *a)
{
	return a->suspended > clock_now();
}

/* Until when, and what for. */
static void
put_suspended(struct view *v, const struct account *a, struct buf *why)
{
	struct event e = { 0 };

	buf_puts(why, "Suspended until ");
	date_put_rfc3339(why, a->suspended);
	if (view_sanction(v, a->id, clock_now(), &e) &&
	    event_text(e.args).len != 0) {
		buf_puts(why, ": ");
		text_unescape(why, event_text(e.args));
	}
}

/*
 * Takes the account's name and right, if it is still there. ERR_STATE when
 * it is suspended; why, unless it is NULL, is appended then.
 */
static enum err
log_in(struct session *s, struct slice name, struct buf *why)
{
	struct view *v = desk_view(s->desk);
	struct account account;

	if (v == NULL)
		return ERR_IO;
	if (!view_account(v, name, &account))
		return ERR_NOTFOUND;
	if (is_suspended(&account)) {
		if (why != NULL)
			put_suspended(v, &account, why);
		return ERR_STATE;
	}
	if (!slice_copy(name, s->name, sizeof(s->name)))
		return ERR_NOTFOUND;
	s->right = account_right(account.roles);
	s->account = account.id;
	store_enter(s->desk->server->store, s->account);
	peer_refresh(s);
	return OK;
}

void
auth_refresh(struct session *s)
{
	struct account account;
	struct view *v;

	if (s->operator)
		return;
	v = s->name[0] != '\0' ? desk_view(s->desk) : NULL;
	if (v != NULL && view_account(v, slice_of(s->name), &account))
		s->right = is_suspended(&account) ? RIGHT_POST :
		    account_right(account.roles);
	else if (v != NULL && view_account_left(v, slice_of(s->name)))
		s->gone = true;
	peer_refresh(s);
}

/* Whose failures count together: an address and a name. */
static uint64_t
guesser(const struct session *s)
{
	struct brakes *b = s->desk->server->brakes;
	struct buf who = BUF_INIT(LIMIT_LINE);
	uint64_t key;

	buf_put_slice(&who, ip_host(&s->ip));
	buf_puts(&who, s->asked);
	key = b != NULL ? brake_guesser(b, buf_slice(&who)) : 0;
	buf_clear(&who);
	return key;
}

/* A name that does not exist may be a password: only a number is told. */
static void
audit_failure(struct session *s, enum audit_kind kind, const char *text)
{
	struct server *server = s->desk->server;
	struct audit_from from = command_from(s);
	struct view *v = desk_view(s->desk);
	struct account account;
	char number[16];

	from.account = s->asked;
	if (v == NULL || !view_account(v, slice_of(s->asked), &account)) {
		snprintf(number, sizeof(number), "?%08x",
		    audit_number(server->audit, slice_of(s->asked)));
		from.account = number;
	}
	audit(server->audit, kind, &from, "%s", text);
}

static void
audit_login(struct session *s, enum err e)
{
	struct server *server = s->desk->server;
	struct audit_from from = command_from(s);

	if (e == OK) {
		metric_add(&server->metrics, METRIC_LOGINS, 1);
		audit(server->audit, AUDIT_LOGIN, &from, "by password");
	} else if (e == ERR_DENIED) {
		metric_add(&server->metrics, METRIC_LOGINS_FAILED, 1);
		audit_failure(s, AUDIT_LOGIN_FAILED, "wrong");
	} else if (e == ERR_BUSY) {
		metric_add(&server->metrics, METRIC_HASH_BUSY, 1);
	}
}

/* The brake held it back. */
static void
note_delay(struct session *s, uint64_t ms)
{
	char text[32];

	if (ms == 0)
		return;
	metric_add(&s->desk->server->metrics, METRIC_BRAKE_LOGIN, 1);
	snprintf(text, sizeof(text), "for %llu ms", (unsigned long long)ms);
	audit_failure(s, AUDIT_LOGIN_DELAYED, text);
}

static const char hash_busy[] =
    "Too many logins at once; try again in a few seconds";

static void
finish_login(struct task *t, struct buf *out)
{
	struct login *l = (struct login *)(void *)t;
	struct session *s = t->session;
	struct buf why = BUF_INIT(LIMIT_LINE);
	enum err e;

	if (out == NULL) {
		free(l);
		return;
	}
	e = l->job.err == OK ?
	    log_in(s, slice_of(s->asked), &why) : l->job.err;
	if (e == ERR_NOTFOUND)
		e = ERR_DENIED;
	note_delay(s, l->job.held_ms + l->job.wait_ms);
	audit_login(s, e);
	if (e == OK) {
		reply_put(out, REPLY_AUTH_OK, s->name);
	} else if (e == ERR_STATE) {
		reply_putf(out, REPLY_AUTH_BAD, "%.*s",
		    SLICE_ARG(buf_slice(&why)));
	} else if (e == ERR_SLOW) {
		reply_putf(out, REPLY_FAULT, "Too many wrong passwords from "
		    "your address; try again in %llu seconds",
		    (unsigned long long)(l->job.wait_ms + 999) / 1000);
	} else if (e == ERR_IO) {
		command_fault(s);
	} else if (e != ERR_DENIED) {
		reply_put(out, REPLY_FAULT, hash_busy);
	} else {
		reply_put(out, REPLY_AUTH_BAD);
	}
	s->asked[0] = '\0';
	buf_clear(&why);
	free(l);
}

/* How many wrong passwords its address may send. */
static void
set_rates(const struct session *s, struct hash_job *j)
{
	const struct conf *conf = atomic_load(&s->desk->server->conf);

	if (conf == NULL)
		return;
	j->minute = brake_rate(conf->logins_minute, 60, conf->logins_minute);
	j->hour = brake_rate(conf->logins_hour, 3600, conf->logins_hour);
}

/* Has the password of the one who asked checked; answers 281 or 481. */
static void
check_password(struct session *s, struct slice password)
{
	struct view *v = desk_view(s->desk);
	struct slice secret;
	struct login *l;

	if (v == NULL) {
		command_fault(s);
		return;
	}
	l = xcalloc(1, sizeof(*l));
	secret = view_secret(v, slice_of(s->asked));
	/* Cut short it would not be the same; without a hash none is right. */
	if (slice_copy(password, l->job.password, sizeof(l->job.password)))
		slice_copy(secret, l->job.hash, sizeof(l->job.hash));
	l->job.password_len = strlen(l->job.password);
	memcpy(&l->job.from, ip_host(&s->ip).p, sizeof(l->job.from));
	l->job.guesser = guesser(s);
	set_rates(s, &l->job);
	l->job.done = on_hashed;
	l->job.unwanted = &l->task.unwanted;
	l->task.finish = finish_login;
	session_task(s, &l->task, true);
	if (!hash_pool_submit(s->desk->server->hashes, &l->job)) {
		session_untask(s, &l->task);
		hash_forget(&l->job, sizeof(l->job));
		free(l);
		audit_login(s, ERR_BUSY);
		reply_put(s->out, REPLY_FAULT, hash_busy);
	}
}

void
cmd_AUTHINFO_PASS(struct session *s, const struct request *r)
{
	if (!may_log_in(s))
		return;
	if (s->asked[0] == '\0')
		reply_put(s->out, REPLY_AUTH_ORDER,
		    "AUTHINFO USER comes first");
	else
		check_password(s, r->rest);
}

/* --- SASL PLAIN (RFC 4616) ------------------------------------------------ */

/* [for whom] NUL name NUL password */
static void
take_plain(struct session *s, struct slice message)
{
	struct slice rest = message, other, name;

	other = slice_cut(&rest, '\0');
	name = slice_cut(&rest, '\0');
	if (name.len == 0 || rest.len == 0 || slice_chr(rest, '\0') != -1 ||
	    !utf8_valid(message)) {
		reply_put(s->out, REPLY_AUTH_ORDER,
		    "PLAIN is [other] NUL name NUL password, in UTF-8");
	} else if (other.len != 0 && !slice_eq(other, name)) {
		reply_putf(s->out, REPLY_AUTH_BAD,
		    "Nobody logs in for another; leave the first name out");
	} else {
		ask(s, name);
		check_password(s, rest);
	}
}

static void
take_response(struct session *s, struct slice response)
{
	struct buf message = BUF_INIT(LIMIT_LINE);
	bool nothing = slice_is(response, "=");	/* RFC 4643, 2.4.2 */

	if (nothing ||
	    (response.len != 0 && base64_decode(response, &message)))
		take_plain(s, buf_slice(&message));
	else
		reply_put(s->out, REPLY_BASE64,
		    "Not base64, or not all of it");
	if (message.p != NULL)
		hash_forget(message.p, message.cap);
	buf_clear(&message);
}

void
auth_response(struct session *s, struct slice line)
{
	s->sasl = false;
	if (slice_is(line, "*"))
		reply_putf(s->out, REPLY_AUTH_BAD, "Login cancelled");
	else
		take_response(s, line);
}

void
cmd_AUTHINFO_SASL(struct session *s, const struct request *r)
{
	s->asked[0] = '\0';
	if (s->name[0] == '\0' && !slice_iis(r->argv[0], "PLAIN")) {
		reply_putf(s->out, REPLY_UNAVAILABLE,
		    "No such mechanism; there is PLAIN");
		return;
	}
	if (!may_log_in(s))
		return;
	if (r->argc == 2) {
		take_response(s, r->argv[1]);
		return;
	}
	s->sasl = true;
	reply_put(s->out, REPLY_SASL_MORE, "=");
}

static void
audit_peer(struct session *s, uid_t uid)
{
	const struct audit_from from = command_from(s);

	audit(s->desk->server->audit, AUDIT_LOGIN, &from,
	    "by the socket, user id %lu", (unsigned long)uid);
}

void
command_peer(struct session *s, uid_t uid, const char *user)
{
	if (uid == 0 || uid == s->desk->server->uid) {
		slice_copy(SLICE("root"), s->name, sizeof(s->name));
		s->right = RIGHT_ADMIN;
		s->operator = true;
		audit_peer(s, uid);
	} else if (account_name_valid(slice_of(user)) &&
	    log_in(s, slice_of(user), NULL) == OK) {
		audit_peer(s, uid);
	}
}
