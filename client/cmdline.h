/*
 * The line at the bottom: libedit as an engine for editing, history and
 * completion, one key at a time, painting nothing by itself.
 */
#ifndef CLIENT_CMDLINE_H
#define CLIENT_CMDLINE_H

#include <stdbool.h>
#include <stdint.h>

#include "common/buf.h"

struct cmdline;

enum cmdline_result { CMDLINE_EDITING, CMDLINE_ACCEPTED, CMDLINE_CANCELLED };

/*
 * What may stand at the end of text: fills out with the candidates, one a
 * line, and returns how many bytes of the text they replace.
 */
typedef size_t cmdline_complete(void *arg, struct slice text, struct buf *out);

/* Adds a candidate if it begins with what is typed. */
void cmdline_offer(struct buf *out, struct slice name, struct slice typed);
/* NULL when libedit cannot start. history: a file or NULL. */
struct cmdline *cmdline_new(const char *history);
void cmdline_free(struct cmdline **owner);
void cmdline_open(struct cmdline *c, const char *initial, bool remember,
    cmdline_complete *complete, void *arg);
void cmdline_close(struct cmdline *c);
enum cmdline_result cmdline_key(struct cmdline *c, uint32_t key);
/* Esc and a key that came right behind it: the Meta key of the editor. */
enum cmdline_result cmdline_meta(struct cmdline *c, uint32_t key);
/* The line as UTF-8; *cursor is in bytes. After ACCEPTED: the whole line. */
void cmdline_text(struct cmdline *c, struct buf *out, size_t *cursor);
/* Candidates of the last Tab when there are several, else "". */
const char *cmdline_candidates(struct cmdline *c);

#endif
