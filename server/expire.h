/* Retention: what boards say of the age of their articles. */
#ifndef SERVER_EXPIRE_H
#define SERVER_EXPIRE_H

struct job;

/* All boards that have a limit; what goes wrong is logged. */
void expire_round(struct job *j);

#endif
