/* Reading questions with their answers: JSON Lines, one question a line. */
#ifndef SERVER_CTL_JSONL_H
#define SERVER_CTL_JSONL_H

#include "server/ctl/source.h"

/* A question or an answer as it was posted elsewhere. */
struct jsonl_post {
	struct slice id;
	struct slice author;	/* empty: not known */
	struct slice body;
	int64_t created;	/* 0: not known */
	int64_t score;
	int64_t number, reply_to;	/* in its thread, and whom it answers */
};

struct jsonl_question {
	uint64_t line;		/* from 1 */
	const char *fault;	/* what is wrong with it; then nothing else */
	struct slice board, title;
	struct jsonl_post post;
	struct slice accepted;	/* id of an answer; empty: none */
	const struct jsonl_post *answers;
	size_t nanswers;
	const struct slice *dups, *tags;	/* dups: ids of questions */
	size_t ndups, ntags;
};

/* False ends the reading. All of it is valid during the call only. */
typedef bool jsonl_fn(const struct jsonl_question *q, void *arg);

/* OK at the end of the input; the fault of a read. */
enum err jsonl_read(struct source *s, jsonl_fn *fn, void *arg);

#endif
