/* Tokens: where a list was cut, and how it goes on there. */
#include "common/endian.h"
#include "server/store/query/plan_private.h"

static bool
by_name(const struct plan *p)
{
	return p->index == INDEX_LOGIN || p->index == INDEX_NAME;
}

void
plan_token(const struct plan *p, struct buf *out)
{
	if (p->top.wanted) {
		top_token(&p->top, out);
	} else if (by_name(p)) {
		buf_put(out, p->key, p->klen);
	} else {
		buf_putc(out, plan_walks[p->index].letter);
		for (size_t i = 0; i < p->klen; i++)
			buf_printf(out, "%02x", p->key[i]);
	}
}

static int
hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c != '\0' ? strchr(digits, c) : NULL;

	return at != NULL ? (int)(at - digits) : -1;
}

static bool
read_key(struct plan *p, struct slice token)
{
	const struct walk *x;
	struct slice hex = slice_from(token, 1);

	if (p->then_aside && token.len != 0 &&
	    token.p[0] == plan_walks[INDEX_ASIDE].letter)
		plan_walk_aside(p);
	x = &plan_walks[p->index];
	if (token.len == 0 || token.p[0] != x->letter || hex.len % 2 != 0 ||
	    hex.len / 2 > PLAN_KEY || hex.len / 2 <= plan_prefix_len(p))
		return false;
	for (size_t i = 0; i < hex.len / 2; i++) {
		int high = hex_digit(hex.p[2 * i]);
		int low = hex_digit(hex.p[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		p->key[i] = (unsigned char)(high << 4 | low);
	}
	p->klen = hex.len / 2;
	return x->klen == 0 || p->klen == x->klen;
}

/* The range that the key is of. */
static bool
resume_range(struct plan *p, struct view *v)
{
	unsigned char prefix[PLAN_KEY];
	const struct walk *x = &plan_walks[p->index];
	struct board b;

	if (x->by_board) {
		p->board = get_be32(p->key);
		if (!view_board_by_id(v, p->board, &b))
			return false;
		p->others = p->board != p->only && (p->only != 0 ||
		    !plan_names_board(p, &b));
		if ((p->others && !plan_crosses(p)) || (p->board != p->only &&
		    !plan_takes_board(p, &b)))
			return false;
		slice_copy(b.name, p->board_name, sizeof(p->board_name));
	}
	if (p->index == INDEX_STATE)
		p->state = p->key[4];
	if (p->index == INDEX_STATE && (p->state >= STATE_COUNT ||
	    (p->states & 1u << p->state) == 0))
		return false;
	plan_put_prefix(p, prefix);
	return memcmp(p->key, prefix, plan_prefix_len(p)) == 0;
}

bool
plan_resume(struct plan *p, struct view *v, struct slice token)
{
	if (p->top.wanted)
		return top_resume(&p->top, token);
	p->begun = true;
	p->ranged = true;
	if (by_name(p)) {
		if (token.len == 0 || token.len > PLAN_KEY)
			return false;
		memcpy(p->key, token.p, token.len);
		p->klen = token.len;
		return true;
	}
	return read_key(p, token) && resume_range(p, v);
}
