/* Articles as a snapshot has them: their rows, their bytes, their threads. */
#include <stdlib.h>

#include "common/xalloc.h"
#include "proto/article.h"
#include "server/store/community/rows.h"
#include "server/store/key.h"
#include "server/store/rules/meta.h"

/* --- articles ----------------------------------------------------------- */

uint64_t
view_article_id(struct view *v, struct slice msgid)
{
	unsigned char id[DIGEST_LEN];

	digest(msgid, id);
	return msgid_find(v->txn, id, view_seq(v));
}

/* The first id behind after in a table that is sorted by them; 0: none. */
static uint64_t
next_id(struct view *v, enum table table, uint64_t after)
{
	unsigned char key[8];
	struct cursor c;
	uint64_t id = 0;

	put_be64(key, after + 1);
	cursor_open(&c, v->txn, table);
	if (cursor_seek(&c, key, sizeof(key)) && c.key.len == sizeof(key))
		id = get_be64(c.key.p);
	cursor_close(&c);
	return id;
}

uint64_t
view_article_next(struct view *v, uint64_t after)
{
	return next_id(v, T_ARTICLE, after);
}

/* The event that put it aside, as one of its boards knows it; 0: unknown. */
static uint64_t
aside_since(struct view *v, uint64_t id)
{
	uint32_t board[LIMIT_BOARDS];

	return home_boards(v->txn, id, board) != 0 ?
	    aside_get(v->txn, board[0], id) : 0;
}

bool
view_article_event(struct view *v, uint64_t id, struct event *out)
{
	return journal_event(v->txn, id, out);
}

bool
view_event_board(const struct event *e, size_t *at, struct slice *name)
{
	struct slice list = event_arg(e->args, "boards"), item;

	if (list.p == NULL)
		list = event_arg(e->args, "for");
	if (*at >= list.len)
		return false;
	list = slice_from(list, *at);
	item = slice_cut(&list, ',');
	*at += item.len + 1;
	*name = slice_cut(&item, ':');
	return true;
}

uint64_t
view_held_next(struct view *v, uint64_t after)
{
	return next_id(v, T_HELD, after);
}

bool
view_article_row(struct view *v, uint64_t id, struct article_row *out)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;

	if (!article_rec_get(v->txn, id, &rec, place))
		return false;
	*out = (struct article_row){
		.id = id,
		.thread = rec.thread,
		.parent = rec.parent,
		.date = rec.date,
		.arrived = event_time(v->txn, id),
		.bytes = rec.bytes,
		.lines = rec.lines,
		.state = (enum article_state)rec.state,
	};
	if (rec.state == ARTICLE_HERE)
		out->nplaces = (int)rec.nplaces;
	else if (rec.state != ARTICLE_HELD)
		out->since = aside_since(v, id);
	for (int i = 0; i < out->nplaces; i++)
		out->place[i] =
		    (struct place){ place[i].board, place[i].number };
	return true;
}

/* The Xref field of an overview line, without line end; or empty. */
static struct slice
xref_of(struct slice over)
{
	struct slice xref = over;

	for (int i = 1; i < META_PART; i++)
		slice_cut(&xref, '\t');
	return slice_cut(&xref, '\t');
}

/* Puts the Xref line behind the header block that begins at start. */
static void
insert_xref(struct slice xref, size_t start, struct buf *out)
{
	ptrdiff_t end = slice_find(slice_from(buf_slice(out), start),
	    SLICE("\r\n\r\n"));
	char *at;

	if (end < 0 || buf_room(out, xref.len + 2) == NULL)
		return;
	at = out->p + start + end + 2;
	memmove(at + xref.len + 2, at, (size_t)(out->p + out->len - at));
	memcpy(at, xref.p, xref.len);
	memcpy(at + xref.len, "\r\n", 2);
	out->len += xref.len + 2;
}

/* What cannot be read is the view's fault, not the article's absence. */
static enum err
read_body(struct view *v, uint64_t id, struct buf *out)
{
	enum err e = body_get(v->store, v->txn, id, out);

	if (e == ERR_CORRUPT)
		txn_fail(v->txn, err_set(e, "article %llu: %s",
		    (unsigned long long)id, err_detail()));
	return e;
}

static enum err
read_article(struct view *v, const struct placed *p, struct buf *out)
{
	struct slice xref = xref_of(p->over);
	size_t start = out->len;
	enum err e = read_body(v, p->id, out);

	if (e == OK && xref.len != 0)
		insert_xref(xref, start, out);
	return e;
}

enum err
view_article_placed(struct view *v, const struct placed *p, struct buf *out)
{
	enum err e = read_article(v, p, out);

	if (e == ERR_NOTFOUND)
		txn_fail(v->txn, e = err_set(ERR_CORRUPT,
		    "article %llu has lost its bytes",
		    (unsigned long long)p->id));
	return e;
}

enum err
view_article(struct view *v, uint64_t id, struct buf *out)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;
	struct placed p = { .id = id };

	/* Only a crossposted one has an Xref line to look up. */
	if (article_rec_get(v->txn, id, &rec, place) &&
	    rec.state == ARTICLE_HERE && rec.nplaces != 0 &&
	    rec.nplaces + rec.were > 1)
		view_placed(v, place[0].board, place[0].number, &p);
	return read_article(v, &p, out);
}

enum err
view_overview(struct view *v, uint64_t id, struct buf *out)
{
	struct buf raw = BUF_INIT(2 * LIMIT_ARTICLE);
	struct article *a = xmalloc(sizeof(*a));
	enum err e = read_body(v, id, &raw);

	if (e == OK)
		e = article_parse(buf_slice(&raw), a);
	if (e == OK) {
		buf_puts(out, "0\t");
		article_overview(a, raw.len, out);
		buf_putc(out, '\t');
		meta_put_aside(v->txn, id, out);
		buf_puts(out, "\r\n");
	}
	free(a);
	buf_clear(&raw);
	return e;
}

/* --- threads ------------------------------------------------------------ */

bool
view_thread(struct view *v, uint32_t board, uint64_t thread,
    struct thread_row *out)
{
	struct thread_key key = thread_key(thread, board);
	struct thread_rec rec;
	struct slice val;

	if (!txn_get(v->txn, T_THREAD, &key, sizeof(key), &val) ||
	    val.len != sizeof(rec))
		return false;
	memcpy(&rec, val.p, sizeof(rec));
	*out = (struct thread_row){
		.id = thread,
		.root = thread_top(v->txn, board, rec.root),
		.last = rec.last,
		.articles = rec.articles,
		.active = rec.active,
	};
	return true;
}

uint64_t
view_thread_article(struct view *v, uint64_t thread, uint64_t after)
{
	struct member_key key = member_key(thread, after + 1);
	struct cursor c;
	uint64_t id = 0;

	cursor_open(&c, v->txn, T_THREAD);
	if (cursor_seek(&c, &key, sizeof(key)) &&
	    memcmp(c.key.p, &key, MEMBER_PREFIX) == 0)
		id = get_be64(c.key.p + MEMBER_PREFIX);
	cursor_close(&c);
	return id;
}
