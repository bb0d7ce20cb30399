/* Dispatch and the checks that all commands share. */
#include "server/cmd/table.h"

#include "server/auth/brake.h"
#include "server/cmd/act.h"
#include "server/cmd/auth.h"
#include "server/cmd/feed.h"
#include "server/conf/conf.h"
#include "server/stoad.h"
#include "server/store/store.h"

static command_fn *const handlers[CMD_COUNT] = {
#define X(id, ...) [CMD_##id] = cmd_##id,
#include "proto/command.def"
#undef X
};

void
command_usage(struct session *s, const struct command *c)
{
	reply_putf(s->out, REPLY_SYNTAX, "Usage: %s%s%s%s%s", c->verb,
	    c->sub != NULL ? " " : "", c->sub != NULL ? c->sub : "",
	    c->args[0] != '\0' ? " " : "", c->args);
}

void
command_denied(struct session *s, enum right needed)
{
	static const char *const names[] = {
		[RIGHT_ANY] = "any", [RIGHT_READ] = "read",
		[RIGHT_POST] = "post", [RIGHT_FEED] = "feed",
		[RIGHT_ADMIN] = "admin",
	};

	if (s->name[0] == '\0')
		reply_put(s->out, REPLY_AUTH_NEEDED);
	else
		reply_putf(s->out, REPLY_DENIED,
		    "%s has no right to do that; it takes the %s right",
		    s->name, names[needed]);
}

struct audit_from
command_from(const struct session *s)
{
	return (struct audit_from){ s->serial, &s->ip, s->name };
}

const char command_no_room_text[] =
    "the server is short of memory; try again in a few seconds";

bool
command_no_room(struct session *s)
{
	struct server *server = s->desk->server;

	if (!memory_above(server, MEMORY_SHORT))
		return false;
	metric_add(&server->metrics, METRIC_MEMORY_REFUSED, 1);
	return true;
}

/* How many accounts an address makes; none when that is free. */
static bool
join_rate(struct session *s, struct brake_rate *out)
{
	struct server *server = s->desk->server;
	const struct conf *conf = atomic_load(&server->conf);
	unsigned n;

	if (conf == NULL || server->brakes == NULL || s->trusted ||
	    s->name[0] != '\0')
		return false;
	n = conf->community.v[POLICY_JOINS];
	*out = brake_rate(n, 86400, n);
	return true;
}

unsigned
command_brake_join(struct session *s)
{
	struct brake_rate rate;
	uint64_t ms;

	if (!join_rate(s, &rate))
		return 0;
	ms = brake_try(s->desk->server->brakes, BRAKE_JOIN, ip_host(&s->ip),
	    rate);
	return (unsigned)((ms + 999) / 1000);
}

void
command_unbrake_join(struct session *s)
{
	struct brake_rate rate;

	if (join_rate(s, &rate))
		brake_undo(s->desk->server->brakes, BRAKE_JOIN,
		    ip_host(&s->ip), rate);
}

/* What the session's account did too often; seconds until it may. */
static unsigned
held_back(struct session *s, const char *what, uint64_t ms)
{
	struct server *server = s->desk->server;
	const struct audit_from from = command_from(s);

	metric_add(&server->metrics, METRIC_BRAKE_POST, 1);
	audit(server->audit, AUDIT_BRAKE, &from, "%s, for %llu ms", what,
	    (unsigned long long)ms);
	return (unsigned)((ms + 999) / 1000);
}

unsigned
command_brake(struct session *s)
{
	struct server *server = s->desk->server;
	const struct conf *conf = atomic_load(&server->conf);
	uint64_t ms;

	if (conf == NULL || server->brakes == NULL || session_free(s))
		return 0;
	ms = brake_try(server->brakes, BRAKE_POST, slice_of(s->name),
	    brake_rate(conf->posts, 3600, conf->posts));
	return ms != 0 ? held_back(s, "articles", ms) : 0;
}

unsigned
command_brake_acts(struct session *s, unsigned n)
{
	struct server *server = s->desk->server;
	const struct conf *conf = atomic_load(&server->conf);
	uint64_t ms;

	if (conf == NULL || server->brakes == NULL || session_free(s))
		return 0;
	ms = brake_wait(server->brakes, BRAKE_ACT, slice_of(s->name),
	    brake_burst(conf->acts));
	if (ms > LIMIT_REST_S * 1000ull)
		return held_back(s, "acts", ms);
	s->acts += n;
	return 0;
}

void
command_fault(struct session *s)
{
	reply_putf(s->out, REPLY_FAULT, "%s", err_detail());
}

const char *
command_why(enum err e)
{
	return err_detail()[0] != '\0' ? err_detail() : err_name(e);
}

/* The verb is known, its second word is not: says which there are. */
static void
refuse_variant(struct session *s, struct slice verb)
{
	char names[256];
	struct buf list = BUF_INIT(sizeof(names));

	for (int i = 0; i < CMD_COUNT; i++) {
		const struct command *c = &command_table[i];

		if (c->sub == NULL || !slice_iis(verb, c->verb))
			continue;
		buf_puts(&list, list.len != 0 ? ", " : "");
		buf_puts(&list, c->sub);
	}
	slice_copy(buf_slice(&list), names, sizeof(names));
	buf_clear(&list);
	reply_putf(s->out, REPLY_SYNTAX, "%.*s knows %s", SLICE_ARG(verb),
	    names);
}

/* False when the request was refused. */
static bool
check_syntax(
    struct session *s, const struct request *r, enum request_status status)
{
	struct slice line = r->line;

	switch (status) {
	case REQUEST_OK:
		return true;
	case REQUEST_EMPTY:
		reply_putf(s->out, REPLY_UNKNOWN,
		    "No command in this line; HELP lists them");
		break;
	case REQUEST_UNKNOWN:
		reply_put(s->out, REPLY_UNKNOWN);
		break;
	case REQUEST_VARIANT:
		refuse_variant(s, slice_word(&line));
		break;
	case REQUEST_FEW:
	case REQUEST_MANY:
		command_usage(s, r->cmd);
		break;
	case REQUEST_LONG:
		reply_putf(s->out, REPLY_SYNTAX,
		    "Too long: a message-id has at most %d octets, a "
		    "wildmat %d", LIMIT_MSGID, LIMIT_WILDMAT);
		break;
	case REQUEST_UTF8:
		reply_putf(s->out, REPLY_SYNTAX,
		    "A command line is UTF-8; this one is not");
		break;
	}
	return false;
}

static bool
check_right(struct session *s, const struct command *c)
{
	/* A peer without a login feeds; who posts, has a name. */
	if (c->right > s->right ||
	    (c->right == RIGHT_POST && s->name[0] == '\0')) {
		if (c->id == CMD_POST && s->name[0] != '\0')
			reply_putf(s->out, REPLY_POST_NO, "%s may read but "
			    "not post here; ask the operator", s->name);
		else
			command_denied(s, c->right);
		return false;
	}
	if (c->right >= RIGHT_READ && desk_view(s->desk) == NULL) {
		command_fault(s);
		return false;
	}
	return true;
}

/*
 * Before the syntax: newsreaders wait for a 480 to log in, and some look for
 * it with a command that is no good, like LIST EXTENSIONS.
 */
static bool
may_ask(struct session *s, const struct request *r, enum request_status status)
{
	struct slice line = r->line, verb = slice_word(&line);
	enum right least = RIGHT_ADMIN;

	if (r->cmd != NULL)
		return check_right(s, r->cmd);
	if (status != REQUEST_VARIANT)
		return true;
	for (int i = 0; i < CMD_COUNT; i++)
		if (slice_iis(verb, command_table[i].verb) &&
		    command_table[i].right < least)
			least = command_table[i].right;
	if (least <= s->right)
		return true;
	command_denied(s, least);
	return false;
}

static bool
dispatch(struct session *s, struct slice line, bool *alone)
{
	struct request r;
	enum request_status status = request_parse(line, &r);
	const struct command *c = r.cmd;
	bool takethis = c != NULL && c->id == CMD_TAKETHIS;
	size_t mark = s->out->len;

	if (s->tasks != 0 && !takethis && !act_streams(s, &r))
		return false;
	auth_refresh(s);
	if (s->gone) {
		reply_put(s->out, REPLY_CLOSING, "The account was ended");
		session_end(s);
		return true;
	}
	if (may_ask(s, &r, status) && check_syntax(s, &r, status)) {
		metric_command(&s->desk->server->metrics, c->id);
		*alone = (c->flags & COMMAND_ALONE) != 0;
		handlers[c->id](s, &r);
	} else if (takethis && s->tasks != 0) {
		/* Refused in its turn, behind those under way. */
		s->out->len = mark;
		return false;
	} else if (takethis) {
		/* Its article comes all the same (RFC 4644, 2.5). */
		feed_swallow(s, mark);
	}
	return true;
}

bool
command_dispatch(struct session *s, struct slice line, bool *alone)
{
	if (!s->sasl)
		return dispatch(s, line, alone);
	*alone = true;
	auth_response(s, line);
	return true;
}

/*
 * Whether an article follows the lost line, as far as can be told; its lines
 * must not be taken for commands.
 */
static bool
brings_article(const struct session *s)
{
	struct slice head = slice_make(s->line.head, sizeof(s->line.head));

	return s->feeding || slice_istarts(slice_trim(head), "TAKETHIS");
}

void
command_refuse(struct session *s, enum line_status status)
{
	const char *why = "malformed line";

	switch (status) {
	case LINE_LONG:
		why = "Line too long; a command has at most 512 octets";
		break;
	case LINE_NUL:
		why = "NUL in a command line; it is text, in UTF-8";
		break;
	case LINE_BARE_CR:
		why = "CR without LF; end lines with CRLF";
		break;
	case LINE_BARE_LF:
		why = "LF without CR; this connection began with CRLF";
		break;
	case LINE_MORE:
	case LINE_OK:
		break;
	}
	reply_putf(s->out, REPLY_SYNTAX, "%s", why);
	s->sasl = false;
	if (brings_article(s))
		session_end(s);
}
