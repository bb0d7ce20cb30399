/* The progress line: name, bar, count, rate, time left. */
#include "server/ctl/progress.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/utf8.h"

enum { STEP_MS = 100, BAR = 14, WIDTH = 80, NAME = 18, LINE = 1024 };

void
progress_begin(struct progress *p, const char *what, const char *things)
{
	*p = (struct progress){
		.on = isatty(STDERR_FILENO),
		.what = what,
		.things = things,
		.began = clock_mono_ms(),
	};
	/* What is done at once shows nothing. */
	p->last = p->began;
}

double
progress_seconds(const struct progress *p)
{
	return (double)(clock_mono_ms() - p->began) / 1000.0;
}

void
progress_put_number(struct buf *out, uint64_t n)
{
	char digits[24];
	int len = snprintf(digits, sizeof(digits), "%llu",
	    (unsigned long long)n);

	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			buf_putc(out, ',');
		buf_putc(out, digits[i]);
	}
}

static int
columns(void)
{
	struct winsize ws;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_col > 0)
		return ws.ws_col;
	return WIDTH;
}

static void
put_bar(struct buf *out, uint64_t done, uint64_t total)
{
	uint64_t full = BAR * done / total;

	buf_printf(out, "%3llu%% [", (unsigned long long)(100 * done / total));
	for (uint64_t i = 0; i < BAR; i++)
		buf_putc(out, i < full ? '=' : i == full ? '>' : ' ');
	buf_puts(out, "] ");
}

/* The file of a path, its end if it is long, made safe. */
static void
put_name(struct buf *out, const char *what)
{
	const char *slash = strrchr(what, '/');
	struct slice s = slice_of(slash != NULL && slash[1] != '\0' ?
	    slash + 1 : what);

	if (s.len > NAME)
		s = slice_from(s, s.len - NAME);
	utf8_filter(s, 0, out);
	buf_putc(out, ' ');
}

static void
draw(struct progress *p, struct buf *out, uint64_t done, uint64_t total,
    uint64_t count)
{
	uint64_t ms = p->last - p->began + 1, left;

	buf_reset(out);
	put_name(out, p->what);
	if (done > total)
		done = total;
	if (total > 0)
		put_bar(out, done, total);
	progress_put_number(out, count);
	buf_printf(out, " %s, ", p->things);
	progress_put_number(out, count * 1000 / ms);
	buf_puts(out, "/s");
	if (total > 0 && done > 0) {
		left = ms * (total - done) / done / 1000;
		buf_printf(out, ", %llu:%02llu left",
		    (unsigned long long)left / 60,
		    (unsigned long long)left % 60);
	}
}

void
progress_step(struct progress *p, uint64_t done, uint64_t total,
    uint64_t count)
{
	struct buf line = BUF_INIT(LINE);
	uint64_t now;

	if (!p->on)
		return;
	now = clock_mono_ms();
	if (now - p->last < STEP_MS)
		return;
	p->last = now;
	draw(p, &line, done, total, count);
	fprintf(stderr, "\r%.*s\033[K", columns() - 1, buf_cstr(&line));
	buf_clear(&line);
	p->shown = true;
}

void
progress_hide(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
	p->shown = false;
}
