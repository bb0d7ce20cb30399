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

#define STORE_FORMAT 1

/*
 * X(id, name, projection)
 *  meta     word                       -> "format", "set", "canlock"
 *  journal  seq                        -> event line, crc32c (4 bytes)
 *  body     article id, part (1 byte)  -> struct body_head, compressed bytes
 *  dict     number (4 bytes)           -> compression dictionary
 *  stub     article id                 -> struct stub_rec, digests of its
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
 *  account  name                       -> created (8 bytes), roles
 */
#define STORE_TABLES(X)         \
	X(META, "meta", 0)       \
	X(JOURNAL, "journal", 0) \
	X(BODY, "body", 0)       \
	X(DICT, "dict", 0)       \
	X(STUB, "stub", 0)       \
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
	X(ACCOUNT, "account", 1)

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
struct stub_rec {
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

_Static_assert(sizeof(struct board_row) == 32, "no padding");
_Static_assert(sizeof(struct article_rec) == 40, "no padding");
_Static_assert(sizeof(struct thread_rec) == 32, "no padding");
_Static_assert(sizeof(struct stub_rec) == 16, "no padding");

#endif
