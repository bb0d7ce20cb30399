/* Rows that apply, the thread index and the views share. */
#include "common/endian.h"
#include "server/store/internal.h"

bool
article_rec_get(struct txn *t, uint64_t id, struct article_rec *rec,
    struct place_rec place[LIMIT_BOARDS])
{
	unsigned char key[8];
	struct slice v;

	put_be64(key, id);
	if (!txn_get(t, T_ARTICLE, key, sizeof(key), &v))
		return false;
	if (v.len >= sizeof(*rec))
		memcpy(rec, v.p, sizeof(*rec));
	if (v.len < sizeof(*rec) || rec->nplaces > LIMIT_BOARDS ||
	    v.len != sizeof(*rec) + rec->nplaces * sizeof(*place)) {
		txn_fail(t, err_set(ERR_CORRUPT, "article row %llu",
		    (unsigned long long)id));
		return false;
	}
	memcpy(place, v.p + sizeof(*rec), rec->nplaces * sizeof(*place));
	return true;
}

void
article_rec_put(struct txn *t, uint64_t id, const struct article_rec *rec,
    const struct place_rec *place)
{
	char row[sizeof(*rec) + LIMIT_BOARDS * sizeof(*place)];
	unsigned char key[8];
	size_t n = rec->nplaces * sizeof(*place);

	put_be64(key, id);
	memcpy(row, rec, sizeof(*rec));
	memcpy(row + sizeof(*rec), place, n);
	txn_put(t, T_ARTICLE, key, sizeof(key), row, sizeof(*rec) + n);
}

bool
board_row_get(struct txn *t, uint32_t id, struct board_row *row,
    struct slice *text)
{
	unsigned char key[4];
	struct slice v;

	put_be32(key, id);
	if (!txn_get(t, T_BOARD, key, sizeof(key), &v))
		return false;
	if (v.len < sizeof(*row)) {
		txn_fail(t, err_set(ERR_CORRUPT, "board row %u", id));
		return false;
	}
	memcpy(row, v.p, sizeof(*row));
	*text = slice_from(v, sizeof(*row));
	return true;
}

void
board_row_put(struct txn *t, uint32_t id, const struct board_row *row,
    struct slice text)
{
	struct buf b = BUF_INIT(LIMIT_SLICE);
	unsigned char key[4];

	put_be32(key, id);
	buf_put(&b, row, sizeof(*row));
	buf_put_slice(&b, text);
	txn_put(t, T_BOARD, key, sizeof(key), b.p, b.len);
	buf_clear(&b);
}

uint32_t
board_id(struct txn *t, struct slice name)
{
	struct slice v;

	if (name.len > LIMIT_BOARD_NAME ||
	    !txn_get(t, T_NAME, name.p, name.len, &v) || v.len != 4)
		return 0;
	return get_be32(v.p);
}

struct thread_key
thread_key(uint64_t thread, uint32_t board)
{
	struct thread_key k;

	put_be64(k.b, thread);
	k.b[8] = 0;
	put_be32(k.b + 9, board);
	return k;
}

struct member_key
member_key(uint64_t thread, uint64_t article)
{
	struct member_key k;

	put_be64(k.b, thread);
	k.b[8] = 1;
	put_be64(k.b + MEMBER_PREFIX, article);
	return k;
}

const struct place_rec *
article_place(const struct article_rec *rec, const struct place_rec *place,
    uint32_t board)
{
	for (uint32_t i = 0; i < rec->nplaces; i++)
		if (place[i].board == board)
			return &place[i];
	return NULL;
}

void
article_place_del(struct article_rec *rec, struct place_rec *place,
    const struct place_rec *at)
{
	struct place_rec *gone = place + (at - place);

	rec->nplaces--;
	memmove(gone, gone + 1,
	    (size_t)(place + rec->nplaces - gone) * sizeof(*gone));
}

void
target_digest(struct slice target, unsigned char out[DIGEST_LEN])
{
	struct buf msgid = BUF_INIT(LIMIT_HEADER);

	text_unescape(&msgid, target);
	digest(buf_slice(&msgid), out);
	buf_clear(&msgid);
}

uint64_t
target_id(struct txn *t, struct slice target)
{
	unsigned char d[DIGEST_LEN];

	target_digest(target, d);
	return msgid_find(t, d, UINT64_MAX);
}

int64_t
event_time(struct txn *t, uint64_t seq)
{
	struct event e;

	return journal_event(t, seq, &e) ? e.time : 0;
}

int64_t
event_act_time(const struct event *e)
{
	uint64_t at;

	return event_arg_u64(e->args, "at", &at) ? (int64_t)at : e->time;
}

int64_t
event_done(struct txn *t, uint64_t seq)
{
	struct event e;

	return journal_event(t, seq, &e) ? event_act_time(&e) : 0;
}
