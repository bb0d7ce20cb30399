/*
 * Who left is taken out of what was posted, some articles at a time: From and
 * the other fields that say who it was, in the bytes and in overview lines.
 * What was said stays, and so does the thread.
 */
#include <stdlib.h>

#include "common/endian.h"
#include "common/xalloc.h"
#include "proto/article.h"
#include "server/store/community/people.h"
#include "server/store/community/value.h"
#include "server/store/key.h"

/* Articles of one event, so that nobody waits long for the writer. */
enum { FORGET_MAX = 256 };

/* The articles of an author with low <= id < before; says how many. */
static int
list_articles(struct txn *t, uint32_t account, uint64_t low, uint64_t before,
    uint64_t out[FORGET_MAX])
{
	struct key12 k = key_4_8(account, low);
	struct cursor c;
	int n = 0;

	cursor_open(&c, t, T_AUTHOR);
	for (bool more = cursor_seek(&c, &k, sizeof(k)); more &&
	    n < FORGET_MAX && c.key.len == sizeof(k) &&
	    get_be32(c.key.p) == account; more = cursor_next(&c)) {
		if (get_be64(c.key.p + 4) >= before)
			break;
		out[n++] = get_be64(c.key.p + 4);
	}
	cursor_close(&c);
	return n;
}

bool
forget_slice(struct txn *t, uint32_t account, uint64_t *low,
    uint64_t *before)
{
	uint64_t id[FORGET_MAX];
	int n = list_articles(t, account, 0, UINT64_MAX, id);

	if (n == 0)
		return false;
	*low = id[0];
	*before = id[n - 1] + 1;
	return true;
}

/* The articles that a forget event is about. */
static int
list_event(struct txn *t, const struct event *e, uint32_t *account,
    uint64_t out[FORGET_MAX])
{
	uint64_t low = 0, before = 0;

	*account = account_id(t, slice_from(e->target, 1));
	event_arg_u64(e->args, "low", &low);
	event_arg_u64(e->args, "before", &before);
	return list_articles(t, *account, low, before, out);
}

uint32_t
forget_next(struct txn *t, uint32_t after)
{
	struct cursor c;
	uint32_t next = 0;
	uint64_t low, before;

	cursor_open(&c, t, T_LOGIN);
	for (bool more = cursor_seek(&c, NULL, 0); more && c.key.len != 0 &&
	    c.key.p[0] == '\0'; more = cursor_next(&c)) {
		uint32_t account = c.val.len == 4 ? get_be32(c.val.p) : 0;

		if (account > after && (next == 0 || account < next) &&
		    forget_slice(t, account, &low, &before))
			next = account;
	}
	cursor_close(&c);
	return next;
}

/* --- the bytes ------------------------------------------------------------ */

/* Fields that say who somebody is, or where he can be found. */
static bool
is_personal(struct slice name)
{
	static const char *const names[] = {
		"Sender", "Reply-To", "Organization", "Organisation",
		"Mail-Copies-To", "Mail-Reply-To", "X-Face", "Face",
		"Disposition-Notification-To", "Return-Receipt-To",
		"Injection-Info", "NNTP-Posting-Host", "NNTP-Posting-User",
		"X-Trace", "X-Complaints-To",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (slice_iis(name, names[i]))
			return true;
	return false;
}

static void
rewrite(struct slice raw, struct slice from, struct buf *out)
{
	struct article *a = xmalloc(sizeof(*a));

	if (article_parse(raw, a) == OK) {
		for (int i = 0; i < a->nfields; i++) {
			const struct field *f = &a->field[i];

			if (slice_iis(f->name, "From"))
				buf_printf(out, "From: %.*s\r\n",
				    SLICE_ARG(from));
			else if (!is_personal(f->name))
				buf_put_slice(out, f->raw);
		}
		buf_puts(out, "\r\n");
		buf_put_slice(out, a->body);
	}
	free(a);
}

void
forget_bytes(struct store *s, struct txn *t, const struct event *e)
{
	struct buf raw = BUF_INIT(2 * LIMIT_ARTICLE);
	struct buf fresh = BUF_INIT(2 * LIMIT_ARTICLE);
	struct buf from = BUF_INIT(LIMIT_LINE);
	uint64_t id[FORGET_MAX];
	uint32_t account;
	int n = list_event(t, e, &account, id);

	text_unescape(&from, event_arg(e->args, "from"));
	for (int i = 0; i < n; i++) {
		buf_reset(&raw);
		buf_reset(&fresh);
		if (body_get(s, t, id[i], &raw) == OK)
			rewrite(buf_slice(&raw), buf_slice(&from), &fresh);
		if (fresh.len != 0 && buf_ok(&fresh))
			body_replace(s, t, id[i], buf_slice(&fresh));
	}
	buf_clear(&raw);
	buf_clear(&fresh);
	buf_clear(&from);
}

/* --- the tables ----------------------------------------------------------- */

/* Parts of an overview line, with the article's number in front. */
enum { PART_FROM = 2, PART_BYTES = 6, PART_XREF = 8 };

/* Bytes of Xref in a line; it is no part of what is stored. */
static uint32_t
xref_bytes(struct slice line)
{
	struct slice part = { NULL, 0 };

	if (slice_ends(line, "\r\n"))
		line.len -= 2;
	for (int i = 0; i <= PART_XREF && line.p != NULL; i++)
		part = slice_cut(&line, '\t');
	return part.len != 0 ? (uint32_t)part.len + 2 : 0;
}

static void
put_over(struct slice line, struct slice from, uint32_t bytes,
    struct buf *out)
{
	for (int i = 0; line.p != NULL; i++) {
		struct slice part = slice_cut(&line, '\t');

		if (i > 0)
			buf_putc(out, '\t');
		if (i == PART_FROM)
			buf_put_slice(out, from);
		else if (i == PART_BYTES && bytes != 0)
			buf_put_u64(out, bytes);
		else
			buf_put_slice(out, part);
	}
}

/* One place; *bytes becomes what the article has with Xref. */
static void
forget_place(struct txn *t, const struct place_rec *place, struct slice from,
    uint32_t size, uint32_t *bytes)
{
	struct buf row = BUF_INIT(4 * LIMIT_HEADER);
	struct key8 key = key_4_4(place->board, place->number);
	struct slice v;

	if (txn_get(t, T_OVER, &key, sizeof(key), &v) && v.len > 8) {
		struct slice line = slice_from(v, 8);

		if (size != 0)
			*bytes = size + xref_bytes(line);
		buf_put(&row, v.p, 8);
		put_over(line, from, *bytes, &row);
		txn_put(t, T_OVER, &key, sizeof(key), row.p, row.len);
	}
	buf_clear(&row);
}

/* size 0: its bytes are gone, it is about to be forgotten altogether. */
static void
forget_article(struct step *s, uint64_t id, struct slice from)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;
	uint32_t size = 0;

	if (!article_rec_get(s->t, id, &rec, place))
		return;
	if (!body_replaced(s->t, id, &size))
		size = 0;
	if (size != 0)
		rec.bytes = size;
	for (int i = 0; i < rec.nplaces; i++)
		forget_place(s->t, &place[i], from, size, &rec.bytes);
	article_rec_put(s->t, id, &rec, place);
	touch(s, DOMAIN_ARTICLE, id);
}

void
apply_FORGET(struct step *s)
{
	struct buf from = BUF_INIT(LIMIT_LINE);
	uint64_t id[FORGET_MAX];
	uint32_t account;
	int n = list_event(s->t, s->e, &account, id);

	text_unescape(&from, event_arg(s->e->args, "from"));
	for (int i = 0; i < n; i++) {
		struct key12 k = key_4_8(account, id[i]);

		forget_article(s, id[i], buf_slice(&from));
		txn_del(s->t, T_AUTHOR, &k, sizeof(k));
	}
	buf_clear(&from);
}

/* --- what is in no event -------------------------------------------------- */

static void
del_reads(struct txn *t, uint32_t account)
{
	struct view v = { .txn = t };
	struct slice marks;
	uint32_t board = 0;

	while ((board = view_read_next(&v, account, board, &marks)) != 0) {
		struct key8 k = key_4_4(account, board);

		txn_del(t, T_READ, &k, sizeof(k));
	}
}

void
forget_private(struct txn *t, const struct event *e)
{
	struct slice name = slice_from(e->target, 1);
	uint32_t id = account_id(t, name);
	struct key4 key = key_4(id);

	if (id == 0)
		return;
	txn_del(t, T_SECRET, name.p, name.len);
	txn_del(t, T_HABIT, &key, sizeof(key));
	del_reads(t, id);
}
