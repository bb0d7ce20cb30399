/*
 * Lists that the operator keeps as files in the data directory (RFC 6048;
 * RFC 3977, 7.6.5). They are read each time: a change counts at once. A message
 * of the day that the configuration names is read with it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/log.h"
#include "common/utf8.h"
#include "common/xalloc.h"
#include "proto/wildmat.h"
#include "server/cmd/list.h"
#include "server/cmd/sees.h"
#include "server/cmd/table.h"
#include "server/conf/conf.h"
#include "server/stoad.h"
#include "server/store/store.h"

/* Appends the file; what is no file, or too large, is a fault. */
static enum err
read_all(int fd, const char *name, struct buf *out)
{
	struct stat st;
	ssize_t n = 0;
	char *to;

	if (fstat(fd, &st) == -1)
		return err_errno("%s", name);
	if (!S_ISREG(st.st_mode) || st.st_size > LIMIT_LIST_FILE)
		return err_set(ERR_TOOBIG, "%s is no file of at most %d "
		    "bytes; ask the operator", name, LIMIT_LIST_FILE);
	to = buf_room(out, LIMIT_LIST_FILE);
	if (to == NULL)
		return err_set(ERR_NOMEM, "no memory");
	do
		n = read(fd, to, LIMIT_LIST_FILE);
	while (n == -1 && errno == EINTR);
	if (n == -1)
		return err_errno("%s", name);
	out->len += (size_t)n;
	if (!utf8_valid(buf_slice(out)))
		return err_set(ERR_SYNTAX,
		    "%s is not UTF-8; ask the operator", name);
	return OK;
}

static enum err
read_list(struct session *s, const char *name, struct buf *out)
{
	const char *dir = store_dir(s->desk->server->store);
	char *path = xasprintf("%s/%s", dir, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	enum err e;

	if (fd != -1)
		e = read_all(fd, name, out);
	else if (errno == ENOENT)
		e = err_set(ERR_NOTFOUND, "No such list is kept here");
	else
		e = err_errno("%s", name);
	if (fd != -1)
		close(fd);
	free(path);
	return e;
}

/* A line of a block; what would do harm there becomes "?". */
static void
put_line(struct buf *out, struct slice line)
{
	if (line.len != 0 && line.p[0] == '.')
		buf_putc(out, '.');
	for (size_t i = 0; i < line.len; i++) {
		unsigned char c = (unsigned char)line.p[i];

		buf_putc(out, (c < ' ' && c != '\t') || c == 0x7f ?
		    '?' : (char)c);
	}
	buf_puts(out, "\r\n");
}

/*
 * Whether a line of this list, trimmed, has its form and is one that the
 * client wants: clients read the form, not what the operator meant.
 */
typedef bool wanted_fn(
    struct session *s, struct slice line, struct slice wildmat);

static void
list_lines(struct session *s, struct slice rest, const char *what,
    wanted_fn *wanted, struct slice wildmat)
{
	reply_put(s->out, REPLY_LIST, what);
	while (rest.len != 0) {
		struct slice line = slice_cut(&rest, '\n');

		if (wanted != NULL)
			line = slice_trim(line);
		else if (line.len != 0 && line.p[line.len - 1] == '\r')
			line.len--;
		if (wanted == NULL || wanted(s, line, wildmat))
			put_line(s->out, line);
	}
	buf_puts(s->out, ".\r\n");
}

static void
list_file(struct session *s, const char *name, const char *what,
    wanted_fn *wanted, struct slice wildmat)
{
	struct buf *raw = &s->desk->raw;
	enum err e;

	buf_reset(raw);
	e = read_list(s, name, raw);
	if (e == ERR_NOTFOUND) {
		reply_putf(s->out, REPLY_UNAVAILABLE, "%s", err_detail());
		return;
	}
	if (e != OK) {
		log_warn("%s", err_detail());
		command_fault(s);
		return;
	}
	list_lines(s, buf_slice(raw), what, wanted, wildmat);
	buf_reset(raw);
}

/* "weight:wildmat:distribution" (RFC 3977, 7.6.5) */
static bool
is_pattern(struct session *s, struct slice line, struct slice wildmat)
{
	struct slice weight = slice_cut(&line, ':');
	struct slice pattern = slice_cut(&line, ':'), value = line;
	uint64_t n;

	(void)s;
	(void)wildmat;
	return slice_u64(weight, &n) && wildmat_valid(pattern) &&
	    slice_word(&line).len == value.len && value.len != 0;
}

/* "name description" (RFC 6048, 2.3) */
static bool
is_distribution(struct session *s, struct slice line, struct slice wildmat)
{
	struct slice name = slice_word(&line);

	(void)s;
	(void)wildmat;
	return name.len != 0 && name.p[0] != '#' && slice_word(&line).len != 0;
}

/* "wildmat:template"; in the template %s once at most, else %% (2.4) */
static bool
is_moderator(struct session *s, struct slice line, struct slice wildmat)
{
	struct slice pattern = slice_cut(&line, ':');
	int names = 0;

	(void)s;
	(void)wildmat;
	if (slice_starts(pattern, "#") || !wildmat_valid(pattern) ||
	    line.len == 0)
		return false;
	for (size_t i = 0; i < line.len; i++) {
		if (line.p[i] != '%')
			continue;
		i++;
		if (i == line.len || (line.p[i] != 's' && line.p[i] != '%'))
			return false;
		names += line.p[i] == 's';
	}
	return names <= 1;
}

/* A board that is gone is no place to begin. */
static bool
is_board(struct session *s, struct slice line, struct slice wildmat)
{
	struct board b;

	return line.len != 0 && line.len <= LIMIT_BOARD_NAME &&
	    (wildmat.len == 0 || wildmat_match(wildmat, line)) &&
	    sees_find(s, line, &b);
}

void
cmd_LIST_DISTRIB_PATS(struct session *s, const struct request *r)
{
	(void)r;
	list_file(s, "distrib.pats", "Weight, wildmat and distribution follow",
	    is_pattern, SLICE(""));
}

void
cmd_LIST_DISTRIBUTIONS(struct session *s, const struct request *r)
{
	(void)r;
	list_file(s, "distributions", "Distributions follow", is_distribution,
	    SLICE(""));
}

void
cmd_LIST_MODERATORS(struct session *s, const struct request *r)
{
	(void)r;
	list_file(s, "moderators", "Wildmats and addresses follow",
	    is_moderator, SLICE(""));
}

void
cmd_LIST_MOTD(struct session *s, const struct request *r)
{
	static const char motd[] = "Message of the day follows";
	const struct conf *conf = atomic_load(&s->desk->server->conf);

	(void)r;
	if (conf != NULL && conf->motd_text != NULL)
		list_lines(s, slice_of(conf->motd_text), motd, NULL,
		    SLICE(""));
	else
		list_file(s, "motd", motd, NULL, SLICE(""));
}

void
cmd_LIST_SUBSCRIPTIONS(struct session *s, const struct request *r)
{
	struct slice wildmat = r->argc > 0 ? r->argv[0] : SLICE("");

	if (r->argc > 0 && !list_wildmat(s, wildmat))
		return;
	list_file(s, "subscriptions", "Boards to begin with follow", is_board,
	    wildmat);
}
