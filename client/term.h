/*
 * The terminal: the only place that prints and that knows curses. It takes
 * text of any origin and filters it; colours are named by role.
 */
#ifndef CLIENT_TERM_H
#define CLIENT_TERM_H

#include <stdbool.h>
#include <stdint.h>

#include "common/slice.h"

struct config;

/* X(id, name, foreground of 16 or -1, attributes as in config.h) */
#define TERM_ROLES(X)                                                        \
	X(NORMAL, "normal", -1, 0)                                           \
	X(BAR, "bar", -1, CONFIG_REVERSE)                                    \
	X(HINT, "hint", -1, CONFIG_DIM)                                      \
	X(COLUMNS, "columns", -1, CONFIG_UNDERLINE)                          \
	X(MESSAGE, "message", -1, 0)                                         \
	X(ERROR, "error", 1, CONFIG_BOLD)                                    \
	X(UNREAD, "unread", -1, CONFIG_BOLD)                                 \
	X(NEW, "new", 2, CONFIG_BOLD)                                        \
	X(AGE, "age", 6, 0)                                                  \
	X(AUTHOR, "author", 4, 0)                                            \
	X(STATE, "state", 3, CONFIG_BOLD)                                    \
	X(SOLVED, "solved", 2, CONFIG_BOLD)                                  \
	X(SOON, "soon", 3, CONFIG_BOLD)                                      \
	X(LATE, "late", 1, CONFIG_BOLD)                                      \
	X(HEADER, "header", 6, 0)                                            \
	X(SUBJECT, "subject", -1, CONFIG_BOLD)                               \
	X(QUOTE1, "quote1", 2, 0)                                            \
	X(QUOTE2, "quote2", 6, 0)                                            \
	X(QUOTE3, "quote3", 5, 0)                                            \
	X(SIGNATURE, "signature", -1, CONFIG_DIM)                            \
	X(FOLD, "fold", 3, 0)                                                \
	X(MATCH, "match", 3, CONFIG_REVERSE)                                 \
	X(FRAME, "frame", -1, CONFIG_DIM)                                    \
	X(KEY, "key", -1, CONFIG_BOLD)

enum term_role {
#define X(id, ...) ROLE_##id,
	TERM_ROLES(X)
#undef X
	ROLE_COUNT
};

enum term_glyph {
	GLYPH_FOLDED, GLYPH_UNFOLDED, GLYPH_REPLY, GLYPH_HLINE, GLYPH_VLINE,
	GLYPH_SOLVED, GLYPH_SOON, GLYPH_LATE, GLYPH_VOTES,
};

/* False, with a reason for people, when the terminal cannot be used. */
bool term_start(const struct config *config, const char **why);
/* Gives the terminal back, for good or while another program runs. */
void term_stop(void);
void term_resume(void);
/* A line for people while the terminal is given away. */
void term_say(const char *text);
/* Follows the size of the window. */
void term_resize(void);
void term_size(int *rows, int *columns);
/* The next key that was pressed, 0 when there is none. Never waits. */
uint32_t term_key(void);
/* Whether nobody is at the other end any more. */
bool term_gone(void);
void term_erase(void);
/* The next flush draws every cell anew. */
void term_redraw(void);
/* Text on a row, cut or padded with blanks to width columns. */
void term_put(int y, int x, int width, unsigned role, struct slice text);
void term_put_right(int y, int x, int width, unsigned role, struct slice text);
void term_puts(int y, int x, int width, unsigned role, const char *text);
/* The sign, in one cell; ASCII where the terminal needs it. */
const char *term_glyph(enum term_glyph glyph);
void term_hline(int y, int x, int width);
void term_vline(int y, int x, int height);
void term_frame(int y, int x, int height, int width);
/* Makes what stands there the selection: reversed, without its colours. */
void term_select(int y, int x, int width);
/* Where the real cursor rests. */
void term_cursor(int y, int x);
void term_flush(void);
void term_bell(void);
/* Puts text into the clipboard of the terminal, if it has one (OSC 52). */
void term_copy(struct slice text);

#endif
