/*
 * Opening and creating the store. The tables live in DIR/store; a new one is
 * made in DIR/store.new and renamed into place, so that a crash during the
 * creation leaves nothing half-made. DIR/lock keeps a second process out.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/log.h"
#include "common/xalloc.h"
#include "proto/article.h"
#include "server/store/internal.h"
#include "server/store/community/policy.h"
#include "server/store/rules/standing.h"

#define QUOTA_MIN (1ull << 20)

enum { LOCK_TRIES = 100 };	/* 20 ms each */

/*
 * LMDB's map is address space alone and cannot grow while it is in use, so
 * it is made ample; the quota below it is what the operator means.
 */
static void
set_sizes(struct store *s, uint64_t quota)
{
	s->map_size = quota > STORE_QUOTA / 4 ? quota * 4 : STORE_QUOTA;
	store_set_quota(s, quota != 0 ? quota : STORE_QUOTA);
}

uint64_t
store_set_quota(struct store *s, uint64_t bytes)
{
	if (bytes > s->map_size)
		bytes = s->map_size;
	if (bytes < QUOTA_MIN)
		bytes = QUOTA_MIN;
	atomic_store(&s->quota, bytes);
	return bytes;
}

static enum err
held(const char *dir)
{
	return err_set(ERR_BUSY, "%s: another process holds the store; stop "
	    "stoad first", dir);
}

enum err
store_await(const char *dir)
{
	static const struct timespec pause = { .tv_nsec = 20000000 };
	char *path = xasprintf("%s/lock", dir);
	int fd = open(path, O_RDWR | O_CLOEXEC), tries = 0;
	enum err e = OK;

	free(path);
	if (fd == -1)
		return OK;	/* whoever opens the store will tell */
	while (flock(fd, LOCK_EX | LOCK_NB) == -1 && e == OK) {
		nanosleep(&pause, NULL);
		if (++tries == LOCK_TRIES)
			e = held(dir);
	}
	close(fd);
	return e;
}

static enum err
take_lock(struct store *s)
{
	char *path = xasprintf("%s/lock", s->dir);
	enum err e = OK;

	s->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (s->lock_fd == -1)
		e = err_errno("%s", path);
	else if (flock(s->lock_fd, LOCK_EX | LOCK_NB) == -1)
		e = held(s->dir);
	free(path);
	return e;
}

/* Until there is another. */
static const struct policy policy_none;

/* --- a new store -------------------------------------------------------- */

/* The host's name, as far as it can stand in a Path. */
static void
default_name(char out[LIMIT_BOARD_NAME + 1])
{
	char host[LIMIT_BOARD_NAME - 16] = "";

	gethostname(host, sizeof(host) - 1);
	for (char *p = host; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + ('a' - 'A'));
	if (!article_board_valid(slice_of(host)))
		strcpy(host, "localhost");
	snprintf(out, LIMIT_BOARD_NAME + 1, "%s%s", host,
	    strchr(host, '.') == NULL ? ".invalid" : "");
}

/* Event 1 names the server. */
static enum err
first_event(struct txn *t, struct store *s, const char *name)
{
	struct intent i = { .act = ACT_SET, .actor = SLICE("system") };
	struct view v = { .txn = t, .store = s };
	struct decision d = { 0 };
	struct buf line = BUF_INIT(LIMIT_LINE), args = BUF_INIT(LIMIT_LINE);
	enum err e;

	buf_init(&d.args, LIMIT_LINE);
	buf_init(&d.target, LIMIT_LINE);
	event_put_arg(&args, "name", slice_of(name));
	i.target = SLICE("server");
	i.args = buf_slice(&args);
	e = decide(&v, &i, clock_now(), &d);
	if (e == OK) {
		d.event.seq = 1;
		event_print(&d.event, &line);
		journal_put(t, 1, buf_slice(&line));
		apply(t, &d.event, NULL);
	}
	buf_clear(&d.args);
	buf_clear(&d.target);
	buf_clear(&line);
	buf_clear(&args);
	return e;
}

static enum err
open_db(struct store *s, const char *path)
{
	enum err e = db_open(path, s->map_size, &s->db);

	if (e == OK)
		msgids_open(s->db);
	return e;
}

static void
close_db(struct store *s)
{
	if (s->db != NULL) {
		msgids_close(s->db);
		standing_close(s->db);
		words_close(s->db);
	}
	db_close(&s->db);
}

static enum err
fill_new(struct store *s, const char *path, const struct store_options *o)
{
	char name[LIMIT_BOARD_NAME + 1];
	uint32_t format = STORE_FORMAT;
	struct txn *t = NULL;
	enum err e;

	default_name(name);
	e = open_db(s, path);
	if (e == OK && (t = txn_begin(s->db)) == NULL)
		e = ERR_IO;
	if (e == OK) {
		txn_put(t, T_META, "format", 6, &format, sizeof(format));
		txn_put(t, T_META, "set", 3, "a", 1);
		if (!o->empty)
			e = first_event(t, s, o->name != NULL ? o->name : name);
	}
	if (e == OK)
		e = txn_commit(&t);
	txn_abort(&t);
	close_db(s);
	return e;
}

static enum err
create(struct store *s, const char *path, const struct store_options *o)
{
	char *fresh = xasprintf("%s.new", path);
	enum err e;

	dir_remove(fresh);
	e = dir_make(fresh);
	if (e == OK)
		e = fill_new(s, fresh, o);
	if (e == OK)
		e = dir_settle(fresh, path);
	if (e != OK)
		dir_remove(fresh);
	free(fresh);
	return e;
}

void
store_enter(struct store *s, uint32_t account)
{
	presence_enter(s->presence, account);
}

void
store_leave(struct store *s, uint32_t account, int64_t now)
{
	presence_leave(s->presence, account, now);
}

bool
store_fetched(struct store *s, uint32_t account, uint64_t article,
    int64_t now, bool *tell)
{
	return presence_fetch(s->presence, account, article, now, tell);
}

void
store_set_policy(struct store *s, const struct policy *p)
{
	atomic_store(&s->policy, p);
}

/* --- open --------------------------------------------------------------- */

void
store_set_name(struct store *s, struct slice name)
{
	struct name *n = xcalloc(1, sizeof(*n));

	slice_copy(name, n->text, sizeof(n->text));
	n->older = atomic_load(&s->name);
	atomic_store(&s->name, n);
}

/* A newer one was refused when the tables were opened. */
static enum err
check_format(struct store *s, struct txn *t, bool older)
{
	struct slice v;
	uint32_t format;

	if (!txn_get(t, T_META, "format", 6, &v) || v.len != sizeof(format))
		return err_set(ERR_CORRUPT, "this is no store of stoad");
	memcpy(&format, v.p, sizeof(format));
	s->older = format < STORE_FORMAT;
	if (s->older && !older)
		return err_set(ERR_VERSION, "%s: the store is of an older "
		    "stoad; make a copy, then run stoactl -d %s rebuild",
		    s->dir, s->dir);
	return OK;
}

/*
 * The secret is made with the store, or when an older one is opened. It is
 * in no event: nobody who reads the journal can take back articles.
 */
static enum err
take_canlock(struct store *s)
{
	struct txn *t = txn_begin(s->db);
	struct slice v;

	if (t == NULL)
		return ERR_IO;
	if (txn_get(t, T_META, "canlock", 7, &v) &&
	    v.len == sizeof(s->canlock)) {
		memcpy(s->canlock, v.p, v.len);
		txn_abort(&t);
		return OK;
	}
	if (getrandom(s->canlock, sizeof(s->canlock), 0) !=
	    (ssize_t)sizeof(s->canlock))
		txn_fail(t, err_set(ERR_IO, "no random bytes"));
	txn_put(t, T_META, "canlock", 7, s->canlock, sizeof(s->canlock));
	return txn_commit(&t);
}

/* The last events must be readable before anything is served. */
static enum err
check_tail(struct txn *t)
{
	uint64_t last = journal_last(t);

	for (uint64_t i = 0; i < 1000 && i < last; i++)
		if (journal_get(t, last - i).p == NULL)
			return err_set(ERR_CORRUPT, "event %llu cannot be "
			    "read; restore a backup",
			    (unsigned long long)(last - i));
	return OK;
}

static enum err
load(struct store *s, bool older)
{
	struct txn *t = txn_new_read(s->db);
	struct slice name = SLICE("localhost.invalid");
	enum err e = t != NULL ? txn_renew(t) : ERR_IO;

	if (e == OK)
		e = check_format(s, t, older);
	if (e == OK)
		e = check_tail(t);
	if (e == OK) {
		txn_get(t, T_PROP, "name", 4, &name);
		store_set_name(s, name);
		dicts_open(s, t);
		msgids_load(t);
	}
	txn_free(&t);
	return e;
}

enum err
store_open(const struct store_options *o, struct store **out)
{
	struct store *s = xcalloc(1, sizeof(*s));
	char *path = xasprintf("%s/store", o->dir);
	struct stat st;
	enum err e;

	s->dir = xstrdup(o->dir);
	s->lock_fd = -1;
	s->policy = &policy_none;
	s->presence = presence_new();
	s->new_threads = UINT32_MAX;
	s->new_posts = UINT32_MAX;
	s->commit_us.shift = COMMIT_SHIFT;
	pthread_mutex_init(&s->readers_lock, NULL);
	set_sizes(s, o->quota);
	e = o->create ? dir_make(s->dir) : OK;
	if (e == OK)
		e = take_lock(s);
	if (e == OK && stat(path, &st) == -1) {
		if (errno != ENOENT)
			e = err_errno("%s", path);
		else if (!o->create)
			e = err_set(ERR_NOTFOUND, "no store in %s", o->dir);
		else
			e = create(s, path, o);
	}
	if (e == OK)
		e = open_db(s, path);
	if (e == OK)
		e = load(s, o->older);
	if (e == OK)
		e = take_canlock(s);
	free(path);
	if (e != OK)
		store_close(&s);
	*out = s;
	return e;
}

void
store_close(struct store **sp)
{
	struct store *s = *sp;
	struct name *n, *older;

	if (s == NULL)
		return;
	dicts_close(s);
	presence_free(&s->presence);
	close_db(s);
	if (s->lock_fd != -1)
		close(s->lock_fd);
	for (n = atomic_load(&s->name); n != NULL; n = older) {
		older = n->older;
		free(n);
	}
	pthread_mutex_destroy(&s->readers_lock);
	free(s->dir);
	free(s);
	*sp = NULL;
}

const unsigned char *
store_canlock(const struct store *s)
{
	return s->canlock;
}

const char *
store_dir(const struct store *s)
{
	return s->dir;
}

const char *
store_name(const struct store *s)
{
	return atomic_load(&((struct store *)(uintptr_t)s)->name)->text;
}
