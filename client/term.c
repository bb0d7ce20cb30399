/* Curses, kept in one place. */
#include "client/term.h"

/* Before curses, which makes a macro of OK. */
#include "client/config.h"

#include <curses.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "client/locale.h"
#include "client/i18n.h"
#include "client/key.h"
#include "client/wrap.h"
#include "common/base64.h"
#include "common/utf8.h"

#define PUT_MAX 16384

/* The process has one terminal. */
static struct {
	SCREEN *screen;
	attr_t attr[ROLE_COUNT];
	short pair[ROLE_COUNT];
	bool ascii;
	int cursor_y, cursor_x;
} term;

static const struct {
	const char *name;
	short fg;
	unsigned attributes;
} role_table[] = {
#define X(id, name, fg, attributes) [ROLE_##id] = { name, fg, attributes },
	TERM_ROLES(X)
#undef X
};

static attr_t
attr_of(unsigned attributes)
{
	attr_t a = A_NORMAL;

	if ((attributes & CONFIG_BOLD) != 0)
		a |= A_BOLD;
	if ((attributes & CONFIG_DIM) != 0)
		a |= A_DIM;
	if ((attributes & CONFIG_UNDERLINE) != 0)
		a |= A_UNDERLINE;
	if ((attributes & CONFIG_REVERSE) != 0)
		a |= A_REVERSE;
	return a;
}

static void
set_role(int role, int fg, int bg, unsigned attributes)
{
	bool color = has_colors() && getenv("NO_COLOR") == NULL;

	term.attr[role] = attr_of(attributes);
	term.pair[role] = 0;
	if (!color || fg >= COLORS || bg >= COLORS || (fg < 0 && bg < 0))
		return;
	term.pair[role] = (short)(role + 1);
	init_pair(term.pair[role], (short)fg, (short)bg);
}

static void
set_roles(const struct config *config)
{
	for (int i = 0; i < ROLE_COUNT; i++)
		set_role(i, role_table[i].fg, -1, role_table[i].attributes);
	for (int k = 0; k < config->ncolors; k++) {
		const struct config_color *c = &config->color[k];

		for (int i = 0; i < ROLE_COUNT; i++)
			if (slice_is(slice_of(c->role), role_table[i].name))
				set_role(i, c->fg, c->bg, c->attributes);
	}
}

bool
term_start(const struct config *config, const char **why)
{
	term.screen = newterm(NULL, stdout, stdin);
	if (term.screen == NULL) {
		*why = _("this terminal is unknown: set TERM, or use "
			 "\"stoa boards\" and the other subcommands");
		return false;
	}
	raw();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	set_escdelay(25);
	if (has_colors()) {
		start_color();
		use_default_colors();
	}
	set_roles(config);
	/* Some fonts draw these two cells wide: then ASCII it is. */
	term.ascii = !locale_is_utf8() || wcwidth(L'\u2500') != 1;
	return true;
}

void
term_stop(void)
{
	if (term.screen == NULL || isendwin())
		return;
	/* Where there is no other screen the shell goes on in the last row. */
	move(LINES - 1, 0);
	clrtoeol();
	refresh();
	endwin();
}

void
term_say(const char *text)
{
	printf("%s\n", text);
	fflush(stdout);
}

void
term_resume(void)
{
	term_resize();
	clearok(curscr, TRUE);
	refresh();
	/* What was typed meanwhile was meant for the other program. */
	tcflush(STDIN_FILENO, TCIFLUSH);
	flushinp();
}

void
term_resize(void)
{
	struct winsize ws;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_row > 0 &&
	    ws.ws_col > 0)
		resizeterm(ws.ws_row, ws.ws_col);
	/* The terminal moved its lines about; what is there is unknown. */
	clearok(curscr, TRUE);
}

void
term_size(int *rows, int *columns)
{
	getmaxyx(stdscr, *rows, *columns);
}

static uint32_t
special(wint_t key)
{
	switch (key) {
	case KEY_UP:
		return KEYC_UP;
	case KEY_DOWN:
		return KEYC_DOWN;
	case KEY_LEFT:
		return KEYC_LEFT;
	case KEY_RIGHT:
		return KEYC_RIGHT;
	case KEY_HOME:
		return KEYC_HOME;
	case KEY_END:
		return KEYC_END;
	case KEY_PPAGE:
		return KEYC_PAGEUP;
	case KEY_NPAGE:
		return KEYC_PAGEDOWN;
	case KEY_DC:
		return KEYC_DELETE;
	case KEY_BACKSPACE:
		return KEYC_BACKSPACE;
	case KEY_BTAB:
		return KEYC_BACKTAB;
	case KEY_ENTER:
		return KEYC_ENTER;
	default:
		return KEYC_NONE;
	}
}

uint32_t
term_key(void)
{
	wint_t key;
	int r = get_wch(&key);

	if (r == ERR)
		return 0;
	if (r == KEY_CODE_YES)
		return special(key);
	if (key == 0x7f || key == 8)
		return KEYC_BACKSPACE;
	return key != 0 ? (uint32_t)key : KEYC_NONE;
}

bool
term_gone(void)
{
	struct pollfd p = { .fd = STDIN_FILENO, .events = POLLIN };
	int waiting = 0;

	if (poll(&p, 1, 0) < 1)
		return false;
	if ((p.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0)
		return true;
	/* Readable, and nothing in it: end of file. */
	return ioctl(STDIN_FILENO, FIONREAD, &waiting) < 0 || waiting == 0;
}

void
term_erase(void)
{
	erase();
}

void
term_redraw(void)
{
	clearok(curscr, TRUE);
}

static void
use_role(unsigned role)
{
	attr_set(term.attr[role], term.pair[role], NULL);
}

static void
blanks(int n)
{
	while (n-- > 0)
		addch(' ');
}

/* Prints filtered text at the cursor; returns the columns used. */
static int
print(struct slice text, int width)
{
	wchar_t wide[512];
	int used = 0, n = 0;

	text = wrap_fit(text, width);
	while (text.len > 0) {
		uint32_t c = utf8_next(&text);

		used += utf8_width(c);
		wide[n++] = (wchar_t)c;
		if (n == (int)(sizeof(wide) / sizeof(wide[0]))) {
			addnwstr(wide, n);
			n = 0;
		}
	}
	addnwstr(wide, n);
	return used;
}

static void
put(int y, int x, int width, unsigned role, struct slice text, bool right)
{
	struct buf shown = BUF_INIT(PUT_MAX);
	struct slice s;
	int space;

	if (width <= 0)
		return;
	/* More than fits a row is not looked at. */
	if (text.len > PUT_MAX / 16)
		text.len = PUT_MAX / 16;
	locale_screen(text, 0, &shown);
	s = buf_slice(&shown);
	use_role(role);
	move(y, x);
	space = right ? width - wrap_width(wrap_fit(s, width)) : 0;
	blanks(space);
	space += print(s, width - space);
	blanks(width - space);
	attr_set(A_NORMAL, 0, NULL);
	buf_clear(&shown);
}

void
term_put(int y, int x, int width, unsigned role, struct slice text)
{
	put(y, x, width, role, text, false);
}

void
term_put_right(int y, int x, int width, unsigned role, struct slice text)
{
	put(y, x, width, role, text, true);
}

void
term_puts(int y, int x, int width, unsigned role, const char *text)
{
	put(y, x, width, role, slice_of(text), false);
}

const char *
term_glyph(enum term_glyph glyph)
{
	static const char *const table[][2] = {
		[GLYPH_FOLDED] = { "\xe2\x96\xb8", "+" },
		[GLYPH_UNFOLDED] = { "\xe2\x96\xbe", "-" },
		[GLYPH_REPLY] = { "\xe2\x86\xb3", "`" },
		[GLYPH_HLINE] = { "\xe2\x94\x80", "-" },
		[GLYPH_VLINE] = { "\xe2\x94\x82", "|" },
		[GLYPH_SOLVED] = { "\xe2\x9c\x93", "v" },
		[GLYPH_SOON] = { "\xe2\x9a\xa0", "~" },
		[GLYPH_LATE] = { "\xe2\x9c\x97", "x" },
		[GLYPH_VOTES] = { "\xe2\x96\xb4", "^" },
	};

	return table[glyph][term.ascii ? 1 : 0];
}

void
term_hline(int y, int x, int width)
{
	for (int i = 0; i < width; i++)
		term_puts(y, x + i, 1, ROLE_FRAME, term_glyph(GLYPH_HLINE));
}

void
term_vline(int y, int x, int height)
{
	for (int i = 0; i < height; i++)
		term_puts(y + i, x, 1, ROLE_FRAME, term_glyph(GLYPH_VLINE));
}

void
term_frame(int y, int x, int height, int width)
{
	term_hline(y, x, width);
	term_hline(y + height - 1, x, width);
	term_vline(y + 1, x, height - 2);
	term_vline(y + 1, x + width - 1, height - 2);
}

void
term_select(int y, int x, int width)
{
	mvchgat(y, x, width, A_REVERSE, 0, NULL);
}

void
term_cursor(int y, int x)
{
	term.cursor_y = y;
	term.cursor_x = x;
}

void
term_flush(void)
{
	move(term.cursor_y, term.cursor_x);
	refresh();
}

void
term_bell(void)
{
	beep();
}

void
term_copy(struct slice text)
{
	struct buf b = BUF_INIT(PUT_MAX);

	base64_encode(text, &b);
	printf("\033]52;c;%s\a", buf_cstr(&b));
	fflush(stdout);
	buf_clear(&b);
}
