/* The nightly round that lets questions into the FAQ and out of it. */
#ifndef SERVER_FAQ_H
#define SERVER_FAQ_H

struct job;

/* All boards; what goes wrong is logged. */
void faq_round(struct job *j);

#endif
