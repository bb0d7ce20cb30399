/*
 * Where an import's questions go: accounts, articles and acts of then, many
 * in flight, every answer counted.
 */
#ifndef SERVER_CTL_QUESTIONS_H
#define SERVER_CTL_QUESTIONS_H

#include "server/ctl/jsonl.h"
#include "server/ctl/progress.h"
#include "server/ctl/remote.h"

struct questions_count {
	uint64_t read, fresh, known, refused;	/* articles */
	uint64_t accounts, solved, scores, tags, dups;	/* new ones */
};

struct questions;

/*
 * remote: NULL for a dry run. file: the name in reports. board: for all
 * questions, or empty. source: the input that progress is shown of. All must
 * live as long. NULL when the daemon does not say its name, which is told.
 */
struct questions *questions_new(struct remote *remote, const char *file,
    struct slice board, const struct source *source);
void questions_free(struct questions **q);
/* A jsonl_fn; arg is the questions. False when the daemon takes no more. */
bool questions_take(const struct jsonl_question *q, void *arg);
/*
 * Sends what had to wait for all of them, and waits for all answers. OK, or
 * what went wrong with the daemon, which was told: ERR_DENIED, ERR_IO.
 */
enum err questions_end(struct questions *q);
const struct questions_count *questions_count(const struct questions *q);
const struct progress *questions_progress(const struct questions *q);

#endif
