/* Logging in while connected. */
#include "client/net_private.h"

#include <stdlib.h>
#include <string.h>

#include "client/i18n.h"
#include "common/xalloc.h"
#include "proto/reply.h"

struct login {
	struct net *net;
	char *user, *password;
	net_done *done;
	void *arg;
};

static void
login_end(struct login *l, const struct net_answer *a)
{
	struct net *n = l->net;

	if (a->code == REPLY_AUTH_OK) {
		net_set_login(n, l->user, l->password);
		free(n->logged_in);
		n->logged_in = xstrdup(l->user);
		n->login_wanted = false;
	}
	l->done(l->arg, a);
	explicit_bzero(l->password, strlen(l->password));
	free(l->password);
	free(l->user);
	free(l);
}

static void
on_pass(void *arg, const struct net_answer *a)
{
	login_end(arg, a);
}

static void
on_user(void *arg, const struct net_answer *a)
{
	struct login *l = arg;
	char *line;

	if (a->code != REPLY_AUTH_MORE) {
		login_end(l, a);
		return;
	}
	line = xasprintf("AUTHINFO PASS %s", l->password);
	net_ask(l->net,
	    &(struct net_ask){
		.line = line,
		.once = true,
		.owner = l->net,
		.done = on_pass,
		.arg = l,
	    });
	explicit_bzero(line, strlen(line));
	free(line);
}

bool
net_secret(const struct net *n)
{
	return n->encrypted || n->here;
}

const char *
net_no_secret(void)
{
	return _("no password goes to another host without TLS; use "
		 "nntps://HOST");
}

void
net_login(struct net *n, const char *user, const char *password,
    net_done *done, void *arg)
{
	struct login *l = xcalloc(1, sizeof(*l));
	char *line;

	*l = (struct login){ n, xstrdup(user), xstrdup(password), done, arg };
	if (!net_secret(n)) {
		login_end(l,
		    &(struct net_answer){
			.code = REPLY_TLS_NEEDED,
			.text = slice_of(net_no_secret()),
		    });
		return;
	}
	line = xasprintf("AUTHINFO USER %s", user);
	net_ask(n,
	    &(struct net_ask){
		.line = line,
		.once = true,
		.owner = n,
		.done = on_user,
		.arg = l,
	    });
	free(line);
}
