/*
 * Where an import's messages go: mended, then streamed to the daemon by
 * TAKETHIS (RFC 4644), many in flight, every answer counted.
 */
#ifndef SERVER_CTL_FEED_H
#define SERVER_CTL_FEED_H

#include "common/err.h"
#include "server/ctl/message.h"
#include "server/ctl/progress.h"
#include "server/ctl/remote.h"
#include "server/ctl/repair.h"
#include "server/ctl/source.h"

struct feed_count {
	uint64_t read, fresh, known, refused;
	uint64_t mended[REPAIR_COUNT];
};

struct feed;

/*
 * remote: NULL for a dry run. file: the name in reports. board: for all
 * messages, or empty. source: the input that progress is shown of, or NULL.
 * All must live as long as the feed.
 */
struct feed *feed_new(struct remote *remote, const char *file,
    struct slice board, const struct source *source);
void feed_free(struct feed **f);
/* A message_fn; arg is the feed. False when the daemon takes no more. */
bool feed_message(const struct message *m, void *arg);
/*
 * Waits for all answers. OK, or what went wrong with the daemon, which was
 * told already: ERR_DENIED, ERR_IO.
 */
enum err feed_end(struct feed *f);
const struct feed_count *feed_count(const struct feed *f);
const struct progress *feed_progress(const struct feed *f);

#endif
