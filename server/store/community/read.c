/*
 * What an account has read, in every board as ranges of numbers, so that it
 * follows a person across machines; and how much of that counts as reading,
 * since newsreaders mark and fetch whole boards at once. Nothing of it is
 * journalled: it is nobody else's business, and there is a lot of it.
 */
#include "common/endian.h"
#include "common/numset.h"
#include "server/store/community/people.h"
#include "server/store/community/value.h"
#include "server/store/key.h"

/* Bytes of the ranges of one board; more gaps than that have no sense. */
enum { READ_MAX = 16384 };
/* Longer pauses are no reading. */
enum { PAUSE_S = 300 };

/* --- habit ---------------------------------------------------------------- */

static void
habit_get(struct txn *t, uint32_t account, struct habit_rec *out)
{
	unsigned char key[4];
	struct slice v;

	*out = (struct habit_rec){ .last = 0 };
	put_be32(key, account);
	if (txn_get(t, T_HABIT, key, sizeof(key), &v) &&
	    v.len == sizeof(*out))
		memcpy(out, v.p, sizeof(*out));
}

/* The time that passed, and how many articles may count still. */
static uint32_t
habit_tick(struct habit_rec *h, int64_t now, uint32_t most)
{
	if (h->last / DAY_S != now / DAY_S)
		h->days++;
	if (now > h->last && now - h->last <= PAUSE_S)
		h->seconds += (uint32_t)(now - h->last);
	h->last = now;
	if (h->hour != (uint32_t)(now / HOUR_S)) {
		h->hour = (uint32_t)(now / HOUR_S);
		h->hour_posts = 0;
	}
	return h->hour_posts < most ? most - h->hour_posts : 0;
}

/* Whether an article stands under the number, and begins a thread. */
static bool
find_article(struct txn *t, uint32_t board, uint64_t number, bool *root)
{
	struct place_rec place[LIMIT_BOARDS];
	struct article_rec rec;
	struct key8 k = key_4_4(board, (uint32_t)number);
	struct slice v;
	uint64_t id;

	if (!txn_get(t, T_OVER, &k, sizeof(k), &v) || v.len < sizeof(id))
		return false;
	memcpy(&id, v.p, sizeof(id));
	*root = article_rec_get(t, id, &rec, place) && rec.parent == 0;
	return true;
}

/* Counts what is in fresh and not in old, as far as that is allowed. */
static void
habit_count(struct txn *t, struct habit_rec *h, uint32_t board,
    const struct numset *old, const struct numset *fresh, uint32_t most)
{
	uint32_t looked = 0;

	for (size_t i = 0; i < fresh->n; i++)
		for (uint64_t n = fresh->range[i].low; looked < most &&
		    n <= fresh->range[i].high; n++) {
			bool root;

			if (numset_has(old, n))
				continue;
			looked++;
			if (!find_article(t, board, n, &root))
				continue;
			h->hour_posts++;
			h->posts++;
			h->threads += root;
		}
}

/* The level that an account has earned by reading. */
static int
habit_level(const struct policy *p, const struct habit_rec *h,
    const struct account_rec *a)
{
	const uint32_t *v = p->v;

	if (v[POLICY_TL1_POSTS] == 0 || h->threads < v[POLICY_TL1_THREADS] ||
	    h->posts < v[POLICY_TL1_POSTS] || h->seconds < v[POLICY_TL1_TIME])
		return 0;
	if (v[POLICY_TL2_POSTS] == 0 || h->days < v[POLICY_TL2_DAYS] ||
	    h->threads < v[POLICY_TL2_THREADS] ||
	    h->posts < v[POLICY_TL2_POSTS] ||
	    h->seconds < v[POLICY_TL2_TIME] ||
	    a->given < v[POLICY_TL2_GIVEN] ||
	    a->helpful < v[POLICY_TL2_GOT] ||
	    a->replies < v[POLICY_TL2_REPLIES])
		return 1;
	return 2;
}

/* --- marks ---------------------------------------------------------------- */

/* "1-500,!503": what is read, and what is not. */
static enum err
take_numbers(struct slice text, struct numset *add, struct numset *drop)
{
	bool sound = text.len != 0;

	while (sound && text.p != NULL) {
		struct slice part = slice_cut(&text, ',');

		if (slice_starts(part, "!"))
			sound = numset_parse(drop, slice_from(part, 1));
		else
			sound = numset_parse(add, part);
	}
	if (!sound || numset_count(add, LIMIT_NUMBER + 1ull, UINT64_MAX) != 0)
		return err_arg("numbers", "numbers= are those of articles, "
		    "like 1-500,503; with ! in front they are unread");
	return OK;
}

static enum err
put_marks(struct txn *t, const struct key8 *k, const struct numset *set)
{
	struct buf text = BUF_INIT(READ_MAX);
	enum err e = OK;

	numset_print(set, &text);
	if (!buf_ok(&text))
		e = err_arg("numbers", "the board has too many gaps of "
		    "unread articles; mark it up to a number");
	else if (text.len == 0)
		txn_del(t, T_READ, k, sizeof(*k));
	else
		txn_put(t, T_READ, k, sizeof(*k), text.p, text.len);
	buf_clear(&text);
	return e;
}

/* The new marks are put; old are those before. */
static enum err
change_marks(struct txn *t, const struct key8 *k, struct numset *old,
    const struct numset *add, const struct numset *drop)
{
	struct numset all = { 0 };
	struct slice v;
	enum err e;

	if (txn_get(t, T_READ, k, sizeof(*k), &v))
		numset_parse(old, v);
	numset_copy(&all, old);
	numset_unite(&all, add);
	numset_subtract(&all, drop);
	e = put_marks(t, k, &all);
	numset_clear(&all);
	return e;
}

/* A board that the reader may know of. */
static enum err
find_board(struct txn *t, const struct intent *i, const struct actor *me,
    struct subject *board)
{
	unsigned who;

	if (me->id == 0)
		return err_set(ERR_DENIED, "role: only an account has marks; "
		    "log in first");
	if (subject_board(t, board_id(t, i->target), board)) {
		who = actor_who(me, board);
		if (board_open_to(board->kind, board->board_name, who,
		    me->roles))
			return OK;
	}
	return err_set(ERR_NOTFOUND,
	    "no such board; LIST ACTIVE shows what there is");
}

/* What the server saw somebody fetch. */
static void
habit_fetch(struct habit_rec *h, const struct intent *i, uint32_t most)
{
	uint64_t posts = 0, threads = 0;

	event_arg_u64(i->args, "fetched", &posts);
	event_arg_u64(i->args, "threads", &threads);
	posts = posts < most ? posts : most;
	threads = threads < posts ? threads : posts;
	h->hour_posts += (uint32_t)posts;
	h->posts += (uint32_t)posts;
	h->threads += (uint32_t)threads;
}

static void
habit_put(struct txn *t, uint32_t account, const struct habit_rec *h)
{
	unsigned char key[4];

	put_be32(key, account);
	txn_put(t, T_HABIT, key, sizeof(key), h, sizeof(*h));
}

static int
habit_earned(const struct policy *p, const struct habit_rec *h,
    const struct actor *me)
{
	int level = habit_level(p, h, &me->rec);

	return level > me->rec.trust ? level : 0;
}

static enum err
fetch_perform(struct txn *t, const struct policy *p, const struct intent *i,
    const struct actor *me, int64_t now, int *level)
{
	struct habit_rec habit;

	if (me->id == 0)
		return OK;
	habit_get(t, me->id, &habit);
	habit_fetch(&habit, i, habit_tick(&habit, now, p->v[POLICY_READS]));
	habit_put(t, me->id, &habit);
	*level = habit_earned(p, &habit, me);
	return OK;
}

enum err
read_perform(struct txn *t, const struct policy *p, const struct intent *i,
    int64_t now, int *level)
{
	struct numset add = { 0 }, drop = { 0 }, old = { 0 };
	struct subject board;
	struct habit_rec habit;
	struct actor me;
	struct key8 k;
	enum err e;

	*level = 0;
	actor_find(t, i->actor, i->admin, &me);
	if (event_arg(i->args, "fetched").p != NULL)
		return fetch_perform(t, p, i, &me, now, level);
	e = find_board(t, i, &me, &board);
	if (e == OK)
		e = take_numbers(event_arg(i->args, "numbers"), &add, &drop);
	k = key_4_4(me.id, board.board);
	if (e == OK)
		e = change_marks(t, &k, &old, &add, &drop);
	if (e == OK) {
		habit_get(t, me.id, &habit);
		habit_count(t, &habit, board.board, &old, &add,
		    habit_tick(&habit, now, p->v[POLICY_READS]));
		habit_put(t, me.id, &habit);
		*level = habit_earned(p, &habit, &me);
	}
	numset_clear(&add);
	numset_clear(&drop);
	numset_clear(&old);
	return e;
}

/* Who asks for it has it done by read_perform(). */
enum err
decide_READ(struct view *v, const struct intent *i, struct decision *d)
{
	(void)v;
	(void)i;
	(void)d;
	return err_set(ERR_DENIED, "this act is not journalled");
}

void
apply_READ(struct step *s)
{
	(void)s;
}

/* --- for the sessions ----------------------------------------------------- */

struct slice
view_read(struct view *v, uint32_t account, uint32_t board)
{
	struct key8 k = key_4_4(account, board);
	struct slice marks;

	if (!txn_get(v->txn, T_READ, &k, sizeof(k), &marks))
		return slice_make(NULL, 0);
	return marks;
}

uint32_t
view_read_next(struct view *v, uint32_t account, uint32_t after,
    struct slice *marks)
{
	struct key8 k = key_4_4(account, after + 1);
	struct cursor c;
	uint32_t board = 0;

	cursor_open(&c, v->txn, T_READ);
	if (after != UINT32_MAX && cursor_seek(&c, &k, sizeof(k)) &&
	    c.key.len == sizeof(k) && get_be32(c.key.p) == account) {
		board = get_be32(c.key.p + 4);
		*marks = c.val;
	}
	cursor_close(&c);
	return board;
}
