/*
 * The user's stoarc: "set NAME VALUE", "bind VIEW KEY COMMAND", "color ROLE
 * FOREGROUND [BACKGROUND] [ATTRIBUTE...]", "pin SERVER PIN", "source FILE".
 * A line that is wrong is reported with file and number and skipped.
 */
#ifndef CLIENT_CONFIG_H
#define CLIENT_CONFIG_H

#include <stdbool.h>

#include "client/keymap.h"
#include "client/trust.h"
#include "common/buf.h"

#define CONFIG_COLORS 64

struct config_color {
	char role[24];
	int fg, bg;		/* palette index, -1 the terminal's own */
	unsigned attributes;	/* enum config_attribute */
};

enum config_attribute {
	CONFIG_BOLD = 1,
	CONFIG_DIM = 2,
	CONFIG_UNDERLINE = 4,
	CONFIG_REVERSE = 8,
};

struct config {
	char *server, *user, *password, *auth_cmd;
	char *from;		/* "Name <address>" for articles */
	char *name;		/* in front of the account's address */
	char *editor;
	struct trust trust;	/* of servers with TLS */
	bool ascii;
	bool highlight_line;	/* the selected line as a whole */
	bool split;		/* panes side by side on a wide terminal */
	struct keymap keys;
	struct config_color color[CONFIG_COLORS];
	int ncolors;
	struct buf complaints;	/* "file:line: what" lines */
};

void config_init(struct config *c);
void config_clear(struct config *c);
/* Reads $XDG_CONFIG_HOME/stoa/stoarc, or nothing when there is none. */
void config_load(struct config *c);
/* One line as in the file; false and a complaint if wrong. where: or NULL. */
bool config_line(struct config *c, struct slice line, const char *where);
/*
 * The password: from the file, or the first line auth_cmd prints. Owned;
 * NULL when there is none. Blocks while auth_cmd runs.
 */
char *config_password(const struct config *c);
/*
 * From for articles; never NULL, owned by the caller. address: the one the
 * account has at the server, or NULL when there is no account.
 */
char *config_from(const struct config *c, const char *address);

#endif
