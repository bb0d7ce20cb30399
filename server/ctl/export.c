/*
 * stoactl export: every article as mbox files, one a board, and the journal
 * as text; beside them those that stand in no board. All goes to DIR.tmp,
 * which gets its name when it is whole. "restore" makes a store of it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/xalloc.h"
#include "proto/article.h"
#include "proto/date.h"
#include "proto/event.h"
#include "proto/reply.h"
#include "server/ctl/ctl.h"
#include "server/ctl/idmap.h"
#include "server/ctl/mbox.h"
#include "server/ctl/progress.h"

/* Commands in flight; few enough that no reply can hinder them. */
enum { WINDOW = 64, ARTICLE = LIMIT_ARTICLE + 2 * LIMIT_HEADER };

struct export {
	struct remote *remote;
	char *tmp;		/* DIR.tmp */
	FILE *out;
	struct buf article;
	struct buf boards;	/* names, one a line */
	uint64_t total, done;
	uint64_t *number;	/* of the present board */
	size_t n, cap;
	struct idmap written;	/* articles that are in a file */
	struct progress progress;
};

/* --- files ---------------------------------------------------------------- */

static enum err
open_file(struct export *x, const char *folder, struct slice name,
    const char *suffix)
{
	char *path = xasprintf("%s%s/%.*s%s", x->tmp, folder,
	    SLICE_ARG(name), suffix);

	x->out = fopen(path, "wxe");
	if (x->out == NULL) {
		err_errno("%s", path);
		free(path);
		return ERR_IO;
	}
	setvbuf(x->out, NULL, _IOFBF, 1 << 18);
	free(path);
	return OK;
}

static enum err
close_file(struct export *x)
{
	bool good = fflush(x->out) == 0 && !ferror(x->out) &&
	    fsync(fileno(x->out)) == 0;

	if (fclose(x->out) == EOF || !good)
		return err_errno("%s", x->tmp);
	x->out = NULL;
	return OK;
}

static enum err
sync_dir(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd != -1 && fsync(fd) == 0;

	if (fd != -1)
		close(fd);
	return good ? OK : err_errno("%s", path);
}

/* --- articles ------------------------------------------------------------- */

/* The date of a From_ line: "Thu Jan  1 02:50:16 2004". */
static void
put_from_line(FILE *f, int64_t t)
{
	struct buf date = BUF_INIT(64);
	struct slice rest, weekday, day, month, year, time;

	date_put_rfc5322(&date, t);
	rest = buf_slice(&date);
	weekday = slice_word(&rest);
	day = slice_word(&rest);
	month = slice_word(&rest);
	year = slice_word(&rest);
	time = slice_word(&rest);
	fprintf(f, "From MAILER-DAEMON %.3s %.*s %2.*s %.*s %.*s\n",
	    weekday.p, SLICE_ARG(month), SLICE_ARG(day), SLICE_ARG(time),
	    SLICE_ARG(year));
	buf_clear(&date);
}

static void
write_lines(FILE *f, struct slice raw)
{
	while (raw.len != 0) {
		struct slice line = slice_cut(&raw, '\n');

		if (slice_ends(line, "\r"))
			line.len--;
		if (mbox_is_from(line))
			putc_unlocked('>', f);
		fwrite_unlocked(line.p, 1, line.len, f);
		putc_unlocked('\n', f);
	}
	putc_unlocked('\n', f);
}

static void
write_article(struct export *x, struct slice raw)
{
	struct article *a = xmalloc(sizeof(*a));
	int64_t t = 0;

	if (article_parse(raw, a) == OK) {
		if (!date_parse(article_value(a, "Date"), &t))
			t = 0;
		idmap_put(&x->written, article_value(a, "Message-ID"), 0);
	}
	put_from_line(x->out, t);
	write_lines(x->out, raw);
	x->done++;
	free(a);
}

/* The article behind its answer. */
static enum err
take_block(struct export *x, int code, struct slice text)
{
	enum err e;

	if (code != REPLY_ARTICLE)
		return err_set(ERR_IO, "the daemon answers: %d %.*s", code,
		    SLICE_ARG(text));
	buf_reset(&x->article);
	e = remote_block(x->remote, &x->article);
	if (e == OK)
		write_article(x, buf_slice(&x->article));
	return e;
}

static enum err
take_article(struct export *x)
{
	struct slice text;
	enum err e;
	int code;

	e = remote_reply(x->remote, &code, &text);
	if (e != OK)
		return e;
	/* It may have gone since its number was listed. */
	if (code == REPLY_NO_NUMBER)
		return OK;
	e = take_block(x, code, text);
	progress_step(&x->progress, x->done, x->total, x->done);
	return e;
}

static enum err
take_articles(struct export *x)
{
	size_t sent = 0, got = 0;
	enum err e = OK;

	while (e == OK && got < x->n) {
		/* In halves of a window, so that few writes do. */
		if (sent - got <= WINDOW / 2) {
			while (sent < x->n && sent - got < WINDOW)
				buf_printf(remote_out(x->remote),
				    "ARTICLE %llu\r\n",
				    (unsigned long long)x->number[sent++]);
			e = remote_push(x->remote, 0);
		}
		if (e == OK)
			e = take_article(x);
		got++;
	}
	return e;
}

/* --- boards --------------------------------------------------------------- */

static void
add_number(struct export *x, uint64_t number)
{
	if (x->n == x->cap) {
		x->cap = x->cap != 0 ? 2 * x->cap : 1024;
		x->number = xrealloc(x->number, x->cap * sizeof(*x->number));
	}
	x->number[x->n++] = number;
}

static enum err
take_numbers(struct export *x, struct slice board)
{
	struct slice line;
	uint64_t n;
	enum err e;
	int code;

	e = remote_command(x->remote, &code, &line, "LISTGROUP %.*s",
	    SLICE_ARG(board));
	if (e == OK && code != REPLY_GROUP)
		return err_set(ERR_IO, "%.*s: the daemon answers: %d %.*s",
		    SLICE_ARG(board), code, SLICE_ARG(line));
	x->n = 0;
	while (e == OK && (e = remote_block_line(x->remote, &line)) == OK)
		if (slice_u64(line, &n))
			add_number(x, n);
	return e == ERR_NOTFOUND ? OK : e;
}

static enum err
export_board(struct export *x, struct slice board)
{
	enum err e = take_numbers(x, board), closed;

	if (e == OK)
		e = open_file(x, "/articles", board, ".mbox");
	if (e != OK)
		return e;
	e = take_articles(x);
	closed = close_file(x);
	return e != OK ? e : closed;
}

/* name TAB kind TAB count; what a view shows stands elsewhere. */
static void
take_board(struct slice row, void *arg)
{
	struct export *x = arg;
	struct slice name = slice_cut(&row, '\t');
	struct slice kind = slice_cut(&row, '\t');
	uint64_t n;

	if (!article_board_valid(name) || slice_is(kind, "view"))
		return;
	if (slice_u64(row, &n))
		x->total += n;
	buf_put_slice(&x->boards, name);
	buf_putc(&x->boards, '\n');
}

static enum ctl_exit
export_articles(struct export *x)
{
	enum ctl_exit status = ctl_rows(x->remote, "board cols:name,kind,count",
	    take_board, x);
	struct slice rest = buf_slice(&x->boards);
	enum err e = OK;

	if (status == CTL_OK && !buf_ok(&x->boards))
		e = err_set(ERR_TOOBIG, "more boards than fit in memory");
	while (status == CTL_OK && e == OK && rest.len != 0)
		e = export_board(x, slice_cut(&rest, '\n'));
	progress_hide(&x->progress);
	if (e != OK)
		status = ctl_failed(e);
	return status;
}

/* --- journal -------------------------------------------------------------- */

static void
write_row(struct slice row, void *arg)
{
	FILE *f = arg;

	fwrite(row.p, 1, row.len, f);
	putc('\n', f);
}

static enum ctl_exit
export_journal(struct export *x)
{
	enum ctl_exit status;
	enum err e = open_file(x, "", SLICE("journal"), ".tsv");

	if (e != OK)
		return ctl_failed(e);
	status = ctl_rows(x->remote, "event", write_row, x->out);
	e = close_file(x);
	if (status == CTL_OK && e != OK)
		status = ctl_failed(e);
	return status;
}

/* --- what stands in no board ---------------------------------------------- */

/* 430: its bytes are gone. */
static enum err
export_one(struct export *x, struct slice msgid)
{
	struct slice text;
	enum err e;
	int code;

	e = remote_command(
	    x->remote, &code, &text, "ARTICLE %.*s", SLICE_ARG(msgid));
	if (e != OK || code == REPLY_NO_MSGID)
		return e;
	return take_block(x, code, text);
}

/* Cancelled ones, control articles, those that wait for a moderator. */
static enum err
export_event(struct export *x, struct slice line)
{
	struct buf msgid = BUF_INIT(LIMIT_HEADER);
	struct event event;
	uint64_t known;
	enum err e = OK;

	if (event_parse(line, &event) != OK)
		return OK;	/* the line of columns */
	text_unescape(&msgid, event.target);
	if ((slice_is(event.act, "post") || slice_is(event.act, "submit")) &&
	    !idmap_get(&x->written, buf_slice(&msgid), &known))
		e = export_one(x, buf_slice(&msgid));
	buf_clear(&msgid);
	return e;
}

static enum ctl_exit
export_rest(struct export *x)
{
	char *path = xasprintf("%s/journal.tsv", x->tmp), *line = NULL;
	FILE *journal = fopen(path, "re");
	size_t room = 0;
	ssize_t n;
	enum err e = journal != NULL ? OK : err_errno("%s", path), closed;

	free(path);
	if (e == OK)
		e = open_file(x, "", SLICE("aside"), ".mbox");
	if (e == OK) {
		while (e == OK && (n = getline(&line, &room, journal)) > 0)
			e = export_event(x, slice_make(line, (size_t)n -
			    (line[n - 1] == '\n')));
		closed = close_file(x);
		e = e != OK ? e : closed;
	}
	free(line);
	if (journal != NULL)
		fclose(journal);
	return e == OK ? CTL_OK : ctl_failed(e);
}

/* --- all of it ------------------------------------------------------------ */

static enum err
make_dirs(struct export *x, const char *dir)
{
	char *articles = xasprintf("%s/articles", x->tmp);
	struct stat st;
	enum err e = OK;

	if (lstat(dir, &st) == 0)
		e = err_set(ERR_EXISTS, "%s is there already; name a new "
		    "directory", dir);
	else if (mkdir(x->tmp, 0700) == -1 && errno == EEXIST)
		e = err_set(ERR_EXISTS, "%s is there: another export runs, "
		    "or one broke off; remove it then", x->tmp);
	else if (mkdir(articles, 0700) == -1)
		e = err_errno("%s", articles);
	free(articles);
	return e;
}

static enum err
finish(struct export *x, const char *dir)
{
	char *articles = xasprintf("%s/articles", x->tmp);
	enum err e = sync_dir(articles);

	if (e == OK)
		e = sync_dir(x->tmp);
	if (e == OK && rename(x->tmp, dir) == -1)
		e = err_errno("%s", dir);
	free(articles);
	return e;
}

static enum ctl_exit
export(struct export *x, const char *dir)
{
	enum err e = make_dirs(x, dir);
	enum ctl_exit status;

	if (e != OK)
		return ctl_failed(e);
	progress_begin(&x->progress, "export", "articles");
	status = export_articles(x);
	if (status == CTL_OK)
		status = export_journal(x);
	if (status == CTL_OK)
		status = export_rest(x);
	if (status == CTL_OK && (e = finish(x, dir)) != OK)
		status = ctl_failed(e);
	if (status == CTL_OK)
		printf("%llu articles written to %s in %.1f s\n",
		    (unsigned long long)x->done, dir,
		    progress_seconds(&x->progress));
	else
		ctl_error("what there is of it is in %s", x->tmp);
	return status;
}

enum ctl_exit
ctl_export(struct ctl *c)
{
	struct export x = { .article = BUF_INIT(ARTICLE) };
	struct slice dir = slice_of(c->operand[0]);
	enum ctl_exit status;
	char *path;

	while (dir.len > 1 && slice_ends(dir, "/"))
		dir.len--;
	path = xstrndup(dir.p, dir.len);
	buf_init(&x.boards, 64 << 20);
	x.tmp = xasprintf("%s.tmp", path);
	x.remote = ctl_connect(c, &status);
	if (x.remote != NULL)
		status = export(&x, path);
	remote_free(&x.remote);
	buf_clear(&x.article);
	buf_clear(&x.boards);
	idmap_clear(&x.written);
	free(x.number);
	free(x.tmp);
	free(path);
	return status;
}
