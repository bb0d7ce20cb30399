/*
 * The file with the terms of use: what it says becomes an act, so that there
 * is one place where terms are, whoever brings them.
 */
#include "server/terms.h"

#include <pthread.h>
#include <stdio.h>

#include "common/log.h"
#include "proto/event.h"
#include "server/cmd/terms.h"
#include "server/conf/conf.h"
#include "server/stoad.h"

struct wish {
	struct intent intent;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool done;
};

static void
on_done(struct intent *i)
{
	struct wish *w = i->arg;

	pthread_mutex_lock(&w->lock);
	w->done = true;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
}

static void
ask_writer(struct server *s, struct wish *w)
{
	w->intent.done = on_done;
	w->intent.arg = w;
	if (!writer_submit(s->writer, &w->intent)) {
		log_warn("terms: too many changes at once; send SIGHUP again");
		return;
	}
	pthread_mutex_lock(&w->lock);
	while (!w->done)
		pthread_cond_wait(&w->wake, &w->lock);
	pthread_mutex_unlock(&w->lock);
	if (w->intent.err == OK)
		log_info("the terms of use are %.*s now",
		    SLICE_ARG(w->intent.target));
	else if (w->intent.err != ERR_EXISTS)
		log_warn("terms: %s", w->intent.why);
}

static void
propose(struct server *s, unsigned version, struct slice text)
{
	char target[32];
	struct wish w = {
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.wake = PTHREAD_COND_INITIALIZER,
		.intent = {
			.act = ACT_TERMS, .actor = SLICE("system"),
			.admin = true, .args = text,
		},
	};

	snprintf(target, sizeof(target), "terms:%u", version);
	w.intent.target = slice_of(target);
	if (terms_notice(s->store, w.intent.target, event_text(text),
	    &w.intent.posting) != OK)
		w.intent.posting = NULL;
	ask_writer(s, &w);
	posting_free(&w.intent.posting);
}

/* A line "Version: 3" at the top; 0 when there is none. */
static unsigned
take_version(struct slice *text)
{
	static const char key[] = "Version:";
	struct slice rest = *text, line = slice_cut(&rest, '\n');
	uint64_t n = 0;

	if (!slice_istarts(line, key))
		return 0;
	*text = rest;
	line = slice_trim(slice_from(line, sizeof(key) - 1));
	return slice_u64(line, &n) && n <= UINT32_MAX ? (unsigned)n : 0;
}

/* The terms in force, their text as it stands in the event. */
static unsigned
in_force(struct server *s, struct buf *text)
{
	struct reader *r = reader_new(s->store);
	struct view *v = r != NULL ? view_open(r) : NULL;
	struct event e;
	unsigned version = v != NULL ? view_terms(v, &e) : 0;

	if (version != 0)
		buf_put_slice(text, event_text(e.args));
	view_close(&v);
	reader_free(&r);
	return version;
}

void
terms_follow(struct server *s)
{
	const struct conf *conf = atomic_load(&s->conf);
	struct buf now = BUF_INIT(LIMIT_HEADER), args = BUF_INIT(LIMIT_HEADER);
	struct slice text;
	unsigned version, wanted;

	if (conf->terms_text == NULL)
		return;
	text = slice_of(conf->terms_text);
	wanted = take_version(&text);
	text = slice_trim(text);
	event_put_text(&args, text);
	version = in_force(s, &now);
	if (wanted < version && wanted != 0)
		log_warn("terms: the file says version %u, but %u is in "
		    "force; give it a higher one", wanted, version);
	else if (text.len != 0 && !slice_eq(buf_slice(&now),
	    event_text(buf_slice(&args))))
		propose(s, wanted != 0 ? wanted : version + 1,
		    buf_slice(&args));
	buf_clear(&now);
	buf_clear(&args);
}
