/*
 * What the text of a posting holds: words that moderators want to see first,
 * which are folded and looked up one by one, so that their number costs
 * nothing, and videos. The writer keeps the words in memory and reads them
 * again when they have changed.
 */
#include <stdlib.h>

#include "common/char.h"
#include "common/utf8.h"
#include "common/xalloc.h"
#include "proto/article.h"
#include "proto/mime.h"
#include "proto/rfc2047.h"
#include "proto/video.h"
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

/* A word of a text, folded; of a long one the beginning. */
struct probe {
	uint32_t hash;
	size_t len;
	char text[LIMIT_THING_NAME];
};

static void
probe_byte(struct probe *w, unsigned char c)
{
	if (w->len < sizeof(w->text))
		w->text[w->len] = (char)c;
	w->len++;
	w->hash = (w->hash ^ c) * 16777619u;
}

/* A character beyond ASCII; false when it is no letter. */
static bool
probe_other(struct slice *text, struct probe *w)
{
	uint32_t c = utf8_next(text);
	struct buf letter;

	if (!is_letter(c))
		return false;
	buf_init(&letter, 8);
	utf8_put(&letter, fold(c));
	for (size_t i = 0; i < letter.len; i++)
		probe_byte(w, (unsigned char)letter.p[i]);
	buf_clear(&letter);
	return true;
}

/* The next word; false at the end. */
static bool
next_word(struct slice *text, struct probe *w)
{
	bool letter = false;

	w->hash = 2166136261u;
	w->len = 0;
	while (text->len != 0 && (letter || w->len == 0)) {
		char c = text->p[0];

		if ((unsigned char)c >= 0x80) {
			letter = probe_other(text, w);
			continue;
		}
		text->p++;
		text->len--;
		letter = char_is_alnum(c);
		if (letter)
			probe_byte(w, (unsigned char)(c | 0x20));
	}
	return w->len != 0;
}

/* --- the list ------------------------------------------------------------- */

struct word {
	uint32_t hash;
	uint8_t len;		/* 0: the slot is free */
	char text[LIMIT_THING_NAME];
};

struct words {
	bool loaded;
	size_t mask;		/* slots less one; half of them are free */
	struct word *slot;
};

/* Where the word stands, or would. */
static struct word *
slot_of(const struct words *w, const struct probe *p)
{
	size_t i = (p->hash ^ p->hash >> 15) & w->mask;

	while (w->slot[i].len != 0 && (w->slot[i].hash != p->hash ||
	    w->slot[i].len != p->len ||
	    memcmp(w->slot[i].text, p->text, p->len) != 0))
		i = (i + 1) & w->mask;
	return &w->slot[i];
}

static void
load(struct txn *t, struct words *w)
{
	uint64_t n = txn_rows(t, T_WORD);
	struct cursor c;

	free(w->slot);
	for (w->mask = 15; w->mask < 2 * n; w->mask = 2 * w->mask + 1)
		;
	w->slot = xcalloc(w->mask + 1, sizeof(*w->slot));
	cursor_open(&c, t, T_WORD);
	for (bool more = cursor_seek(&c, NULL, 0); more;
	    more = cursor_next(&c)) {
		struct slice key = c.key;
		struct probe p;
		struct word *one;

		if (!next_word(&key, &p) || p.len > sizeof(p.text))
			continue;
		one = slot_of(w, &p);
		one->hash = p.hash;
		one->len = (uint8_t)p.len;
		memcpy(one->text, p.text, p.len);
	}
	cursor_close(&c);
	w->loaded = true;
}

static const struct words *
words_of(struct txn *t)
{
	struct db *db = txn_db(t);
	struct words *w = db_attached(db, txn_set(t), ATTACH_WORDS);

	if (w == NULL) {
		w = xcalloc(1, sizeof(*w));
		db_attach(db, txn_set(t), ATTACH_WORDS, w);
	}
	if (!w->loaded)
		load(t, w);
	return w;
}

void
words_forget(struct db *db)
{
	for (const char *set = "ab"; *set != '\0'; set++) {
		struct words *w = db_attached(db, *set, ATTACH_WORDS);

		if (w != NULL)
			w->loaded = false;
	}
}

void
words_close(struct db *db)
{
	for (const char *set = "ab"; *set != '\0'; set++) {
		struct words *w = db_attached(db, *set, ATTACH_WORDS);

		if (w != NULL)
			free(w->slot);
		free(w);
		db_attach(db, *set, ATTACH_WORDS, NULL);
	}
}

/* --- a text --------------------------------------------------------------- */

static bool
find_word(struct txn *t, struct slice text, struct buf *found)
{
	const struct words *w = words_of(t);
	bool is = false;
	struct probe p;

	while (!is && next_word(&text, &p))
		is = p.len <= sizeof(p.text) && slot_of(w, &p)->len != 0;
	if (is)
		buf_put_slice(found, slice_make(p.text, p.len));
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

/* Without a link, an encoding or such a part it shows none. */
static bool
may_show_video(struct slice raw)
{
	static const char *const signs[] = { "://", "base64", "BASE64",
		"Base64", "video/", "Video/", "VIDEO/" };

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (slice_find(raw, slice_of(signs[i])) >= 0)
			return true;
	return false;
}

bool
shows_video(const struct posting *p)
{
	struct buf text = BUF_INIT(4 * LIMIT_ARTICLE);
	bool shows;

	if (!may_show_video(buf_slice(&p->raw)))
		return false;
	put_text(p, &text);
	shows = video_in(buf_slice(&text));
	buf_clear(&text);
	return shows;
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
