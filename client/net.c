/* Requests over one connection, pipelined, the urgent ones first. */
#include "client/net_private.h"

#include <stdlib.h>
#include <string.h>

#include <event2/buffer.h>

#include "common/clock.h"
#include "common/xalloc.h"

struct net *
net_new(struct event_base *base, const struct server *server,
    const struct trust *trust)
{
	struct net *n = xcalloc(1, sizeof(*n));

	n->base = base;
	n->server = server;
	n->trust = trust;
	for (int i = 0; i < NET_LEVELS; i++)
		TAILQ_INIT(&n->queue[i]);
	TAILQ_INIT(&n->flight);
	buf_init(&n->body, NET_BODY_MAX);
	net_connect_init(n);
	return n;
}

void
net_free(struct net **owner)
{
	struct net *n = *owner;

	if (n == NULL)
		return;
	*owner = NULL;
	net_cancel(n, NULL);
	n->single = true;
	net_drop_requests(n);
	net_connect_free(n);
	buf_clear(&n->body);
	free(n->group);
	free(n->user);
	free(n->password);
	free(n->logged_in);
	free(n->login_fault);
	free(n);
}

void
net_on_change(struct net *n, void (*changed)(void *arg), void *arg)
{
	n->changed = changed;
	n->changed_arg = arg;
}

void
net_changed(struct net *n)
{
	if (n->changed != NULL)
		n->changed(n->changed_arg);
}

static enum command_id
command_of(const char *line)
{
	struct slice rest = slice_of(line);
	struct slice verb = slice_word(&rest), second = slice_word(&rest);
	const struct command *c;
	bool variant;

	c = command_find(verb, second, &variant);
	return c != NULL ? c->id : CMD_COUNT;
}

static struct net_request *
request_new(const char *line)
{
	struct net_request *r = xcalloc(1, sizeof(*r));

	r->line = xstrdup(line);
	/* Whatever a person or a file put in: it stays one command. */
	for (char *p = r->line; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = '?';
	r->cmd = command_of(line);
	r->asked_ms = clock_mono_ms();
	return r;
}

static void
request_free(struct net_request *r)
{
	if (r->block != NULL)
		explicit_bzero(r->block, r->block_len);
	explicit_bzero(r->line, strlen(r->line));
	free(r->line);
	free(r->group);
	free(r->block);
	if (r->own_arg)
		free(r->arg);
	free(r);
}

void
net_request_done(struct net_request *r, int code, struct slice text,
    struct slice body)
{
	struct net_answer a = { code, text, body };

	if (r->done != NULL)
		r->done(r->arg, &a);
	request_free(r);
}

void
net_ask(struct net *n, const struct net_ask *ask)
{
	struct net_request *r = request_new(ask->line);

	r->group = ask->group != NULL ? xstrdup(ask->group) : NULL;
	if (ask->block.p != NULL) {
		r->block = xstrndup(ask->block.p, ask->block.len);
		r->block_len = ask->block.len;
		r->block_wanted = true;
	}
	r->priority = ask->priority;
	r->once = ask->once;
	r->owner = ask->owner;
	r->done = ask->done;
	r->part = ask->part;
	r->arg = ask->arg;
	r->own_arg = ask->own_arg;
	TAILQ_INSERT_TAIL(&n->queue[r->priority], r, entry);
	if (n->single && n->stopped)
		net_drop_requests(n);
	else
		net_pump(n);
}

void
net_setup_ask(struct net *n, const char *line, net_done *done)
{
	struct net_request *r = request_new(line);

	r->setup = true;
	r->once = true;
	r->owner = n;
	r->done = done;
	r->arg = n;
	TAILQ_INSERT_HEAD(&n->queue[NET_INTERACTIVE], r, entry);
	net_pump(n);
}

static void
cancel_in(struct net_list *list, const void *owner)
{
	struct net_request *r;

	TAILQ_FOREACH (r, list, entry)
		if (owner == NULL || r->owner == owner)
			r->done = NULL;
}

void
net_cancel(struct net *n, const void *owner)
{
	struct net_request *r, *next;

	cancel_in(&n->flight, owner);
	for (int i = 0; i < NET_LEVELS; i++)
		for (r = TAILQ_FIRST(&n->queue[i]); r != NULL; r = next) {
			next = TAILQ_NEXT(r, entry);
			if (r->setup || (owner != NULL && r->owner != owner))
				continue;
			TAILQ_REMOVE(&n->queue[i], r, entry);
			request_free(r);
		}
}

static bool
waits(const struct net_request *r, const void *owner)
{
	return r->done != NULL && (owner == NULL || r->owner == owner);
}

bool
net_busy(const struct net *n, const void *owner)
{
	const struct net_request *r;

	TAILQ_FOREACH (r, &n->flight, entry)
		if (waits(r, owner))
			return true;
	for (int i = 0; i < NET_LEVELS; i++)
		TAILQ_FOREACH (r, &n->queue[i], entry)
			if (waits(r, owner))
				return true;
	return false;
}

static void
oldest(const struct net_list *list, uint64_t *ms)
{
	const struct net_request *r;

	TAILQ_FOREACH (r, list, entry)
		if (r->done != NULL && r->priority != NET_PREFETCH &&
		    (*ms == 0 || r->asked_ms < *ms))
			*ms = r->asked_ms;
}

void
net_status(const struct net *n, struct net_status *out)
{
	uint64_t now = clock_mono_ms(), since = 0;

	oldest(&n->flight, &since);
	oldest(&n->queue[NET_INTERACTIVE], &since);
	oldest(&n->queue[NET_VISIBLE], &since);
	*out = (struct net_status){
		.state = n->state,
		.rtt_ms = n->rtt_ms,
		.waiting_ms = since != 0 ? (unsigned)(now - since) : 0,
		.why = n->state == NET_OFFLINE ? n->why : "",
		.untrusted = n->state == NET_OFFLINE && n->untrusted,
		.stoa = n->stoa,
		.login_wanted = n->login_wanted,
		.user = n->logged_in,
		.login_fault = n->login_fault,
		.encrypted = n->encrypted,
		.secret = net_secret(n),
		.server = n->server->name,
	};
	if (n->state == NET_OFFLINE && n->retry_at_ms > now)
		out->retry_s = (int)((n->retry_at_ms - now + 999) / 1000);
}

/* After a loss: what may be asked again goes back to its queue, in order. */
void
net_requeue(struct net *n)
{
	struct net_request *r;
	struct net_list lost = TAILQ_HEAD_INITIALIZER(lost);

	while ((r = TAILQ_LAST(&n->flight, net_list)) != NULL) {
		TAILQ_REMOVE(&n->flight, r, entry);
		r->block_sent = false;
		if (r->once || r->done == NULL)
			TAILQ_INSERT_HEAD(&lost, r, entry);
		else
			TAILQ_INSERT_HEAD(&n->queue[r->priority], r, entry);
	}
	n->nflight = 0;
	n->in_block = false;
	buf_reset(&n->body);
	free(n->group);
	n->group = NULL;
	while ((r = TAILQ_FIRST(&n->queue[NET_INTERACTIVE])) != NULL &&
	    r->setup) {
		TAILQ_REMOVE(&n->queue[NET_INTERACTIVE], r, entry);
		request_free(r);
	}
	while ((r = TAILQ_FIRST(&lost)) != NULL) {
		TAILQ_REMOVE(&lost, r, entry);
		if (r->setup)
			request_free(r);
		else
			net_request_done(r, 0, slice_of(n->why), SLICE(""));
	}
}

/* Fails everything that waits: a script's connection does not come back. */
void
net_drop_requests(struct net *n)
{
	struct net_request *r;

	net_requeue(n);
	for (int i = 0; i < NET_LEVELS; i++)
		while ((r = TAILQ_FIRST(&n->queue[i])) != NULL) {
			TAILQ_REMOVE(&n->queue[i], r, entry);
			net_request_done(r, 0, slice_of(n->why), SLICE(""));
		}
}

static void
send_line(struct net *n, struct net_request *r)
{
	struct evbuffer *out = bufferevent_get_output(n->bev);

	r->sent_ms = clock_mono_ms();
	evbuffer_add(out, r->line, strlen(r->line));
	evbuffer_add(out, "\r\n", 2);
	TAILQ_INSERT_TAIL(&n->flight, r, entry);
	n->nflight++;
}

static void
send_group(struct net *n, const char *group)
{
	char *line = xasprintf("GROUP %s", group);
	struct net_request *r = request_new(line);

	free(line);
	r->once = true;
	send_line(n, r);
	free(n->group);
	n->group = xstrdup(group);
}

/* Somebody's own GROUP. */
static void
note_group(struct net *n, const struct net_request *r)
{
	struct slice rest = slice_of(r->line);
	struct slice name;

	if (r->cmd != CMD_GROUP)
		return;
	slice_word(&rest);
	name = slice_word(&rest);
	free(n->group);
	n->group = xstrndup(name.p, name.len);
}

/* Nothing may follow a command whose second half is still to be sent. */
static bool
may_send(const struct net *n)
{
	const struct net_request *last = TAILQ_LAST(&n->flight, net_list);

	if (n->bev == NULL || n->state < NET_SETUP)
		return false;
	return last == NULL ||
	    (n->nflight < NET_PIPELINE && !last->block_wanted && !last->setup);
}

static struct net_request *
next_request(struct net *n)
{
	for (int i = 0; i < NET_LEVELS; i++) {
		struct net_request *r = TAILQ_FIRST(&n->queue[i]);

		if (r == NULL)
			continue;
		if (n->state == NET_SETUP && !r->setup)
			return NULL;
		if (i == NET_PREFETCH && n->nflight >= 2)
			return NULL;
		TAILQ_REMOVE(&n->queue[i], r, entry);
		return r;
	}
	return NULL;
}

void
net_pump(struct net *n)
{
	struct net_request *r;

	while (may_send(n) && (r = next_request(n)) != NULL) {
		if (r->group != NULL &&
		    (n->group == NULL || strcmp(n->group, r->group) != 0))
			send_group(n, r->group);
		send_line(n, r);
		note_group(n, r);
	}
	net_arm_deadline(n);
}
