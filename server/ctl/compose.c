/*
 * Writing a mended message as an article, within the limits of a feed. The
 * hot loop of an import is here: LF becomes CRLF.
 */
#include "server/ctl/compose.h"

#include "proto/limits.h"
#include "server/ctl/mbox.h"

/* A server on the way adds to the header; leave it room. */
enum {
	FIELDS_MOST = LIMIT_HEADER_FIELDS - 4,
	HEADER_MOST = LIMIT_HEADER - 2048,
	ARTICLE_MOST = LIMIT_ARTICLE - 2048,
};

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

/* What may go when a header is too long: first marks of the way. */
static const char *const trace[] = {
	"Received", "X-", "ARC-", "DKIM-", "DomainKey-", "List-",
	"Authentication-Results", "Delivered-To", "Return-Path",
};

/* What has to stay then; the rest goes last. */
static const char *const essential[] = {
	"From", "Subject", "Newsgroups", "Message-ID", "Date", "Path",
	"References", "In-Reply-To", "Content-", "MIME-Version", "Followup-To",
	"Reply-To", "Sender", "Control", "Supersedes", "Organization",
};

static bool
begins_with_one(struct slice name, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_istarts(name, list[i]))
			return true;
	return false;
}

/* Bytes that the field takes at most. */
static size_t
field_size(const struct head_field *f)
{
	struct slice rest = f->value;
	size_t n = f->name.len + f->value.len + sizeof("X-Original-: \r\n");

	while (rest.len != 0) {
		slice_cut(&rest, '\n');
		n++;
	}
	return f->fate != HEAD_DROP ? n : 0;
}

static bool
fits(struct head *h, size_t *size, int *fields)
{
	*size = 0;
	*fields = 0;
	for (int i = 0; i < h->n; i++) {
		*size += field_size(&h->field[i]);
		*fields += h->field[i].fate != HEAD_DROP;
	}
	return *size <= HEADER_MOST && *fields <= FIELDS_MOST;
}

bool
compose_trim(struct head *h)
{
	size_t size;
	int fields;

	if (fits(h, &size, &fields))
		return false;
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < h->n; i++) {
			struct head_field *f = &h->field[i];

			if (size <= HEADER_MOST && fields <= FIELDS_MOST)
				return true;
			if (f->fate == HEAD_DROP || (round == 0 ?
			    !begins_with_one(f->name, trace, LENGTH(trace)) :
			    begins_with_one(f->name, essential,
			    LENGTH(essential))))
				continue;
			size -= field_size(f);
			fields--;
			f->fate = HEAD_DROP;
		}
	}
	return true;
}

/* --- output --------------------------------------------------------------- */

static void
put_field(struct buf *out, const struct head_field *f)
{
	struct slice rest = f->value;

	if (f->fate == HEAD_ORIGINAL)
		buf_puts(out, "X-Original-");
	buf_put_slice(out, f->name);
	buf_puts(out, ": ");
	while (rest.p != NULL) {
		struct slice line = slice_cut(&rest, '\n');

		/* A fold of blanks alone is obsolete, and trouble. */
		if (slice_trim(line).len == 0)
			continue;
		buf_put_slice(out, line);
		buf_put(out, "\r\n", 2);
	}
}

static void
put_body(struct buf *out, struct slice body, bool quoted)
{
	const char *p = body.p, *end = body.p + body.len;
	/* No line is shorter than its LF. */
	char *to = buf_room(out, 2 * body.len + 2), *at = to;

	while (to != NULL && p < end) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));
		size_t n = (size_t)((lf != NULL ? lf : end) - p);

		if (quoted && *p == '>' && mbox_is_from(slice_make(p, n))) {
			p++;
			n--;
		}
		memcpy(at, p, n);
		at += n;
		*at++ = '\r';
		*at++ = '\n';
		p += n + 1;
	}
	if (to != NULL)
		out->len += (size_t)(at - to);
}

enum err
compose_article(
    struct head *h, struct slice body, bool quoted, struct buf *out)
{
	size_t size;
	int fields;

	buf_reset(out);
	if (!fits(h, &size, &fields))
		return err_set(ERR_TOOBIG, "its header is longer than %d "
		    "bytes or %d fields", HEADER_MOST, FIELDS_MOST);
	for (int i = 0; i < h->n; i++)
		if (h->field[i].fate != HEAD_DROP)
			put_field(out, &h->field[i]);
	buf_put(out, "\r\n", 2);
	if (body.len != 0)
		put_body(out, body, quoted);
	if (!buf_ok(out) || out->len > ARTICLE_MOST)
		return err_set(ERR_TOOBIG, "longer than %d bytes",
		    ARTICLE_MOST);
	return OK;
}
