/*
 * Keys: a character as its code point (control keys as C0), other keys as
 * codes past Unicode, so that nothing but the terminal knows curses.
 */
#ifndef CLIENT_KEY_H
#define CLIENT_KEY_H

#include <stdint.h>

#include "common/slice.h"

#define KEY_CTRL(c) ((c) & 0x1f)

#define KEYS(X)                                                              \
	X(NONE, "None") X(UP, "Up") X(DOWN, "Down") X(LEFT, "Left")          \
	X(RIGHT, "Right") X(HOME, "Home") X(END, "End") X(PAGEUP, "PgUp")    \
	X(PAGEDOWN, "PgDn") X(DELETE, "Del") X(BACKSPACE, "Backspace")       \
	X(BACKTAB, "BackTab")

enum key {
	KEYC_TAB = 9,
	KEYC_LF = 10,
	KEYC_ENTER = 13,
	KEYC_ESC = 27,
	KEYC_FIRST = 0x110000,
#define X(id, name) KEYC_##id,
	KEYS(X)
#undef X
	KEYC_LAST
};

/* Two keys, one after the other, as one; a single key has no first. */
#define KEY_CHORD(first, key) ((uint64_t)(first) << 32 | (key))
#define KEY_FIRST(chord)      ((uint32_t)((chord) >> 32))

/*
 * "j", "^F", "Enter", "Tab", "Space", "PgUp" ..., or two characters: "gg",
 * "^Xs"; 0 when it is none.
 */
uint64_t key_parse(struct slice name);
/* The name of a key or two, terminated, at most 16 bytes with its end. */
void key_label(uint64_t chord, char name[static 16]);

#endif
