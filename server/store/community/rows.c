/* Rows of the community's tables. */
#include "server/store/community/rows.h"

#include "common/endian.h"
#include "proto/account.h"
#include "server/store/key.h"

/* Longest climb to the root of a thread; beyond it the root is not known. */
enum { CLIMB_MAX = 4096 };

/* --- rows with a fixed part and a text ------------------------------------ */

static bool
row_get(struct txn *t, enum table tb, const void *key, size_t klen,
    void *rec, size_t len, struct slice *text)
{
	struct slice v;

	if (!txn_get(t, tb, key, klen, &v))
		return false;
	if (v.len < len) {
		txn_fail(t, err_set(ERR_CORRUPT, "a row of table %d is cut",
		    (int)tb));
		return false;
	}
	memcpy(rec, v.p, len);
	if (text != NULL)
		*text = slice_from(v, len);
	return true;
}

/* text p NULL: the one the row has. */
static void
row_put_text(struct txn *t, enum table tb, const void *key, size_t klen,
    const void *rec, size_t len, struct slice text)
{
	struct buf b = BUF_INIT(LIMIT_HEADER);
	struct slice v;

	buf_put(&b, rec, len);
	if (text.p == NULL && txn_get(t, tb, key, klen, &v) && v.len >= len)
		text = slice_from(v, len);
	buf_put_slice(&b, text);
	if (buf_ok(&b))
		txn_put(t, tb, key, klen, b.p, b.len);
	else
		txn_fail(t, err_set(ERR_TOOBIG, "a row is too long"));
	buf_clear(&b);
}

/* --- accounts ------------------------------------------------------------- */

uint32_t
account_id(struct txn *t, struct slice name)
{
	struct slice v;

	if (name.len == 0 || name.len > LIMIT_ACCOUNT_NAME ||
	    !txn_get(t, T_LOGIN, name.p, name.len, &v) || v.len != 4)
		return 0;
	return get_be32(v.p);
}

bool
account_get(struct txn *t, uint32_t id, struct account_rec *rec,
    struct slice *text)
{
	struct key4 k = key_4(id);

	return id != 0 && row_get(t, T_ACCOUNT, &k, sizeof(k), rec,
	    sizeof(*rec), text);
}

struct slice
account_roles(struct slice text)
{
	slice_cut(&text, '\t');
	return slice_cut(&text, '\t');
}

/* Whether the account has a row among those who hold an office. */
static void
put_holder(struct txn *t, enum table tb, uint32_t id, bool holds,
    struct slice val)
{
	struct key4 k = key_4(id);
	struct slice v;
	bool had = txn_get(t, tb, &k, sizeof(k), &v);

	if (!holds && had)
		txn_del(t, tb, &k, sizeof(k));
	else if (holds && (!had || !slice_eq(v, val)))
		txn_put(t, tb, &k, sizeof(k), val.p, val.len);
}

/* They are found without looking at all accounts. */
static void
put_office(struct txn *t, uint32_t id, struct slice text)
{
	struct slice roles = account_roles(text);
	unsigned who = roles_any(roles);

	put_holder(t, T_OFFICE, id, (who & ~(unsigned)WHO_MEMBER) != 0,
	    SLICE(""));
	put_holder(t, T_MODERATOR, id, (who & WHO_MODERATOR) != 0, roles);
}

void
account_put(struct txn *t, uint32_t id, const struct account_rec *rec,
    struct slice text)
{
	struct key4 k = key_4(id);

	row_put_text(t, T_ACCOUNT, &k, sizeof(k), rec, sizeof(*rec), text);
	if (text.p != NULL)
		put_office(t, id, text);
}

uint32_t
office_next(struct txn *t, uint32_t after)
{
	struct key4 k = key_4(after + 1);
	struct cursor c;
	uint32_t id = 0;

	cursor_open(&c, t, T_OFFICE);
	if (after != UINT32_MAX && cursor_seek(&c, &k, sizeof(k)))
		id = get_be32(c.key.p);
	cursor_close(&c);
	return id;
}

void
account_put_rec(struct txn *t, uint32_t id, const struct account_rec *rec)
{
	if (id != 0)
		account_put(t, id, rec, slice_make(NULL, 0));
}

/* --- questions ------------------------------------------------------------ */

bool
question_get(struct txn *t, uint64_t root, struct question_rec *rec,
    struct slice *text)
{
	struct key8 k = key_8(root);

	return root != 0 && row_get(t, T_QUESTION, &k, sizeof(k), rec,
	    sizeof(*rec), text);
}

static struct key13
state_key(uint64_t root, const struct question_rec *rec)
{
	return key_4_1_8(rec->board, rec->state, root);
}

static void
put_asked(struct txn *t, uint64_t root, const struct question_rec *rec)
{
	struct key16 k = key_8_8((uint64_t)rec->asked, root);
	struct key4 board = key_4(rec->board);

	txn_put(t, T_ASKED, &k, sizeof(k), &board, sizeof(board));
}

static struct key17
queue_key(enum queue_kind kind, int64_t time, uint64_t id)
{
	return key_1_8_8((uint8_t)kind, (uint64_t)time, id);
}

/* Escalated ones wait in the order of their clocks, those without behind. */
static int64_t
queued_at(const struct question_rec *rec)
{
	return rec->due != 0 ? rec->due : INT64_MAX;
}

static void
move_queued(struct txn *t, uint64_t root, const struct question_rec *old,
    const struct question_rec *rec)
{
	bool was = old != NULL && old->state == STATE_ESCALATED;
	bool is = rec != NULL && rec->state == STATE_ESCALATED;
	uint64_t seq = is ? rec->changed : 0;

	if (was && is && queued_at(old) == queued_at(rec))
		return;
	if (was) {
		struct key17 k = queue_key(
		    QUEUE_ESCALATED, queued_at(old), root);
		struct slice v;

		if (txn_get(t, T_QUEUE, &k, sizeof(k), &v) &&
		    v.len == sizeof(seq))
			memcpy(&seq, v.p, sizeof(seq));
		txn_del(t, T_QUEUE, &k, sizeof(k));
	}
	if (is)
		queue_put(t, QUEUE_ESCALATED, queued_at(rec), root, seq);
}

bool
question_answered(const struct question_rec *q)
{
	return q->answer != 0 || (q->flags & QUESTION_OLD) != 0;
}

void
question_put(struct txn *t, uint64_t root, const struct question_rec *rec,
    struct slice text)
{
	struct key8 k = key_8(root);
	struct key13 now = state_key(root, rec), then;
	struct question_rec old;
	bool known = question_get(t, root, &old, NULL);

	if (known)
		then = state_key(root, &old);
	if (known && memcmp(&now, &then, sizeof(now)) != 0)
		txn_del(t, T_STATE, &then, sizeof(then));
	if (!known || memcmp(&now, &then, sizeof(now)) != 0)
		txn_put(t, T_STATE, &now, sizeof(now), "", 0);
	if (!known || old.asked != rec->asked || old.board != rec->board)
		put_asked(t, root, rec);
	move_queued(t, root, known ? &old : NULL, rec);
	row_put_text(t, T_QUESTION, &k, sizeof(k), rec, sizeof(*rec), text);
}

void
question_del(struct txn *t, uint64_t root)
{
	struct key8 k = key_8(root);
	struct question_rec old;
	struct key13 state;
	struct key16 asked;

	if (!question_get(t, root, &old, NULL))
		return;
	state = state_key(root, &old);
	asked = key_8_8((uint64_t)old.asked, root);
	txn_del(t, T_STATE, &state, sizeof(state));
	txn_del(t, T_ASKED, &asked, sizeof(asked));
	move_queued(t, root, &old, NULL);
	txn_del(t, T_QUESTION, &k, sizeof(k));
}

/* --- articles ------------------------------------------------------------- */

uint64_t
article_root(struct txn *t, uint64_t article)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;
	struct mark_rec mark;
	struct key8 k;

	for (int i = 0; i < CLIMB_MAX; i++) {
		k = key_8(article);
		if (row_get(t, T_MARK, &k, sizeof(k), &mark, sizeof(mark),
		    NULL) && mark.root != 0) {
			if (mark.root == article)
				return article;
			/* Which may have become a part of another. */
			article = mark.root;
			continue;
		}
		if (!article_rec_get(t, article, &rec, place))
			return 0;
		if (rec.parent == 0)
			return article;
		article = rec.parent;
	}
	return 0;
}

bool
mark_known(struct txn *t, uint64_t article)
{
	struct key8 k = key_8(article);
	struct slice v;

	return txn_get(t, T_MARK, &k, sizeof(k), &v);
}

bool
mark_get(struct txn *t, uint64_t article, struct mark_rec *rec,
    struct slice *labels)
{
	struct key8 k = key_8(article);

	if (row_get(t, T_MARK, &k, sizeof(k), rec, sizeof(*rec), labels)) {
		/* What it answers came later, or is in another thread now. */
		if (rec->root != article)
			rec->root = article_root(t,
			    rec->root != 0 ? rec->root : article);
		return true;
	}
	*rec = (struct mark_rec){ .root = article_root(t, article) };
	if (labels != NULL)
		*labels = slice_make("", 0);
	return false;
}

void
mark_put(struct txn *t, uint64_t article, const struct mark_rec *rec,
    struct slice labels)
{
	struct key8 k = key_8(article);

	row_put_text(t, T_MARK, &k, sizeof(k), rec, sizeof(*rec), labels);
}

/* --- voices and queues ---------------------------------------------------- */

static struct key13
voice_key(uint64_t article, enum voice_kind kind, uint32_t account)
{
	return key_8_1_4(article, (uint8_t)kind, account);
}

bool
voice_get(struct txn *t, uint64_t article, enum voice_kind kind,
    uint32_t account, struct voice_rec *rec)
{
	struct key13 k = voice_key(article, kind, account);

	return row_get(t, T_VOICE, &k, sizeof(k), rec, sizeof(*rec), NULL);
}

void
voice_put(struct txn *t, uint64_t article, enum voice_kind kind,
    uint32_t account, const struct voice_rec *rec)
{
	struct key13 k = voice_key(article, kind, account);
	struct key12 backed = key_4_8(account, article);

	txn_put(t, T_VOICE, &k, sizeof(k), rec, sizeof(*rec));
	if (kind == VOICE_SUPPORT)
		txn_put(t, T_BACKED, &backed, sizeof(backed), "", 0);
}

void
voice_del(struct txn *t, uint64_t article, enum voice_kind kind,
    uint32_t account)
{
	struct key13 k = voice_key(article, kind, account);
	struct key12 backed = key_4_8(account, article);

	txn_del(t, T_VOICE, &k, sizeof(k));
	if (kind == VOICE_SUPPORT)
		txn_del(t, T_BACKED, &backed, sizeof(backed));
}

uint32_t
voice_next(
    struct txn *t, uint64_t article, enum voice_kind kind, uint32_t after)
{
	struct key13 k = voice_key(article, kind, after + 1);
	struct cursor c;
	uint32_t account = 0;

	cursor_open(&c, t, T_VOICE);
	if (cursor_seek(&c, &k, sizeof(k)) && memcmp(c.key.p, &k, 9) == 0)
		account = get_be32(c.key.p + 9);
	cursor_close(&c);
	return account;
}

uint64_t
backed_next(struct txn *t, uint32_t account, uint64_t after)
{
	struct key12 k = key_4_8(account, after + 1);
	struct cursor c;
	uint64_t article = 0;

	cursor_open(&c, t, T_BACKED);
	if (cursor_seek(&c, &k, sizeof(k)) && get_be32(c.key.p) == account)
		article = get_be64(c.key.p + 4);
	cursor_close(&c);
	return article;
}

void
backed_move(struct txn *t, uint64_t from, uint64_t to)
{
	uint32_t account = 0;

	while ((account = voice_next(t, from, VOICE_SUPPORT, account)) != 0) {
		struct key12 old = key_4_8(account, from);
		struct key12 now = key_4_8(account, to);

		txn_del(t, T_BACKED, &old, sizeof(old));
		txn_put(t, T_BACKED, &now, sizeof(now), "", 0);
	}
}

void
queue_put(struct txn *t, enum queue_kind kind, int64_t time, uint64_t id,
    uint64_t seq)
{
	struct key17 k = queue_key(kind, time, id);

	txn_put(t, T_QUEUE, &k, sizeof(k), &seq, sizeof(seq));
}

void
queue_del(struct txn *t, enum queue_kind kind, int64_t time, uint64_t id)
{
	struct key17 k = queue_key(kind, time, id);

	txn_del(t, T_QUEUE, &k, sizeof(k));
}

bool
queue_seek(struct txn *t, enum queue_kind kind, uint64_t id, int64_t *time)
{
	struct key17 k = queue_key(kind, 0, 0);
	struct cursor c;
	bool found = false;

	cursor_open(&c, t, T_QUEUE);
	for (bool more = cursor_seek(&c, &k, sizeof(k)); more && !found &&
	    c.key.len == sizeof(k) && c.key.p[0] == (char)k.b[0];
	    more = cursor_next(&c)) {
		found = get_be64(c.key.p + 9) == id;
		*time = (int64_t)get_be64(c.key.p + 1);
	}
	cursor_close(&c);
	return found;
}
