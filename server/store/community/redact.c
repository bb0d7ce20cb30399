/*
 * An article without its text: the header stays as it is, so that the thread
 * hangs together and the signature of the fact remains; the body is one line
 * in the form that the header announces.
 */
#include <stdlib.h>

#include "common/base64.h"
#include "common/xalloc.h"
#include "proto/article.h"
#include "proto/mime_part.h"
#include "server/store/community/decide_order.h"

static const char text[] = "[A moderator has deleted the text of this "
    "article.]";

static void
put_part(struct slice boundary, struct buf *raw)
{
	buf_printf(raw, "--%.*s\r\n", SLICE_ARG(boundary));
	buf_puts(raw, "Content-Type: text/plain; charset=UTF-8\r\n\r\n");
	buf_printf(raw, "%s\r\n--%.*s--\r\n", text, SLICE_ARG(boundary));
}

static void
put_body(const struct article *a, struct buf *raw)
{
	struct slice type = article_value(a, "Content-Type");
	struct slice coding = article_value(a, "Content-Transfer-Encoding");
	struct buf boundary = BUF_INIT(MIME_BOUNDARY_MAX);

	if (slice_istarts(type, "multipart/") &&
	    mime_param(type, "boundary", &boundary) && boundary.len != 0 &&
	    buf_ok(&boundary))
		put_part(buf_slice(&boundary), raw);
	else if (slice_iis(mime_token(coding), "base64"))
		base64_encode(slice_of(text), raw);
	else
		buf_puts(raw, text);
	if (!slice_ends(buf_slice(raw), "\r\n"))
		buf_puts(raw, "\r\n");
	buf_clear(&boundary);
}

enum err
redact_make(struct store *s, struct txn *t, uint64_t id, struct buf *raw)
{
	struct buf whole = BUF_INIT(2 * LIMIT_ARTICLE);
	struct article *a = xmalloc(sizeof(*a));
	enum err e = body_get(s, t, id, &whole);
	ptrdiff_t head;

	if (e == OK)
		e = article_parse(buf_slice(&whole), a);
	head = slice_find(buf_slice(&whole), SLICE("\r\n\r\n"));
	if (e == OK && head < 0)
		e = err_set(ERR_CORRUPT, "an article without a body");
	if (e == OK) {
		buf_put(raw, whole.p, (size_t)head + 4);
		put_body(a, raw);
	}
	free(a);
	buf_clear(&whole);
	return e;
}

void
redact_bytes(struct store *s, struct txn *t, const struct event *e)
{
	struct buf raw = BUF_INIT(2 * LIMIT_ARTICLE);
	uint64_t id = target_id(t, e->target);
	enum err err = redact_make(s, t, id, &raw);

	if (err == OK)
		body_replace(s, t, id, buf_slice(&raw));
	else
		txn_fail(t, err);
	buf_clear(&raw);
}
