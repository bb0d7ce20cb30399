/*
 * Power loss: replays a trace of shim/record.c into a model of the disk and
 * cuts the power at many moments. What was synced is there; of the rest any
 * part may be, torn at 512 bytes. The store must open on each such disk and
 * hold every article that had been acknowledged.
 *
 *	crashimg [-px] [-c EVERY] [-n IMAGES] [-s SEED] TRACE BASE DATA WORK
 *
 * BASE is the traced folder, DATA the data directory in it, WORK a folder
 * for the images. -p builds at each answer the poorest disk there could be:
 * an answer that is not covered by it was a lie. -x is for a disk that lies
 * itself: no sync counts, and there must be losses, or we would see none.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/slice.h"
#include "common/xalloc.h"
#include "server/store/store.h"
#include "tests/fault/trace.h"

enum { SECTOR = 512, FDS = 65536, NODES = 256, KEEP_BAD = 3, SAMPLE = 400 };

/* A write that is not known to be on the disk. */
struct pending {
	const char *p;
	uint64_t off;
	uint32_t len, op;
};

struct node {
	bool dir;
	char *base;		/* what is on the disk for sure */
	uint32_t *by;		/* by sector: the operation it is from */
	uint64_t size, room;
	struct pending *pend;
	size_t npend, pend_room;
};

/* A change of names: to NULL is an unlink, from NULL a creation. */
struct change {
	char *from, *to;
	int node;
	bool durable;
};

struct ack {
	char *mid;
	uint32_t op;
};

/* A sync under way: what it will cover. */
struct sync {
	uint32_t thread, op;
	int node;
	size_t changes;
};

struct disk {
	struct node node[NODES];
	int nnodes;
	int fd_node[FDS];	/* node + 1; 0 none */
	bool fd_dsync[FDS];
	char *fd_path[FDS];	/* of a directory */
	struct change *change;
	size_t nchanges;
	struct sync sync[64];
	struct ack *ack;
	size_t nacks;
	struct buf *line;	/* answers by fd, not yet a whole line */
	uint32_t ops, first_ack;
};

static struct {
	const char *trace, *base, *data, *work;
	unsigned images, check_every;
	uint64_t seed;
	bool answers, no_sync;
	size_t every;		/* with answers: one image in so many */
} opt = { .images = 100, .check_every = 10, .seed = 1 };

static struct {
	unsigned images, bad;
} result;

static uint64_t
random_next(uint64_t *s)
{
	uint64_t z = (*s += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static bool
chance(uint64_t *s, unsigned percent)
{
	return random_next(s) % 100 < percent;
}

/* --- the disk -------------------------------------------------------------- */

static void
node_grow(struct node *n, uint64_t size)
{
	uint64_t room = n->room != 0 ? n->room : 65536;

	while (room < size)
		room *= 2;
	if (room != n->room) {
		n->base = xrealloc(n->base, room);
		memset(n->base + n->room, 0, room - n->room);
		n->by = xrealloc(n->by, room / SECTOR * sizeof(*n->by));
		memset(n->by + n->room / SECTOR, 0,
		    (room - n->room) / SECTOR * sizeof(*n->by));
		n->room = room;
	}
	if (size > n->size)
		n->size = size;
}

/* Makes a write part of what is there for sure. */
static void
node_settle(struct node *n, const struct pending *w)
{
	uint64_t at = w->off, end = w->off + w->len;

	node_grow(n, end);
	while (at < end) {
		uint64_t next = (at / SECTOR + 1) * SECTOR;
		uint64_t stop = next < end ? next : end;

		if (n->by[at / SECTOR] <= w->op) {
			memcpy(n->base + at, w->p + (at - w->off), stop - at);
			n->by[at / SECTOR] = w->op;
		}
		at = stop;
	}
}

static void
node_add(struct node *n, const struct pending *w)
{
	if (n->npend == n->pend_room) {
		n->pend_room = n->pend_room != 0 ? n->pend_room * 2 : 64;
		n->pend = xrealloc(n->pend, n->pend_room * sizeof(*w));
	}
	n->pend[n->npend++] = *w;
}

/* All writes up to op are on the disk now. */
static void
node_synced(struct node *n, uint32_t op)
{
	size_t kept = 0;

	for (size_t i = 0; i < n->npend; i++)
		if (n->pend[i].op <= op)
			node_settle(n, &n->pend[i]);
		else
			n->pend[kept++] = n->pend[i];
	n->npend = kept;
}

/* The node a path names after all changes so far, or -1. */
static int
lookup(const struct disk *d, const char *path)
{
	char name[PATH_MAX];

	snprintf(name, sizeof(name), "%s", path);
	for (size_t i = d->nchanges; i-- > 0;) {
		const struct change *c = &d->change[i];
		size_t len = c->to != NULL ? strlen(c->to) : 0;
		char rest[PATH_MAX];

		if (c->to == NULL) {
			if (strcmp(c->from, name) == 0)
				return -1;
		} else if (c->from == NULL) {
			if (strcmp(c->to, name) == 0)
				return c->node;
		} else if (strncmp(c->to, name, len) == 0 &&
		    (name[len] == '\0' || name[len] == '/')) {
			snprintf(rest, sizeof(rest), "%s", name + len);
			snprintf(name, sizeof(name), "%.*s%.*s",
			    PATH_MAX / 2 - 1, c->from, PATH_MAX / 2 - 1, rest);
		}
	}
	return -1;
}

static void
add_change(struct disk *d, const char *from, const char *to, int node)
{
	if (d->nchanges % 64 == 0)
		d->change = xrealloc(d->change,
		    (d->nchanges + 64) * sizeof(*d->change));
	d->change[d->nchanges++] = (struct change){
		.from = from != NULL ? xstrdup(from) : NULL,
		.to = to != NULL ? xstrdup(to) : NULL,
		.node = node,
	};
}

static int
new_node(struct disk *d, const char *path, bool dir)
{
	if (d->nnodes == NODES)
		errx(2, "more than %d files", NODES);
	d->node[d->nnodes].dir = dir;
	add_change(d, NULL, path, d->nnodes);
	return d->nnodes++;
}

static bool
is_parent(const char *dir, const char *path)
{
	size_t n = strlen(dir);

	return path != NULL && strncmp(dir, path, n) == 0 &&
	    path[n] == '/' && strchr(path + n + 1, '/') == NULL;
}

/* --- the trace ---------------------------------------------------------------- */

struct op {
	struct trace_record r;
	const char *data;
};

static bool
next_op(struct slice *in, struct op *op)
{
	if (in->len < sizeof(op->r))
		return false;
	memcpy(&op->r, in->p, sizeof(op->r));
	*in = slice_from(*in, sizeof(op->r));
	if (in->len < op->r.len)
		return false;
	op->data = in->p;
	*in = slice_from(*in, op->r.len);
	return true;
}

/* "a/b/.." is a, "a/." is a. */
static void
shorten(char *path)
{
	size_t n = strlen(path);

	if (n > 2 && strcmp(path + n - 2, "/.") == 0)
		path[n - 2] = '\0';
	if (n > 3 && strcmp(path + n - 3, "/..") == 0) {
		path[n - 3] = '\0';
		*strrchr(path, '/') = '\0';
	}
}

static void
op_open(struct disk *d, const struct op *op)
{
	char *path = xstrndup(op->data, op->r.len);
	int fd = op->r.fd, n;

	shorten(path);
	n = lookup(d, path);
	if (n == -1)
		n = new_node(d, path, strcmp(path, opt.base) == 0);
	if ((op->r.off & TRACE_TRUNC) != 0)
		d->node[n].size = d->node[n].npend = 0;
	d->fd_node[fd] = n + 1;
	d->fd_dsync[fd] = (op->r.off & TRACE_DSYNC) != 0;
	free(d->fd_path[fd]);
	d->fd_path[fd] = path;
}

static void
op_sync(struct disk *d, const struct op *op)
{
	size_t i;

	for (i = 0; i < 64 && d->sync[i].thread != 0; i++)
		;
	if (i == 64)
		errx(2, "too many syncs at once");
	d->sync[i] = (struct sync){ .thread = op->r.thread, .op = d->ops,
		.node = d->fd_node[op->r.fd] - 1, .changes = d->nchanges };
}

static void
op_synced(struct disk *d, const struct op *op)
{
	const char *dir = d->fd_path[op->r.fd];
	struct sync *s = d->sync;

	while (s < d->sync + 64 && s->thread != op->r.thread)
		s++;
	if (s == d->sync + 64)
		errx(2, "a sync that never began");
	s->thread = 0;
	if (opt.no_sync)
		return;
	node_synced(&d->node[s->node], s->op);
	for (size_t i = 0; i < s->changes; i++) {
		struct change *c = &d->change[i];

		if (is_parent(dir, c->to != NULL ? c->to : c->from))
			c->durable = true;
	}
}

/* "240 <mid>..." and "239 <mid>..." are promises. */
static void
add_ack(struct disk *d, struct slice line)
{
	const char *end;

	if (!slice_starts(line, "240 <") && !slice_starts(line, "239 <"))
		return;
	end = memchr(line.p, '>', line.len);
	if (end == NULL)
		return;
	if (d->nacks % 256 == 0)
		d->ack = xrealloc(d->ack,
		    (d->nacks + 256) * sizeof(*d->ack));
	d->ack[d->nacks++] = (struct ack){
		.mid = xstrndup(line.p + 4, (size_t)(end - line.p) - 3),
		.op = d->ops,
	};
}

static void
op_send(struct disk *d, const struct op *op)
{
	struct buf *b = &d->line[op->r.fd];
	struct slice rest, line;
	const char *nl;

	if (b->max == 0)
		buf_init(b, SIZE_MAX / 2);
	buf_put(b, op->data, op->r.len);
	rest = buf_slice(b);
	while (rest.len > 0 &&
	    (nl = memchr(rest.p, '\n', rest.len)) != NULL) {
		line = slice_make(rest.p, (size_t)(nl - rest.p));
		add_ack(d, line);
		rest = slice_from(rest, line.len + 1);
	}
	buf_drop(b, b->len - rest.len);
}

static void
op_rename(struct disk *d, const struct op *op)
{
	char *both = xstrndup(op->data, op->r.len);
	const char *to = both + strlen(both) + 1;

	add_change(d, both, to, lookup(d, both));
	free(both);
}

/* --- images -------------------------------------------------------------------- */

static void
write_pending(int fd, const struct node *n, const struct pending *w,
    bool torn, uint64_t *seed)
{
	uint64_t at = w->off, end = w->off + w->len;

	while (at < end) {
		uint64_t next = (at / SECTOR + 1) * SECTOR;
		uint64_t stop = next < end ? next : end;
		bool newer = at / SECTOR < n->room / SECTOR &&
		    n->by[at / SECTOR] > w->op;

		if (!newer && !(torn && chance(seed, 50)) &&
		    pwrite(fd, w->p + (at - w->off), stop - at,
			(off_t)at) != (ssize_t)(stop - at))
			err(2, "image");
		at = stop;
	}
}

/* keep: percent of the unsynced writes that reached the disk. */
static void
write_node(const struct node *n, const char *path, unsigned keep,
    uint64_t *seed)
{
	int fd;

	if (n->dir) {
		if (mkdir(path, 0700) == -1 && errno != EEXIST)
			err(2, "%s", path);
		return;
	}
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (fd == -1 ||
	    pwrite(fd, n->base, n->size, 0) != (ssize_t)n->size)
		err(2, "%s", path);
	for (size_t i = 0; i < n->npend; i++)
		if (chance(seed, keep))
			write_pending(fd, n, &n->pend[i], chance(seed, 30),
			    seed);
	close(fd);
}

static char *
in_image(const char *image, const char *path)
{
	return xasprintf("%s%s", image, path + strlen(opt.base));
}

/* Names change in order; how far they came is between sure and all. */
static void
write_image(struct disk *d, const char *image, unsigned keep, uint64_t *seed)
{
	size_t sure = 0, cut;

	if (mkdir(image, 0700) == -1)
		err(2, "%s", image);
	for (size_t i = 0; i < d->nchanges; i++)
		if (d->change[i].durable)
			sure = i + 1;
	cut = sure;
	if (keep > 0)
		cut += random_next(seed) % (d->nchanges - sure + 1);
	for (size_t i = 0; i < cut; i++) {
		const struct change *c = &d->change[i];
		char *to = c->to != NULL ? in_image(image, c->to) : NULL;
		char *from = c->from != NULL ? in_image(image, c->from) : NULL;

		if (from == NULL)
			write_node(&d->node[c->node], to, keep, seed);
		else if (to != NULL)
			rename(from, to);
		else
			remove(from);
		free(to);
		free(from);
	}
}

static void
remove_image(const char *image)
{
	pid_t pid = fork();

	if (pid == 0) {
		execlp("rm", "rm", "-rf", image, (char *)NULL);
		_exit(127);
	}
	if (pid == -1 || waitpid(pid, NULL, 0) == -1)
		err(2, "rm");
}

/* --- is it sound? ---------------------------------------------------------------- */

static uint32_t
crc32_of(struct slice s)
{
	uint32_t c = ~0u;

	for (size_t i = 0; i < s.len; i++) {
		c ^= (unsigned char)s.p[i];
		for (int k = 0; k < 8; k++)
			c = (c >> 1) ^ (0xedb88320u & -(c & 1));
	}
	return ~c;
}

static void __attribute__((noreturn, format(printf, 1, 2)))
bad(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	_exit(1);
}

static void
check_ack(struct view *v, const char *mid)
{
	struct buf raw = BUF_INIT(SIZE_MAX / 2);
	uint64_t id = view_article_id(v, slice_of(mid));
	const char *head, *body;
	struct article_row row;
	struct placed placed;
	enum err e;

	if (id == 0)
		bad("acknowledged %s is gone", mid);
	if ((e = view_article(v, id, &raw)) != OK)
		bad("%s: %s (%s)", mid, err_name(e), err_detail());
	buf_put(&raw, "", 1);
	body = strstr(raw.p, "\r\n\r\n");
	head = strstr(raw.p, "X-Test-Crc: ");
	if (body == NULL || head == NULL || head > body ||
	    strtoul(head + 12, NULL, 16) != crc32_of(slice_of(body + 4)))
		bad("%s: not the bytes that were posted", mid);
	if (!view_article_row(v, id, &row) || row.nplaces < 1)
		bad("%s: no row", mid);
	for (int i = 0; i < row.nplaces; i++)
		if (!view_placed(v, row.place[i].board, row.place[i].number,
			&placed) || placed.id != id)
			bad("%s: not in its board", mid);
	buf_clear(&raw);
}

static void
check_acks(struct store *s, const struct disk *d, uint64_t *seed)
{
	struct reader *r = reader_new(s);
	struct view *v = r != NULL ? view_open(r) : NULL;

	if (v == NULL)
		bad("no view: %s", err_detail());
	for (size_t i = 0; i < d->nacks; i++)
		if (d->nacks < SAMPLE || i + 100 > d->nacks ||
		    random_next(seed) % d->nacks < SAMPLE)
			check_ack(v, d->ack[i].mid);
	view_close(&v);
	reader_free(&r);
}

static void
was_done(struct intent *i)
{
	if (write(*(int *)i->arg, "", 1) != 1)
		bad("pipe");
}

/* The store must also take something new. */
static void
check_writing(struct store *s)
{
	struct buf raw = BUF_INIT(SIZE_MAX / 2);
	int pair[2];
	struct intent i = { .act = ACT_POST, .actor = SLICE("system"),
		.create_boards = true, .done = was_done, .arg = &pair[1] };
	struct writer *w;
	enum err e;
	char c;

	buf_puts(&raw, "Path: x\r\nFrom: a@example.org\r\nSubject: New\r\n"
	    "Newsgroups: after.crash\r\nMessage-ID: <new@after.crash>\r\n"
	    "Date: Sun, 22 Nov 2026 12:00:00 +0000\r\n\r\nText.\r\n");
	if ((e = posting_new(s, &raw, &i.posting)) != OK)
		bad("posting: %s", err_detail());
	if (pipe(pair) == -1 || (e = writer_start(s, &w)) != OK)
		bad("writer: %s", err_detail());
	i.target = posting_msgid(i.posting);
	if (!writer_submit(w, &i) || read(pair[0], &c, 1) != 1)
		bad("submit");
	writer_stop(&w);
	if (i.err != OK)
		bad("a new post: %s", i.why);
	posting_free(&i.posting);
}

static void __attribute__((noreturn))
examine(const struct disk *d, const char *dir, unsigned number, uint64_t seed)
{
	struct store_options o = { .dir = dir, .name = "crash.example.org",
		.create = true };
	struct upkeep_report report;
	struct store *s;
	enum err e;

	alarm(120);
	if ((e = store_open(&o, &s)) != OK)
		bad("does not open: %s (%s)", err_name(e), err_detail());
	check_acks(s, d, &seed);
	if (opt.check_every != 0 && number % opt.check_every == 0) {
		if (store_check(s, NULL, NULL, &report) != OK)
			bad("check: %s", report.first);
		check_writing(s);
		if (store_check(s, NULL, NULL, &report) != OK)
			bad("check after a new post: %s", report.first);
	}
	store_close(&s);
	_exit(0);
}

/* Cuts the power now. Returns whether all was well. */
static void
cut_power(struct disk *d, unsigned keep, uint64_t seed)
{
	char *image = xasprintf("%s/image", opt.work);
	char *dir = in_image(image, opt.data);
	unsigned number = result.images++;
	uint64_t s = seed;
	int status;
	pid_t pid;

	write_image(d, image, keep, &s);
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		examine(d, dir, number, s);
	if (pid == -1 || waitpid(pid, &status, 0) == -1)
		err(2, "fork");
	if (status != 0) {
		printf("bad: image %u at operation %u, keep %u, seed %llu, "
		    "status %x\n", number, d->ops, keep,
		    (unsigned long long)seed, (unsigned)status);
		if (result.bad++ < KEEP_BAD) {
			char *kept = xasprintf("%s/bad-%u", opt.work, number);

			rename(image, kept);
			free(kept);
		}
	}
	remove_image(image);
	free(dir);
	free(image);
}

static unsigned
some_keep(uint64_t *seed)
{
	static const unsigned keeps[] = { 0, 10, 50, 50, 90, 100 };

	return keeps[random_next(seed) % (sizeof(keeps) / sizeof(*keeps))];
}

/* --- the whole trace ----------------------------------------------------------------- */

/* times: how many images at this operation, before it is sure. */
static void
apply_op(struct disk *d, const struct op *op, unsigned times, uint64_t *seed)
{
	int fd = op->r.fd;
	struct node *n = fd >= 0 && fd < FDS && d->fd_node[fd] != 0 ?
	    &d->node[d->fd_node[fd] - 1] : NULL;
	char *path = NULL;

	switch (op->r.kind) {
	case TRACE_OPEN:
		op_open(d, op);
		break;
	case TRACE_CLOSE:
		d->fd_node[fd] = 0;
		break;
	case TRACE_WRITE:
		node_add(n, &(struct pending){ .p = op->data,
		    .off = op->r.off, .len = op->r.len, .op = d->ops });
		break;
	case TRACE_SYNC:
		op_sync(d, op);
		break;
	case TRACE_SYNCED:
		op_synced(d, op);
		break;
	case TRACE_TRUNCATE:
		node_synced(n, d->ops);
		node_grow(n, op->r.off);
		n->size = op->r.off;
		break;
	case TRACE_MKDIR:
		path = xstrndup(op->data, op->r.len);
		new_node(d, path, true);
		break;
	case TRACE_UNLINK:
		path = xstrndup(op->data, op->r.len);
		add_change(d, path, NULL, -1);
		break;
	case TRACE_RENAME:
		op_rename(d, op);
		break;
	case TRACE_SEND:
		op_send(d, op);
		break;
	case TRACE_HANGUP:
		d->line[fd].len = 0;
		break;
	}
	free(path);
	for (; times > 0 && !opt.answers; times--)
		cut_power(d, some_keep(seed), random_next(seed));
	/* A write through O_DSYNC is sure as soon as it has returned. */
	if (op->r.kind == TRACE_WRITE && d->fd_dsync[fd] && !opt.no_sync) {
		node_settle(n, &n->pend[n->npend - 1]);
		n->npend--;
	}
}

/* Spreads the images over the operations, a fifth over the first start. */
static unsigned *
plan(uint32_t ops, uint32_t start, uint64_t *seed)
{
	unsigned *times = xcalloc(ops + 1, sizeof(*times));

	for (unsigned i = 0; i < opt.images; i++)
		times[random_next(seed) %
		    (i % 5 == 0 && start != 0 ? start : ops)]++;
	return times;
}

static void
replay(struct slice trace, struct disk *d, const unsigned *times,
    uint64_t *seed)
{
	struct op op;

	while (next_op(&trace, &op)) {
		size_t before = d->nacks;

		d->ops++;
		apply_op(d, &op, times != NULL ? times[d->ops - 1] : 0, seed);
		if (d->nacks == before)
			continue;
		if (d->first_ack == 0)
			d->first_ack = d->ops;
		if (times != NULL && opt.answers &&
		    d->nacks / opt.every != before / opt.every)
			cut_power(d, 0, random_next(seed));
	}
}

static struct disk *
new_disk(void)
{
	struct disk *d = xcalloc(1, sizeof(*d));

	d->line = xcalloc(FDS, sizeof(*d->line));
	return d;
}

static struct slice
map_trace(const char *path)
{
	int fd = open(path, O_RDONLY);
	struct stat st;
	void *p;

	if (fd == -1 || fstat(fd, &st) == -1)
		err(2, "%s", path);
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		err(2, "%s", path);
	close(fd);
	return slice_make(p, (size_t)st.st_size);
}

static void
usage(void)
{
	fprintf(stderr, "usage: crashimg [-px] [-c EVERY] [-n IMAGES] "
	    "[-s SEED] TRACE BASE DATA WORK\n");
	exit(2);
}

int
main(int argc, char **argv)
{
	struct disk *d;
	struct slice trace;
	unsigned *times;
	uint64_t seed;
	int c;

	while ((c = getopt(argc, argv, "c:n:ps:x")) != -1)
		switch (c) {
		case 'c':
			opt.check_every = (unsigned)atoi(optarg);
			break;
		case 'n':
			opt.images = (unsigned)atoi(optarg);
			break;
		case 'p':
			opt.answers = true;
			break;
		case 's':
			opt.seed = strtoull(optarg, NULL, 10);
			break;
		case 'x':
			opt.no_sync = true;
			break;
		default:
			usage();
		}
	if (argc - optind != 4)
		usage();
	opt.trace = argv[optind];
	opt.base = argv[optind + 1];
	opt.data = argv[optind + 2];
	opt.work = argv[optind + 3];

	seed = opt.seed;
	trace = map_trace(opt.trace);
	d = new_disk();
	replay(trace, d, NULL, &seed);	/* to count */
	opt.every = d->nacks / opt.images + 1;
	times = plan(d->ops, d->first_ack, &seed);
	d = new_disk();
	replay(trace, d, times, &seed);
	printf("images %u bad %u operations %u acknowledged %zu\n",
	    result.images, result.bad, d->ops, d->nacks);
	return result.bad != 0;
}
