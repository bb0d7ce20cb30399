/*
 * A rule or a view that begins looks at what was there before it, a slice an
 * event, so that nobody waits long for the writer.
 */
#include "common/endian.h"
#include "server/store/community/rows.h"
#include "server/store/rules/standing.h"

static bool
is_touched(struct txn *t, const void *key)
{
	struct slice v;

	return txn_get(t, T_QUESTION, key, 8, &v) ||
	    txn_get(t, T_MARK, key, 8, &v);
}

bool
standing_looks_at(struct txn *t, uint64_t article)
{
	unsigned char key[8];

	put_be64(key, article);
	return standing_of(t)->bare || is_touched(t, key);
}

int
walk_ids(struct txn *t, enum domain domain, bool bare, uint64_t from,
    uint64_t to, uint64_t ids[WALK_LOOK], uint64_t *next)
{
	enum table tb = domain == DOMAIN_ARTICLE ? T_ARTICLE :
	    domain == DOMAIN_USER ? T_ACCOUNT : T_BOARD;
	size_t klen = domain == DOMAIN_ARTICLE ? 8 : 4;
	uint64_t last = domain == DOMAIN_ARTICLE ? UINT64_MAX :
	    BOARD_MINE - 1;
	unsigned char key[8];
	struct cursor c;
	int n = 0, passed = 0;

	*next = STANDING_READY;
	if (klen == 8)
		put_be64(key, from);
	else
		put_be32(key, from > last ? BOARD_MINE : (uint32_t)from);
	cursor_open(&c, t, tb);
	for (bool more = cursor_seek(&c, key, klen); more;
	    more = cursor_next(&c)) {
		uint64_t id = klen == 8 ? get_be64(c.key.p) :
		    get_be32(c.key.p);

		if (id >= to || id > last)
			break;
		if (n == WALK_LOOK || passed++ == WALK_PASS) {
			*next = id;
			break;
		}
		if (klen == 8 && !bare && !is_touched(t, c.key.p))
			continue;
		ids[n++] = id;
	}
	cursor_close(&c);
	return n;
}

void
walk_put(struct buf *args, uint64_t from, uint64_t to)
{
	event_put_arg_u64(args, "from", from);
	if (to == STANDING_READY)
		event_put_arg(args, "to", SLICE("end"));
	else
		event_put_arg_u64(args, "to", to);
}

bool
walk_get(struct slice args, uint64_t *from, uint64_t *to)
{
	if (!event_arg_u64(args, "from", from))
		return false;
	if (!event_arg_u64(args, "to", to))
		*to = STANDING_READY;
	return true;
}

bool
standing_unfinished(struct txn *t, enum act_id *act, struct buf *target,
    uint32_t *id)
{
	const struct standing *st = standing_of(t);
	struct board_row row;
	struct slice text;

	for (int i = 0; i < st->nrules; i++)
		if (st->rule[i].rec.at != STANDING_READY) {
			*act = ACT_RULE;
			*id = st->rule[i].rec.id;
			buf_printf(target, "rule:%s", st->rule[i].name);
			return true;
		}
	for (int i = 0; i < st->nviews; i++)
		if (st->view[i].rec.at != STANDING_READY &&
		    board_row_get(t, st->view[i].rec.id, &row, &text)) {
			*act = ACT_VIEW;
			*id = st->view[i].rec.id;
			buf_put_slice(target, slice_cut(&text, '\t'));
			return true;
		}
	return false;
}

static uint64_t
walks_of(struct txn *t, enum table tb)
{
	struct standing_rec rec;
	struct cursor c;
	uint64_t n = 0;

	cursor_open(&c, t, tb);
	for (bool more = cursor_seek(&c, NULL, 0); more;
	    more = cursor_next(&c)) {
		if (c.val.len < sizeof(rec))
			continue;
		memcpy(&rec, c.val.p, sizeof(rec));
		n += rec.at != STANDING_READY;
	}
	cursor_close(&c);
	return n;
}

uint64_t
standing_walks(struct txn *t)
{
	return walks_of(t, T_RULE) + walks_of(t, T_QUERY);
}
