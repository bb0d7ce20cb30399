/* Binding, reloading, and what the child may ask for. */
#include "server/parent.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "common/log.h"
#include "server/daemon.h"
#include "server/sandbox/monitor.h"
#include "server/store/store.h"

/* --- binding ----------------------------------------------------------- */

static void
close_all(struct parent *p)
{
	while (p->nbound > 0)
		close(p->bound[--p->nbound].fd);
}

static enum err
bind_place(struct parent *p, const struct conf *c, int place)
{
	int fd[LISTENER_FDS], n;
	enum err e = listener_bind(c->listen[place].where, fd, &n);

	for (int i = 0; e == OK && i < n; i++)
		p->bound[p->nbound++] =
		    (struct bound){ .fd = fd[i], .place = place };
	return e;
}

enum err
parent_bind(struct parent *p)
{
	enum err e = store_await(p->now.conf.dir);

	daemon_raise_files();
	for (int i = 0; e == OK && i < p->now.conf.nlisten; i++)
		e = bind_place(p, &p->now.conf, i);
	if (e != OK)
		close_all(p);
	return e;
}

/* --- reloading ------------------------------------------------------------ */

static void
log_fault(enum conf_grade grade, const char *line, void *arg)
{
	(void)arg;
	if (grade == CONF_WARNING)
		log_warn("%s", line);
	else
		log_error("%s", line);
}

static bool
listens(const struct conf *c, const char *where)
{
	for (int i = 0; i < c->nlisten; i++)
		if (strcmp(c->listen[i].where, where) == 0)
			return true;
	return false;
}

/* Binds the places that are new. */
static enum err
bind_new(struct parent *p)
{
	const struct conf *c = &p->next.conf;
	enum err e = OK;

	for (int i = 0; e == OK && i < c->nlisten; i++) {
		if (listens(&p->now.conf, c->listen[i].where))
			continue;
		e = bind_place(p, c, i);
		if (e != OK)
			conf_fault_listen(c,
			    &(struct conf_report){ .say = log_fault }, i, e);
	}
	return e;
}

/* The configuration goes first, then the listeners; text says for where. */
static enum err
fill(struct parent *p, struct message *m)
{
	struct buf places = BUF_INIT(sizeof(m->text));
	enum err e = loaded_pack(&p->next, &m->fd[0]);

	if (e != OK)
		return e;
	m->nfds = 1;
	for (int i = 0; i < p->nbound; i++) {
		m->fd[m->nfds++] = p->bound[i].fd;
		buf_printf(&places, "%d ", p->bound[i].place);
	}
	p->nbound = 0;
	slice_copy(buf_slice(&places), m->text, sizeof(m->text));
	buf_clear(&places);
	return OK;
}

static enum err
on_reload(struct message *m, void *arg)
{
	struct conf_report report = { .say = log_fault };
	struct parent *p = arg;
	enum err e;

	if (p->waiting) {
		p->again = true;
		return ERR_STATE;
	}
	e = loaded_read(&p->next, p->source, &report);
	if (e == OK) {
		conf_hold(&p->now.conf, &p->next.conf);
		e = bind_new(p);
	}
	if (e == OK)
		e = fill(p, m);
	if (e == OK) {
		p->waiting = true;
		return OK;
	}
	log_error("the old configuration stays");
	close_all(p);
	loaded_clear(&p->next);
	return e;
}

static void
on_reloaded(bool good, void *arg)
{
	struct parent *p = arg;

	if (!p->waiting)
		return;
	loaded_clear(good ? &p->now : &p->next);
	if (good)
		p->now = p->next;
	certificate_clear(&p->now.certificate);
	p->waiting = false;
	if (p->again)
		raise(SIGHUP);
	p->again = false;
}

/* --- what the child says and asks ---------------------------------------- */

static void
on_ready(void *arg)
{
	(void)arg;
	daemon_ready();
}

static void
on_log(int level, const char *line, void *arg)
{
	(void)arg;
	switch (level) {
	case LOG_L_DEBUG:
		log_debug("%s", line);
		break;
	case LOG_L_INFO:
		log_info("%s", line);
		break;
	case LOG_L_WARN:
		log_warn("%s", line);
		break;
	default:
		log_error("%s", line);
	}
}

static void
on_become(void *arg)
{
	const struct parent *p = arg;

	if (daemon_become(p->now.conf.user, p->now.conf.dir) != OK)
		log_fatal("%s", err_detail());
}

static const char *
find_place(const char *peer, void *arg)
{
	const struct conf *c = &((const struct parent *)arg)->now.conf;

	for (int i = 0; i < c->npeers; i++)
		if (strcmp(c->peer[i]->name, peer) == 0)
			return c->peer[i]->host;
	return NULL;
}

static bool
knows_address(const char *host, void *arg)
{
	const struct conf *c = &((const struct parent *)arg)->now.conf;

	for (int i = 0; i < c->npeers; i++)
		for (int k = 0; k < c->peer[i]->naddresses; k++)
			if (strcmp(c->peer[i]->address[k], host) == 0)
				return true;
	return false;
}

int
parent_run(struct parent *p)
{
	const struct monitor_hooks hooks = {
		.ready = on_ready,
		.log = on_log,
		.reload = on_reload,
		.reloaded = on_reloaded,
		.become = on_become,
		.place = find_place,
		.knows = knows_address,
		.backup_open = backup_open,
		.backup_close = backup_close,
		.arg = p,
	};

	int status;

	/* The child has them. */
	close_all(p);
	certificate_clear(&p->now.certificate);
	status = monitor_run(&hooks);
	loaded_clear(&p->now);
	if (p->waiting)
		loaded_clear(&p->next);
	return status;
}
