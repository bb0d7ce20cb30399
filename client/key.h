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

/* "j", "^F", "Enter", "Tab", "Space", "PgUp" ...; 0 when it is none. */
uint32_t key_parse(struct slice name);
/* The name of a key, terminated, at most 16 bytes with its end. */
void key_label(uint32_t key, char name[static 16]);

#endif
