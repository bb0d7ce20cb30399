/* The key table: names of keys, default bindings, look-up by context. */
#include "client/keymap.h"

#include <stdio.h>
#include <string.h>

#include "client/i18n.h"
#include "client/key.h"
#include "common/buf.h"
#include "common/utf8.h"

#define BOARDS	CONTEXT_BOARDS
#define THREADS CONTEXT_THREADS
#define ARTICLE CONTEXT_ARTICLE
#define SEND	CONTEXT_SEND
#define HELP	CONTEXT_HELP
#define SEARCH	CONTEXT_SEARCH
#define QUEUE	CONTEXT_QUEUE
#define LISTS	CONTEXT_LISTS
#define READING CONTEXT_READING
#define ALL	CONTEXT_ALL

const struct action_row action_table[] = {
	[ACTION_NONE] = { "", "", 0, "" },
#define X(id, name, keys, contexts, help)                                    \
	[ACTION_##id] = { name, keys, contexts, help },
#include "client/action.def"
#undef X
};

static const struct {
	uint32_t key;
	const char *name;
} key_table[] = {
	{ KEYC_ENTER, "Enter" },
	{ KEYC_TAB, "Tab" },
	{ KEYC_ESC, "Esc" },
	{ ' ', "Space" },
#define X(id, name) { KEYC_##id, name },
	KEYS(X)
#undef X
};

#define NKEYS (sizeof(key_table) / sizeof(key_table[0]))

/* One key that is a character, or "^" and its letter; 0 when it is none. */
static uint32_t
next_key(struct slice *name)
{
	uint32_t c;

	if (name->len >= 2 && name->p[0] == '^' && name->p[1] >= '?') {
		c = (unsigned char)name->p[1];
		*name = slice_from(*name, 2);
		return c == '?' ? KEYC_BACKSPACE : KEY_CTRL(c);
	}
	if (name->len == 0)
		return 0;
	c = utf8_next(name);
	return c != UTF8_BAD && c > ' ' ? c : 0;
}

uint64_t
key_parse(struct slice name)
{
	uint32_t first, second;

	for (size_t i = 0; i < NKEYS; i++)
		if (slice_iis(name, key_table[i].name))
			return key_table[i].key;
	first = next_key(&name);
	if (name.len == 0)
		return first;
	second = next_key(&name);
	return first != 0 && second != 0 && name.len == 0
	    ? KEY_CHORD(first, second)
	    : 0;
}

static void
put_label(uint32_t key, struct buf *out)
{
	for (size_t i = 0; i < NKEYS; i++)
		if (key_table[i].key == key) {
			buf_puts(out, key_table[i].name);
			return;
		}
	if (key < ' ')
		buf_printf(out, "^%c", (int)key + '@');
	else
		utf8_put(out, key);
}

void
key_label(uint64_t chord, char name[static 16])
{
	struct buf b = BUF_INIT(64);

	if (KEY_FIRST(chord) != 0)
		put_label(KEY_FIRST(chord), &b);
	put_label((uint32_t)chord, &b);
	snprintf(name, 16, "%s", buf_cstr(&b));
	buf_clear(&b);
}

enum action
action_find(struct slice name, unsigned context)
{
	for (int i = 1; i < ACTION_COUNT; i++)
		if (slice_is(name, action_table[i].name) &&
		    (action_table[i].contexts & context) != 0)
			return (enum action)i;
	return ACTION_NONE;
}

void
keymap_init(struct keymap *m)
{
	m->n = 0;
	for (int i = 1; i < ACTION_COUNT; i++) {
		struct slice rest = slice_of(action_table[i].keys);
		struct slice word;

		while ((word = slice_word(&rest)).len != 0)
			keymap_bind(m, action_table[i].contexts,
			    key_parse(word), (enum action)i);
	}
}

bool
keymap_bind(
    struct keymap *m, unsigned contexts, uint64_t key, enum action action)
{
	int at = m->n;

	if (key == 0)
		return false;
	for (int i = 0; i < m->n; i++) {
		if (m->bind[i].key == key)
			m->bind[i].contexts &= ~contexts;
		if (m->bind[i].contexts == 0)
			at = i;
	}
	if (at == KEYMAP_MAX)
		return false;
	m->bind[at] = (struct binding){ key, contexts, action };
	m->n += at == m->n;
	return true;
}

static enum action
lookup(const struct keymap *m, unsigned context, uint64_t key)
{
	for (int i = 0; i < m->n; i++)
		if (m->bind[i].key == key &&
		    (m->bind[i].contexts & context) != 0)
			return m->bind[i].action;
	return ACTION_NONE;
}

enum action
keymap_get(const struct keymap *m, unsigned context, uint64_t key)
{
	enum action a = ACTION_NONE;

	if (key == KEYC_LF)
		key = KEYC_ENTER;
	if ((context & CONTEXT_SEARCH) != 0)
		a = lookup(m, CONTEXT_SEARCH, key);
	if (a == ACTION_NONE)
		a = lookup(m, context & ~(unsigned)CONTEXT_SEARCH, key);
	return a;
}

bool
keymap_next(const struct keymap *m, unsigned context, uint32_t first, int n,
    struct binding *out)
{
	for (int i = 0; i < m->n; i++)
		if (KEY_FIRST(m->bind[i].key) == first &&
		    (m->bind[i].contexts & context) != 0 && n-- == 0) {
			*out = m->bind[i];
			return true;
		}
	return false;
}

uint64_t
keymap_key(const struct keymap *m, unsigned context, enum action action, int n)
{
	for (int i = 0; i < m->n; i++)
		if (m->bind[i].action == action &&
		    (m->bind[i].contexts & context) != 0 && n-- == 0)
			return m->bind[i].key;
	return 0;
}

unsigned
context_parse(struct slice name)
{
	static const struct {
		const char *name;
		unsigned context;
	} table[] = {
		{ "boards", BOARDS }, { "threads", THREADS },
		{ "article", ARTICLE }, { "send", SEND }, { "help", HELP },
		{ "search", SEARCH }, { "queue", QUEUE }, { "all", ALL },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (slice_is(name, table[i].name))
			return table[i].context;
	return 0;
}
