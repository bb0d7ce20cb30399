/* stoactl import: opens the input, reads it in its format, sums up. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/article.h"
#include "proto/reply.h"
#include "server/ctl/ctl.h"
#include "server/ctl/feed.h"
#include "server/ctl/mbox.h"
#include "server/ctl/questions.h"
#include "server/ctl/rnews.h"
#include "server/ctl/spool.h"

enum format { MBOX, SPOOL, RNEWS, JSONL, NFORMATS };

static const char *const formats[NFORMATS] = {
	"mbox", "spool", "rnews", "jsonl",
};

struct import {
	enum format format;
	const char *file;
	struct slice board;	/* empty: as Newsgroups says */
	struct remote *remote;	/* NULL: dry run */
	bool is_dir;
	struct source source;
};

static enum ctl_exit
read_arguments(struct ctl *c, struct import *i)
{
	const char *board = c->option[CTL_OPTION_BOARD];
	int f = 0;

	while (f < NFORMATS && strcmp(c->operand[0], formats[f]) != 0)
		f++;
	if (f == NFORMATS) {
		ctl_error("no format \"%s\"; there are mbox, spool, rnews, "
		    "jsonl", c->operand[0]);
		return CTL_USAGE;
	}
	if (board != NULL && !article_board_valid(slice_of(board))) {
		ctl_error("\"%s\" is no name of a board; it is words joined "
		    "by dots, like tv.general", board);
		return CTL_USAGE;
	}
	*i = (struct import){
		.format = (enum format)f,
		.file = c->operand[1],
		.board = slice_of(board),
	};
	return CTL_OK;
}

static enum err
open_input(struct import *i, int *fd)
{
	struct stat st;

	*fd = STDIN_FILENO;
	if (strcmp(i->file, "-") != 0)
		*fd = open(i->file, O_RDONLY | O_CLOEXEC);
	if (*fd == -1 || fstat(*fd, &st) == -1)
		return err_errno("%s", i->file);
	i->is_dir = S_ISDIR(st.st_mode);
	if (i->is_dir && i->format != SPOOL)
		return err_set(ERR_SYNTAX, "%s is a directory; an %s is a "
		    "file", i->file, formats[i->format]);
	if (isatty(*fd))
		return err_set(ERR_SYNTAX, "the standard input is a "
		    "terminal; pipe the messages in, or name a file");
	posix_fadvise(*fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	source_open(&i->source, *fd);
	return i->is_dir ? OK :
	    source_check_packed(&i->source, i->file, formats[i->format]);
}

static enum err
read_messages(struct import *i, struct feed *f)
{
	struct spool spool = {
		.any_name = i->board.len != 0, .fn = feed_message, .arg = f,
	};

	switch (i->format) {
	case MBOX:
		return mbox_read(&i->source, feed_message, f);
	case RNEWS:
		return rnews_read(&i->source, feed_message, f);
	default:
		return i->is_dir ? spool_read_dir(&spool, i->file) :
		    spool_read_tar(&spool, &i->source);
	}
}

/* Questions bring their authors and their time along. */
static enum err
begin_stream(
    struct remote *r, enum format format, enum ctl_exit *status)
{
	struct slice text;
	int code;
	enum err e = remote_command(r, &code, &text, "MODE %s",
	    format == JSONL ? "IMPORT" : "STREAM");

	if (e != OK)
		*status = ctl_failed(e);
	else if (code != REPLY_STREAM_OK)
		*status = ctl_refused(code, text);
	return *status == CTL_OK ? OK : ERR_DENIED;
}

static void
print_mended(const struct feed_count *n)
{
	const char *before = "mended: ";

	for (int i = 0; i < REPAIR_COUNT; i++) {
		if (n->mended[i] == 0)
			continue;
		printf("%s%llu %s", before, (unsigned long long)n->mended[i],
		    repair_text[i]);
		before = ", ";
	}
	if (before[0] == ',')
		putchar('\n');
}

/* "14866 read, 13021 new, 1845 already there, 0 refused in 0.9 s (...)" */
static void
print_summary(const struct progress *p, bool dry, uint64_t read,
    uint64_t fresh, uint64_t known, uint64_t refused)
{
	double s = progress_seconds(p);
	struct buf rate = BUF_INIT(64);

	progress_put_number(&rate, (uint64_t)((double)read /
	    (s > 0.001 ? s : 0.001)));
	printf("%llu read, %llu %s, ", (unsigned long long)read,
	    (unsigned long long)fresh, dry ? "good (nothing sent)" : "new");
	if (!dry)
		printf("%llu already there, ", (unsigned long long)known);
	printf("%llu refused in %.1f s (%s/s)\n",
	    (unsigned long long)refused, s, buf_cstr(&rate));
	buf_clear(&rate);
}

/* read: the fault of the input, why it; sent: that of the daemon. */
static enum ctl_exit
outcome(const struct import *i, enum err read, const char *why,
    enum err sent, uint64_t refused)
{
	enum ctl_exit status = refused > 0 ? CTL_FAILED : CTL_OK;

	if (read != OK)
		status = ctl_failed(err_set(read, "%s: %s", i->file, why));
	if (sent != OK) {
		ctl_error("stopped; run it again, it goes on where it ended");
		status = sent == ERR_DENIED ? CTL_DENIED : CTL_FAILED;
	}
	return status;
}

static enum ctl_exit
import_messages(struct import *i)
{
	struct feed *f = feed_new(i->remote, i->file, i->board,
	    i->is_dir ? NULL : &i->source);
	const struct feed_count *n = feed_count(f);
	enum err e = read_messages(i, f), sent;
	enum ctl_exit status;
	char why[512];

	slice_copy(slice_of(err_detail()), why, sizeof(why));
	sent = feed_end(f);
	status = outcome(i, e, why, sent, n->refused);
	print_summary(feed_progress(f), i->remote == NULL, n->read, n->fresh,
	    n->known, n->refused);
	print_mended(n);
	feed_free(&f);
	return status;
}

static enum ctl_exit
import_questions(struct import *i)
{
	struct questions *q =
	    questions_new(i->remote, i->file, i->board, &i->source);
	const struct questions_count *n;
	enum ctl_exit status;
	enum err e, sent;
	char why[512];

	if (q == NULL)
		return CTL_FAILED;
	n = questions_count(q);
	e = jsonl_read(&i->source, questions_take, q);
	slice_copy(slice_of(err_detail()), why, sizeof(why));
	sent = questions_end(q);
	status = outcome(i, e, why, sent, n->refused);
	print_summary(questions_progress(q), i->remote == NULL, n->read,
	    n->fresh, n->known, n->refused);
	if (i->remote != NULL)
		printf("%llu accounts, %llu solutions, %llu scores, %llu "
		    "tags, %llu duplicates new\n",
		    (unsigned long long)n->accounts,
		    (unsigned long long)n->solved,
		    (unsigned long long)n->scores,
		    (unsigned long long)n->tags,
		    (unsigned long long)n->dups);
	questions_free(&q);
	return status;
}

enum ctl_exit
ctl_import(struct ctl *c)
{
	enum ctl_exit status;
	struct import i;
	enum err e;
	int fd;

	status = read_arguments(c, &i);
	if (status != CTL_OK)
		return status;
	e = open_input(&i, &fd);
	if (e != OK)
		status = ctl_failed(e);
	if (status == CTL_OK && c->option[CTL_OPTION_DRY_RUN] == NULL) {
		i.remote = ctl_connect(c, &status);
		if (i.remote != NULL)
			begin_stream(i.remote, i.format, &status);
	}
	if (status == CTL_OK)
		status = i.format == JSONL ? import_questions(&i) :
		    import_messages(&i);
	remote_free(&i.remote);
	source_clear(&i.source);
	if (fd > STDIN_FILENO)
		close(fd);
	return status;
}
