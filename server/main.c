/* stoad: options, start, signals, end. */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/log.h"
#include "common/xalloc.h"
#include "server/check.h"
#include "server/daemon.h"
#include "server/parent.h"
#include "server/sandbox/monitor.h"
#include "server/serve.h"

enum { EXIT_USAGE = 2 };

static const char usage_text[] =
    "usage: stoad [-ntv] [-f FILE] [-d DIR] [-l ADDR:PORT]...\n"
    "             [-L ADDR:PORT]... [-s SOCKET]\n"
    "\n"
    "  -d DIR        data directory, made when missing\n"
    "  -l ADDR:PORT  listen here (default 127.0.0.1:1119); may be repeated\n"
    "  -L ADDR:PORT  listen here with TLS; needs a certificate, see -f\n"
    "  -s SOCKET     Unix socket (default DIR/stoad.sock)\n"
    "  -f FILE       configuration; see stoad.conf(5)\n"
    "  -n            stay in the foreground, log to stderr\n"
    "  -t            say whether the configuration is good, and exit\n"
    "  -v            log more\n"
    "  -V, --version; -h, --help\n"
    "\n"
    "Prints \"stoad: ready\" when it serves. SIGTERM ends it; what was\n"
    "acknowledged is on disk. Example:\n"
    "\n"
    "  stoad -n -d /tmp/stoa        then: nc -C 127.0.0.1 1119\n";

/* --- options ------------------------------------------------------------ */

static void
exit_usage(void)
{
	fputs("Try: stoad --help\n", stderr);
	exit(EXIT_USAGE);
}

/* What the command line says. */
struct options {
	struct source source;
	bool foreground;
	bool test;		/* look at the configuration, serve nothing */
};

static char *
absolute(const char *cwd, const char *path)
{
	return path[0] == '/' ? xstrdup(path) : xasprintf("%s/%s", cwd, path);
}

/* The value of an option, as the key of the file. */
static void
take(struct source *s, const char *key, const char *value)
{
	struct conf c;

	conf_init(&c);
	if (s->n == SOURCE_OPTIONS) {
		fprintf(stderr, "stoad: too many options\n");
		exit_usage();
	}
	if (conf_set(&c, key, value) != OK) {
		fprintf(stderr, "stoad: %s\n", err_detail());
		exit_usage();
	}
	conf_clear(&c);
	s->option[s->n].key = key;
	s->option[s->n++].value = value;
}

static void
take_option(struct options *o, int c)
{
	struct source *s = &o->source;

	switch (c) {
	case 'n':
		o->foreground = true;
		break;
	case 't':
		o->test = true;
		break;
	case 'v':
		log_init("stoad", LOG_L_DEBUG);
		break;
	case 'd':
		take(s, "data", optarg);
		break;
	case 'f':
		free(s->file);
		s->file = absolute(s->cwd, optarg);
		break;
	case 'l':
		take(s, "listen", optarg);
		break;
	case 'L':
		take(s, "listen-tls", optarg);
		break;
	case 's':
		take(s, "socket", optarg);
		break;
	case 'h':
		fputs(usage_text, stdout);
		exit(fflush(stdout) == 0 ? 0 : 1);
	case 'V':
		puts("stoad " STOA_VERSION);
		exit(fflush(stdout) == 0 ? 0 : 1);
	default:
		exit_usage();
	}
}

static void
take_options(struct options *o, int argc, char **argv)
{
	static const struct option words[] = {
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	o->source.cwd = getcwd(NULL, 0);
	if (o->source.cwd == NULL)
		log_fatal("the working directory is gone; cd to another");
	while ((c = getopt_long(argc, argv, "ntvf:d:l:L:s:Vh", words,
	    NULL)) != -1)
		take_option(o, c);
	if (optind == argc)
		return;
	fprintf(stderr, "stoad: what is \"%s\"?\n", argv[optind]);
	exit_usage();
}

/* --- configuration ------------------------------------------------------- */

static void
say_fault(enum conf_grade grade, const char *line, void *arg)
{
	(void)arg;
	fprintf(stderr, "stoad: %s%s\n",
	    grade == CONF_WARNING ? "warning: " : "", line);
}

/* Whether all of it can be used; says so. */
static void
test(struct loaded *l, struct conf_report *report)
{
	check_loaded(l, report);
	if (report->first != OK)
		exit(EXIT_USAGE);
	printf("%s is good\n",
	    l->conf.file != NULL ? l->conf.file : "the command line");
	exit(fflush(stdout) == 0 ? 0 : 1);
}

static void
load(struct parent *p, bool only_test)
{
	struct conf_report report = { .say = say_fault };
	enum err e = loaded_read(&p->now, p->source, &report);

	if (only_test)
		test(&p->now, &report);
	if (e != OK)
		exit(EXIT_USAGE);
	if (getuid() == 0 && p->now.conf.user == NULL)
		log_warn("running as root: name a user that stoad shall "
		    "become, \"user stoad\" in the configuration");
}

int
main(int argc, char **argv)
{
	struct options o = { .foreground = false };
	struct parent p = { .source = &o.source };
	pid_t child;
	int link, status;

	log_init("stoad", LOG_L_INFO);
	take_options(&o, argc, argv);
	load(&p, o.test);
	signal(SIGPIPE, SIG_IGN);
	if (!o.foreground && daemon_detach() != OK)
		log_fatal("%s", err_detail());
	if (parent_bind(&p) != OK || monitor_fork(&child, &link) != OK)
		log_fatal("%s", err_detail());
	status = child == 0 ? serve(&p, link) : parent_run(&p);
	free(o.source.file);
	free(o.source.cwd);
	return status;
}
