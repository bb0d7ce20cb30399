/*
 * What an account has read, in every board as ranges of numbers, so that it
 * follows a person across machines; and how much of that counts as reading,
 * since newsreaders mark and fetch whole boards at once. As the habit, none
 * of it is journalled.
 */
#include "common/numset.h"
#include "server/store/community/habit.h"
#include "server/store/community/people.h"
#include "server/store/community/trust.h"
#include "server/store/community/value.h"
#include "server/store/key.h"

/* Bytes of the ranges of one board; more gaps than that have no sense. */
enum { READ_MAX = 16384 };

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

/* Counts what is in add and not in old, as far as that is allowed. */
static void
habit_count(struct txn *t, struct habit_rec *h, uint32_t board,
    const struct numset *old, const struct numset *add, uint32_t most)
{
	uint32_t looked = 0, posts = 0, threads = 0;
	struct numset fresh = { 0 };

	/* What both hold may be more numbers than one can look at. */
	numset_copy(&fresh, add);
	numset_subtract(&fresh, old);
	for (size_t i = 0; i < fresh.n; i++)
		for (uint64_t n = fresh.range[i].low; looked < most &&
		    n <= fresh.range[i].high; n++, looked++) {
			bool root;

			if (!find_article(t, board, n, &root))
				continue;
			posts++;
			threads += root;
		}
	numset_clear(&fresh);
	habit_add(h, posts, threads);
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
	habit_add(h, (uint32_t)posts, (uint32_t)threads);
}

/* What the intent says was read; old and add are what marks say of it. */
static void
habit_note(struct view *v, const struct intent *i, const struct actor *me,
    int64_t now, uint32_t board, const struct numset *old,
    const struct numset *add)
{
	struct habit_rec h;
	uint32_t most;

	habit_get(v->txn, me->id, &me->rec, &h);
	most = habit_tick(&h, &me->rec, now, policy_of(v, POLICY_READS));
	if (board == 0)
		habit_fetch(&h, i, most);
	else
		habit_count(v->txn, &h, board, old, add, most);
	habit_put(v->txn, me->id, &h);
}

static enum err
mark_numbers(struct view *v, const struct intent *i, const struct actor *me,
    int64_t now)
{
	struct numset add = { 0 }, drop = { 0 }, old = { 0 };
	struct subject board;
	struct key8 k;
	enum err e = find_board(v->txn, i, me, &board);

	if (e == OK)
		e = take_numbers(event_arg(i->args, "numbers"), &add, &drop);
	k = key_4_4(me->id, board.board);
	if (e == OK)
		e = change_marks(v->txn, &k, &old, &add, &drop);
	/* What stands in a view counts where it was written. */
	if (e == OK && !slice_is(board.kind, board_kind_name(KIND_VIEW)))
		habit_note(v, i, me, now, board.board, &old, &add);
	numset_clear(&add);
	numset_clear(&drop);
	numset_clear(&old);
	return e;
}

enum err
read_perform(struct view *v, const struct intent *i, int64_t now,
    bool *earned)
{
	struct actor me;
	enum err e = OK;

	*earned = false;
	actor_find(v->txn, i->actor, i->admin, &me);
	if (event_arg(i->args, "fetched").p == NULL)
		e = mark_numbers(v, i, &me, now);
	else if (me.id != 0)
		habit_note(v, i, &me, now, 0, NULL, NULL);
	/* What is above is looked at by night. */
	if (e == OK && me.id != 0 && me.rec.trust < TRUST_FALLEN)
		*earned = view_trust_level(v, me.id, now) != me.rec.trust;
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
