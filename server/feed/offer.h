/*
 * Articles that a peer was just told to send: another that offers the same
 * meanwhile is asked to come back (431, 436), so that it is sent once. A
 * table of fixed size; what does not fit, or takes too long, is simply
 * offered twice.
 */
#ifndef SERVER_FEED_OFFER_H
#define SERVER_FEED_OFFER_H

#include <stdint.h>

#include "common/slice.h"

struct offers;

struct offers *offers_new(void);
void offers_free(struct offers **o);
/*
 * False when another session was told to send it less than OFFER_S ago; else
 * it is who's now. o may be NULL: always true. Any thread.
 */
bool offer_take(struct offers *o, struct slice msgid, uint32_t who);
/* It came in, or will not come. */
void offer_drop(struct offers *o, struct slice msgid, uint32_t who);
/* The same for all that who was told to send: it is gone. */
void offer_drop_all(struct offers *o, uint32_t who);

#endif
