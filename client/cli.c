/* Subcommands: the table, the connection, asking and waiting. */
#include "client/cli.h"

#include <getopt.h>
#include <poll.h>
#include <signal.h>
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

static const struct option options[] = {
	{ "json", no_argument, NULL, 'j' },
	{ "raw", no_argument, NULL, 'r' },
	{ "header", no_argument, NULL, 'H' },
	{ "board", required_argument, NULL, 'b' },
	{ "subject", required_argument, NULL, 'S' },
	{ "from", required_argument, NULL, 'f' },
	{ "quote", no_argument, NULL, 'q' },
	{ "max", required_argument, NULL, 'm' },
	{ "for", required_argument, NULL, 'F' },
	{ "help", no_argument, NULL, 'h' },
	{ 0 },
};

/* Options may stand anywhere; "--" ends them. */
static bool
parse_options(struct cli *c, int argc, char **argv)
{
	int o;

	/* In front of what getopt has to say. */
	argv[0] = (char []){ "stoa" };
	optind = 0;
	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (o) {
		case 'j':
			c->json = true;
			break;
		case 'r':
			c->raw = true;
			break;
		case 'H':
			c->header = true;
			break;
		case 'b':
			c->board = optarg;
			break;
		case 'S':
			c->subject = optarg;
			break;
		case 'f':
			c->from = optarg;
			break;
		case 'q':
			c->quote = true;
			break;
		case 'm':
			c->max = optarg;
			break;
		case 'F':
			c->period = optarg;
			break;
		case 'h':
			c->help = true;
			break;
		default:
			return false;
		}
	}
	return true;
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
	if (!parse_options(&c, argc, argv))
		return usage(stderr, s);
	if (c.help) {
		usage(stdout, s);
		printf("%s\n", _(s->help));
		return CLI_DONE;
	}
	argc -= optind;
	argv += optind;
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
