/*
 * What is left of an article when its bytes are gone: enough to replay its
 * event, its date, lines and the digests of what it refers to.
 */
#include "common/endian.h"
#include "server/store/internal.h"

struct stripping {
	struct store *store;
	struct buf raw;
};

void
remains_put(struct txn *t, uint64_t id, const struct facts *f)
{
	char row[sizeof(struct remains_rec) + sizeof(f->ref)];
	struct remains_rec rec = {
		.date = f->date, .lines = f->lines, .nrefs = (uint32_t)f->nrefs,
	};
	size_t n = (size_t)f->nrefs * DIGEST_LEN;
	unsigned char key[8];

	put_be64(key, id);
	memcpy(row, &rec, sizeof(rec));
	memcpy(row + sizeof(rec), f->ref, n);
	txn_put(t, T_REMAINS, key, sizeof(key), row, sizeof(rec) + n);
}

/* Bytes that cannot be read must not be kept for that. */
static void
strip(struct txn *t, uint64_t id, struct stripping *s)
{
	struct facts f = { .date = INT64_MAX };
	struct event e;

	buf_reset(&s->raw);
	if (event_parse(journal_get(t, id), &e) == OK &&
	    slice_is(e.act, act_table[ACT_POST].name)) {
		if (body_get(s->store, t, id, &s->raw) != OK ||
		    facts_of(buf_slice(&s->raw), &f) != OK)
			f.nrefs = 0;
		remains_put(t, id, &f);
		facts_clear(&f);
	}
	body_del(t, id);
}

static void
strip_last(struct txn *t, uint64_t id, void *arg)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;

	if (article_rec_get(t, id, &rec, place) &&
	    rec.nplaces + rec.naside == 1)
		strip(t, id, arg);
}

void
expire_bytes(struct store *s, struct txn *t, const struct event *e)
{
	struct stripping x = { .store = s };
	uint64_t low = 0, before = 0;

	buf_init(&x.raw, 2 * LIMIT_ARTICLE);
	event_arg_u64(e->args, "low", &low);
	event_arg_u64(e->args, "before", &before);
	expire_each(t, board_id(t, e->target), low, before, strip_last, &x);
	buf_clear(&x.raw);
}

enum err
remains_facts(struct txn *t, const struct event *e, struct facts *f)
{
	struct remains_rec rec;
	unsigned char key[8];
	uint64_t size = 0;
	struct slice v;

	*f = (struct facts){ .date = INT64_MAX };
	put_be64(key, e->seq);
	if (!txn_get(t, T_REMAINS, key, sizeof(key), &v))
		return err_set(ERR_NOTFOUND, "no bytes for this article");
	if (v.len >= sizeof(rec))
		memcpy(&rec, v.p, sizeof(rec));
	if (v.len < sizeof(rec) || rec.nrefs > REFS_MAX ||
	    v.len != sizeof(rec) + rec.nrefs * DIGEST_LEN)
		return err_set(ERR_CORRUPT, "what is left of an article is "
		    "damaged");
	memcpy(f->ref, v.p + sizeof(rec), v.len - sizeof(rec));
	f->nrefs = (int)rec.nrefs;
	f->date = rec.date;
	f->lines = rec.lines;
	event_arg_u64(e->args, "size", &size);
	f->size = (uint32_t)size;
	target_digest(e->target, f->id);
	return OK;
}

enum err
article_facts(struct store *s, struct txn *t, uint64_t id, struct buf *raw,
    struct facts *f)
{
	struct slice line = journal_get(t, id);
	struct event e;
	enum err err = body_get(s, t, id, raw);

	*f = (struct facts){ .date = INT64_MAX };
	if (err == OK)
		return facts_of(buf_slice(raw), f);
	if (err == ERR_NOTFOUND && line.p != NULL)
		err = event_parse(line, &e);
	return err == OK ? remains_facts(t, &e, f) : err;
}
