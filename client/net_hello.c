/* The first words: greeting, CAPABILITIES, MODE READER, AUTHINFO. */
#include "client/net_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/xalloc.h"
#include "proto/reply.h"

static void
ready(struct net *n)
{
	n->state = NET_READY;
	n->failures = 0;
	net_changed(n);
	net_pump(n);
}

static void
on_pass(void *arg, const struct net_answer *a)
{
	struct net *n = arg;

	free(n->login_fault);
	n->login_fault = NULL;
	if (a->code == REPLY_AUTH_OK) {
		free(n->logged_in);
		n->logged_in = xstrdup(n->user);
	} else {
		n->login_fault = xasprintf("%.*s", SLICE_ARG(a->text));
	}
	ready(n);
}

static void
on_user(void *arg, const struct net_answer *a)
{
	struct net *n = arg;
	char *line;

	if (a->code != REPLY_AUTH_MORE) {
		on_pass(arg, a);
		return;
	}
	line = xasprintf("AUTHINFO PASS %s", n->password);
	net_setup_ask(n, line, on_pass);
	explicit_bzero(line, strlen(line));
	free(line);
}

static void
log_in_or_ready(struct net *n)
{
	char *line;

	if (n->user == NULL || n->password == NULL) {
		ready(n);
		return;
	}
	if (!net_secret(n)) {
		free(n->login_fault);
		n->login_fault = xstrdup(net_no_secret());
		ready(n);
		return;
	}
	line = xasprintf("AUTHINFO USER %s", n->user);
	net_setup_ask(n, line, on_user);
	free(line);
}

static void on_mode_reader(void *arg, const struct net_answer *a);

static void
on_capabilities(void *arg, const struct net_answer *a)
{
	struct net *n = arg;
	struct slice rest = a->body;

	while (rest.len > 0) {
		struct slice line = slice_cut(&rest, '\n');
		struct slice label = slice_word(&line);

		if (label.len > 0 && label.p[label.len - 1] == '\r')
			label.len--;
		if (slice_iis(label, "XOPENSUPPORT"))
			n->stoa = true;
		else if (slice_iis(label, "READER"))
			n->reader = true;
		else if (slice_iis(label, "MODE-READER"))
			n->mode_reader = true;
	}
	/* Old servers know no CAPABILITIES but want MODE READER. */
	if (!n->reader && (n->mode_reader || a->code != REPLY_CAPABILITIES))
		net_setup_ask(n, "MODE READER", on_mode_reader);
	else
		log_in_or_ready(n);
}

static void
on_mode_reader(void *arg, const struct net_answer *a)
{
	struct net *n = arg;

	n->login_wanted = a->code == REPLY_READY_READ;
	n->reader = true;
	log_in_or_ready(n);
}

void
net_greeting(struct net *n, int code, struct slice text)
{
	char why[256];

	if (code != REPLY_READY_POST && code != REPLY_READY_READ) {
		slice_copy(text, why, sizeof(why));
		net_lost(n, why);
		return;
	}
	n->login_wanted = code == REPLY_READY_READ;
	n->stoa = false;
	n->state = NET_SETUP;
	net_setup_ask(n, "CAPABILITIES", on_capabilities);
}
