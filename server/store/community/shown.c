/*
 * Events as people may read them. The journal keeps the name an account had;
 * once it has left, what is shown of it is the name that stays.
 */
#include "common/endian.h"
#include "server/store/community/rows.h"

/* What a name that is gone is looked up by; no name begins with NUL. */
struct gone_key
gone_key(struct slice name)
{
	struct gone_key k = { .b = { 0 } };

	digest(name, k.b + 1);
	return k;
}

uint32_t
account_gone(struct txn *t, struct slice name)
{
	struct gone_key k = gone_key(name);
	struct slice v;

	if (!txn_get(t, T_LOGIN, &k, sizeof(k), &v) || v.len != 4)
		return 0;
	return get_be32(v.p);
}

bool
view_account_left(struct view *v, struct slice name)
{
	return account_gone(v->txn, name) != 0;
}

/* Their rows are the first ones. */
static bool
anybody_gone(struct txn *t)
{
	struct cursor c;
	bool any;

	cursor_open(&c, t, T_LOGIN);
	any = cursor_seek(&c, NULL, 0) && c.key.len != 0 && c.key.p[0] == '\0';
	cursor_close(&c);
	return any;
}

static size_t
name_length(struct slice s)
{
	size_t n = 0;

	while (n < s.len && n <= LIMIT_ACCOUNT_NAME &&
	    ((s.p[n] >= 'a' && s.p[n] <= 'z') ||
	    (s.p[n] >= '0' && s.p[n] <= '9') ||
	    memchr("._-", s.p[n], 3) != NULL))
		n++;
	return n;
}

/* Whether an "@" behind this begins a name, not the end of an address. */
static bool
begins_name(char before)
{
	return memchr(" =,:(\t", before, 6) != NULL;
}

/*
 * Appends s, every "@name" of somebody who left under the name that stays. A
 * dot or hyphen at its end may be the sentence's.
 */
static void
put_masked(struct txn *t, struct slice s, struct buf *out)
{
	size_t from = 0;

	for (size_t i = 0; i < s.len; i++) {
		struct slice name;
		uint32_t id = 0;

		if (s.p[i] != '@' || (i > 0 && !begins_name(s.p[i - 1])))
			continue;
		name = slice_from(s, i + 1);
		name.len = name_length(name);
		while (name.len != 0 && (id = account_gone(t, name)) == 0 &&
		    memchr("._-", name.p[name.len - 1], 3) != NULL)
			name.len--;
		if (id == 0)
			continue;
		buf_put(out, s.p + from, i - from);
		buf_printf(out, "@" ACCOUNT_GONE, (unsigned)id);
		from = i + 1 + name.len;
		i = from - 1;
	}
	buf_put_slice(out, slice_from(s, from));
}

/* Without what the person was called. */
static void
put_impersonal(struct txn *t, struct slice args, struct buf *out)
{
	struct slice word;
	const char *blank = "";

	while ((word = slice_word(&args)).len != 0) {
		if (slice_starts(word, "person="))
			continue;
		buf_puts(out, blank);
		put_masked(t, word, out);
		blank = " ";
	}
}

/*
 * What only an admin is told, last of an event's arguments: a code that
 * somebody joined with, as it may let others in, and by what the name of who
 * left is known, as that tells whether a guess is right.
 */
static const char *
secret_key(struct slice act)
{
	return slice_is(act, act_table[ACT_JOIN].name) ? "code" :
	    slice_is(act, act_table[ACT_LEAVE].name) ? "was" : NULL;
}

/* The id= of an act is between the account and the server. */
static struct slice
shown_args(const struct event *e, bool codes)
{
	const char *key = secret_key(e->act);
	struct slice rest = e->args, first = slice_word(&rest);
	struct slice args = slice_starts(first, "token=") ?
	    slice_trim(rest) : e->args;
	struct slice value = { NULL, 0 };

	if (!codes && key != NULL)
		value = event_arg(args, key);
	if (value.p == NULL)
		return args;
	return slice_trim(slice_make(args.p,
	    (size_t)(value.p - args.p) - strlen(key) - 1));
}

/* So that nobody gets the name where an export is restored, either. */
static void
put_was(const struct event *e, struct buf *out)
{
	struct gone_key k = gone_key(slice_from(e->target, 1));
	char text[DIGEST_TEXT];

	if (event_arg(e->args, "was").p != NULL)
		return;
	digest_text(k.b + 1, text);
	buf_printf(out, "%swas=%s", e->args.len != 0 ? " " : "", text);
}

/*
 * ":x" of why=word:x, else p NULL: who wrote it is not told by which word a
 * spammer is known. Moderators see it in their queue.
 */
static struct slice
watched_word(const struct event *e, bool codes)
{
	struct slice why = event_arg(e->args, "why");

	if (codes || !slice_is(e->act, act_table[ACT_SUBMIT].name) ||
	    !slice_starts(why, "word:"))
		return slice_make(NULL, 0);
	return slice_from(why, sizeof("word") - 1);
}

static void
put_args(struct txn *t, struct slice args, struct slice cut, struct buf *out)
{
	if (cut.p != NULL) {
		size_t n = (size_t)(cut.p - args.p);

		put_masked(t, slice_make(args.p, n), out);
		args = slice_from(args, n + cut.len);
	}
	put_masked(t, args, out);
}

void
view_event_shown(struct view *v, struct event *e, bool codes,
    struct buf *room)
{
	struct txn *t = v->txn;
	size_t actor = room->len, target, args;
	struct slice word;

	e->args = shown_args(e, codes);
	word = watched_word(e, codes);
	if (word.p == NULL && !anybody_gone(t))
		return;
	put_masked(t, e->actor, room);
	target = room->len;
	put_masked(t, e->target, room);
	args = room->len;
	if (slice_is(e->act, act_table[ACT_JOIN].name) &&
	    account_gone(t, slice_from(e->target, 1)) != 0)
		put_impersonal(t, e->args, room);
	else
		put_args(t, e->args, word, room);
	if (codes && slice_is(e->act, act_table[ACT_LEAVE].name))
		put_was(e, room);
	e->actor = slice_make(room->p + actor, target - actor);
	e->target = slice_make(room->p + target, args - target);
	e->args = slice_from(buf_slice(room), args);
}
