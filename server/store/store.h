/*
 * The store: the journal, its projections, and the one writer thread.
 *
 * Reading: every thread has a reader of its own; a view is a snapshot that
 * must be closed before the callback that opened it returns. Slices that a
 * view hands out are valid until it is closed.
 *
 * Changing: an intent goes to the writer, which decides, appends the event
 * to the journal, applies it, commits a group of them durably, and only then
 * calls done().
 */
#ifndef SERVER_STORE_STORE_H
#define SERVER_STORE_STORE_H

#include <stdint.h>

#include "common/buf.h"
#include "common/err.h"
#include "proto/act.h"
#include "proto/event.h"
#include "proto/limits.h"
#include "server/store/histogram.h"

struct store;
struct reader;
struct view;

/* The quota of a store when none is given. */
#define STORE_QUOTA (64ull << 30)

struct store_options {
	const char *dir;	/* data directory */
	const char *name;	/* host name for a new store; NULL: this host */
	uint64_t quota;		/* bytes it may grow to; 0: STORE_QUOTA */
	bool create;		/* make it when missing */
	bool empty;		/* a new one gets no event */
	bool older;		/* also one that only store_rebuild() reads */
};

/*
 * Opens the store and takes its lock; starts no thread. ERR_BUSY when
 * another process holds it, ERR_VERSION when it is newer than this program,
 * or so old that it must be built anew first.
 */
enum err store_open(const struct store_options *o, struct store **out);
/*
 * Waits a little for a process that is about to end and still holds it.
 * ERR_BUSY when it stays held.
 */
enum err store_await(const char *dir);
/* All views and the writer must be closed. */
void store_close(struct store **s);
/* The data directory. Any thread. */
const char *store_dir(const struct store *s);
/* The server's name on the net, as the journal has it. Any thread. */
const char *store_name(const struct store *s);

/*
 * Changes how far the store may grow, at most to STORE_QUOTA or four times
 * what it was opened with. Returns what counts now. Any thread.
 */
uint64_t store_set_quota(struct store *s, uint64_t bytes);

struct policy;

/*
 * The numbers that decisions follow from now on; they must stay valid. Without
 * a call nothing is limited. Any thread.
 */
void store_set_policy(struct store *s, const struct policy *p);

/*
 * A session of the account began; it ended at time now. Who is there has
 * escalations dealt to him. Any thread.
 */
void store_enter(struct store *s, uint32_t account);
void store_leave(struct store *s, uint32_t account, int64_t now);
/* Whether it has read more by that: presence_fetch(). Any thread. */
bool store_fetched(struct store *s, uint32_t account, uint64_t article,
    int64_t now, bool *tell);

/* --- reading ---------------------------------------------------------- */

struct reader *reader_new(struct store *s);
void reader_free(struct reader **r);
/* NULL on failure (err_detail()). One view a reader at a time. */
struct view *view_open(struct reader *r);
void view_close(struct view **v);
/*
 * OK, or the first damage that was met in this view, with err_detail(). From
 * then on all that is asked of it seems not to be there.
 */
enum err view_error(struct view *v);
/* The last event this snapshot knows. */
uint64_t view_seq(struct view *v);

struct board {
	uint32_t id;
	int64_t created;
	uint64_t made;		/* the event that made it; 0: not known */
	uint64_t low, high;	/* RFC 3977, 6.1.1.2: empty is low = high + 1 */
	uint64_t count;		/* articles */
	uint64_t threads;
	char status;		/* 'y' posting, 'n' no posting, 'm' moderated */
	struct slice name, kind, title;
};

/*
 * The boards of accounts' own view.mine: this and the account's id. They have
 * no name but that of the view.
 */
#define BOARD_MINE 0x80000000u

bool view_board(struct view *v, struct slice name, struct board *out);
bool view_board_by_id(struct view *v, uint32_t id, struct board *out);
/* The first board whose name sorts behind after ("" to begin). */
bool view_board_next(struct view *v, struct slice after, struct board *out);

/*
 * An article in one board. over is its overview line with CRLF; in a view it
 * is valid until the next article of a view is looked up.
 */
struct placed {
	uint64_t id;		/* the seq of its post event */
	uint64_t number;
	struct slice over;
};

bool view_placed(
    struct view *v, uint32_t board, uint64_t number, struct placed *out);
/* The first one with a number >= number (dir 1) or <= number (dir -1). */
bool view_placed_near(struct view *v, uint32_t board, uint64_t number,
    int dir, struct placed *out);
/*
 * Appends overview lines of low..high until max bytes are in out or the
 * range ends. *next is the number to go on with, 0 at the end. Returns how
 * many lines.
 */
size_t view_over(struct view *v, uint32_t board, uint64_t low, uint64_t high,
    struct buf *out, size_t max, uint64_t *next);
/* The same with the article numbers alone ("n CRLF"). */
size_t view_numbers(struct view *v, uint32_t board, uint64_t low,
    uint64_t high, struct buf *out, size_t max, uint64_t *next);

/* In its row as well: values are never changed. */
enum article_state {
	ARTICLE_HERE,		/* in its boards; a control article in none */
	ARTICLE_CANCELLED,
	ARTICLE_SUPERSEDED,
	ARTICLE_EXPIRED,	/* only its message-id is known */
	ARTICLE_HELD,		/* waits for a moderator */
	ARTICLE_REJECTED,
	ARTICLE_HIDDEN,		/* until a moderator has looked at it */
	ARTICLE_REMOVED,	/* by a moderator, who may restore it */
};

struct place {
	uint32_t board;
	uint64_t number;
};

struct article_row {
	uint64_t id;
	uint64_t thread;	/* id of its thread */
	uint64_t parent;	/* article it answers, 0 none here */
	int64_t date;		/* its Date, never later than its arrival */
	int64_t arrived;
	uint32_t bytes;		/* size on the wire */
	uint32_t lines;
	enum article_state state;
	uint64_t since;		/* event that made it so; 0: unknown */
	int nplaces;		/* 0 unless it is HERE */
	struct place place[LIMIT_BOARDS];
};

/*
 * The id of an article by message-id, whatever became of it; 0 when it was
 * never here.
 */
uint64_t view_article_id(struct view *v, struct slice msgid);
/* The lowest id of an article that is > after; 0 at the end. */
uint64_t view_article_next(struct view *v, uint64_t after);
bool view_article_row(struct view *v, uint64_t id, struct article_row *out);
/*
 * The event that brought it. Its actor is the author when it was posted
 * here, not fed.
 */
bool view_article_event(struct view *v, uint64_t id, struct event *out);
/*
 * The next board that an article was sent to, from the boards= and for= of
 * the event that brought it; zero *at to begin.
 */
bool view_event_board(const struct event *e, size_t *at, struct slice *name);
/* The first article with an id > after that waits for a moderator; 0: none. */
uint64_t view_held_next(struct view *v, uint64_t after);
/*
 * Whether anything that came to a board before event seq is still there, so
 * that expire would change something.
 */
bool view_expires(struct view *v, uint32_t board, uint64_t seq);
/*
 * Appends an overview line for an article that stands in no board, its
 * number 0. ERR_NOTFOUND, ERR_CORRUPT.
 */
enum err view_overview(struct view *v, uint64_t id, struct buf *out);
/*
 * Appends the article's canonical bytes. With Xref when it stands in more
 * than one board. ERR_NOTFOUND, ERR_CORRUPT.
 */
enum err view_article(struct view *v, uint64_t id, struct buf *out);
/* The same for one that was looked up already, and has bytes; cheaper. */
enum err view_article_placed(
    struct view *v, const struct placed *p, struct buf *out);

struct thread_row {
	uint64_t id;
	uint64_t root;		/* nothing in this board stands above it */
	uint64_t last;		/* its newest article in this board */
	uint32_t articles;	/* in this board */
	int64_t active;		/* date of the newest */
};

/* False when the board has none of it. */
bool view_thread(struct view *v, uint32_t board, uint64_t thread,
    struct thread_row *out);
/* The article of a thread with the lowest id > after; 0 at the end. */
uint64_t view_thread_article(struct view *v, uint64_t thread, uint64_t after);

struct account {
	uint32_t id;
	struct slice name;
	struct slice roles;	/* "member,moderator:tv.*,staff/Acme" */
	struct slice person;	/* what the person is called; may be empty */
	int64_t created;
	int64_t suspended;	/* until when it may not be used; 0: never */
};

bool view_account(struct view *v, struct slice name, struct account *out);
bool view_account_by_id(struct view *v, uint32_t id, struct account *out);
/* Whether somebody with this name was here and has left. */
bool view_account_left(struct view *v, struct slice name);
/* The password hash, p NULL when there is none. */
struct slice view_secret(struct view *v, struct slice name);

/* The journal line of seq, p NULL when there is none. Checked by CRC. */
struct slice view_event(struct view *v, uint64_t seq);
/*
 * Whatever shows an event to people, or exports it, asks this first: accounts
 * that have left are called by the name that stays of them. codes: with what
 * admins alone are told: invitations that people joined with, was=, by which
 * the name of who left is known, and the watched word for which something
 * waits. What changes in e is appended to room; 2 * LIMIT_HEADER hold any
 * event.
 */
void view_event_shown(struct view *v, struct event *e, bool codes,
    struct buf *room);
/*
 * The first seq whose event is not older than t; view_seq() + 1 if none; 0
 * when the journal cannot be read (view_error()).
 */
uint64_t view_event_since(struct view *v, int64_t t);

/* The board where the terms of use stand, and are accepted by newsreaders. */
#define TERMS_BOARD "local.terms"

/*
 * The version of the terms of use that counts, 0 when there are none; *out is
 * its event, with their text; NULL: it is not wanted.
 */
uint32_t view_terms(struct view *v, struct event *out);
struct store_stats {
	uint64_t seq, articles, boards, accounts;
	uint64_t used, quota;		/* bytes */
	uint64_t queue;			/* intents waiting */
	uint64_t commits, events;	/* since start */
	uint64_t readers;
	uint64_t read_age_ms;		/* of the oldest snapshot in use */
	uint64_t timers;		/* of rules, that run */
	uint64_t timer_late;		/* seconds; of what is due longest */
	uint64_t walks;			/* rules and views that look yet */
	struct histogram commit_us;	/* how long a commit took */
	struct histogram group;		/* events of one */
};

void view_stats(struct view *v, struct store_stats *out);

/* --- changing --------------------------------------------------------- */

/*
 * An article made ready by the thread that received it: parsed, measured,
 * digested, compressed. No access to the tables.
 */
struct posting;

/*
 * raw is canonical and complete: Message-ID, Date, Newsgroups, Path. Takes
 * the bytes (raw is empty afterwards) also on failure.
 * ERR_SYNTAX, ERR_TOOBIG with a remedy in err_detail().
 */
enum err posting_new(struct store *s, struct buf *raw, struct posting **out);
void posting_free(struct posting **p);
struct slice posting_msgid(const struct posting *p);

/* Bytes of a store's own secret for Cancel-Lock (RFC 8315). */
#define STORE_CANLOCK 32

/* They are made with the store and leave it never. Any thread. */
const unsigned char *store_canlock(const struct store *s);

struct intent {
	/* Set by the caller; must live until done(). */
	enum act_id act;
	struct slice actor;	/* "@anna", "system", "peer:name" */
	struct slice target;	/* as written: "@anna", "tv.general" */
	struct slice args;	/* as written: "k=v :text" */
	/*
	 * POST, PUBLISH, a CANCEL that tells peers, TERMS as they are to be
	 * read; freed by the caller.
	 */
	struct posting *posting;
	struct slice secret;	/* ACT_JOIN: password hash, may be empty */
	bool create_boards;	/* ACT_POST: make boards that are missing */
	bool relayed;		/* ACT_POST: a feed's; the actor is no author */
	bool approved;		/* ACT_POST: needs no Approved field */
	bool admin;		/* the actor may do everything */
	struct slice rule;	/* the writer's: it is a rule's act */
	uint64_t about;		/* the same, for this article's author; or 0 */
	/*
	 * ACT_POST: whether one of these Cancel-Keys opens one of these
	 * Cancel-Locks; NULL: none does. Called on the writer's thread.
	 */
	bool (*opens)(struct slice keys, struct slice locks);
	struct slice override;	/* ACT_POST: X-Override; p NULL: none */
	/*
	 * Done along with it, in this order: all of it, or nothing, and then
	 * err and why of the first one are those of the one that failed.
	 * done() is called for the first one alone.
	 */
	struct intent *also;
	struct intent *failed;	/* of these, which was refused; NULL: none */
	struct slice accept;	/* ACT_POST: wildmat of boards; p NULL: all */
	/*
	 * ACT_POST of an import: actor wrote it at that time, by brings it
	 * (p NULL: it is posted now). Other acts say so by as= and at=.
	 */
	struct slice by;
	int64_t at;
	/* Called on the writer's thread after the commit. Must not block. */
	void (*done)(struct intent *i);
	void *arg;
	/* Answer. */
	bool held;		/* ACT_POST: it waits for a moderator */
	enum err err;		/* ERR_EXISTS: already so, nothing changed */
	char why[256];		/* a sentence with the remedy when err != OK */
	const char *fault;	/* the argument that it is about, err_key() */
	uint64_t seq;		/* ACT_POST: the article's id */
	struct intent *next;	/* the writer's */
};

struct writer;

enum err writer_start(struct store *s, struct writer **out);
/* Lets the queue run dry, then ends the thread. */
void writer_stop(struct writer **w);
/*
 * fn is called on the writer's thread behind every commit that changed
 * something; it must not wait. At most a few may be.
 */
void writer_watch(struct writer *w, void (*fn)(void *arg), void *arg);
/* Nobody with that arg any more; none of them is under way then. */
void writer_unwatch(struct writer *w, void *arg);
/* Writes the error that this thread has just set as the intent's answer. */
void intent_answer(struct intent *i, enum err e);
/* False when the queue is full (LIMIT_QUEUE): answer "try again later". */
bool writer_submit(struct writer *w, struct intent *i);

/* --- upkeep (server/store/upkeep.c); progress may be NULL -------------- */

typedef void upkeep_progress(uint64_t done, uint64_t total, void *arg);

struct upkeep_report {
	uint64_t events, articles, bad;
	char first[256];	/* what the first fault was */
};

/* Every CRC, table against journal. OK, or ERR_CORRUPT with the report. */
enum err store_check(struct store *s, upkeep_progress *fn, void *arg,
    struct upkeep_report *out);
/*
 * Replays the journal into new tables and compares them with the present
 * ones, then swaps. out->bad is how many rows differed; those of an older
 * format, which this brings up, are not compared. Nobody may use the store
 * meanwhile.
 */
enum err store_rebuild(struct store *s, upkeep_progress *fn, void *arg,
    struct upkeep_report *out);
/*
 * A compacted hot copy in three steps, of which only the second needs the
 * store: backup_open() makes a file in dir (made; must be empty),
 * backup_close() puts it into place, or removes it when it is no good. Any
 * thread.
 */
enum err backup_open(const char *dir, int *fd);
enum err store_backup_to(struct store *s, int fd);
enum err backup_close(const char *dir, bool good);
struct load;

/*
 * Makes a store of a journal and its articles, in a data directory that holds
 * none. ERR_EXISTS when it does.
 */
enum err load_begin(const char *dir, struct load **out);
/*
 * The next event, and the bytes of the article that it brings: empty when it
 * brings none, or they are gone. ERR_SYNTAX when it is not the next one.
 */
enum err load_event(struct load *l, struct slice line, struct slice raw);
/*
 * Builds the tables, checks them and puts the store into place. so_far is how
 * it went; unless it is OK it is returned, its detail kept, and nothing is
 * left.
 */
enum err load_end(struct load **l, enum err so_far, upkeep_progress *fn,
    void *arg);
/*
 * Puts a backup into an empty or missing data directory, once it is checked;
 * a damaged one leaves nothing there.
 */
enum err store_restore(const char *backup, const char *dir);

#endif
