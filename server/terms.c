/*
 * The file with the terms of use: what it says becomes an act, so that there
 * is one place where terms are, whoever brings them.
 */
#include "server/terms.h"

#include <stdio.h>

#include "common/log.h"
#include "proto/event.h"
#include "server/ask.h"
#include "server/cmd/terms.h"
#include "server/conf/conf.h"
#include "server/stoad.h"

static void
propose(struct server *s, unsigned version, struct slice text)
{
	char target[32];
	struct intent i = {
		.act = ACT_TERMS, .actor = SLICE("system"), .admin = true,
		.args = text,
	};

	snprintf(target, sizeof(target), "terms:%u", version);
	i.target = slice_of(target);
	if (terms_notice(s->store, i.target, event_text(text),
	    &i.posting) != OK)
		i.posting = NULL;
	if (!ask_writer(s->writer, &i))
		log_warn("terms: too many changes at once; send SIGHUP again");
	else if (i.err == OK)
		log_info("the terms of use are %s now", target);
	else if (i.err != ERR_EXISTS)
		log_warn("terms: %s", i.why);
	posting_free(&i.posting);
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
