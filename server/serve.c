/* Starting all that serves, changing it, ending it in order. */
#include "server/serve.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <event2/event.h>

#include "common/clock.h"
#include "common/log.h"
#include "common/xalloc.h"
#include "proto/rfc2047.h"
#include "server/auth/brake.h"
#include "server/auth/hash.h"
#include "server/auth/pool.h"
#include "server/builtin.h"
#include "server/daemon.h"
#include "server/feed/feed.h"
#include "server/net/tls.h"
#include "server/net/worker.h"
#include "server/nightly.h"
#include "server/report/audit.h"
#include "server/sandbox/monitor.h"
#include "server/sandbox/sandbox.h"
#include "server/stoad.h"
#include "server/store/store.h"
#include "server/terms.h"
#include "server/watch/hub.h"

/* A configuration that was in use; readers may still hold it. */
struct snapshot {
	struct conf conf;
	struct snapshot *before;
};

/* All that runs; ended in the reverse order. */
struct daemon {
	struct snapshot *snapshot;	/* the present one */
	const struct source *source;
	int link;			/* to the parent */
	struct server server;
	struct event_base *base;
	struct event *told, *asked;	/* by the parent, by SIGTERM */
	struct address_table *addresses;
	struct listeners *listeners;
	struct nightly *nightly;
	struct worker **workers;
	int nworkers;
};

/* --- start -------------------------------------------------------------- */

static const struct conf *
conf_of(struct daemon *d)
{
	return &d->snapshot->conf;
}

/* Takes what is in conf. */
static void
take_snapshot(struct daemon *d, struct conf *conf)
{
	struct snapshot *fresh = xcalloc(1, sizeof(*fresh));

	fresh->conf = *conf;
	fresh->before = d->snapshot;
	d->snapshot = fresh;
	memset(conf, 0, sizeof(*conf));
	atomic_store(&d->server.conf, &fresh->conf);
}

static enum err
open_store(struct daemon *d)
{
	const struct conf *c = conf_of(d);
	const struct store_options o = {
		.dir = c->dir,
		.name = c->name,
		.quota = c->quota,
		.create = true,
	};
	enum err e = store_open(&o, &d->server.store);

	if (e != OK)
		return e;
	store_set_policy(d->server.store, &c->community);
	if (c->name != NULL &&
	    !slice_is(slice_of(c->name), store_name(d->server.store)))
		log_warn("the store is named %s; \"name\" is for a new one, "
		    "XACT set server name= changes it",
		    store_name(d->server.store));
	return OK;
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
	char *path = audit_path(conf_of(d));
	enum err e =
	    audit_open(path, &d->server.metrics, &d->server.audit);

	free(path);
	return e;
}

static void
note(struct daemon *d, enum audit_kind what, const char *text)
{
	audit(d->server.audit, what, &(struct audit_from){ 0 }, "%s", text);
}

static void
on_stop(evutil_socket_t fd, short what, void *arg)
{
	struct daemon *d = arg;

	(void)fd;
	(void)what;
	log_info("stopping");
	event_base_loopbreak(d->base);
}

static void on_told(evutil_socket_t fd, short what, void *arg);

static enum err
make_events(struct daemon *d)
{
	d->base = event_base_new();
	if (d->base == NULL)
		return err_set(ERR_NOMEM, "no event base");
	d->told = event_new(
	    d->base, d->link, EV_READ | EV_PERSIST, on_told, d);
	d->asked = evsignal_new(d->base, SIGTERM, on_stop, d);
	event_add(d->told, NULL);
	event_add(d->asked, NULL);
	return OK;
}

static enum err
start_workers(struct daemon *d)
{
	int n = d->server.workers;
	enum err e = OK;

	d->workers = xcalloc((size_t)n, sizeof(struct worker *));
	while (e == OK && d->nworkers < n) {
		e = worker_start(&d->server, d->addresses,
		    &d->workers[d->nworkers]);
		if (e == OK)
			d->nworkers++;
	}
	return e;
}

/* What takes the rights that are given up next. */
static enum err
start_outside(struct daemon *d, struct parent *p)
{
	const struct conf *c = conf_of(d);
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	enum err e = hash_init();

	d->server.workers = c->workers != 0 ? (int)c->workers :
	    cores > 0 ? (int)cores : 1;

	d->server.brakes = brakes_new();
	d->server.started = clock_now();
	d->addresses = address_table_new(c->per_address);
	d->listeners = listeners_new(&d->server, d->addresses);
	for (int i = 0; i < p->nbound; i++) {
		const struct conf_listen *l = &c->listen[p->bound[i].place];

		listeners_add(
		    d->listeners, p->bound[i].fd, l->where, l->tls);
	}
	if (e == OK)
		e = certificate_use(&d->server, &p->now.certificate);
	certificate_clear(&p->now.certificate);
	if (e == OK)
		e = daemon_become(c->user, c->dir);
	d->server.uid = getuid();
	if (e == OK)
		e = monitor_bind_fate();
	if (e == OK)
		e = open_store(d);
	if (e == OK)
		e = listeners_add_unix(d->listeners, c->socket);
	if (e == OK)
		e = make_events(d);
	return e;
}

/* What the files of the logs stand in; the caller frees it. */
static char *
folder_of(const char *path)
{
	const char *slash = path != NULL ? strrchr(path, '/') : NULL;

	if (slash == NULL)
		return NULL;
	return xstrndup(path, slash != path ? (size_t)(slash - path) : 1);
}

static enum err
close_up(struct daemon *d)
{
	const struct conf *c = conf_of(d);
	char *folder[] = { folder_of(c->audit), folder_of(c->metrics),
		folder_of(c->socket) };
	const struct sandbox_path paths[] = {
		{ c->dir, SANDBOX_WRITE },
		/* Certificates of peers; they are links to these. */
		{ tls_authorities(), SANDBOX_READ },
		{ "/usr/share/ca-certificates", SANDBOX_READ },
		{ "/usr/local/share/ca-certificates", SANDBOX_READ },
		{ folder[2], SANDBOX_REMOVE },
		{ folder[0] != NULL ? folder[0] : c->dir, SANDBOX_WRITE },
		{ folder[1] != NULL ? folder[1] : c->dir, SANDBOX_WRITE },
		{ NULL, SANDBOX_READ },
	};
	enum err e;

	charset_begin();
	tls_begin();
	tzset();
	e = sandbox_enter(c->sandbox, paths);
	for (size_t i = 0; i < sizeof(folder) / sizeof(folder[0]); i++)
		free(folder[i]);
	return e;
}

static enum err
start_inside(struct daemon *d)
{
	enum err e = writer_start(d->server.store, &d->server.writer);

	if (e == OK && conf_of(d)->builtin)
		builtin_make(&d->server);
	if (e == OK)
		e = open_audit(d);
	if (e == OK)
		e = hash_pool_new(d->server.brakes, &d->server.hashes);
	if (e == OK)
		e = nightly_start(&d->server, &d->nightly);
	if (e == OK)
		e = feeds_start(&d->server);
	if (e == OK)
		e = hub_start(d->server.store, d->server.writer,
		    &d->server.hub);
	if (e == OK)
		e = start_workers(d);
	if (e == OK)
		terms_follow(&d->server);
	if (e == OK)
		audit_tick(d->server.audit, metric_write, &d->server);
	return e;
}

/* --- change -------------------------------------------------------------- */

/* The listeners that came along; m->text says for which place each is. */
static void
add_listeners(struct daemon *d, struct message *m)
{
	const struct conf *c = conf_of(d);
	struct slice rest = slice_of(m->text);

	listeners_keep(d->listeners, c->listen, c->nlisten);
	for (int i = 1; i < m->nfds; i++) {
		uint64_t place;

		if (slice_u64(slice_word(&rest), &place) &&
		    place < (uint64_t)c->nlisten)
			listeners_add(d->listeners, m->fd[i],
			    c->listen[place].where, c->listen[place].tls);
		else
			close(m->fd[i]);
	}
	m->nfds = 1;
}

/* The caller frees it. */
static char *
tell_changes(const struct conf *before, const struct conf *now)
{
	struct buf changed = BUF_INIT(700), restart = BUF_INIT(200);
	char *text;

	conf_compare(before, now, &changed, &restart);
	text = xasprintf("%s read again: %s%s%s%s",
	    now->file != NULL ? now->file : "command line",
	    changed.len > 0 ? "changed " : "nothing changed",
	    buf_cstr(&changed),
	    restart.len > 0 ? "; for a restart: " : "", buf_cstr(&restart));
	buf_clear(&changed);
	buf_clear(&restart);
	return text;
}

/* The file may have been moved away. */
static void
reopen_audit(struct daemon *d)
{
	char *path = audit_path(conf_of(d));

	audit_reopen(d->server.audit, path);
	free(path);
}

static bool
reload(struct daemon *d, struct message *m)
{
	const struct conf *before = conf_of(d), *now;
	struct loaded l;
	char *changes;
	enum err e = loaded_unpack(&l, d->source, m->fd[0]);

	if (e == OK)
		e = certificate_use(&d->server, &l.certificate);
	if (e != OK) {
		log_error("%s", err_detail());
		log_error("the old configuration stays");
		note(d, AUDIT_RELOAD, "a fault: the old configuration stays");
		loaded_clear(&l);
		return false;
	}
	changes = tell_changes(before, &l.conf);
	conf_hold(before, &l.conf);
	take_snapshot(d, &l.conf);
	loaded_clear(&l);
	now = conf_of(d);
	add_listeners(d, m);
	address_table_limit(d->addresses, now->per_address);
	store_set_policy(d->server.store, &now->community);
	store_set_quota(
	    d->server.store, now->quota != 0 ? now->quota : STORE_QUOTA);
	feeds_reload(&d->server);
	terms_follow(&d->server);
	note(d, AUDIT_RELOAD, now->file != NULL ? now->file : "");
	if (now->tls_certificate != NULL)
		note(d, AUDIT_KEY, now->tls_certificate);
	log_info("%s", changes);
	free(changes);
	return true;
}

static void
on_told(evutil_socket_t fd, short what, void *arg)
{
	struct daemon *d = arg;
	struct message m;

	enum err e = message_receive(fd, 0, &m);

	(void)what;
	if (e == ERR_SYNTAX) {
		/* The old configuration serves on. */
		log_error("no descriptors are free for the new "
		    "configuration; send SIGHUP again later");
		monitor_tell(MESSAGE_RELOADED, false);
		return;
	}
	if (e != OK) {
		event_base_loopbreak(d->base);
		return;
	}
	if (m.kind == MESSAGE_STOP)
		on_stop(-1, 0, d);
	else if (m.kind == MESSAGE_RELOAD && m.nfds > 0)
		monitor_tell(MESSAGE_RELOADED, reload(d, &m));
	else if (m.kind == MESSAGE_RELOAD)
		note(d, AUDIT_RELOAD, "a fault: the old configuration stays");
	if (m.kind == MESSAGE_RELOAD)
		reopen_audit(d);
	message_close(&m);
}

/* --- run and end --------------------------------------------------------- */

static void
run(struct daemon *d)
{
	listeners_start(d->listeners, d->base, d->workers, d->nworkers);
	note(d, AUDIT_START, "stoad " STOA_VERSION);
	log_info("serving %s with %d workers", conf_of(d)->dir, d->nworkers);
	if (monitor_tell(MESSAGE_READY, 0) != OK)
		log_fatal("%s", err_detail());
	daemon_child_ready();
	event_base_dispatch(d->base);
	/* Who asks again is not meant to end it halfway. */
	event_free(d->asked);
	signal(SIGTERM, SIG_IGN);
	event_free(d->told);
}

/* Nobody new, then answers to all, then the writer's last commit. */
static void
stop(struct daemon *d)
{
	struct tls *tls = atomic_load(&d->server.tls);

	listeners_free(&d->listeners);
	hash_pool_hurry(d->server.hashes);
	hub_stop(d->server.hub);
	for (int i = 0; i < d->nworkers; i++)
		worker_stop(d->workers[i]);
	for (int i = 0; i < d->nworkers; i++)
		worker_join(&d->workers[i]);
	free(d->workers);
	hub_free(&d->server.hub);
	audit_tick(d->server.audit, NULL, NULL);
	feeds_stop(&d->server);
	nightly_stop(&d->nightly);
	note(d, AUDIT_STOP, "stoad " STOA_VERSION);
	audit_close(&d->server.audit);
	hash_pool_free(&d->server.hashes);
	writer_stop(&d->server.writer);
	store_close(&d->server.store);
	tls_free(&tls);
	address_table_free(&d->addresses);
	brakes_free(&d->server.brakes);
	event_base_free(d->base);
	while (d->snapshot != NULL) {
		struct snapshot *before = d->snapshot->before;

		conf_clear(&d->snapshot->conf);
		free(d->snapshot);
		d->snapshot = before;
	}
}

int
serve(struct parent *p, int link)
{
	struct daemon d = { .source = p->source, .link = link };

	/* An event that could not be made would never come. */
	event_set_mem_functions(xmalloc, xrealloc, free);
	/* The parent passes them on; the terminal tells both. */
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	daemon_child_begin();
	take_snapshot(&d, &p->now.conf);
	if (start_outside(&d, p) != OK || close_up(&d) != OK ||
	    start_inside(&d) != OK)
		log_fatal("%s", err_detail());
	loaded_clear(&p->now);
	run(&d);
	stop(&d);
	return 0;
}
