/* Sanctions with a scope, and the scopes of roles. */
#include "server/store/community/sanction.h"

#include "common/clock.h"
#include "common/endian.h"
#include "proto/wildmat.h"

/* So long they count for the trust of the account. */
#define KEPT_S (366 * DAY_S)

/* The account, the kind, the scope. */
enum { KEY_HEAD = 5, KEY_MAX = KEY_HEAD + SCOPE_MAX };

/* seq may be one of an event to come. */
struct row {
	int64_t until;
	uint64_t seq;
};

static size_t
key_of(unsigned char key[KEY_MAX], uint32_t account, enum sanction_kind kind,
    struct slice scope)
{
	size_t n = scope.len < SCOPE_MAX ? scope.len : SCOPE_MAX;

	put_be32(key, account);
	key[4] = (unsigned char)kind;
	if (n != 0)
		memcpy(key + KEY_HEAD, scope.p, n);
	return KEY_HEAD + n;
}

/* The first row at or behind the key that is the account's. */
static bool
seek(struct txn *t, const unsigned char *key, size_t len, bool behind,
    struct sanction *out)
{
	struct row row;
	struct cursor c;
	bool found;

	cursor_open(&c, t, T_SANCTION);
	found = cursor_seek(&c, key, len);
	if (found && behind && slice_eq(c.key,
	    slice_make((const char *)key, len)))
		found = cursor_next(&c);
	found = found && c.key.len >= KEY_HEAD && memcmp(c.key.p, key, 4) == 0
	    && c.val.len == sizeof(row);
	if (found) {
		memcpy(&row, c.val.p, sizeof(row));
		*out = (struct sanction){
			.kind = (enum sanction_kind)c.key.p[4],
			.scope = slice_from(c.key, KEY_HEAD),
			.until = row.until, .seq = row.seq,
		};
	}
	cursor_close(&c);
	return found;
}

bool
sanction_next(struct txn *t, uint32_t account, int64_t now,
    struct sanction *at)
{
	bool behind = at->scope.p != NULL;
	unsigned char key[KEY_MAX];

	do {
		size_t len = key_of(key, account, at->kind, at->scope);

		if (!seek(t, key, len, behind, at))
			return false;
		behind = true;
	} while (at->until <= now);
	return true;
}

bool
view_sanction_next(struct view *v, uint32_t account, int64_t now,
    struct sanction *at)
{
	return sanction_next(v->txn, account, now, at);
}

int64_t
sanction_until(struct txn *t, uint32_t account, enum sanction_kind kind,
    struct slice scope)
{
	unsigned char key[KEY_MAX];
	size_t len = key_of(key, account, kind, scope);
	struct row row;
	struct slice v;

	if (!txn_get(t, T_SANCTION, key, len, &v) || v.len != sizeof(row))
		return 0;
	memcpy(&row, v.p, sizeof(row));
	return row.until;
}

bool
sanction_in(struct txn *t, uint32_t account, struct slice board, int64_t now,
    struct sanction *out)
{
	struct sanction at = { 0 };
	bool found = false;

	if (account == 0 || board.len == 0 || txn_rows(t, T_SANCTION) == 0)
		return false;
	while (sanction_next(t, account, now, &at)) {
		if (!wildmat_match(at.scope, board))
			continue;
		*out = at;
		found = true;
	}
	return found;
}

/* --- apply ---------------------------------------------------------------- */

/* Those that are over by then; of the scope alone, if it says one. */
static void
drop(struct txn *t, uint32_t account, int64_t then, struct slice scope)
{
	struct sanction at = { 0 };
	unsigned char key[KEY_MAX];
	char text[SCOPE_MAX];

	while (sanction_next(t, account, INT64_MIN, &at)) {
		size_t len = key_of(key, account, at.kind, at.scope);
		bool same = scope.p == NULL || slice_eq(at.scope, scope);

		/* What lies in the map does not outlive the deletion. */
		at.scope = slice_make(text, at.scope.len);
		memcpy(text, key + KEY_HEAD, at.scope.len);
		if (same && at.until <= then)
			txn_del(t, T_SANCTION, key, len);
	}
}

void
sanction_put(struct txn *t, uint32_t account, int64_t now,
    const struct sanction *s)
{
	const struct row row = { s->until, s->seq };
	unsigned char key[KEY_MAX];
	size_t len = key_of(key, account, s->kind, s->scope);

	drop(t, account, now - KEPT_S, slice_make(NULL, 0));
	txn_put(t, T_SANCTION, key, len, &row, sizeof(row));
}

void
sanction_lift(struct txn *t, uint32_t account, struct slice scope)
{
	drop(t, account, INT64_MAX, scope);
}

/* --- how far a right goes ------------------------------------------------- */

/* Takes the next role of that kind off; *scope.p NULL: it has none. */
static bool
next_role(struct slice *roles, unsigned who, struct slice *scope)
{
	while (roles->p != NULL && roles->len != 0) {
		struct slice rest = slice_cut(roles, ',');
		struct slice role = slice_cut(&rest, ':');

		if ((roles_any(role) & who) == 0)
			continue;
		*scope = rest;
		return true;
	}
	return false;
}

static bool
is_name(struct slice part)
{
	return slice_chr(part, '*') < 0 && slice_chr(part, '?') < 0;
}

/* part.p NULL: everywhere. */
static bool
part_covered(struct slice roles, unsigned who, struct slice part)
{
	struct slice scope;

	while (next_role(&roles, who, &scope))
		if (scope.p == NULL || (part.p != NULL &&
		    (slice_eq(scope, part) ||
		    (is_name(part) && wildmat_match(scope, part)))))
			return true;
	return false;
}

bool
scope_covered(struct slice roles, unsigned who, struct slice scope)
{
	if (scope.len == 0)
		return part_covered(roles, who, slice_make(NULL, 0));
	while (scope.p != NULL)
		if (!part_covered(roles, who, slice_cut(&scope, ',')))
			return false;
	return true;
}

void
scope_put(struct slice roles, unsigned who, struct buf *out)
{
	size_t mark = out->len;
	struct slice scope;

	while (next_role(&roles, who, &scope)) {
		if (scope.p == NULL) {
			out->len = mark;
			return;
		}
		if (out->len != mark)
			buf_putc(out, ',');
		buf_put_slice(out, scope);
	}
}

enum err
scope_check(struct slice scope)
{
	struct slice rest = scope;
	bool good = scope.len <= SCOPE_MAX && wildmat_valid(scope);

	while (good && rest.p != NULL) {
		struct slice part = slice_cut(&rest, ',');

		good = part.len != 0 && part.p[0] != '!';
	}
	return good ? OK : err_arg("scope", "scope= is boards by their names, "
	    "with * and commas: tv.*,net.lan");
}
