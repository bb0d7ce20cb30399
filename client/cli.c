/* Subcommands: the table, the connection, asking and waiting. */
#include "client/cli.h"

#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "client/config.h"
#include "client/i18n.h"
#include "client/net.h"
#include "common/xalloc.h"
#include "common/utf8.h"
#include "proto/community.h"
#include "proto/reply.h"

#define CLI_BODY_MAX (64u << 20)

static const struct subcommand {
	const char *name;
	const char *args;	/* "" for none */
	const char *help;
	int least, most;	/* arguments; most -1: any number */
	int (*run)(struct cli *c, int argc, char **argv);
} table[] = {
#define X(function, name, args, least, most, help, more)                     \
	{ name, args, help, least, most, function },
#include "client/cli.def"
#undef X
};

void
cli_usage(void)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		printf("  %s%s%s\n        %s\n", table[i].name,
		    table[i].args[0] != '\0' ? " " : "", table[i].args,
		    _(table[i].help));
}

static void
on_answer(void *arg, const struct net_answer *a)
{
	struct cli *c = arg;

	c->code = a->code;
	buf_put_slice(&c->text, a->text);
	buf_put_slice(&c->body, a->body);
	event_base_loopbreak(c->base);
}

static int
ask(struct cli *c, struct net_ask *what)
{
	c->code = -1;
	buf_reset(&c->text);
	buf_reset(&c->body);
	what->once = true;
	what->owner = c;
	what->done = on_answer;
	what->arg = c;
	net_ask(c->net, what);
	while (c->code < 0 && event_base_dispatch(c->base) == 0)
		;
	return c->code;
}

int
cli_ask(struct cli *c, const char *group, struct slice block, const char *fmt,
    ...)
{
	struct buf line = BUF_INIT(65536);
	struct net_ask what = { .group = group, .block = block };
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&line, fmt, ap);
	va_end(ap);
	what.line = buf_cstr(&line);
	ask(c, &what);
	buf_clear(&line);
	return c->code;
}

int
cli_ask_stream(struct cli *c, const char *line,
    void (*part)(void *arg, struct slice lines))
{
	return ask(c, &(struct net_ask){ .line = line, .part = part });
}

int
cli_status(struct cli *c)
{
	struct buf text = BUF_INIT(8192);
	int status;

	if (c->code / 100 == 2 || c->code / 100 == 1)
		return CLI_DONE;
	switch (c->code) {
	case 0:
	case -1:
	case REPLY_CLOSING:
	case REPLY_FAULT:
		status = CLI_NETWORK;
		break;
	case REPLY_NO_GROUP:
	case REPLY_NO_CURRENT:
	case REPLY_NO_NUMBER:
	case REPLY_NO_MSGID:
	case REPLY_ACT_NOTFOUND:
		status = CLI_NOTHING;
		break;
	case REPLY_ACT_SYNTAX:
	case REPLY_SYNTAX:
	case REPLY_UNKNOWN:
		status = CLI_USAGE;
		break;
	case REPLY_POST_NO:
	case REPLY_AUTH_NEEDED:
	case REPLY_AUTH_BAD:
	case REPLY_AUTH_ORDER:
	case REPLY_TLS_NEEDED:
	case REPLY_ACT_DENIED:
	case REPLY_DENIED:
		status = CLI_DENIED;
		break;
	default:
		status = CLI_REFUSED;
		break;
	}
	utf8_filter(buf_slice(&c->text), 0, &text);
	if (c->code > 0)
		fprintf(stderr, "stoa: %d %s\n", c->code, buf_cstr(&text));
	else
		fprintf(stderr, "stoa: %s\n", buf_cstr(&text));
	buf_clear(&text);
	return status;
}

static int
usage(FILE *to, const struct subcommand *s)
{
	fprintf(to, "usage: stoa %s%s%s\n", s->name,
	    s->args[0] != '\0' ? " " : "", s->args);
	return CLI_USAGE;
}

static const struct cli_option {
	const char *name;
	size_t at;		/* in struct cli: a bool, or what it says */
	bool value;
} options[] = {
	{ "json", offsetof(struct cli, json), false },
	{ "raw", offsetof(struct cli, raw), false },
	{ "header", offsetof(struct cli, header), false },
	{ "board", offsetof(struct cli, board), true },
	{ "subject", offsetof(struct cli, subject), true },
	{ "from", offsetof(struct cli, from), true },
	{ "quote", offsetof(struct cli, quote), false },
	{ "max", offsetof(struct cli, max), true },
	{ "for", offsetof(struct cli, period), true },
	{ "help", offsetof(struct cli, help), false },
};

static const struct cli_option *
option_find(struct slice name)
{
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
		if (slice_is(name, options[i].name))
			return &options[i];
	return NULL;
}

/* "--max=1", or "--max 1"; how many words that are, 0: it is none. */
static int
take_option(struct cli *c, char **argv)
{
	const char *name = argv[0] + 2, *value = strchr(name, '=');
	const struct cli_option *o = option_find(value == NULL ?
	    slice_of(name) : slice_make(name, (size_t)(value - name)));
	void *to = o == NULL ? NULL : (char *)c + o->at;

	if (o == NULL || (value != NULL && !o->value))
		return 0;
	if (!o->value)
		*(bool *)to = true;
	else
		*(const char **)to = value != NULL ? value + 1 : argv[1];
	if (o->value && value == NULL)
		return argv[1] != NULL ? 2 : 0;
	return 1;
}

/*
 * Options may stand anywhere; "--" ends them. They have two dashes: "-1" and
 * "-is:open" are words. Those are what is left; their number, -1 on a fault.
 */
static int
parse_options(struct cli *c, char **argv)
{
	char **word = argv, **arg = argv + 1;

	for (int n; *arg != NULL && strcmp(*arg, "--") != 0; arg += n) {
		bool option = strncmp(*arg, "--", 2) == 0;

		n = option ? take_option(c, arg) : **arg != '-' ||
		    option_find(slice_of(*arg + 1)) == NULL;
		if (n == 0) {
			fprintf(stderr, _("stoa: no option \"%s\", or its "
			    "value is missing\n"), *arg);
			return -1;
		}
		if (!option)
			*word++ = *arg;
	}
	while (*arg != NULL && *++arg != NULL)
		*word++ = *arg;
	return (int)(word - argv);
}

/* Reading goes on without a login. */
static void
warn_login(const struct cli *c, const char *why)
{
	struct buf text = BUF_INIT(8192);

	utf8_filter(slice_of(why), 0, &text);
	fprintf(stderr, _("stoa: not logged in as %s: %s\n"), c->config->user,
	    buf_cstr(&text));
	buf_clear(&text);
}

static int
connected(struct cli *c, const struct subcommand *s, int argc, char **argv)
{
	struct net_status status;

	/* The first answer shows that the connection stands. */
	if (cli_ask(c, NULL, slice_make(NULL, 0), "DATE") <= 0)
		return cli_status(c);
	net_status(c->net, &status);
	c->stoa = status.stoa;
	if (status.login_fault != NULL)
		warn_login(c, status.login_fault);
	return s->run(c, argc, argv);
}

/* A reader that has seen enough, "| head", ends us as it ends others. */
static int
output_end(int result)
{
	struct pollfd p = { .fd = STDOUT_FILENO };

	if (fflush(stdout) == 0 && !ferror(stdout))
		return result;
	if (poll(&p, 1, 0) == 1 && (p.revents & POLLERR) != 0) {
		signal(SIGPIPE, SIG_DFL);
		raise(SIGPIPE);
	}
	fprintf(stderr, "stoa: %s\n", _("cannot write the output"));
	return result == CLI_DONE ? CLI_OUTPUT : result;
}

int
cli_run(struct config *config, struct server *server, const char *password,
    int argc, char **argv)
{
	struct cli c = { .config = config };
	const struct subcommand *s = NULL;
	int result;

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strcmp(argv[0], table[i].name) == 0)
			s = &table[i];
	if (s == NULL) {
		fprintf(stderr, _("stoa: no command \"%s\"; see stoa --help\n"),
		    argv[0]);
		return CLI_USAGE;
	}
	argc = parse_options(&c, argv);
	if (argc < 0)
		return usage(stderr, s);
	if (c.help) {
		usage(stdout, s);
		printf("%s\n", _(s->help));
		return CLI_DONE;
	}
	if (argc < s->least || (s->most >= 0 && argc > s->most))
		return usage(stderr, s);
	/* A server that hangs up is no reason to die without a word. */
	signal(SIGPIPE, SIG_IGN);
	buf_init(&c.text, 8192);
	buf_init(&c.body, CLI_BODY_MAX);
	c.base = event_base_new();
	event_base_priority_init(c.base, 2);
	c.net = net_new(c.base, server, &config->trust);
	net_set_single(c.net);
	if (config->user != NULL && password != NULL)
		net_set_login(c.net, config->user, password);
	net_start(c.net);
	result = connected(&c, s, argc, argv);
	net_free(&c.net);
	event_base_free(c.base);
	buf_clear(&c.text);
	buf_clear(&c.body);
	return output_end(result);
}
