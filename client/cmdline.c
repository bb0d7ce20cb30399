/*
 * libedit wants a terminal of its own, so it gets a private pty and what it
 * paints there is thrown away. In unbuffered mode it runs one editor command
 * a call; the line is then read out of its buffer and drawn by us.
 */
#include "client/cmdline.h"

#include <errno.h>
#include <fcntl.h>
#include <histedit.h>
#include <pty.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>

#include "client/key.h"
#include "common/utf8.h"
#include "common/xalloc.h"

#define LINE_MAX_ 4096
#define QUEUE	  16
#define HISTORY	  500

struct cmdline {
	EditLine *el;
	HistoryW *history;
	char *file;
	int pty;
	FILE *in, *out;
	wchar_t queue[QUEUE];
	int head, tail;
	bool remember;
	struct buf accepted;
	struct buf candidates;
	cmdline_complete *complete;
	void *arg;
};

static int
next_key(EditLine *el, wchar_t *key)
{
	struct cmdline *c;

	el_wget(el, EL_CLIENTDATA, &c);
	if (c->head == c->tail) {
		errno = EAGAIN;
		return -1;
	}
	*key = c->queue[c->head++ % QUEUE];
	return 1;
}

static wchar_t *
no_prompt(EditLine *el)
{
	static wchar_t empty[] = L"";

	(void)el;
	return empty;
}

static void
drain(struct cmdline *c)
{
	char junk[4096];

	while (read(c->pty, junk, sizeof(junk)) > 0)
		;
}

static void
put_wide(struct buf *out, const wchar_t *w, size_t n)
{
	for (size_t i = 0; i < n; i++)
		utf8_put(out, (uint32_t)w[i]);
}

static size_t
common_prefix(struct slice a, struct slice b)
{
	size_t n = 0;

	while (n < a.len && n < b.len && a.p[n] == b.p[n])
		n++;
	return n;
}

static void
insert(EditLine *el, struct slice s)
{
	wchar_t wide[256];
	int n = 0;

	while (s.len > 0 && n < 255)
		wide[n++] = (wchar_t)utf8_next(&s);
	wide[n] = L'\0';
	el_winsertstr(el, wide);
}

static unsigned char
complete(EditLine *el, wint_t key)
{
	const LineInfoW *li = el_wline(el);
	struct buf text = BUF_INIT(LINE_MAX_ * 4);
	struct slice rest, first;
	struct cmdline *c;
	size_t typed, same;
	int n = 1;

	(void)key;
	el_wget(el, EL_CLIENTDATA, &c);
	buf_reset(&c->candidates);
	if (c->complete == NULL)
		return CC_ERROR;
	put_wide(&text, li->buffer, (size_t)(li->cursor - li->buffer));
	typed = c->complete(c->arg, buf_slice(&text), &c->candidates);
	buf_clear(&text);
	if (c->candidates.len == 0)
		return CC_ERROR;
	rest = slice_trim(buf_slice(&c->candidates));
	first = slice_cut(&rest, '\n');
	same = first.len;
	while (rest.p != NULL) {
		same = common_prefix(
		    slice_make(first.p, same), slice_cut(&rest, '\n'));
		n++;
	}
	if (same > typed)
		insert(el, slice_make(first.p + typed, same - typed));
	if (n == 1) {
		if (!slice_ends(first, "="))
			el_winsertstr(el, L" ");
		buf_reset(&c->candidates);
	}
	return CC_REFRESH;
}

static bool
engine_start(struct cmdline *c)
{
	struct winsize ws = { .ws_row = 1, .ws_col = 1000 };
	HistEventW ev;
	int slave;

	if (openpty(&c->pty, &slave, NULL, NULL, &ws) < 0)
		return false;
	fcntl(c->pty, F_SETFL, O_NONBLOCK);
	fcntl(c->pty, F_SETFD, FD_CLOEXEC);
	fcntl(slave, F_SETFD, FD_CLOEXEC);
	c->in = fdopen(slave, "r");
	c->out = fdopen(fcntl(slave, F_DUPFD_CLOEXEC, 3), "w");
	c->el = el_init("stoa", c->in, c->out, c->out);
	if (c->el == NULL)
		return false;
	el_set(c->el, EL_TERMINAL, "dumb");
	el_set(c->el, EL_SIGNAL, 0);
	el_wset(c->el, EL_CLIENTDATA, c);
	el_wset(c->el, EL_PROMPT, no_prompt);
	el_set(c->el, EL_EDITOR, "emacs");
	el_wset(c->el, EL_GETCFN, next_key);
	c->history = history_winit();
	history_w(c->history, &ev, H_SETSIZE, HISTORY);
	history_w(c->history, &ev, H_SETUNIQUE, 1);
	el_wset(c->el, EL_HIST, history_w, c->history);
	el_wset(c->el, EL_ADDFN, L"stoa-complete", L"complete", complete);
	el_wset(c->el, EL_BIND, L"\t", L"stoa-complete", NULL);
	el_wset(c->el, EL_BIND, L"^P", L"ed-search-prev-history", NULL);
	el_wset(c->el, EL_BIND, L"^N", L"ed-search-next-history", NULL);
	/* Its incremental search reads keys by itself: not in an event loop. */
	el_wset(c->el, EL_BIND, L"-r", L"^R", NULL);
	el_wset(c->el, EL_BIND, L"-r", L"^S", NULL);
	return true;
}

struct cmdline *
cmdline_new(const char *history)
{
	struct cmdline *c = xcalloc(1, sizeof(*c));
	HistEventW ev;

	c->pty = -1;
	buf_init(&c->accepted, LINE_MAX_ * 4);
	buf_init(&c->candidates, 65536);
	if (!engine_start(c)) {
		cmdline_free(&c);
		return NULL;
	}
	if (history != NULL) {
		c->file = xstrdup(history);
		history_w(c->history, &ev, H_LOAD, c->file);
	}
	return c;
}

void
cmdline_free(struct cmdline **owner)
{
	struct cmdline *c = *owner;
	HistEventW ev;
	mode_t mask;

	if (c == NULL)
		return;
	*owner = NULL;
	if (c->file != NULL) {
		mask = umask(077);
		history_w(c->history, &ev, H_SAVE, c->file);
		umask(mask);
	}
	if (c->el != NULL)
		el_end(c->el);
	if (c->history != NULL)
		history_wend(c->history);
	if (c->in != NULL)
		fclose(c->in);
	if (c->out != NULL)
		fclose(c->out);
	if (c->pty >= 0)
		close(c->pty);
	buf_clear(&c->accepted);
	buf_clear(&c->candidates);
	free(c->file);
	free(c);
}

void
cmdline_offer(struct buf *out, struct slice name, struct slice typed)
{
	if (name.len < typed.len ||
	    !slice_eq(slice_make(name.p, typed.len), typed))
		return;
	if (out->len != 0)
		buf_putc(out, '\n');
	buf_put_slice(out, name);
}

void
cmdline_open(struct cmdline *c, const char *initial, bool remember,
    cmdline_complete *fn, void *arg)
{
	c->head = c->tail = 0;
	c->remember = remember;
	c->complete = fn;
	c->arg = arg;
	buf_reset(&c->accepted);
	buf_reset(&c->candidates);
	el_set(c->el, EL_UNBUFFERED, 1);
	if (initial[0] != '\0')
		insert(c->el, slice_of(initial));
	drain(c);
}

void
cmdline_close(struct cmdline *c)
{
	el_set(c->el, EL_UNBUFFERED, 0);
	el_reset(c->el);
	drain(c);
}

/* ncurses' keys as libedit's emacs bindings know them. */
static wchar_t
map(uint32_t key)
{
	switch (key) {
	case KEYC_UP:
		return KEY_CTRL('P');
	case KEYC_DOWN:
		return KEY_CTRL('N');
	case KEYC_LEFT:
		return KEY_CTRL('B');
	case KEYC_RIGHT:
		return KEY_CTRL('F');
	case KEYC_HOME:
		return KEY_CTRL('A');
	case KEYC_END:
		return KEY_CTRL('E');
	case KEYC_DELETE:
		return KEY_CTRL('D');
	case KEYC_BACKSPACE:
		return 8;
	case KEYC_ENTER:
		return '\n';
	default:
		return key < KEYC_FIRST ? (wchar_t)key : L'\0';
	}
}

static bool
line_is_empty(struct cmdline *c)
{
	const LineInfoW *li = el_wline(c->el);

	return li->lastchar == li->buffer;
}

static enum cmdline_result
run(struct cmdline *c)
{
	const wchar_t *line;
	HistEventW ev;
	int n = 0;

	line = el_wgets(c->el, &n);
	drain(c);
	if (line == NULL || n <= 0 ||
	    (line[n - 1] != L'\n' && line[n - 1] != L'\r'))
		return CMDLINE_EDITING;
	put_wide(&c->accepted, line, (size_t)n - 1);
	if (c->remember && n > 1 && line[0] != L' ') {
		wchar_t *copy = xcalloc((size_t)n, sizeof(*copy));

		wmemcpy(copy, line, (size_t)n - 1);
		history_w(c->history, &ev, H_ENTER, copy);
		free(copy);
	}
	cmdline_close(c);
	return CMDLINE_ACCEPTED;
}

enum cmdline_result
cmdline_key(struct cmdline *c, uint32_t key)
{
	wchar_t w = map(key);

	buf_reset(&c->candidates);
	if (key == KEY_CTRL('G') || key == KEY_CTRL('C') || key == KEYC_ESC ||
	    (key == KEYC_BACKSPACE && line_is_empty(c))) {
		cmdline_close(c);
		return CMDLINE_CANCELLED;
	}
	/* ^D on an empty line would be an end of file for libedit. */
	if (w == L'\0' || (w == KEY_CTRL('D') && line_is_empty(c)))
		return CMDLINE_EDITING;
	c->queue[c->tail++ % QUEUE] = w;
	return run(c);
}

enum cmdline_result
cmdline_meta(struct cmdline *c, uint32_t key)
{
	wchar_t w = map(key);

	if (w == L'\0')
		return CMDLINE_EDITING;
	c->queue[c->tail++ % QUEUE] = KEYC_ESC;
	c->queue[c->tail++ % QUEUE] = w;
	return run(c);
}

void
cmdline_text(struct cmdline *c, struct buf *out, size_t *cursor)
{
	const LineInfoW *li = el_wline(c->el);

	if (c->accepted.len != 0) {
		buf_put_slice(out, buf_slice(&c->accepted));
		*cursor = out->len;
		return;
	}
	put_wide(out, li->buffer, (size_t)(li->cursor - li->buffer));
	*cursor = out->len;
	put_wide(out, li->cursor, (size_t)(li->lastchar - li->cursor));
}

const char *
cmdline_candidates(struct cmdline *c)
{
	for (size_t i = 0; i < c->candidates.len; i++)
		if (c->candidates.p[i] == '\n')
			c->candidates.p[i] = ' ';
	return buf_cstr(&c->candidates);
}
