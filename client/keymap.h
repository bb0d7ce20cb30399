/* Actions (action.def) and the keys bound to them, per context. */
#ifndef CLIENT_KEYMAP_H
#define CLIENT_KEYMAP_H

#include <stdbool.h>
#include <stdint.h>

#include "common/slice.h"

enum context {
	CONTEXT_BOARDS = 1,
	CONTEXT_THREADS = 2,
	CONTEXT_ARTICLE = 4,
	CONTEXT_SEND = 8,
	CONTEXT_HELP = 16,
	CONTEXT_SEARCH = 32,
	CONTEXT_QUEUE = 64,
	CONTEXT_LISTS = CONTEXT_BOARDS | CONTEXT_THREADS,
	CONTEXT_READING = CONTEXT_THREADS | CONTEXT_ARTICLE,
	CONTEXT_ALL = CONTEXT_LISTS | CONTEXT_QUEUE | CONTEXT_ARTICLE |
	    CONTEXT_SEND | CONTEXT_HELP,
};

enum action {
	ACTION_NONE,
#define X(id, ...) ACTION_##id,
#include "client/action.def"
#undef X
	ACTION_COUNT
};

struct action_row {
	const char *name;
	const char *keys;
	unsigned contexts;
	const char *help;	/* not translated yet */
};

/* ACTION_COUNT rows; the row of ACTION_NONE has an empty name. */
extern const struct action_row action_table[];

/* The first action of that name that works there; ACTION_NONE if none. */
enum action action_find(struct slice name, unsigned context);

struct binding {
	uint64_t key;		/* see KEY_CHORD */
	unsigned contexts;
	enum action action;
};

#define KEYMAP_MAX 256

struct keymap {
	struct binding bind[KEYMAP_MAX];
	int n;
};

/* The default keys. */
void keymap_init(struct keymap *m);
/* Binds over what was there; false when the table is full. */
bool keymap_bind(
    struct keymap *m, unsigned contexts, uint64_t key, enum action action);
/* SEARCH in context is looked at first. ACTION_NONE when unbound. */
enum action keymap_get(const struct keymap *m, unsigned context, uint64_t key);
/* The n-th binding of two keys that begins with first; false: no more. */
bool keymap_next(const struct keymap *m, unsigned context, uint32_t first,
    int n, struct binding *out);
/* The n-th key of an action in a context, 0 when there is none. */
uint64_t keymap_key(
    const struct keymap *m, unsigned context, enum action action, int n);
/* "boards", "queue", "search", "all" ...; 0 if unknown. */
unsigned context_parse(struct slice name);

#endif
