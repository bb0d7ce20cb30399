/* The table of metrics, filled in and written out. */
#include "server/report/metric.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/err.h"
#include "common/log.h"
#include "common/xalloc.h"
#include "server/auth/pool.h"
#include "server/conf/conf.h"
#include "server/feed/feed.h"
#include "server/stoad.h"
#include "server/store/store.h"

enum { GAUGE, COUNTER, PUBLIC, ADMIN };

enum { METRICS_SIZE = 256 * 1024 };

static const struct row {
	const char *name, *help;
	int kind, who;
} rows[] = {
#define X(id, name, kind, who, help) { name, help, kind, who },
#include "server/report/metric.def"
#undef X
};

static uint64_t
memory_max(struct server *s)
{
	const struct conf *c = atomic_load(&s->conf);

	return c != NULL ? c->memory : 0;
}

bool
memory_above(struct server *s, unsigned percent)
{
	uint64_t most = memory_max(s);

	return most != 0 &&
	    metric_get(&s->metrics, METRIC_MEMORY) > most / 100 * percent;
}

static void
collect_feeds(struct feeds *f, uint64_t v[METRIC_COUNT])
{
	struct feed_status one = { .name = "" };

	while (feed_status_next(f, slice_of(one.name), &one)) {
		v[METRIC_FEED_QUEUE] += one.queued;
		v[METRIC_FEED_DEFERRED] += one.deferred;
		v[METRIC_FEED_SENT] += one.sent;
		v[METRIC_FEED_REJECTED] += one.rejected;
	}
}

/* What is counted elsewhere or follows from the rest. */
static void
collect(struct server *s, const struct store_stats *st,
    uint64_t v[METRIC_COUNT])
{
	const struct metrics *m = &s->metrics;

	for (int i = 0; i < METRIC_COUNT; i++)
		v[i] = metric_get(m, (enum metric)i);
	v[METRIC_UPTIME] = (uint64_t)(clock_now() - s->started);
	v[METRIC_WORKERS] = (uint64_t)s->workers;
	v[METRIC_CONNECTIONS] = v[METRIC_OPEN_PLAIN] + v[METRIC_OPEN_TLS] +
	    v[METRIC_OPEN_SOCKET];
	v[METRIC_HASH_QUEUE] =
	    s->hashes != NULL ? hash_pool_waiting(s->hashes) : 0;
	v[METRIC_MEMORY_MAX] = memory_max(s);
	if (s->feeds != NULL)
		collect_feeds(s->feeds, v);
	v[METRIC_SEQ] = st->seq;
	v[METRIC_ARTICLES] = st->articles;
	v[METRIC_BOARDS] = st->boards;
	v[METRIC_ACCOUNTS] = st->accounts;
	v[METRIC_USED] = st->used;
	v[METRIC_QUOTA] = st->quota;
	v[METRIC_QUEUE] = st->queue;
	v[METRIC_COMMITS] = st->commits;
	v[METRIC_EVENTS] = st->events;
	v[METRIC_READERS] = st->readers;
	v[METRIC_READ_AGE] = st->read_age_ms;
	v[METRIC_TIMERS] = st->timers;
	v[METRIC_TIMER_LATE] = st->timer_late;
	v[METRIC_WALKS] = st->walks;
}

/* --- XINFO --------------------------------------------------------------- */

static void
put_histogram(struct buf *out, const char *name, const struct histogram *h)
{
	buf_printf(out, "%s:", name);
	for (int i = 0; i < HISTOGRAM_BUCKETS - 1; i++)
		buf_printf(out, " %llu:%llu",
		    (unsigned long long)histogram_bound(h, i),
		    (unsigned long long)h->count[i]);
	buf_printf(out, " more:%llu\r\n",
	    (unsigned long long)h->count[HISTOGRAM_BUCKETS - 1]);
}

void
metric_put_lines(struct server *s, const struct store_stats *st, bool all,
    struct buf *out)
{
	uint64_t v[METRIC_COUNT];

	collect(s, st, v);
	for (int i = 0; i < METRIC_COUNT; i++)
		if (all || rows[i].who == PUBLIC)
			buf_printf(out, "%s: %llu\r\n", rows[i].name,
			    (unsigned long long)v[i]);
	if (!all)
		return;
	put_histogram(out, "Commit-Microseconds", &st->commit_us);
	put_histogram(out, "Commit-Events", &st->group);
}

/* --- Prometheus ----------------------------------------------------------- */

static void
put_name(struct buf *out, const char *name)
{
	buf_puts(out, "stoa_");
	for (; *name != '\0'; name++) {
		bool upper = *name >= 'A' && *name <= 'Z';

		buf_putc(out, *name == '-' ? '_' :
		    upper ? (char)(*name + ('a' - 'A')) : *name);
	}
}

static void
put_head(struct buf *out, const char *name, const char *behind,
    const char *type, const char *help)
{
	buf_puts(out, "# HELP ");
	put_name(out, name);
	buf_printf(out, "%s %s\n# TYPE ", behind, help);
	put_name(out, name);
	buf_printf(out, "%s %s\n", behind, type);
}

static void
put_buckets(struct buf *out, const char *name, const char *help,
    double unit, const struct histogram *h)
{
	uint64_t n = 0;

	put_head(out, name, "", "histogram", help);
	for (int i = 0; i < HISTOGRAM_BUCKETS; i++) {
		n += h->count[i];
		put_name(out, name);
		if (i < HISTOGRAM_BUCKETS - 1)
			buf_printf(out, "_bucket{le=\"%g\"} %llu\n",
			    (double)histogram_bound(h, i) * unit,
			    (unsigned long long)n);
		else
			buf_printf(out, "_bucket{le=\"+Inf\"} %llu\n",
			    (unsigned long long)n);
	}
	put_name(out, name);
	buf_printf(out, "_sum %g\n", (double)h->sum * unit);
	put_name(out, name);
	buf_printf(out, "_count %llu\n", (unsigned long long)n);
}

static void
put_commands(struct buf *out, const struct metrics *m)
{
	put_head(out, "Command", "_total", "counter", "Commands by kind");
	for (int i = 0; i < CMD_COUNT; i++) {
		const struct command *c = &command_table[i];
		uint64_t n = atomic_load_explicit(
		    &m->command[i], memory_order_relaxed);

		buf_printf(out, "stoa_command_total{command=\"%s%s%s\"} %llu\n",
		    c->verb, c->sub != NULL ? " " : "",
		    c->sub != NULL ? c->sub : "", (unsigned long long)n);
	}
}

static const struct {
	const char *name, *help;
	int kind;
	size_t at;	/* in struct feed_status */
} peer_rows[] = {
#define ROW(name, kind, field, help) \
	{ name, help, kind, offsetof(struct feed_status, field) }
	ROW("Peer-Queued", GAUGE, queued, "What waits to be sent to a peer"),
	ROW("Peer-Deferred", GAUGE, deferred, "Articles that it has put off"),
	ROW("Peer-Offered", COUNTER, offered, "Articles offered to a peer"),
	ROW("Peer-Sent", COUNTER, sent, "Articles that it took"),
	ROW("Peer-Refused", COUNTER, refused, "Articles that it had"),
	ROW("Peer-Rejected", COUNTER, rejected, "Articles it did not want"),
	ROW("Peer-Dropped", COUNTER, dropped, "Articles given up"),
	ROW("Peer-Received", COUNTER, received, "Articles stored from a peer"),
	ROW("Peer-Denied", COUNTER, denied, "Articles refused to a peer"),
#undef ROW
};

static void
put_peer(struct buf *out, struct feeds *feeds, size_t row)
{
	const char *behind = peer_rows[row].kind == COUNTER ? "_total" : "";
	struct feed_status f = { .name = "" };

	put_head(out, peer_rows[row].name, behind,
	    peer_rows[row].kind == COUNTER ? "counter" : "gauge",
	    peer_rows[row].help);
	while (feed_status_next(feeds, slice_of(f.name), &f)) {
		uint64_t n;

		memcpy(&n, (const char *)&f + peer_rows[row].at, sizeof(n));
		put_name(out, peer_rows[row].name);
		buf_printf(out, "%s{peer=\"%s\"} %llu\n", behind, f.name,
		    (unsigned long long)n);
	}
}

void
metric_put_prometheus(
    struct server *s, const struct store_stats *st, struct buf *out)
{
	uint64_t v[METRIC_COUNT];

	collect(s, st, v);
	for (int i = 0; i < METRIC_COUNT; i++) {
		bool counts = rows[i].kind == COUNTER;
		const char *behind = counts ? "_total" : "";

		put_head(out, rows[i].name, behind,
		    counts ? "counter" : "gauge", rows[i].help);
		put_name(out, rows[i].name);
		buf_printf(out, "%s %llu\n", behind, (unsigned long long)v[i]);
	}
	put_buckets(out, "Commit-Seconds", "Time that a commit took", 1e-6,
	    &st->commit_us);
	put_buckets(out, "Commit-Events", "Events of one commit", 1,
	    &st->group);
	put_commands(out, &s->metrics);
	for (size_t i = 0; i < sizeof(peer_rows) / sizeof(peer_rows[0]); i++)
		put_peer(out, s->feeds, i);
}

/* --- the file ------------------------------------------------------------- */

static enum err
replace_file(const char *path, struct slice text)
{
	char *fresh = xasprintf("%s.new", path);
	enum err e = OK;
	int fd;

	/* Whatever was left there, a pipe even, is not written to. */
	unlink(fresh);
	fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd == -1)
		e = err_errno("metrics %s", fresh);
	else if (write(fd, text.p, text.len) != (ssize_t)text.len)
		e = err_errno("metrics %s", fresh);
	if (fd != -1)
		close(fd);
	if (e == OK && rename(fresh, path) == -1)
		e = err_errno("metrics %s", path);
	free(fresh);
	return e;
}

void
metric_write(void *arg)
{
	struct server *s = arg;
	const struct conf *c = atomic_load(&s->conf);
	struct buf text = BUF_INIT(METRICS_SIZE);
	struct store_stats st;
	struct reader *r;
	struct view *v;

	if (c == NULL || c->metrics == NULL)
		return;
	r = reader_new(s->store);
	v = r != NULL ? view_open(r) : NULL;
	if (v != NULL) {
		view_stats(v, &st);
		view_close(&v);
		metric_put_prometheus(s, &st, &text);
		if (replace_file(c->metrics, buf_slice(&text)) != OK)
			log_warn("%s", err_detail());
	}
	reader_free(&r);
	buf_clear(&text);
}
