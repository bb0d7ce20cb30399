/* A data directory from an export. */
#ifndef SERVER_CTL_REFILL_H
#define SERVER_CTL_REFILL_H

#include <stdbool.h>

#include "common/err.h"

/* Whether the directory holds an export, as "stoactl export" makes it. */
bool refill_knows(const char *from);
/* Fills dir, which must hold no store. Shows how far it is. */
enum err refill(const char *from, const char *dir);

#endif
