/* The file with the terms of use that stoad.conf names. */
#ifndef SERVER_TERMS_H
#define SERVER_TERMS_H

struct server;

/*
 * When the text of the file is not that of the terms in force, it becomes
 * them, as a new version unless it says otherwise. Waits for the writer; what
 * is wrong is logged. After the start and every reload.
 */
void terms_follow(struct server *s);

#endif
