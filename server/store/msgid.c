/*
 * Which article has a message-id. Their digests are random, so each new one
 * would change a page of its own in a large table. Therefore the newest lie
 * in a queue on disk, sorted by arrival, and in memory, sorted by digest;
 * every event moves those of one 65536th of all digests into the table, so
 * that neighbours arrive together, and none stays longer than 65536 events.
 */
#include <pthread.h>
#include <stdlib.h>
#include <sys/random.h>

#include "common/endian.h"
#include "common/log.h"
#include "common/xalloc.h"
#include "server/store/internal.h"

#define PARTS 65536u		/* events until an article has to move */
/*
 * In memory they stay twice as long: whoever reads an older state of the
 * table, at most PARTS events old, finds here what is not there yet.
 */
#define KEPT (2 * PARTS)

struct recent {
	uint64_t id;
	unsigned char digest[DIGEST_LEN];
	/* The low half of the id of the one before it, as a list's head. */
	uint32_t hash_next, part_next;
};

/* What set it is of changes only under the lock, by the writer alone. */
struct msgids {
	pthread_rwlock_t lock;
	uint64_t key;		/* so that nobody can make lists long */
	bool used;
	uint32_t hash[PARTS];	/* heads: all with this hash */
	uint32_t part[PARTS];	/* the writer's; those that have to move */
	struct recent kept[KEPT];
};

static const char sets[] = { 'a', 'b' };

void
msgids_open(struct db *db)
{
	for (size_t i = 0; i < sizeof(sets); i++) {
		struct msgids *m = xcalloc(1, sizeof(*m));

		pthread_rwlock_init(&m->lock, NULL);
		if (getrandom(&m->key, sizeof(m->key), 0) !=
		    (ssize_t)sizeof(m->key))
			log_fatal("no random numbers");
		m->key |= 1;
		db_attach(db, sets[i], ATTACH_MSGIDS, m);
	}
}

void
msgids_close(struct db *db)
{
	for (size_t i = 0; i < sizeof(sets); i++) {
		struct msgids *m =
		    db_attached(db, sets[i], ATTACH_MSGIDS);

		pthread_rwlock_destroy(&m->lock);
		free(m);
		db_attach(db, sets[i], ATTACH_MSGIDS, NULL);
	}
}

static struct msgids *
msgids_of(const struct txn *t)
{
	return db_attached(txn_db(t), txn_set(t), ATTACH_MSGIDS);
}

static uint32_t
hash_of(const struct msgids *m, const unsigned char digest[DIGEST_LEN])
{
	return (uint32_t)(get_be64(digest + 8) * m->key >> 48);
}

static uint32_t
part_of(const unsigned char digest[DIGEST_LEN])
{
	return get_be32(digest) >> 16;
}

/* NULL at the end of a list: what it names has been overwritten. */
static const struct recent *
recent_at(const struct msgids *m, uint32_t low)
{
	const struct recent *r = &m->kept[low % KEPT];

	return r->id != 0 && (uint32_t)r->id == low ? r : NULL;
}

static uint64_t
find_recent(struct msgids *m, const unsigned char digest[DIGEST_LEN],
    uint64_t most)
{
	const struct recent *r;
	uint64_t id = 0;

	pthread_rwlock_rdlock(&m->lock);
	for (r = recent_at(m, m->hash[hash_of(m, digest)]); r != NULL;
	    r = recent_at(m, r->hash_next))
		if (r->id <= most &&
		    memcmp(r->digest, digest, DIGEST_LEN) == 0) {
			id = r->id;
			break;
		}
	pthread_rwlock_unlock(&m->lock);
	return id;
}

static uint64_t
find_settled(struct txn *t, const unsigned char digest[DIGEST_LEN])
{
	struct slice v;

	if (!txn_get(t, T_MSGID, digest, DIGEST_LEN, &v) || v.len != 8)
		return 0;
	return get_be64(v.p);
}

uint64_t
msgid_find(struct txn *t, const unsigned char digest[DIGEST_LEN],
    uint64_t most)
{
	uint64_t id = find_recent(msgids_of(t), digest, most);

	return id != 0 ? id : find_settled(t, digest);
}

/* At the head of its lists; the lock is held. */
static void
put_first(struct msgids *m, struct recent *r, bool settled)
{
	uint32_t *hash = &m->hash[hash_of(m, r->digest)];
	uint32_t *part = &m->part[part_of(r->digest)];

	r->hash_next = *hash;
	r->part_next = *part;
	*hash = (uint32_t)r->id;
	if (!settled)
		*part = (uint32_t)r->id;
}

static void
remember(struct msgids *m, const unsigned char digest[DIGEST_LEN],
    uint64_t id, bool settled)
{
	struct recent *r = &m->kept[id % KEPT];

	pthread_rwlock_wrlock(&m->lock);
	m->used = true;
	r->id = id;
	memcpy(r->digest, digest, DIGEST_LEN);
	put_first(m, r, settled);
	pthread_rwlock_unlock(&m->lock);
}

void
msgid_put(struct txn *t, const unsigned char digest[DIGEST_LEN], uint64_t id)
{
	unsigned char key[8];

	put_be64(key, id);
	txn_append(t, T_RECENT, key, sizeof(key), digest, DIGEST_LEN);
	remember(msgids_of(t), digest, id, false);
}

void
msgids_settle(struct txn *t, uint64_t seq)
{
	struct msgids *m = msgids_of(t);
	uint32_t *part = &m->part[seq % PARTS];
	unsigned char key[8];

	for (const struct recent *r = recent_at(m, *part); r != NULL;
	    r = recent_at(m, r->part_next)) {
		/* Of two with one message-id the later one counts. */
		if (find_recent(m, r->digest, UINT64_MAX) != r->id)
			continue;
		put_be64(key, r->id);
		txn_put(t, T_MSGID, r->digest, DIGEST_LEN, key, sizeof(key));
	}
	*part = 0;
	if (seq > PARTS) {
		put_be64(key, seq - PARTS);
		txn_del(t, T_RECENT, key, sizeof(key));
	}
}

/* Whether an article's message-id had its turn until event last. */
static bool
is_settled(uint64_t last, uint64_t id, const unsigned char digest[DIGEST_LEN])
{
	uint64_t ago = (last - part_of(digest)) % PARTS;

	return last >= id + ago;
}

/* Nobody may look meanwhile: what is in its lists is not yet in the table. */
static void
undo(struct msgids *m, uint64_t last)
{
	pthread_rwlock_wrlock(&m->lock);
	memset(m->hash, 0, sizeof(m->hash));
	memset(m->part, 0, sizeof(m->part));
	for (uint64_t i = 1; i <= KEPT; i++) {
		struct recent *r = &m->kept[(last + i) % KEPT];

		if (r->id > last)
			r->id = 0;
		else if (r->id != 0 && r->id + KEPT > last)
			put_first(m, r, is_settled(last, r->id, r->digest));
	}
	pthread_rwlock_unlock(&m->lock);
}

void
msgids_undo(struct db *db, uint64_t last)
{
	for (size_t i = 0; i < sizeof(sets); i++) {
		struct msgids *m =
		    db_attached(db, sets[i], ATTACH_MSGIDS);

		if (m->used)
			undo(m, last);
	}
}

/* The next row of the queue; one of another shape is passed over. */
static bool
next_recent(struct cursor *c, uint64_t *id, const unsigned char **digest)
{
	bool more = c->key.p != NULL ? cursor_next(c) :
	    cursor_seek(c, NULL, 0);

	for (; more; more = cursor_next(c)) {
		*digest = (const unsigned char *)c->val.p;
		*id = c->key.len == 8 ? get_be64(c->key.p) : 0;
		if (*id != 0 && c->val.len == DIGEST_LEN)
			return true;
	}
	return false;
}

void
msgids_load(struct txn *t)
{
	struct msgids *m = msgids_of(t);
	const unsigned char *digest;
	uint64_t last = journal_last(t), id;
	struct cursor c;

	msgids_forget(t);
	cursor_open(&c, t, T_RECENT);
	while (next_recent(&c, &id, &digest))
		remember(m, digest, id, is_settled(last, id, digest));
	cursor_close(&c);
}

void
msgids_forget(struct txn *t)
{
	struct msgids *m = msgids_of(t);

	if (!m->used)
		return;		/* it takes no memory yet */
	pthread_rwlock_wrlock(&m->lock);
	memset(m->hash, 0, sizeof(m->hash));
	memset(m->part, 0, sizeof(m->part));
	memset(m->kept, 0, sizeof(m->kept));
	pthread_rwlock_unlock(&m->lock);
}

uint64_t
msgids_count(struct txn *t)
{
	uint64_t n = txn_rows(t, T_MSGID), last = journal_last(t), id;
	const unsigned char *digest;
	struct cursor c;

	cursor_open(&c, t, T_RECENT);
	while (next_recent(&c, &id, &digest))
		if (!is_settled(last, id, digest) &&
		    find_settled(t, digest) == 0 &&
		    msgid_find(t, digest, UINT64_MAX) == id)
			n++;
	cursor_close(&c);
	return n;
}
