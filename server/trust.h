/* The nightly round of trust by reading. */
#ifndef SERVER_TRUST_H
#define SERVER_TRUST_H

struct job;

/* All accounts; what goes wrong is logged. */
void trust_round(struct job *j);

#endif
