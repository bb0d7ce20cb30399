/* The nightly round that lets questions into the FAQ and out of it. */
#ifndef SERVER_FAQ_H
#define SERVER_FAQ_H

#include <stdint.h>

#include "server/store/store.h"

/* Has the writer do it and waits; ERR_BUSY: it is time to end. */
typedef enum err faq_ask(void *arg, struct intent *i);

/* All boards, by the clock's now. Views of the reader must be closed. */
void faq_round(struct reader *r, int64_t now, faq_ask *ask, void *arg);

#endif
