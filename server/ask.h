/* Acts of the server's own, on a thread that may wait for them. */
#ifndef SERVER_ASK_H
#define SERVER_ASK_H

#include "server/store/store.h"

/*
 * Has the writer do it and waits until that is committed, or refused: i->err,
 * i->why. False when the writer has too much to do; nothing happened then.
 * Sets done and arg of the intent.
 */
bool ask_writer(struct writer *w, struct intent *i);
/*
 * The same of several, which the writer may commit together; each is done or
 * refused by itself. Returns how many of the first ones it took.
 */
size_t ask_writer_all(struct writer *w, struct intent *i, size_t n);

#endif
