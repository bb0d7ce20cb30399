/* What the parts of stoactl share: its commands, options and exit codes. */
#ifndef SERVER_CTL_CTL_H
#define SERVER_CTL_CTL_H

#include "common/buf.h"
#include "common/err.h"
#include "server/ctl/remote.h"

/* Exit codes; scripts depend on them. */
enum ctl_exit {
	CTL_OK = 0,
	CTL_FAILED = 1,
	CTL_USAGE = 2,
	CTL_DENIED = 3,
	CTL_UNREACHED = 4,
};

/* Options of commands, as bits of what a command takes. */
#define CTL_OPTIONS(X)                                             \
	X(BOARD, "board", "NAME", "put all messages into this board") \
	X(DRY_RUN, "dry-run", NULL, "read and report, send nothing")   \
	X(KIND, "kind", "KIND", "qa (default), discussion, howto, "      \
	    "ideas, announce, lounge, case, blog, faq")                \
	X(PERSON, "person", "NAME", "what the person is called")       \
	X(ROLE, "role", "ROLE[/LABEL][:SCOPE]", "member (default), "   \
	    "superuser, expert, moderator, staff, manager, admin, bot, " \
	    "invited; LABEL is a topic or the brand of staff, SCOPE a " \
	    "wildmat of boards; may be given again")                   \
	X(STATUS, "status", "STATUS", "y: posts are taken (default); m: "  \
	    "they wait for a moderator; n: they come from peers alone")    \
	X(TITLE, "title", "TEXT", "the title of the board")

enum ctl_option {
#define X(id, name, arg, help) CTL_OPTION_##id,
	CTL_OPTIONS(X)
#undef X
	CTL_OPTION_COUNT
};

enum { CTL_OPERANDS = 2 };

struct ctl {
	const char *socket;	/* NULL: not given */
	const char *dir;	/* NULL: not given */
	const char *option[CTL_OPTION_COUNT];	/* as given last; NULL: not */
	struct buf roles;	/* all --role, comma-separated */
	const char *operand[CTL_OPERANDS];
	int operands;
};

typedef enum ctl_exit ctl_fn(struct ctl *c);

#define X(id, verb, sub, fn, min, max, options, args, help, more) ctl_fn fn;
#include "server/ctl/ctl.def"
#undef X

/* Prints "stoactl: ..." with control bytes escaped. */
void ctl_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Prints err_detail() and gives the exit code for e. */
enum ctl_exit ctl_failed(enum err e);
/* Prints a refusal of the daemon and gives its exit code. */
enum ctl_exit ctl_refused(int code, struct slice text);
/* Connects to the daemon; NULL with *status when that failed. */
struct remote *ctl_connect(struct ctl *c, enum ctl_exit *status);
/*
 * Connects, sends one XACT (its line is "XACT " and this) and tells. done
 * is printed when something changed, already when it was so before.
 */
enum ctl_exit ctl_act(struct ctl *c, struct slice act, const char *done,
    const char *already);
/* A row of a list; the first begins with "#" and names the columns. */
typedef void ctl_row_fn(struct slice row, void *arg);

/* Calls fn for all rows of "XLIST query", in as many pages as it takes. */
enum ctl_exit ctl_rows(
    struct remote *r, const char *query, ctl_row_fn *fn, void *arg);
/* Connects and prints all rows of a list. */
enum ctl_exit ctl_print_list(struct ctl *c, const char *kind);

#endif
