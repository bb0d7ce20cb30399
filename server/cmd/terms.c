/* The terms of use towards a session. */
#include "server/cmd/terms.h"

#include <stdio.h>

#include "common/clock.h"
#include "common/crc32c.h"
#include "common/log.h"
#include "proto/date.h"
#include "proto/reply.h"
#include "server/cmd/sees.h"
#include "server/cmd/table.h"
#include "server/stoad.h"

unsigned
terms_first(struct session *s)
{
	struct view *v = s->name[0] != '\0' && !s->operator ?
	    desk_view(s->desk) : NULL;
	const struct actor *me;
	unsigned version;

	if (v == NULL)
		return 0;
	version = view_terms(v, NULL);
	if (version == 0)
		return 0;
	me = sees_me(s);
	return me->admin || me->id == 0 || me->rec.terms >= version ? 0 :
	    version;
}

void
terms_refuse(struct session *s, struct buf *out)
{
	unsigned version = terms_first(s);

	reply_putf(out, REPLY_TERMS_FIRST, "XTERMS terms v%u, see "
	    TERMS_BOARD "; a posting \"!accept %u\" there, or XACT accept "
	    "terms:%u, accepts them", version, version, version);
}

bool
terms_put(struct view *v, struct buf *out)
{
	struct buf raw = BUF_INIT(LIMIT_HEADER);
	struct event e;
	unsigned version = view_terms(v, &e);
	struct slice text;

	if (version == 0)
		return false;
	buf_printf(out, "Version: %u\r\nSince: ", version);
	date_put_rfc3339(out, e.time);
	buf_puts(out, "\r\n");
	text_unescape(&raw, event_text(e.args));
	text = buf_slice(&raw);
	while (text.len != 0) {
		struct slice line = slice_cut(&text, '\n');

		if (slice_ends(line, "\r"))
			line.len--;
		buf_puts(out, "Text: ");
		text_escape(out, line);
		buf_puts(out, "\r\n");
	}
	buf_clear(&raw);
	return true;
}

/* --- new ones ------------------------------------------------------------- */

/* Lines with CRLF, and what an act's text leaves out at the end. */
static void
put_body(struct slice text, struct buf *out)
{
	while (text.len != 0) {
		struct slice line = slice_cut(&text, '\n');

		if (slice_ends(line, "\r"))
			line.len--;
		buf_put_slice(out, line);
		buf_puts(out, "\r\n");
	}
}

enum err
terms_notice(struct store *store, struct slice target, struct slice text,
    struct posting **out)
{
	struct slice version = slice_from(target, sizeof("terms:") - 1);
	const char *name = store_name(store);
	struct buf raw = BUF_INIT(LIMIT_ARTICLE);
	struct buf plain = BUF_INIT(LIMIT_HEADER);
	long long now = clock_now();
	enum err e;

	text_unescape(&plain, text);
	buf_printf(&raw, "Path: %s!not-for-mail\r\nFrom: %s <terms@%s>\r\n"
	    "Newsgroups: " TERMS_BOARD "\r\n"
	    "Subject: Terms of use, version %.*s\r\nDate: ", name, name, name,
	    SLICE_ARG(version));
	date_put_rfc5322(&raw, now);
	buf_printf(&raw, "\r\nMessage-ID: <terms.%.*s.%llx.%x@%s>\r\n"
	    "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n"
	    "Content-Transfer-Encoding: 8bit\r\n\r\n", SLICE_ARG(version), now,
	    crc32c(0, plain.p, plain.len), name);
	put_body(buf_slice(&plain), &raw);
	buf_printf(&raw, "\r\n-- \r\nTo accept: post a line \"!accept %.*s\" "
	    "here, or XACT accept %.*s\r\n", SLICE_ARG(version),
	    SLICE_ARG(target));
	e = posting_new(store, &raw, out);
	buf_clear(&raw);
	buf_clear(&plain);
	return e;
}

void
terms_submit(struct session *s, struct change **cp)
{
	struct intent *i = &(*cp)->intent;

	/* They count also when newsreaders cannot be told. */
	if (terms_notice(s->desk->server->store, i->target,
	    event_text(i->args), &i->posting) != OK) {
		i->posting = NULL;
		log_warn("the terms of use are not posted: %s", err_detail());
	}
	change_submit(s, cp, true);
}
