/*
 * Words that moderators want to see first: the text of a posting is taken
 * apart, folded, and each of its words looked up, so that their number costs
 * nothing.
 */
#include <stdlib.h>

#include "common/utf8.h"
#include "common/xalloc.h"
#include "proto/article.h"
#include "proto/mime.h"
#include "proto/rfc2047.h"
#include "server/store/community/decide_order.h"

/* Text that is looked at; what comes behind it nobody reads either. */
enum { TEXT_MAX = 65536 };

static bool
between(uint32_t c, uint32_t low, uint32_t high)
{
	return c >= low && c <= high;
}

static bool
is_letter(uint32_t c)
{
	if (c < 0x80)
		return between(c, 'a', 'z') || between(c, 'A', 'Z') ||
		    between(c, '0', '9');
	return c >= 0xc0 && c != 0xd7 && c != 0xf7 && c != UTF8_BAD &&
	    !between(c, 0x2000, 0x206f) && !between(c, 0x3000, 0x303f);
}

/* Latin, Greek and Cyrillic letters; other scripts have one case. */
static uint32_t
fold(uint32_t c)
{
	if (between(c, 'A', 'Z') || (between(c, 0xc0, 0xde) && c != 0xd7) ||
	    between(c, 0x391, 0x3a9) || between(c, 0x410, 0x42f))
		return c + 0x20;
	if (between(c, 0x400, 0x40f))
		return c + 0x50;
	if (between(c, 0x100, 0x137) || between(c, 0x14a, 0x177))
		return c | 1;
	if (c == 0x3c2)
		return 0x3c3;
	return c;
}

void
word_fold(struct slice s, struct buf *out)
{
	while (s.len != 0)
		utf8_put(out, fold(utf8_next(&s)));
}

bool
word_valid(struct slice word)
{
	while (word.len != 0)
		if (!is_letter(utf8_next(&word)))
			return false;
	return true;
}

/* The next word, folded; false at the end. */
static bool
next_word(struct slice *text, struct buf *word)
{
	uint32_t c = 0;

	buf_reset(word);
	while (text->len != 0 && !is_letter(c = utf8_next(text)))
		;
	for (; is_letter(c); c = text->len != 0 ? utf8_next(text) : 0)
		utf8_put(word, fold(c));
	return word->len != 0;
}

static bool
find_word(struct txn *t, struct slice text, struct buf *found)
{
	struct buf word = BUF_INIT(4 * TEXT_MAX);
	struct slice v;
	bool is = false;

	while (!is && next_word(&text, &word))
		is = word.len <= LIMIT_THING_NAME &&
		    txn_get(t, T_WORD, word.p, word.len, &v);
	if (is)
		buf_put_slice(found, buf_slice(&word));
	buf_clear(&word);
	return is;
}

static void
put_text(const struct posting *p, struct buf *out)
{
	struct article *a = xmalloc(sizeof(*a));

	if (article_parse(buf_slice(&p->raw), a) == OK) {
		rfc2047_decode(article_value(a, "Subject"), out);
		buf_putc(out, '\n');
		mime_text(a, out);
	}
	free(a);
}

bool
find_watched(struct view *v, const struct intent *i,
    const struct decision *d, struct buf *word)
{
	struct buf text = BUF_INIT(4 * LIMIT_ARTICLE);
	struct slice s;
	bool found;

	if (i->relayed || d->imported || d->me->id == 0 || d->me->admin ||
	    txn_rows(v->txn, T_WORD) == 0)
		return false;
	put_text(i->posting, &text);
	s = buf_slice(&text);
	if (s.len > TEXT_MAX)
		s.len = TEXT_MAX;
	found = find_word(v->txn, s, word);
	buf_clear(&text);
	return found;
}
