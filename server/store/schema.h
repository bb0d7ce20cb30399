/*
 * The tables, their keys and rows. Numbers in keys are big-endian so that
 * byte order is number order; rows are in the machine's order, as LMDB is.
 *
 * Primary tables hold what cannot be recomputed: the journal and the bytes
 * it refers to. All others are projections of the journal; they exist as set
 * "a" or "b", one of which is in use, so that a rebuild can fill the other.
 */
#ifndef SERVER_STORE_SCHEMA_H
#define SERVER_STORE_SCHEMA_H

#include <stdint.h>

#include "proto/community.h"

#define STORE_FORMAT 4

/*
 * X(id, name, projection)
 *  meta     word                       -> "format", "set", "canlock"
 *  journal  seq                        -> event line, crc32c (4 bytes)
 *  body     article id, part (1 byte)  -> struct body_head, compressed bytes
 *  dict     number (4 bytes)           -> compression dictionary
 *  remains  article id                 -> struct remains_rec, digests of its
 *                                         references; its bytes are gone
 *  secret   account name               -> password hash
 *  prop     word                       -> property of the server
 *  board    board id (4 bytes)         -> struct board_row, name TAB kind
 *                                         TAB title
 *  name     board name                 -> board id
 *  over     board id, number (4, 4)    -> article id, overview line
 *  msgid    digest of a message-id     -> article id
 *  recent   article id                 -> the same of the last articles, which
 *                                         are not all in msgid yet
 *  article  article id                 -> struct article_rec, places
 *  thread   thread id, 0, board id     -> struct thread_rec
 *           thread id, 1, article id   -> nothing
 *  active   board id, ~activity, thread id  -> nothing
 *  wait     digest of a missing message-id, article id -> distance (1 byte)
 *  aside    board id, article id       -> seq of the event (8 bytes) since
 *                                         when it belongs to the board but
 *                                         does not stand there
 *  held     article id                 -> nothing; it waits for a moderator
 *  login    account name               -> account id (4 bytes)
 *           0, digest of a name        -> the same of one that left
 *  account  account id (4 bytes)       -> struct account_rec, name TAB roles
 *                                         TAB person
 *  question article id of a root       -> struct question_rec, tags TAB title
 *                                         TAB titles it had
 *  mark     article id                 -> struct mark_rec, role labels
 *  state    board id, state (1), article id  -> nothing; a board's questions
 *  asked    time asked (8), article id -> board id (4 bytes)
 *  voice    article id, kind (1), account id -> struct voice_rec
 *  solution article id of a root, article id -> struct solution_rec
 *  given    account id of who votes, account id -> struct given_rec
 *  earned   day since 1970 (4), account id -> points of that day (4 bytes)
 *  claim    account id, article id of a root -> until (8 bytes)
 *  office   account id                 -> nothing; it is more than a member
 *  moderator account id                -> its roles; one is that of a moderator
 *  follow   kind (1), id (8), account id  -> nothing; who follows what
 *  author   account id, article id     -> nothing
 *  tally    hour (4), board id, account id  -> postings in that hour (4 bytes)
 *  flag     article id, account id     -> struct flag_rec, reason TAB text
 *  queue    kind (1), time (8), id (8) -> seq (8); what waits for somebody
 *  backed   account id, article id     -> nothing; the ideas it wants
 *  badge    account id, name           -> seq (8 bytes), time (8); seq alone:
 *                                         it was taken back
 *           0 (4 bytes), name, 0, account id -> nothing; who has a badge
 *  own      account id, product        -> struct own_rec, since when
 *           0 (4 bytes), product       -> accounts (4), verified of them (4)
 *           0 (4 bytes), product, 0, account id -> nothing; who has it
 *  ledger   account id, seq            -> amount in hundredths (8), time (8),
 *                                         currency TAB reason
 *  sanction account id, kind (1), scope -> until (8), seq (8)
 *  modlog   seq                        -> nothing; the public acts of order
 *  terms    version (4 bytes)          -> seq (8 bytes)
 *  code     name                       -> uses left (4), until (8)
 *  word     text                       -> nothing
 *  token    digest of account and id=  -> seq (8 bytes)
 *  rule     name                       -> rule id (4 bytes), the rule
 *  armed    domain (1), id (8), rule id (4) -> struct armed_rec
 *  timer    due (8), domain (1), id (8), rule id (4) -> nothing
 *  query    board id of a view         -> its query
 *  seen     article id, view id (4)    -> number there (4 bytes)
 *           article id, UINT32_MAX     -> accounts that have it as their own
 *  faq      board id, ~score, article id  -> nothing
 *
 * Primary, but no truth to be recomputed from:
 *  read     account id, board id       -> ranges of numbers, as in .newsrc
 *  habit    account id                 -> struct habit_rec
 */
#define STORE_TABLES(X)         \
	X(META, "meta", 0)       \
	X(JOURNAL, "journal", 0) \
	X(BODY, "body", 0)       \
	X(DICT, "dict", 0)       \
	X(REMAINS, "remains", 0) \
	X(SECRET, "secret", 0)   \
	X(PROP, "prop", 1)       \
	X(BOARD, "board", 1)     \
	X(NAME, "name", 1)       \
	X(OVER, "over", 1)       \
	X(MSGID, "msgid", 1)     \
	X(RECENT, "recent", 1)   \
	X(ARTICLE, "article", 1) \
	X(THREAD, "thread", 1)   \
	X(ACTIVE, "active", 1)   \
	X(WAIT, "wait", 1)       \
	X(ASIDE, "aside", 1)     \
	X(HELD, "held", 1)       \
	X(LOGIN, "login", 1)     \
	X(ACCOUNT, "account", 1) \
	X(QUESTION, "question", 1) \
	X(MARK, "mark", 1)       \
	X(STATE, "state", 1)     \
	X(ASKED, "asked", 1)     \
	X(VOICE, "voice", 1)     \
	X(SOLUTION, "solution", 1) \
	X(GIVEN, "given", 1)     \
	X(EARNED, "earned", 1)   \
	X(CLAIM, "claim", 1)     \
	X(OFFICE, "office", 1)   \
	X(MODERATOR, "moderator", 1) \
	X(FOLLOW, "follow", 1)   \
	X(AUTHOR, "author", 1)   \
	X(TALLY, "tally", 1)     \
	X(FLAG, "flag", 1)       \
	X(QUEUE, "queue", 1)     \
	X(BACKED, "backed", 1)   \
	X(BADGE, "badge", 1)     \
	X(OWN, "own", 1)         \
	X(LEDGER, "ledger", 1)   \
	X(SANCTION, "sanction", 1) \
	X(MODLOG, "modlog", 1)   \
	X(TERMS, "terms", 1)     \
	X(CODE, "code", 1)       \
	X(WORD, "word", 1)       \
	X(TOKEN, "token", 1)     \
	X(RULE, "rule", 1)       \
	X(ARMED, "armed", 1)     \
	X(TIMER, "timer", 1)     \
	X(QUERY, "query", 1)     \
	X(SEEN, "seen", 1)       \
	X(FAQ, "faq", 1)         \
	X(READ, "read", 0)       \
	X(HABIT, "habit", 0)

enum table {
#define X(id, name, projection) T_##id,
	STORE_TABLES(X)
#undef X
	T_COUNT
};

#define DIGEST_LEN 16

struct board_row {
	int64_t created;
	uint32_t low, high;
	uint32_t count, threads;
	uint32_t status;	/* 'y', 'n' or 'm' */
	uint32_t made;		/* seq of the event; 0: not known */
	uint32_t sla, hold;	/* seconds; UINT32_MAX: as everywhere */
};

struct article_rec {
	uint64_t thread;
	uint64_t parent;	/* 0: none of its references is here */
	int64_t date;
	uint32_t bytes, lines;
	uint32_t gap;		/* parent is the gap-th nearest reference */
	uint8_t nplaces;	/* struct place_rec behind the row */
	uint8_t naside;		/* its rows in aside */
	uint8_t were;		/* places before one went; 0: none did */
	uint8_t state;		/* enum article_state */
};

struct place_rec {
	uint32_t board, number;
};

/* What replay needs of an article whose bytes are gone. */
struct remains_rec {
	int64_t date;
	uint32_t lines;
	uint32_t nrefs;		/* digests behind the row */
};

struct thread_rec {
	uint64_t root, last;
	int64_t active;
	uint32_t articles;
	uint32_t reserved;
};

/* Times are seconds since 1970, 0: never; accounts are ids, 0: none. */
struct account_rec {
	int64_t created;
	int64_t thread_at, post_at;	/* last question, last posting */
	int64_t silenced, suspended;	/* until */
	int64_t trust_at;		/* when its level changed last */
	int32_t points;
	uint32_t threads, replies, ideas;	/* postings */
	uint32_t solved;	/* answers of it that were accepted */
	uint32_t helpful, unhelpful;	/* votes on what it wrote */
	uint32_t given;		/* votes it gave */
	uint32_t thanks, metoos;	/* got; given */
	uint32_t flagged, upheld;	/* flags it gave, and that were right */
	uint32_t removed, warned, sanctions;
	uint32_t terms;		/* version it accepted */
	uint32_t listed;	/* answers of it in the FAQ */
	uint32_t early;		/* first replies in less than an hour */
	uint32_t night;		/* first replies at night */
	uint32_t late;		/* replies with less than an hour left */
	/* Of day, counted in days since 1970: */
	uint32_t day;
	uint16_t day_threads, day_replies, day_votes, day_flags, day_edits;
	int16_t day_points;
	uint8_t trust;		/* level, 0 to 4 */
	uint8_t gone;		/* it left */
	uint16_t edits;		/* titles, tags, own articles; at most 65535 */
	uint8_t by_reading;	/* its level came so, and may go so */
	uint8_t reserved[3];
	uint32_t weekend;	/* first replies on a weekend */
	uint32_t advised;	/* answers of it that advise against */
	uint32_t rated, stars;	/* ratings of what it solved, and their sum */
	int64_t owned_at;	/* has the first verified product since then,
				 * 0: nobody said since when */
	uint32_t owned;		/* verified products */
	uint32_t reserved2;
};

/* OLD: it had replies before it had a row; when the first came is unknown. */
enum { QUESTION_PINNED = 1, QUESTION_LOCKED = 2, QUESTION_HIDDEN = 4,
    QUESTION_ALARM = 8, QUESTION_FAQ = 16, QUESTION_STALE = 32,
    QUESTION_OLD = 64 };

struct question_rec {
	int64_t asked;
	int64_t due;		/* when the clock runs out; 0: it stands */
	int64_t answered, escalated;	/* when first so */
	int64_t solved;		/* since when; 0: it is not */
	int64_t claimed;	/* until when */
	int64_t active;		/* last reply */
	int64_t paused;		/* since when it waits for its asker */
	int64_t pauses;		/* seconds of those before the answer */
	int64_t rated, locked;	/* when; until when, 0: for ever */
	uint64_t answer;	/* article: the first reply of a human */
	uint64_t dup_of;	/* root article */
	uint64_t changed;	/* last event that touched it */
	uint32_t board;		/* where it stands first */
	uint32_t asker, claimer, assignee;
	uint32_t replies, metoo, support, dups, follows;
	uint32_t solutions;	/* articles that are marked so */
	uint32_t flags;		/* QUESTION_... */
	uint32_t kind;		/* of its board: enum board_kind */
	uint32_t answered_roles;	/* WHO_... of who answered first */
	uint32_t solved_roles;	/* and of whose answer solved it first */
	uint8_t state;		/* enum question_state */
	uint8_t before;		/* what it was before needsinfo, duplicate */
	uint8_t level;		/* how often it was escalated */
	uint8_t rating;		/* 1 to 5; 0: not yet */
	uint8_t removed;	/* what it was before it was removed */
	uint8_t reserved[3];
	uint64_t dup_event;	/* that made it a duplicate; 0: it is none */
	uint32_t reached;	/* most support it ever had */
	uint32_t reserved2;
};

/* So many answers may be marked as solutions of one question. */
#define QUESTION_SOLUTIONS 16

enum { MARK_SOLUTION = 1, MARK_HIDDEN = 2, MARK_REDACTED = 4,
    MARK_VERIFIED = 8, MARK_OBSOLETE = 16, MARK_REMOVED = 32,
    MARK_ROOT = 64, MARK_DISPUTED = 128, MARK_AGAINST = 256, MARK_FOR = 512,
    MARK_EARLY = 1024, MARK_LISTED = 2048, MARK_VIDEO = 4096 };

/* An article that was posted here or touched by an act. */
struct mark_rec {
	uint64_t root;		/* article of the question it belongs to */
	uint64_t changed;	/* last event that touched it; of a question
				 * its row says so */
	int64_t time;		/* when it came, as the event says */
	int64_t verified;
	uint32_t author;	/* account; 0: of elsewhere */
	uint32_t who;		/* WHO_... of its author at posting */
	uint32_t up, down, thanks, disputes;
	uint32_t open_flags, all_flags;
	uint32_t bits;		/* MARK_... */
	uint32_t queued;	/* time of its row as QUEUE_FLAGGED, or 0 */
	int32_t points;		/* its author has for it, votes apart */
	uint32_t reserved;
};

/* Kinds of voices, in keys: values are never changed. */
enum voice_kind {
	VOICE_VOTE,
	VOICE_METOO,
	VOICE_SUPPORT,
	VOICE_THANK,
	VOICE_RATE,
	VOICE_DISPUTE,
};

struct voice_rec {
	uint64_t seq;		/* event that gave it */
	int32_t value;
	int16_t give, own;	/* points it brought author and voter */
};

/* An answer that was accepted. */
struct solution_rec {
	uint64_t seq;		/* event that said so */
	uint32_t by;		/* account */
	int16_t give, own;	/* points for its author, and for that one */
	uint32_t counted;	/* one more of account_rec.solved */
	uint32_t reserved;
};

/* What an account gave another of late. */
struct given_rec {
	int32_t day;		/* since 1970 */
	int32_t points;		/* on that day */
};

/* A product that an account has; behind the row: since when, as written. */
struct own_rec {
	uint64_t seq;
	int64_t since;		/* 0: not known */
	uint32_t verified;	/* staff has seen it */
	uint32_t reserved;
};

struct flag_rec {
	uint64_t seq;
	int64_t time;
	uint32_t state;		/* enum flag_state */
	uint32_t took;		/* seconds until that was decided */
};

/* What stands in the queue table. */
enum queue_kind {
	QUEUE_ESCALATED,	/* time: asked; id: root article */
	QUEUE_FLAGGED,		/* time: of the first flag; id: article */
	QUEUE_ALARM,		/* time: of the alarm; id: article */
	QUEUE_BOARD,		/* the same; id: board */
	QUEUE_APPEAL,		/* id: account */
	QUEUE_USER,		/* an alarm; id: account */
};

/* What a rule is about, in keys. */
enum domain {
	DOMAIN_ARTICLE = 1,
	DOMAIN_USER,
	DOMAIN_BOARD,
};

struct armed_rec {
	int64_t since;		/* its query holds since then */
	int64_t due;		/* 0: it fired for good, or its clock stands */
	int64_t left;		/* seconds, while its clock stands */
	uint32_t fired;		/* so often; but once only, without "every" */
	uint32_t reserved;
};

/* Days of reading that are kept one by one. */
#define HABIT_DAYS 100

struct habit_day {
	uint16_t here;		/* it was, on this day */
	uint16_t threads, posts;	/* read */
	int16_t given, got;	/* votes; those taken back are taken off */
};

/* What is known of an account's reading, as newsreaders fetch ahead. */
struct habit_rec {
	int64_t last;		/* when it was here last */
	uint32_t days;		/* it was here on */
	uint32_t threads, posts;	/* read */
	uint32_t hour, hour_posts;	/* read within this hour since 1970 */
	uint32_t seconds;	/* spent here */
	/* Rows of before end here. */
	uint32_t given, got;	/* votes that the days know of */
	struct habit_day day[HABIT_DAYS];	/* days since 1970, in turn */
};

_Static_assert(sizeof(struct account_rec) == 184, "no padding");
_Static_assert(sizeof(struct question_rec) == 192, "no padding");
_Static_assert(sizeof(struct mark_rec) == 80, "no padding");
_Static_assert(sizeof(struct board_row) == 40, "no padding");
_Static_assert(sizeof(struct article_rec) == 40, "no padding");
_Static_assert(sizeof(struct thread_rec) == 32, "no padding");
_Static_assert(sizeof(struct remains_rec) == 16, "no padding");
_Static_assert(sizeof(struct habit_rec) == 1040, "no padding");

#endif
