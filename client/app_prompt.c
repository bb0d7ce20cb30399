/* Messages, prompts and questions on the line at the bottom. */
#include "client/app.h"

#include <stdlib.h>

#include "client/i18n.h"
#include "client/key.h"
#include "client/term.h"
#include "common/utf8.h"
#include "common/xalloc.h"

static void
set_message(struct app *app, bool error, const char *fmt, va_list ap)
{
	buf_reset(&app->message);
	buf_vprintf(&app->message, fmt, ap);
	/* One line: the rest of several is in the log of those who need it. */
	for (size_t i = 0; i < app->message.len; i++)
		if (app->message.p[i] == '\n')
			app->message.p[i] = ' ';
	app->message_is_error = error;
	app->dirty = true;
}

void
app_message(struct app *app, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	set_message(app, false, fmt, ap);
	va_end(ap);
}

void
app_error(struct app *app, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	set_message(app, true, fmt, ap);
	va_end(ap);
}

void
app_prompt_drop(struct app *app)
{
	if (app->prompt.active && app->prompt.keys == NULL)
		cmdline_close(app->cmdline);
	free(app->prompt.label);
	app->prompt = (struct prompt){ 0 };
}

/* A prompt that is replaced by another one was cancelled. */
static void
cancel(struct app *app)
{
	struct prompt p = app->prompt;

	if (!p.active)
		return;
	app_prompt_drop(app);
	if (p.ask != NULL)
		p.ask(app, p.arg, 0);
	else if (p.done != NULL)
		p.done(app, p.arg, NULL);
}

void
app_prompt(struct app *app, const char *label, const char *initial, int flags,
    prompt_done *done, void *arg)
{
	cancel(app);
	app->prompt = (struct prompt){
		.active = true,
		.flags = flags,
		.label = xstrdup(label),
		.done = done,
		.arg = arg,
	};
	cmdline_open(app->cmdline, initial, (flags & PROMPT_REMEMBER) != 0,
	    (flags & PROMPT_COMMAND) != 0 ? app_complete : NULL, app);
	app->dirty = true;
}

void
app_ask(struct app *app, const char *question, const char *keys, ask_done *done,
    void *arg)
{
	cancel(app);
	app->prompt = (struct prompt){
		.active = true,
		.label = xasprintf("%s ", question),
		.keys = keys,
		.ask = done,
		.arg = arg,
	};
	/* What was typed before the question stood there is no answer. */
	while (term_key() != 0)
		app->inputs++;
	app->dirty = true;
}

static void
answer(struct app *app, uint32_t key)
{
	struct prompt p = app->prompt;

	if (key == KEY_CTRL('G') || key == KEY_CTRL('C') || key == KEYC_ESC)
		key = 0;
	else if (key > 0x7e || strchr(p.keys, (int)key) == NULL) {
		term_bell();
		return;
	}
	app_prompt_drop(app);
	p.ask(app, p.arg, key);
}

static void
accept(struct app *app)
{
	struct buf text = BUF_INIT(65536);
	struct prompt p = app->prompt;
	size_t cursor;

	cmdline_text(app->cmdline, &text, &cursor);
	free(p.label);
	app->prompt = (struct prompt){ 0 };
	p.done(app, p.arg, buf_cstr(&text));
	if (text.p != NULL)
		explicit_bzero(text.p, text.len);
	buf_clear(&text);
}

void
app_prompt_key(struct app *app, uint32_t key, bool meta)
{
	struct prompt p = app->prompt;
	enum cmdline_result r;

	if (p.keys != NULL) {
		answer(app, key);
		return;
	}
	r = meta ? cmdline_meta(app->cmdline, key)
		 : cmdline_key(app->cmdline, key);
	if (r == CMDLINE_ACCEPTED) {
		accept(app);
	} else if (r == CMDLINE_CANCELLED) {
		free(p.label);
		app->prompt = (struct prompt){ 0 };
		p.done(app, p.arg, NULL);
	}
}
