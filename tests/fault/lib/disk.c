/* The model: operations in, images out. */
#include "tests/fault/lib/disk.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/xalloc.h"

enum { SECTOR = 512 };

uint64_t
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

/* --- files and names ------------------------------------------------------ */

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
	if (d->nnodes == DISK_NODES)
		errx(2, "more than %d files", DISK_NODES);
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

/* --- operations ----------------------------------------------------------- */

bool
op_next(struct slice *in, struct op *op)
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
		n = new_node(d, path, strcmp(path, d->root) == 0);
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

	for (i = 0; i < DISK_SYNCS && d->sync[i].thread != 0; i++)
		;
	if (i == DISK_SYNCS)
		errx(2, "too many syncs at once");
	d->sync[i] = (struct sync){ .thread = op->r.thread, .op = d->ops,
		.node = d->fd_node[op->r.fd] - 1, .changes = d->nchanges };
}

static void
op_synced(struct disk *d, const struct op *op)
{
	const char *dir = d->fd_path[op->r.fd];
	struct sync *s = d->sync;

	while (s < d->sync + DISK_SYNCS && s->thread != op->r.thread)
		s++;
	if (s == d->sync + DISK_SYNCS)
		errx(2, "a sync that never began");
	s->thread = 0;
	if (d->no_sync)
		return;
	node_synced(&d->node[s->node], s->op);
	for (size_t i = 0; i < s->changes; i++) {
		struct change *c = &d->change[i];

		if (is_parent(dir, c->to != NULL ? c->to : c->from))
			c->durable = true;
	}
}

/* "240 <mid>...", "239 <mid>..." and "290 seq" are promises. */
static void
add_ack(struct disk *d, struct slice line)
{
	struct slice rest = slice_trim(line);
	bool act = slice_is(slice_word(&rest), "290");
	const char *end = NULL;
	uint64_t seq = 0;

	if (slice_starts(line, "240 <") || slice_starts(line, "239 <"))
		end = memchr(line.p, '>', line.len);
	if (end == NULL && (!act || !slice_u64(slice_word(&rest), &seq)))
		return;
	if (d->nacks % 256 == 0)
		d->ack = xrealloc(d->ack,
		    (d->nacks + 256) * sizeof(*d->ack));
	d->ack[d->nacks++] = (struct ack){
		.mid = act ? NULL :
		    xstrndup(line.p + 4, (size_t)(end - line.p) - 3),
		.seq = seq,
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

void
disk_apply(struct disk *d, const struct op *op)
{
	int fd = op->r.fd;
	struct node *n = fd >= 0 && fd < DISK_FDS && d->fd_node[fd] != 0 ?
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
	d->ops++;
}

void
disk_settle(struct disk *d, const struct op *op)
{
	struct node *n;

	if (op->r.kind != TRACE_WRITE || !d->fd_dsync[op->r.fd] ||
	    d->no_sync)
		return;
	n = &d->node[d->fd_node[op->r.fd] - 1];
	node_settle(n, &n->pend[n->npend - 1]);
	n->npend--;
}

struct disk *
disk_new(const char *root, bool no_sync)
{
	struct disk *d = xcalloc(1, sizeof(*d));

	d->root = root;
	d->no_sync = no_sync;
	d->line = xcalloc(DISK_FDS, sizeof(*d->line));
	return d;
}

/* --- images --------------------------------------------------------------- */

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
in_image(const struct disk *d, const char *image, const char *path)
{
	return xasprintf("%s%s", image, path + strlen(d->root));
}

/* Names change in order; how far they came is between sure and all. */
void
disk_write(
    struct disk *d, const char *image, unsigned keep, uint64_t *seed)
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
		char *to = c->to != NULL ? in_image(d, image, c->to) : NULL;
		char *from = c->from != NULL ?
		    in_image(d, image, c->from) : NULL;

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
