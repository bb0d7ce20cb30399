/* stoad: options, start, signals, end. */
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "common/clock.h"
#include "common/log.h"
#include "common/xalloc.h"
#include "server/audit.h"
#include "server/auth/brake.h"
#include "server/auth/pool.h"
#include "server/certificate.h"
#include "server/conf.h"
#include "server/daemon.h"
#include "server/feed/feed.h"
#include "server/expire.h"
#include "server/net/listener.h"
#include "server/net/tls.h"
#include "server/stoad.h"
#include "server/store/store.h"

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

/* All that runs; ended in the reverse order. */
struct daemon {
	struct conf conf;
	char *file;		/* the configuration's path; NULL: none */
	bool foreground;
	bool test;		/* look at the configuration, serve nothing */
	struct server server;
	struct event_base *base;
	struct address_table *addresses;
	struct listeners *listeners;
	struct expire *expire;
	struct worker **workers;
	int nworkers;
	struct event *signals[3];
};

/* --- options ------------------------------------------------------------ */

static void
exit_usage(void)
{
	fputs("Try: stoad --help\n", stderr);
	exit(EXIT_USAGE);
}

/* The value of an option, as the key of the file. */
static void
take(struct conf *c, const char *key, const char *value)
{
	if (conf_set(c, key, value) == OK)
		return;
	fprintf(stderr, "stoad: %s\n", err_detail());
	exit_usage();
}

static void
say_fault(enum conf_grade grade, const char *line, void *arg)
{
	(void)arg;
	fprintf(stderr, "stoad: %s%s\n",
	    grade == CONF_WARNING ? "warning: " : "", line);
}

/* The file comes first, wherever -f stands. */
static void
take_file(struct conf *c, const char *path)
{
	struct conf_report report = { .say = say_fault };

	if (path != NULL && conf_read(c, path, &report) != OK)
		exit(EXIT_USAGE);
}

static enum err
finish(struct conf *c)
{
	struct conf_report report = { .say = say_fault };
	char *cwd = getcwd(NULL, 0);
	enum err e;

	if (cwd == NULL)
		log_fatal("the working directory is gone; cd to another");
	e = conf_finish(c, cwd, &report);
	free(cwd);
	return e;
}

static void
take_options(struct daemon *d, int argc, char **argv)
{
	static const struct option words[] = {
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	static const char letters[] = "ntvf:d:l:L:s:Vh";
	const char *file = NULL;
	int c;

	while ((c = getopt_long(argc, argv, letters, words, NULL)) != -1) {
		switch (c) {
		case 'f':
			file = optarg;
			break;
		case 'h':
			fputs(usage_text, stdout);
			exit(0);
		case 'V':
			puts("stoad " STOA_VERSION);
			exit(0);
		case '?':
			exit_usage();
		}
	}
	if (optind < argc) {
		fprintf(stderr, "stoad: what is \"%s\"?\n", argv[optind]);
		exit_usage();
	}
	take_file(&d->conf, file);
	/* Detaching leaves the directory; SIGHUP reads it again. */
	if (file != NULL)
		d->file = realpath(file, NULL);
	/* -l replaces what the file says. */
	d->conf.listen_default = true;
	optind = 1;
	while ((c = getopt_long(argc, argv, letters, words, NULL)) != -1) {
		switch (c) {
		case 'n':
			d->foreground = true;
			break;
		case 't':
			d->test = true;
			break;
		case 'v':
			log_init("stoad", LOG_L_DEBUG);
			break;
		case 'd':
			take(&d->conf, "data", optarg);
			break;
		case 'l':
			take(&d->conf, "listen", optarg);
			break;
		case 'L':
			take(&d->conf, "listen-tls", optarg);
			break;
		case 's':
			take(&d->conf, "socket", optarg);
			break;
		}
	}
	if (finish(&d->conf) != OK)
		exit_usage();
}

/* --- start -------------------------------------------------------------- */

static enum err
open_store(struct daemon *d)
{
	const struct store_options o = {
		.dir = d->conf.dir,
		.name = d->conf.name,
		.quota = d->conf.quota,
		.create = true,
	};
	enum err e = store_open(&o, &d->server.store);

	if (e != OK)
		return e;
	if (d->conf.name != NULL &&
	    !slice_is(slice_of(d->conf.name), store_name(d->server.store)))
		log_warn("the store is named %s; \"name\" is for a new one, "
		    "XACT set server name= changes it",
		    store_name(d->server.store));
	return writer_start(d->server.store, &d->server.writer);
}

/* The caller frees it. */
static char *
audit_path(const struct conf *c)
{
	return c->audit != NULL ? xstrdup(c->audit) :
	    xasprintf("%s/audit.log", c->dir);
}

static enum err
open_audit(struct daemon *d)
{
	char *path = audit_path(&d->conf);
	enum err e = audit_open(path, &d->server.metrics, metric_write,
	    &d->server, &d->server.audit);

	free(path);
	return e;
}

static enum err
start_workers(struct daemon *d)
{
	enum err e = OK;

	d->workers = xcalloc(d->conf.workers, sizeof(struct worker *));
	while (e == OK && d->nworkers < (int)d->conf.workers) {
		e = worker_start(&d->server, d->addresses,
		    &d->workers[d->nworkers]);
		if (e == OK)
			d->nworkers++;
	}
	return e;
}

static enum err
bind_all(struct daemon *d)
{
	enum err e = OK;

	d->addresses = address_table_new(d->conf.per_address);
	d->listeners = listeners_new(&d->server, d->addresses);
	for (int i = 0; i < d->conf.nlisten && e == OK; i++)
		e = listeners_add_inet(d->listeners,
		    d->conf.listen[i].where, d->conf.listen[i].tls);
	return e;
}

static enum err
load_certificate(struct daemon *d, const struct conf *c)
{
	struct certificate cert;
	enum err e = certificate_read(c, &cert);

	if (e == OK)
		e = certificate_use(&d->server, &cert);
	certificate_clear(&cert);
	return e;
}

static enum err
start(struct daemon *d)
{
	enum err e = hash_init();

	daemon_raise_files();
	d->server.brakes = brakes_new();
	if (e == OK)
		e = bind_all(d);
	if (e == OK)
		e = load_certificate(d, &d->conf);
	if (e == OK)
		e = daemon_become(d->conf.user, d->conf.dir);
	d->server.uid = getuid();
	d->server.started = clock_now();
	d->server.workers = (int)d->conf.workers;
	atomic_store(&d->server.conf, &d->conf);
	if (e == OK)
		e = open_store(d);
	if (e == OK)
		e = open_audit(d);
	if (e == OK)
		e = listeners_add_unix(d->listeners, d->conf.socket);
	if (e == OK)
		e = hash_pool_new(&d->server.hashes);
	if (e == OK)
		e = expire_start(&d->server, &d->expire);
	if (e == OK)
		e = feeds_start(&d->server);
	if (e == OK)
		e = start_workers(d);
	return e;
}

/* --- run and end --------------------------------------------------------- */

static void
log_fault(enum conf_grade grade, const char *line, void *arg)
{
	(void)arg;
	if (grade == CONF_WARNING)
		log_warn("%s", line);
	else
		log_error("%s", line);
}

/* The file may have been moved away. */
static void
reopen_audit(struct daemon *d)
{
	char *path = audit_path(atomic_load(&d->server.conf));

	audit_reopen(d->server.audit, path);
	free(path);
}

static void
note_reload(struct daemon *d, const char *what)
{
	audit(d->server.audit, AUDIT_RELOAD, &(struct audit_from){ 0 },
	    "%s", what);
}

/* What can change while it runs; a file with a fault changes nothing. */
static void
reload(struct daemon *d)
{
	struct conf_report report = { .say = log_fault };
	struct conf fresh;

	conf_init(&fresh);
	reopen_audit(d);
	if (d->file == NULL) {
		log_info("SIGHUP: started without a configuration file");
	} else if (conf_read(&fresh, d->file, &report) != OK) {
		log_error("the old configuration stays");
		note_reload(d, "a fault in the file: the old one stays");
	} else if (load_certificate(d, &fresh) != OK) {
		log_error("%s; the old configuration stays", err_detail());
		note_reload(d, "a fault in the certificate: the old "
		    "configuration stays");
	} else {
		uint64_t quota = store_set_quota(d->server.store,
		    fresh.quota != 0 ? fresh.quota : STORE_QUOTA);

		address_table_limit(d->addresses, fresh.per_address);
		note_reload(d, d->file);
		log_info("%s read again: quota %llu, "
		    "connections-per-address %u", d->file,
		    (unsigned long long)quota, fresh.per_address);
	}
	conf_clear(&fresh);
}

static void
on_signal(evutil_socket_t sig, short what, void *arg)
{
	struct daemon *d = arg;

	(void)what;
	if (sig == SIGHUP) {
		reload(d);
		return;
	}
	log_info("stopping");
	event_base_loopbreak(d->base);
}

static void
run(struct daemon *d)
{
	static const int sigs[] = { SIGTERM, SIGINT, SIGHUP };

	for (int i = 0; i < 3; i++) {
		d->signals[i] = evsignal_new(d->base, sigs[i], on_signal, d);
		evsignal_add(d->signals[i], NULL);
	}
	listeners_start(d->listeners, d->base, d->workers, d->nworkers);
	audit(d->server.audit, AUDIT_START, &(struct audit_from){ 0 },
	    "stoad " STOA_VERSION);
	log_info("serving %s with %d workers", d->conf.dir, d->nworkers);
	daemon_ready();
	event_base_dispatch(d->base);
	for (int i = 0; i < 3; i++)
		event_free(d->signals[i]);
}

/* Nobody new, then answers to all, then the writer's last commit. */
static void
stop(struct daemon *d)
{
	struct tls *tls = atomic_load(&d->server.tls);

	listeners_free(&d->listeners);
	for (int i = 0; i < d->nworkers; i++)
		worker_stop(d->workers[i]);
	for (int i = 0; i < d->nworkers; i++)
		worker_join(&d->workers[i]);
	free(d->workers);
	feeds_stop(&d->server);
	expire_stop(&d->expire);
	hash_pool_free(&d->server.hashes);
	writer_stop(&d->server.writer);
	audit(d->server.audit, AUDIT_STOP, &(struct audit_from){ 0 },
	    "stoad " STOA_VERSION);
	audit_close(&d->server.audit);
	store_close(&d->server.store);
	tls_free(&tls);
	address_table_free(&d->addresses);
	brakes_free(&d->server.brakes);
	event_base_free(d->base);
	conf_clear(&d->conf);
	free(d->file);
}

int
main(int argc, char **argv)
{
	struct daemon d = { .foreground = false };

	log_init("stoad", LOG_L_INFO);
	conf_init(&d.conf);
	take_options(&d, argc, argv);
	if (d.test) {
		printf("%s is good\n", d.file != NULL ? d.file :
		    "the command line");
		return fflush(stdout) == 0 ? 0 : 1;
	}
	signal(SIGPIPE, SIG_IGN);
	/* An event that could not be made would never come. */
	event_set_mem_functions(xmalloc, xrealloc, free);
	if (!d.foreground && daemon_detach() != OK)
		log_fatal("%s", err_detail());
	if (start(&d) != OK)
		log_fatal("%s", err_detail());
	d.base = event_base_new();
	if (d.base == NULL)
		log_fatal("no event base");
	run(&d);
	stop(&d);
	return 0;
}
