/* What the files of the store share; nobody outside includes this. */
#ifndef SERVER_STORE_INTERNAL_H
#define SERVER_STORE_INTERNAL_H

#include <pthread.h>
#include <stdatomic.h>

#include "server/store/digest.h"
#include "server/store/lmdb.h"
#include "server/store/presence.h"
#include "server/store/store.h"

/* References that are followed: the nearest ones and the oldest. */
#define REFS_MAX 21
/*
 * zstd level of bytes at rest: 6 saves 5 % more and costs twice the time.
 */
#define BODY_LEVEL 3
/* The histogram of commits begins with 256 microseconds. */
#define COMMIT_SHIFT 8
/* Missing references an article waits for. */
#define WAITS_MAX 4

struct actor;
struct dicts;
struct policy;
struct subject;

/* The server's names, newest first; old ones stay, readers may hold them. */
struct name {
	struct name *older;
	char text[LIMIT_BOARD_NAME + 1];
};

struct store {
	char *dir;		/* data directory */
	struct db *db;
	int lock_fd;
	bool older;		/* its tables are of an older format */
	_Atomic(struct name *) name;
	unsigned char canlock[STORE_CANLOCK];
	uint64_t map_size;
	_Atomic uint64_t quota;
	_Atomic(const struct policy *) policy;	/* never NULL */
	/* Of the window of trust by reading; UINT32_MAX: not counted yet. */
	_Atomic uint32_t new_threads, new_posts;
	struct dicts *dicts;
	struct presence *presence;
	_Atomic uint64_t queued, commits, events;
	/* The last event that may have changed who is of staff. */
	_Atomic uint64_t staff_seq;
	struct histogram_live commit_us, group;
	pthread_mutex_t readers_lock;
	struct reader *readers;
};

struct view {
	struct txn *txn;
	struct store *store;
	struct buf *line;	/* of an article in a view; or NULL */
};

/*
 * What apply needs to know of an article's bytes: a pure function of them.
 * Slices point into the raw bytes or into over.
 */
struct facts {
	struct slice msgid;
	struct slice newsgroups;
	struct slice target;	/* that it cancels or supersedes; or empty */
	struct slice keys;	/* Cancel-Key */
	bool control;		/* it stands in no board */
	bool approved;		/* has an Approved field */
	struct buf over;	/* overview fields 2 to 6, tab behind each */
	unsigned char id[DIGEST_LEN];		/* digest of msgid */
	unsigned char ref[REFS_MAX][DIGEST_LEN];	/* nearest first */
	int nrefs;
	int64_t date;		/* INT64_MAX when it has none */
	uint32_t size;		/* bytes without Xref */
	uint32_t lines;
};

/* Writer only (or before there is one). */
void store_set_name(struct store *s, struct slice name);

/* Whether these are the bytes that came with the event. */
bool event_brought(const struct event *e, struct slice raw);
/* ERR_SYNTAX when raw is no article with a message-id, ERR_TOOBIG. */
enum err facts_of(struct slice raw, struct facts *out);
void facts_clear(struct facts *f);

struct posting {
	struct buf raw;
	struct facts facts;
	unsigned char digest[DIGEST_LEN];	/* of raw */
	struct buf body;	/* as it goes into the body table */
};

/*
 * A row's neighbours lie on the same page of the map; fetching all of it at
 * once halves the time of a walk, which is spent waiting for memory.
 */
static inline void
prefetch_page(const char *row)
{
	const char *page = (const char *)((uintptr_t)row & ~(uintptr_t)4095);

	for (int i = 0; i < 4096; i += 64)
		__builtin_prefetch(page + i);
}

/* --- bytes at rest (body.c, dict.c) ------------------------------------ */

/* Appends head and compressed bytes. Any thread. */
void body_pack(struct store *s, struct slice raw, struct buf *out);
void body_put(struct txn *t, uint64_t id, struct slice packed);
/* ERR_NOTFOUND, ERR_CORRUPT. */
enum err body_get(struct store *s, struct txn *t, uint64_t id, struct buf *out);
/* Forgets the bytes; no error when there are none. */
void body_del(struct txn *t, uint64_t id);
/*
 * Puts other bytes in the place of those that came, before apply() of the
 * event that says so; what facts_of() finds in them, but size, lines and the
 * overview, must stay the same, as replay finds these from the beginning. The
 * event makes the article's row and overview fit; check and rebuild do not
 * hold replaced bytes against the digest in the event that brought them.
 */
void body_replace(struct store *s, struct txn *t, uint64_t id,
    struct slice raw);
/* Whether that was done; *size is that of the bytes, if there are any. */
bool body_replaced(struct txn *t, uint64_t id, uint32_t *size);

struct ZSTD_CDict_s;
struct ZSTD_DDict_s;

void dicts_open(struct store *s, struct txn *t);
void dicts_close(struct store *s);
/* The newest dictionary, NULL and 0 while there is none. */
const struct ZSTD_CDict_s *dict_newest(struct store *s, uint16_t *number);
const struct ZSTD_DDict_s *dict_number(struct store *s, uint16_t number);
/* Writer only: offers a sample; now and then trains in the background. */
void dict_sample(struct store *s, struct slice raw, uint64_t articles);
/* Writer only: stores what was trained, inside t; then, once it is durable. */
bool dict_store(struct store *s, struct txn *t);
void dict_publish(struct store *s, bool committed);

/* --- the journal (journal.c) ------------------------------------------- */

/* Appends the event of number seq; the line is kept with its CRC. */
void journal_put(struct txn *t, uint64_t seq, struct slice line);
/* The line, p NULL when missing; ERR_CORRUPT is recorded in t. */
struct slice journal_get(struct txn *t, uint64_t seq);
/* The same, parsed; false when it is missing or no event. */
bool journal_event(struct txn *t, uint64_t seq, struct event *out);
uint64_t journal_last(struct txn *t);

/* --- message-ids (msgid.c) --------------------------------------------- */

/* Memory for both sets, attached to db; and its end. */
void msgids_open(struct db *db);
void msgids_close(struct db *db);
/* Before there is a writer: reads the set's queue. */
void msgids_load(struct txn *t);
/* The same, as if the set were empty. */
void msgids_forget(struct txn *t);
/* The writer's: the events behind last came to nothing. */
void msgids_undo(struct db *db, uint64_t last);
/*
 * The article with this digest of a message-id, 0 when unknown. Articles
 * above most are newer than what the caller may know. Any thread.
 */
uint64_t msgid_find(struct txn *t, const unsigned char digest[DIGEST_LEN],
    uint64_t most);
/* The writer's, for the article of the present event. */
void msgid_put(struct txn *t, const unsigned char digest[DIGEST_LEN],
    uint64_t id);
/* The same, once for every event. */
void msgids_settle(struct txn *t, uint64_t seq);
/* How many message-ids are known. */
uint64_t msgids_count(struct txn *t);

/* --- watched words (community/words.c) --------------------------------- */

/* The table is not the one that was read: changed, or undone. The writer's. */
void words_forget(struct db *db);
void words_close(struct db *db);

/* --- folders (dir.c) --------------------------------------------------- */

/* Makes it, durably; one that is there is fine. */
enum err dir_make(const char *path);
/* Whether nothing is in it. */
enum err dir_empty(const char *path, bool *empty);
/* Syncs a finished store, then gives it its name, durably. */
enum err dir_settle(const char *fresh, const char *path);
/* Removes a folder and the files of a store in it, as far as they are. */
void dir_remove(const char *path);

/* --- decide and apply -------------------------------------------------- */

/* What a posting goes on with. */
struct answered {
	bool known;		/* it was looked for */
	uint64_t parent;	/* the article that it answers; 0: it begins */
	uint64_t root;		/* of the thread */
	bool asks;		/* that has a row: */
	struct question_rec question;
};

struct decision {
	struct event event;	/* seq is not set */
	struct buf args;	/* what event.args points to */
	struct buf target;
	char actor[LIMIT_ACCOUNT_NAME + 2];	/* room for another one */
	bool again;		/* decide once more after applying this */
	bool answers;		/* this event is answered with, not the last */
	bool carries;		/* the event is the posting's own */
	struct actor *me;	/* who acts */
	int64_t now;		/* when; an import's lies before event.time */
	bool imported;		/* it was done elsewhere: no limit holds */
	struct subject *subject;	/* what the target is, if known */
	unsigned who;		/* what the one is to the other: enum who */
	struct answered answered;	/* by posting_answered() */
	/* The posting takes the place of another; begins a thread here. */
	bool edits, begins;
	uint64_t earlier;	/* event of the same id=, or 0 */
	unsigned round;		/* the writer's: events of this intent so far */
	/* Kept from one event of an intent to its next: */
	uint64_t posted;	/* the writer's: event that carried, or 0 */
	uint64_t answer;	/* the writer's: that answers, or 0 */
	uint64_t held;		/* what is published */
};

/*
 * Intent and present state become an event, or a refusal: an error with
 * the remedy in err_detail(); ERR_EXISTS: nothing to do.
 */
enum err decide(struct view *v, const struct intent *i, int64_t now,
    struct decision *d);

/*
 * Takes as= and at= into d->me, now, imported and the event, by= and at= in
 * front of its arguments. ERR_DENIED, ERR_SYNTAX, ERR_NOTFOUND.
 * (decide_import.c)
 */
enum err decide_import(struct view *v, const struct intent *i,
    struct decision *d);

/* Subjects of one event; what an act touches is bounded. */
#define TOUCH_MAX 1024
/*
 * Articles that began a thread until what they answer came: more of them than
 * this are looked at when something else happens to them.
 */
#define ADOPTED_MAX 64

/* An event on its way into the tables. */
struct step {
	struct txn *t;
	const struct event *e;
	enum act_id act;	/* its */
	const struct facts *f;	/* of the article that it brings, or NULL */
	int64_t time;		/* of the act; an import's lies before it */
	uint32_t account;	/* of the actor, 0 for none */
	int ntouched;
	struct {
		int domain;	/* enum domain */
		uint64_t id;
	} touched[TOUCH_MAX];
	int nadopted;
	uint64_t adopted[ADOPTED_MAX];
};

/*
 * Event to tables, pure: the same event on the same tables gives the same
 * tables. f are the facts of the article for a post, else NULL. Faults are
 * recorded in t.
 */
void apply(struct txn *t, const struct event *e, const struct facts *f);
/*
 * The subject changed: its overview line, the views and rules that it may
 * fall under are looked at again when the event is in the tables.
 */
void touch(struct step *s, int domain, uint64_t id);
/* That. (settle.c) */
void settle(struct step *s);

/* One of each an act: decide_VOTE(), apply_VOTE() ... */
typedef enum err decide_fn(
    struct view *v, const struct intent *i, struct decision *d);
typedef void apply_fn(struct step *s);

#define X(id, ...) decide_fn decide_##id;
#include "proto/act.def"
#undef X
#define X(id, ...) apply_fn apply_##id;
#include "proto/act.def"
#undef X

/* The posting as a control article, before the event that it goes with. */
enum err decide_control(struct view *v, const struct intent *i,
    struct decision *d);
/* The same as an article like others, of the server's own. */
enum err decide_notice(struct view *v, const struct intent *i,
    struct decision *d);

/* Whether the posting of such an intent only tells of it. */
static inline bool
posting_beside(enum act_id act)
{
	return act == ACT_CANCEL || act == ACT_TERMS;
}

/* What a posting does to another article; target 0: nothing. */
struct effect {
	enum act_id act;	/* CANCEL or SUPERSEDE */
	uint64_t target;
	enum article_state state;	/* of the target: HERE, HELD, HIDDEN */
};

/*
 * actor is who wrote the posting. A refusal when it may not, and the poster
 * is to hear of it. (decide_gone.c)
 */
enum err decide_effect(struct view *v, const struct intent *i,
    struct slice actor, int64_t now, struct effect *out);
/* The event of it. */
enum err put_effect(const struct intent *i, const struct effect *effect,
    struct decision *d);
/* The article that waits and that the actor may publish or reject. */
enum err decide_held(
    struct view *v, const struct intent *i, uint64_t *id);
/*
 * ERR_SYNTAX, ERR_TOOBIG: text, called what, is not one line of UTF-8. key:
 * which argument it is, err_arg().
 */
enum err check_line(
    const struct buf *text, const char *what, const char *key);

/* A number that no board has had. (decide.c) */
uint32_t board_next_id(struct view *v);

/* --- where articles stand (place.c) ------------------------------------ */

/* The places that an event gives, "boards=tv.general:17,tv.x:3". */
uint8_t place_parse(struct txn *t, const struct event *e,
    struct place_rec place[LIMIT_BOARDS]);
/*
 * An article comes to its places: overview rows, the boards' counters, the
 * size that its Xref line makes. Its own row and thread are the caller's.
 */
void place_put(struct txn *t, uint64_t id, struct article_rec *rec,
    const struct place_rec *place, const struct facts *f);
/*
 * An article leaves one board for another, under a number there; one that
 * stands there already only leaves. Its own row is put, counters and
 * threads are the caller's. Says whether it came to the other.
 */
bool place_move(struct txn *t, uint64_t id, uint32_t from,
    const struct place_rec *to);
/* The bytes of an article became others, of that size without Xref. */
void place_resize(struct txn *t, uint64_t id, uint32_t bytes, uint32_t lines);
/* One more article in a board. */
void place_count(struct txn *t, const struct place_rec *place);
/*
 * The boards an article belongs to when it stands in none: those it was sent
 * to, or the one its thread was moved to. Returns how many. (gone.c)
 */
int home_boards(struct txn *t, uint64_t article, uint32_t board[LIMIT_BOARDS]);

/* --- articles that go (gone.c) ----------------------------------------- */

/* n articles have left the board: its counters follow. */
void board_shrink(struct txn *t, uint32_t board, uint32_t n);
/* The article leaves its boards and has that state then. */
void apply_gone(struct txn *t, const struct event *e,
    enum article_state state);
/* What apply_post() does about an article that waited. */
void held_del(struct txn *t, uint64_t id);
/* Puts a row into aside. */
void aside_put(struct txn *t, uint32_t board, uint64_t id, uint64_t seq);
/* Since which event it lies aside for the board; 0: it does not. */
uint64_t aside_get(struct txn *t, uint32_t board, uint64_t id);
void aside_del(struct txn *t, uint32_t board, uint64_t id);
/*
 * The articles that lose their last place by an expire event: their bytes
 * are replaced by what remains of them. Before apply(). (remains.c)
 */
void expire_bytes(struct store *s, struct txn *t, const struct event *e);
void remains_put(struct txn *t, uint64_t id, const struct facts *f);
/* ERR_NOTFOUND when nothing remains of it. facts_clear() them. */
enum err remains_facts(struct txn *t, const struct event *e, struct facts *f);
/*
 * The facts of an article that comes back, from its bytes in raw or what is
 * left of them. facts_clear() them.
 */
enum err article_facts(struct store *s, struct txn *t, uint64_t id,
    struct buf *raw, struct facts *f);

/* The article of the event loses its text; before apply(). (redact.c) */
void redact_bytes(struct store *s, struct txn *t, const struct event *e);

/* Calls fn for the articles that an expire event takes out of a board. */
typedef void expire_fn(struct txn *t, uint64_t id, void *arg);
void expire_each(struct txn *t, uint32_t board, uint64_t low,
    uint64_t before, expire_fn *fn, void *arg);

/* --- threads (thread.c) ------------------------------------------------ */

/* Puts article id into the thread index of the boards of rec. */
void thread_insert(struct step *s, uint64_t id, struct article_rec *rec,
    const struct place_rec *place, const struct facts *f);
/*
 * n articles of a thread, the newest dated so, have left a board; their rows
 * say so already. heir, if it stands there, is the root when the root went.
 * (thread_leave.c)
 */
void thread_leave(struct txn *t, uint32_t board, uint64_t thread, uint32_t n,
    int64_t newest, uint64_t heir);
/* Takes one that is nowhere any more out of its thread. */
void thread_forget(struct txn *t, uint64_t thread, uint64_t article);
/* The highest article above this one, or it, that stands in the board. */
uint64_t thread_top(struct txn *t, uint32_t board, uint64_t article);
/* What a board counts as a thread; false when it has none of it. */
bool thread_get(struct txn *t, uint32_t board, uint64_t thread,
    struct thread_rec *rec);
void thread_put(struct txn *t, uint32_t board, uint64_t thread,
    const struct thread_rec *rec);
void thread_del(struct txn *t, uint32_t board, uint64_t thread,
    const struct thread_rec *rec);
void count_threads(struct txn *t, uint32_t board, int by);
/* An article of a thread comes to a board, when others may stand below it. */
void thread_enter(struct txn *t, uint64_t id, const struct article_rec *rec,
    uint32_t board);
/*
 * The thread of an article, which has no parent, and that of another become
 * one, in which it answers the other; its row is put.
 */
void thread_join(struct txn *t, uint64_t id, uint64_t parent);

/* --- id= of acts, as it is written (token.c) ---------------------------- */

/* The event that the actor's act with this id= became; 0: there is none. */
uint64_t token_find(struct txn *t, struct slice actor, struct slice id);
/* The event's own, if it has one. */
void token_put(struct txn *t, const struct event *e);

/* --- rows (rows.c): false when missing; damage is recorded in t --------- */

bool article_rec_get(struct txn *t, uint64_t id, struct article_rec *rec,
    struct place_rec place[LIMIT_BOARDS]);
void article_rec_put(struct txn *t, uint64_t id,
    const struct article_rec *rec, const struct place_rec *place);
bool board_row_get(struct txn *t, uint32_t id, struct board_row *row,
    struct slice *text);
/* text may be what board_row_get() gave, if nothing was written since. */
void board_row_put(struct txn *t, uint32_t id, const struct board_row *row,
    struct slice text);
/*
 * A thread's rows lie side by side, what it is in each board before its
 * articles, so that a reply changes one page.
 */
struct thread_key {
	unsigned char b[13];
};

struct member_key {
	unsigned char b[17];
};

#define MEMBER_PREFIX 9		/* bytes that all members of a thread share */

struct thread_key thread_key(uint64_t thread, uint32_t board);
struct member_key member_key(uint64_t thread, uint64_t article);
/* Where it stands in a board; NULL when it does not. */
const struct place_rec *article_place(const struct article_rec *rec,
    const struct place_rec *place, uint32_t board);
/* It stands there no more; at is one of its places. */
void article_place_del(struct article_rec *rec, struct place_rec *place,
    const struct place_rec *at);
/* The digest of the message-id that an event's target is. */
void target_digest(struct slice target, unsigned char out[DIGEST_LEN]);
/* The article of an event's target, 0 when unknown. */
uint64_t target_id(struct txn *t, struct slice target);
/* When event seq was; 0 when it cannot be read. */
int64_t event_time(struct txn *t, uint64_t seq);
/* The same of what it tells: an import's lies before it. */
int64_t event_done(struct txn *t, uint64_t seq);
/* That of an event. */
int64_t event_act_time(const struct event *e);
/* 0 when there is none. */
uint32_t board_id(struct txn *t, struct slice name);

#endif
