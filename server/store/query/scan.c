/* Walks over the tables of the community. */
#include "server/store/query/scan.h"

#include "common/endian.h"
#include "server/store/community/rows.h"
#include "server/store/key.h"
#include "server/store/rules/standing.h"

/* Flags of an article that are looked at for their reasons. */
enum { FLAGS_READ = 64 };

/* To the first row behind the key of that length; all rows have one. */
static bool
step_to(struct cursor *c, struct view *v, enum table tb, const void *key,
    size_t klen)
{
	cursor_open(c, v->txn, tb);
	if (!cursor_seek(c, key, klen))
		return false;
	if (c->key.len == klen && memcmp(c->key.p, key, klen) == 0 &&
	    !cursor_next(c))
		return false;
	return c->key.len == klen;
}

bool
view_asked_next(struct view *v, struct asked_row *at)
{
	struct key16 k = key_8_8((uint64_t)at->time, at->root);
	struct cursor c;
	bool more;

	more = step_to(&c, v, T_ASKED, &k, sizeof(k)) && c.val.len == 4;
	if (more)
		*at = (struct asked_row){
			.time = (int64_t)get_be64(c.key.p),
			.root = get_be64(c.key.p + 8),
			.board = get_be32(c.val.p),
		};
	cursor_close(&c);
	return more;
}

bool
view_question(struct view *v, uint64_t root, struct question_rec *rec,
    struct slice *text)
{
	return question_get(v->txn, root, rec, text);
}

uint64_t
view_author_next(struct view *v, uint32_t account, uint64_t after)
{
	struct key12 k = key_4_8(account, after);
	struct cursor c;
	uint64_t id = 0;

	if (step_to(&c, v, T_AUTHOR, &k, sizeof(k)) &&
	    get_be32(c.key.p) == account)
		id = get_be64(c.key.p + 4);
	cursor_close(&c);
	return id;
}

bool
view_tally_next(struct view *v, struct tally_row *at)
{
	struct key12 k = key_4_4_4(at->hour, at->board, at->account);
	struct cursor c;
	bool more;

	more = step_to(&c, v, T_TALLY, &k, sizeof(k)) && c.val.len == 4;
	if (more) {
		at->hour = get_be32(c.key.p);
		at->board = get_be32(c.key.p + 4);
		at->account = get_be32(c.key.p + 8);
		memcpy(&at->posts, c.val.p, sizeof(at->posts));
	}
	cursor_close(&c);
	return more;
}

bool
view_flag_next(struct view *v, struct flag_row *at)
{
	struct key12 k = key_8_4(at->article, at->account);
	struct cursor c;
	bool more;

	more = step_to(&c, v, T_FLAG, &k, sizeof(k)) &&
	    c.val.len >= sizeof(at->rec);
	if (more) {
		at->article = get_be64(c.key.p);
		at->account = get_be32(c.key.p + 8);
		memcpy(&at->rec, c.val.p, sizeof(at->rec));
		at->text = slice_from(c.val, sizeof(at->rec));
		at->reason = slice_cut(&at->text, '\t');
	}
	cursor_close(&c);
	return more;
}

void
view_flag_reasons(struct view *v, uint64_t article, struct buf *out)
{
	struct flag_row f = { .article = article };
	size_t at = out->len;
	struct slice seen, one;

	for (int n = 0; n < FLAGS_READ && view_flag_next(v, &f) &&
	    f.article == article; n++) {
		bool told = f.rec.state != FLAG_OPEN;

		seen = slice_from(buf_slice(out), at);
		while (!told && query_next_value(&seen, &one))
			told = slice_eq(one, f.reason);
		if (!told && out->len != at)
			buf_putc(out, ',');
		if (!told)
			buf_put_slice(out, f.reason);
	}
}

bool
view_queue_next(struct view *v, struct queue_row *at)
{
	struct key17 k = key_1_8_8(at->kind, (uint64_t)at->time, at->id);
	struct cursor c;
	bool more;

	more = step_to(&c, v, T_QUEUE, &k, sizeof(k)) &&
	    c.val.len == sizeof(at->seq);
	if (more) {
		at->kind = (unsigned char)c.key.p[0];
		at->time = (int64_t)get_be64(c.key.p + 1);
		at->id = get_be64(c.key.p + 9);
		memcpy(&at->seq, c.val.p, sizeof(at->seq));
	}
	cursor_close(&c);
	return more;
}

bool
view_rule_next(struct view *v, struct slice after, struct rule_row *out)
{
	struct cursor c;
	bool more;

	/* One without a text is on its way out. */
	cursor_open(&c, v->txn, T_RULE);
	more = cursor_seek(&c, after.p, after.len);
	while (more && ((after.len != 0 && slice_eq(c.key, after)) ||
	    c.val.len <= sizeof(struct standing_rec)))
		more = cursor_next(&c);
	if (more)
		*out = (struct rule_row){ c.key,
			slice_from(c.val, sizeof(struct standing_rec)) };
	cursor_close(&c);
	return more;
}

struct slice
view_board_query(struct view *v, uint32_t board)
{
	unsigned char key[4];
	struct slice query;

	put_be32(key, board);
	if (!txn_get(v->txn, T_QUERY, key, sizeof(key), &query) ||
	    query.len <= sizeof(struct standing_rec))
		return slice_make(NULL, 0);
	return slice_from(query, sizeof(struct standing_rec));
}

uint64_t
view_modlog_next(struct view *v, uint64_t after)
{
	unsigned char key[8];
	struct cursor c;
	uint64_t seq = 0;

	put_be64(key, after);
	if (step_to(&c, v, T_MODLOG, key, sizeof(key)))
		seq = get_be64(c.key.p);
	cursor_close(&c);
	return seq;
}
