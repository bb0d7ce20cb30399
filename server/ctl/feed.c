/* Streaming: what is in flight is kept in a ring until its answer comes. */
#include "server/ctl/feed.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/clock.h"
#include "common/xalloc.h"
#include "proto/reply.h"
#include "server/ctl/ctl.h"

enum {
	PENDING = 1024,		/* articles in flight */
	UNSENT = 262144,	/* bytes gathered before they are sent */
};

/* What a refusal is reported with. */
struct pending {
	uint64_t number;
	char name[160];
};

struct feed {
	struct remote *remote;
	const char *file;
	const struct source *source;
	struct repair repair;
	struct buf article;
	struct progress progress;
	struct feed_count count;
	struct pending pending[PENDING];
	unsigned first, n;
	enum err err;
};

struct feed *
feed_new(struct remote *remote, const char *file, struct slice board,
    const struct source *source)
{
	struct feed *f = xcalloc(1, sizeof(*f));

	f->remote = remote;
	f->file = file;
	f->source = source;
	repair_init(&f->repair, board, clock_now());
	buf_init(&f->article, REPAIR_OUT);
	progress_begin(&f->progress, file, "messages");
	return f;
}

void
feed_free(struct feed **fp)
{
	struct feed *f = *fp;

	if (f == NULL)
		return;
	repair_clear(&f->repair);
	buf_clear(&f->article);
	free(f);
	*fp = NULL;
}

static void
refuse(struct feed *f, uint64_t number, struct slice name, struct slice why)
{
	f->count.refused++;
	progress_hide(&f->progress);
	ctl_error("%s:%llu: %.*s%s%.*s", f->file, (unsigned long long)number,
	    SLICE_ARG(name), name.len != 0 ? ": " : "", SLICE_ARG(why));
}

static enum err
stop(struct feed *f, enum err e)
{
	f->err = e;
	return e;
}

/* The daemon's answer to the oldest article in flight. */
static enum err
take_answer(struct feed *f, struct slice line)
{
	const struct pending *p = &f->pending[f->first];
	struct slice text = line;
	int code = 0;

	if (!reply_parse(line, &code, &text) || f->n == 0 ||
	    (code != REPLY_TAKETHIS_OK && code != REPLY_TAKETHIS_NO)) {
		progress_hide(&f->progress);
		return stop(f, ctl_refused(code, text) == CTL_DENIED ?
		    ERR_DENIED : ERR_IO);
	}
	slice_cut(&text, ' ');
	if (code == REPLY_TAKETHIS_OK)
		f->count.fresh++;
	else if (slice_is(text, "already there"))
		f->count.known++;
	else
		refuse(f, p->number, slice_of(p->name), text);
	f->first = (f->first + 1) % PENDING;
	f->n--;
	return OK;
}

/* Sends and reads once, then takes all answers that are there. */
static enum err
turn(struct feed *f)
{
	enum err e = remote_wait(f->remote);
	struct slice line;

	if (e != OK) {
		progress_hide(&f->progress);
		ctl_failed(e);
		return stop(f, e);
	}
	while (e == OK && remote_peek(f->remote, &line))
		e = take_answer(f, line);
	return e;
}

static enum err
send_article(struct feed *f, const struct message *m)
{
	struct buf *out = remote_out(f->remote);
	struct pending *p;

	while (f->n == PENDING || remote_unsent(f->remote) > UNSENT)
		if (turn(f) != OK)
			return f->err;
	p = &f->pending[(f->first + f->n++) % PENDING];
	p->number = m->number;
	slice_copy(m->name, p->name, sizeof(p->name));
	buf_puts(out, "TAKETHIS ");
	buf_put_slice(out, buf_slice(&f->repair.msgid));
	buf_puts(out, "\r\n");
	dot_write(out, buf_slice(&f->article));
	return OK;
}

static void
count_mended(struct feed *f)
{
	for (int i = 0; i < REPAIR_COUNT; i++)
		f->count.mended[i] += f->repair.did >> i & 1;
}

bool
feed_message(const struct message *m, void *arg)
{
	struct feed *f = arg;

	f->count.read++;
	progress_step(&f->progress, f->source != NULL ? f->source->taken : 0,
	    f->source != NULL ? f->source->total : 0, f->count.read);
	if (m->fault != NULL) {
		refuse(f, m->number, m->name, slice_of(m->fault));
		return true;
	}
	if (repair_message(&f->repair, m, &f->article) != OK) {
		refuse(f, m->number, m->name, slice_of(err_detail()));
		return true;
	}
	count_mended(f);
	if (f->remote == NULL) {
		f->count.fresh++;
		return true;
	}
	return send_article(f, m) == OK;
}

enum err
feed_end(struct feed *f)
{
	while (f->err == OK && f->n > 0)
		turn(f);
	progress_hide(&f->progress);
	return f->err;
}

const struct feed_count *
feed_count(const struct feed *f)
{
	return &f->count;
}

const struct progress *
feed_progress(const struct feed *f)
{
	return &f->progress;
}
