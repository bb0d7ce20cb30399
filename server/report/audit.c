/* Lines gather in a bounded buffer; the thread writes all of it at once. */
#include "server/report/audit.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/log.h"
#include "common/thread.h"
#include "common/utf8.h"
#include "common/xalloc.h"
#include "proto/date.h"
#include "server/auth/hash.h"
#include "server/net/ip.h"
#include "server/report/metric.h"

enum { WAITING = 256 * 1024, LINE = 512 };

static const struct {
	const char *name;
	bool floods;
} kinds[] = {
#define X(id, name, floods, help) { name, floods },
#include "server/report/audit.def"
#undef X
};

struct audit {
	pthread_mutex_t lock;
	pthread_cond_t wake;
	pthread_t thread;
	struct buf waiting;
	char *path;
	bool again, stop;	/* open the file again; end */
	bool owing;		/* how many were left out is to be told */
	uint64_t second;	/* the lines of it, by kind */
	unsigned lines[AUDIT_KINDS], left_out[AUDIT_KINDS];
	bool due;		/* tick at once */
	struct metrics *metrics;
	unsigned char secret[HASH_KEY];
	pthread_mutex_t ticking;	/* held meanwhile */
	void (*tick)(void *arg);	/* NULL: none */
	void *arg;
	/* The thread's own: */
	int fd;
	struct buf writing;
	bool failed;		/* the last write did */
};

/* --- lines --------------------------------------------------------------- */

static void
put_column(struct buf *out, const char *text)
{
	buf_puts(out, text != NULL && text[0] != '\0' ? text : "-");
	buf_putc(out, '\t');
}

/* The lock is held. */
static void
put_line(struct audit *a, enum audit_kind kind,
    const struct audit_from *from, const char *text)
{
	struct buf line = BUF_INIT(4 * LINE);
	char address[IP_TEXT] = "", session[16] = "";

	if (from->ip != NULL)
		ip_print(from->ip, address);
	if (from->session != 0)
		snprintf(session, sizeof(session), "%u", from->session);
	if (address[0] == '\0' && from->session != 0)
		snprintf(address, sizeof(address), "socket");
	date_put_rfc3339(&line, clock_now());
	buf_putc(&line, '\t');
	put_column(&line, kinds[kind].name);
	put_column(&line, session);
	put_column(&line, address);
	put_column(&line, from->account);
	utf8_filter(slice_of(text), 0, &line);
	buf_putc(&line, '\n');
	if (buf_ok(&line) && a->waiting.len + line.len <= WAITING) {
		buf_put_slice(&a->waiting, buf_slice(&line));
		metric_add(a->metrics, METRIC_AUDIT_LINES, 1);
	} else {
		metric_add(a->metrics, METRIC_AUDIT_LOST, 1);
	}
	buf_clear(&line);
}

/* In a new second: says how many of the last one were left out. */
static void
begin_second(struct audit *a)
{
	static const struct audit_from nobody;
	uint64_t now = clock_mono_ms() / 1000;
	char text[64];

	if (now == a->second)
		return;
	a->second = now;
	a->owing = false;
	for (int i = 0; i < AUDIT_KINDS; i++) {
		unsigned n = a->left_out[i];

		a->lines[i] = a->left_out[i] = 0;
		if (n == 0)
			continue;
		snprintf(text, sizeof(text), "%u more like these", n);
		put_line(a, (enum audit_kind)i, &nobody, text);
	}
}

void
audit(struct audit *a, enum audit_kind kind, const struct audit_from *from,
    const char *fmt, ...)
{
	char text[LINE];
	va_list ap;

	if (a == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	pthread_mutex_lock(&a->lock);
	begin_second(a);
	if (kinds[kind].floods && a->lines[kind] >= AUDIT_RATE) {
		a->left_out[kind]++;
		if (!a->owing)
			pthread_cond_signal(&a->wake);
		a->owing = true;
		metric_add(a->metrics, METRIC_AUDIT_LOST, 1);
	} else {
		a->lines[kind]++;
		if (a->waiting.len == 0)
			pthread_cond_signal(&a->wake);
		put_line(a, kind, from, text);
	}
	pthread_mutex_unlock(&a->lock);
}

uint32_t
audit_number(const struct audit *a, struct slice name)
{
	return a == NULL ? 0 :
	    (uint32_t)hash_short(a->secret, name.p, name.len);
}

/* --- the thread ----------------------------------------------------------- */

/* A regular file: of a pipe one would have to wait for who reads it. */
static enum err
open_file(const char *path, int *fd)
{
	struct stat st;

	*fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW |
	    O_NONBLOCK | O_CLOEXEC, 0600);
	/* A pipe that nobody reads. */
	if (*fd == -1 && errno == EACCES)
		return err_set(ERR_DENIED, "audit log %s: user id %u may not "
		    "write there; chown its directory", path,
		    (unsigned)geteuid());
	if (*fd == -1 && errno != ENXIO)
		return err_errno("audit log %s", path);
	if (*fd != -1 && fstat(*fd, &st) == 0 && S_ISREG(st.st_mode))
		return OK;
	if (*fd != -1)
		close(*fd);
	return err_set(ERR_SYNTAX, "audit log %s is no file", path);
}

static void
open_again(struct audit *a, const char *path)
{
	int fd;

	/* The old file is better than none. */
	if (open_file(path, &fd) != OK) {
		log_error("%s", err_detail());
		return;
	}
	close(a->fd);
	a->fd = fd;
}

static void
write_all(struct audit *a)
{
	struct slice rest = buf_slice(&a->writing);
	bool failed = false;

	while (rest.len != 0 && !failed) {
		ssize_t n = write(a->fd, rest.p, rest.len);

		if (n > 0)
			rest = slice_from(rest, (size_t)n);
		else
			failed = n == 0 || errno != EINTR;
	}
	if (failed && !a->failed)
		log_error("the audit log cannot be written");
	a->failed = failed;
	for (size_t i = 0; failed && i < rest.len; i++)
		if (rest.p[i] == '\n')
			metric_add(a->metrics, METRIC_AUDIT_LOST, 1);
	buf_clear(&a->writing);
}

static uint64_t
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

/* Waits for lines, a wish or the time; the lock is held. */
static void
wait_for_work(struct audit *a, uint64_t until_ms)
{
	bool owing = a->owing;
	struct timespec until;

	if (owing && now_ms() + 1000 < until_ms)
		until_ms = now_ms() + 1000;
	until.tv_sec = (time_t)(until_ms / 1000);
	until.tv_nsec = (long)(until_ms % 1000) * 1000000;
	while (a->waiting.len == 0 && !a->again && !a->stop && !a->due &&
	    a->owing == owing &&
	    pthread_cond_timedwait(&a->wake, &a->lock, &until) == 0)
		;
}

static void
tick_once(struct audit *a)
{
	pthread_mutex_lock(&a->ticking);
	if (a->tick != NULL)
		a->tick(a->arg);
	pthread_mutex_unlock(&a->ticking);
}

static void *
audit_main(void *arg)
{
	struct audit *a = arg;
	uint64_t next = now_ms();
	bool stop = false, due;

	while (!stop) {
		char *path = NULL;

		pthread_mutex_lock(&a->lock);
		wait_for_work(a, next);
		stop = a->stop;
		due = a->due || now_ms() >= next;
		a->due = false;
		begin_second(a);
		a->writing = a->waiting;
		buf_init(&a->waiting, WAITING);
		if (a->again)
			path = xstrdup(a->path);
		a->again = false;
		pthread_mutex_unlock(&a->lock);
		/* What was told before belongs into the old file. */
		write_all(a);
		if (path != NULL)
			open_again(a, path);
		free(path);
		if (due) {
			tick_once(a);
			next = now_ms() + AUDIT_TICK_S * 1000;
		}
	}
	return NULL;
}

/* --- begin and end -------------------------------------------------------- */

enum err
audit_open(const char *path, struct metrics *m, struct audit **out)
{
	struct audit *a;
	int fd;
	enum err e = open_file(path, &fd);

	*out = NULL;
	if (e != OK)
		return e;
	a = xcalloc(1, sizeof(*a));
	a->fd = fd;
	a->path = xstrdup(path);
	a->metrics = m;
	buf_init(&a->waiting, WAITING);
	hash_random(a->secret, sizeof(a->secret));
	pthread_mutex_init(&a->lock, NULL);
	pthread_mutex_init(&a->ticking, NULL);
	thread_cond_init(&a->wake);
	if (!thread_start(&a->thread, audit_main, a))
		log_fatal("cannot start the thread of the audit log");
	*out = a;
	return OK;
}

void
audit_tick(struct audit *a, void (*tick)(void *arg), void *arg)
{
	if (a == NULL)
		return;
	if (tick == NULL)
		tick_once(a);
	pthread_mutex_lock(&a->ticking);
	a->tick = tick;
	a->arg = arg;
	pthread_mutex_unlock(&a->ticking);
	pthread_mutex_lock(&a->lock);
	a->due = true;
	pthread_cond_signal(&a->wake);
	pthread_mutex_unlock(&a->lock);
}

void
audit_reopen(struct audit *a, const char *path)
{
	if (a == NULL)
		return;
	pthread_mutex_lock(&a->lock);
	free(a->path);
	a->path = xstrdup(path);
	a->again = true;
	pthread_cond_signal(&a->wake);
	pthread_mutex_unlock(&a->lock);
}

void
audit_close(struct audit **ap)
{
	struct audit *a = *ap;

	if (a == NULL)
		return;
	pthread_mutex_lock(&a->lock);
	a->stop = true;
	pthread_cond_signal(&a->wake);
	pthread_mutex_unlock(&a->lock);
	pthread_join(a->thread, NULL);
	close(a->fd);
	buf_clear(&a->waiting);
	pthread_cond_destroy(&a->wake);
	pthread_mutex_destroy(&a->lock);
	pthread_mutex_destroy(&a->ticking);
	free(a->path);
	free(a);
	*ap = NULL;
}
