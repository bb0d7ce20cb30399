/* Deadlines and rests of a connection. */
#include "server/net/pace.h"

#include "server/auth/brake.h"
#include "server/conf/conf.h"
#include "server/report/audit.h"
#include "server/stoad.h"

/* Seconds of commands_per_second that are free at once. */
enum { BURST_S = 10 };

/* Seconds that so many bytes may take. */
static uint32_t
patience(size_t bytes)
{
	return (uint32_t)(bytes / LIMIT_RATE);
}

static uint32_t
sooner(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* An octet now and then moves none of these. */
static uint32_t
input_deadline(const struct conn *c)
{
	const struct session *s = &c->session;

	if (s->state == SESSION_BLOCK)
		return c->begun + (s->trusted ? LIMIT_TYPING_S :
		    LIMIT_UPLOAD_S + patience(s->received < LIMIT_ARTICLE ?
		    s->received : LIMIT_ARTICLE));
	if (c->begun != 0)
		return c->begun + LIMIT_LINE_S;
	if (s->state == SESSION_WATCH)
		return 0;
	if (s->said == 0)
		return c->active + LIMIT_FIRST_S;
	return c->active + LIMIT_IDLE_S;
}

uint32_t
pace_deadline(const struct conn *c)
{
	if (c->phase == CONN_SHAKING)
		return c->active + LIMIT_HANDSHAKE_S;
	if (c->phase == CONN_LEAVING)
		return c->progress + LIMIT_LINGER_S;
	if (c->out.len != 0)
		return sooner(c->progress,
		    c->full + patience(c->out.len)) + LIMIT_PROGRESS_S;
	if (c->session.tasks != 0 || c->rest != 0)
		return 0;
	return input_deadline(c);
}

/* The second in which it must be looked at; 0: no need. */
static uint32_t
next_look(const struct conn *c)
{
	uint32_t end = pace_deadline(c);

	return c->rest != 0 && (end == 0 || c->rest < end) ? c->rest : end;
}

/* The wheel is lazy: a connection lies where it must be looked at next. */
void
pace_put(struct conn *c)
{
	struct worker *w = c->worker;
	uint32_t end = next_look(c), ahead = WHEEL_SLOTS - 1;

	if (end != 0 && end <= w->now)
		ahead = 1;
	else if (end != 0 && end - w->now < ahead)
		ahead = end - w->now;
	c->look = w->now + ahead;
	LIST_INSERT_HEAD(&w->wheel[c->look % WHEEL_SLOTS], c, slot);
}

void
pace_move(struct conn *c)
{
	LIST_REMOVE(c, slot);
	pace_put(c);
}

void
pace_near(struct conn *c)
{
	uint32_t end = next_look(c);

	if (end != 0 && end < c->look)
		pace_move(c);
}

void
pace_note(struct conn *c)
{
	const struct session *s = &c->session;
	bool amid = s->state == SESSION_BLOCK ||
	    (c->want == WANT_INPUT && (c->in.len > c->in_at ||
	    (s->line.skipping && !s->line.told)));

	if (s->said != c->said) {
		c->said = s->said;
		c->active = c->worker->now;
		c->begun = 0;
	}
	if (!amid)
		c->begun = 0;
	else if (c->begun == 0)
		c->begun = c->worker->now;
}

void
pace_rest(struct conn *c, unsigned seconds)
{
	uint32_t until = c->worker->now + (seconds != 0 ? seconds : 1);

	if (until > c->rest)
		c->rest = until;
}

/* Something was done n times; how long its account or address is to rest. */
static uint64_t
charge(const struct conn *c, enum brake kind, struct slice who,
    struct brake_rate rate, unsigned n)
{
	struct brakes *b = c->worker->desk.server->brakes;

	return n != 0 && who.len != 0 ?
	    brake_charge(b, kind, who, rate, n) : 0;
}

/* The longest rest that is due, and for what. */
static uint64_t
charge_all(const struct conn *c, const struct conf *conf, unsigned commands,
    const char **what)
{
	const struct session *s = &c->session;
	const struct slice host = ip_host(&s->ip), me = slice_of(s->name);
	const struct brake_rate command = brake_rate(conf->commands, 1,
	    BURST_S * conf->commands);
	const struct brake_rate act = brake_burst(conf->acts);
	const struct brake_rate search = brake_burst(conf->searches);
	const struct {
		const char *what;
		uint64_t ms;
	} rest[] = {
		{ "commands", charge(c, BRAKE_COMMAND, host, command,
		    commands) },
		{ "commands", charge(c, BRAKE_COMMAND_ACCOUNT, me, command,
		    commands) },
		{ "acts", charge(c, BRAKE_ACT, me, act, s->acts) },
		{ "searches", me.len != 0 ?
		    charge(c, BRAKE_SEARCH_ACCOUNT, me, search, s->searches) :
		    charge(c, BRAKE_SEARCH, host, search, s->searches) },
	};
	uint64_t ms = 0;

	for (size_t i = 0; i < sizeof(rest) / sizeof(*rest); i++) {
		if (rest[i].ms <= ms)
			continue;
		ms = rest[i].ms;
		*what = rest[i].what;
	}
	return ms;
}

void
pace_brake(struct conn *c, unsigned commands)
{
	const struct session *s = &c->session;
	struct server *server = c->worker->desk.server;
	const struct conf *conf = atomic_load(&server->conf);
	const char *what = NULL;
	uint64_t ms = 0;

	if (!session_free(s) && conf != NULL && server->brakes != NULL)
		ms = charge_all(c, conf, commands, &what);
	if (ms == 0)
		return;
	metric_add(&server->metrics, METRIC_BRAKE_COMMAND, 1);
	if (c->rest == 0)
		audit(server->audit, AUDIT_BRAKE, &(struct audit_from){
		    s->serial, &s->ip, s->name }, "%s, for %llu ms", what,
		    (unsigned long long)ms);
	pace_rest(c, (unsigned)((ms + 999) / 1000));
}

/* All that it owns; what it shares with others of the worker is not its. */
static size_t
weigh(const struct conn *c)
{
	const struct session *s = &c->session;

	if (c->dead && s->tasks == 0)
		return 0;
	return sizeof(*c) + c->in.cap + c->out.cap + s->block.cap +
	    s->weight + wire_held(&c->wire);
}

void
pace_account(struct conn *c)
{
	static const struct timeval now = { 0, 0 };
	struct worker *w = c->worker;
	struct server *server = w->desk.server;
	size_t before = c->held;

	c->held = weigh(c);
	if (c->held == before)
		return;
	/* A difference below zero wraps, as the counter does. */
	metric_add(&server->metrics, METRIC_MEMORY, c->held - before);
	if (c->held < before || w->pressed ||
	    !memory_above(server, MEMORY_FULL))
		return;
	w->pressed = true;
	event_add(&w->turn, &now);
}
