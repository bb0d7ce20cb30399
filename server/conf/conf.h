/*
 * What stoad is told: stoad.conf(5) and the command line. A configuration is
 * made on one thread, then never changes; SIGHUP makes a new one and those
 * before it stay until the end, so that whoever holds a pointer may go on
 * reading.
 */
#ifndef SERVER_CONF_CONF_H
#define SERVER_CONF_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/err.h"
#include "server/store/community/policy.h"

enum {
	CONF_LISTEN_MAX = 16, CONF_PEERS_MAX = 64, CONF_BOARDS_MAX = 64,
	CONF_ADDRESSES_MAX = 16,
	CONF_VALUE_MAX = 1024,	/* bytes of a value with its end */
	CONF_HOST_MAX = 256,	/* of a host's name or address, likewise */
	CONF_WORDS_MAX = sizeof(((struct policy *)0)->brands),
};

/* What a key's value is. */
enum conf_kind {
	CONF_TEXT, CONF_PATH, CONF_HOST, CONF_PLACE, CONF_LISTEN,
	CONF_LISTEN_TLS, CONF_NUMBER, CONF_SIZE, CONF_DURATION, CONF_SWITCH,
	CONF_WILDMAT, CONF_ADDRESS, CONF_ACCOUNT, CONF_SANDBOX, CONF_SPAN,
	CONF_JOIN, CONF_WORDS,
};

/* Where it stands: outside, or in a block. */
enum conf_section {
	CONF_MAIN, CONF_PEER, CONF_BOARDS, CONF_COMMUNITY, CONF_SECTIONS
};

enum conf_id {
#define X(section, id, name, kind, field, max, preset, when, arg, help) \
	CONF_KEY_##id,
#include "server/conf/conf.def"
#undef X
#define X(id, ...) CONF_KEY_POLICY_##id,
#include "server/store/community/policy.def"
#undef X
	CONF_KEYS
};

struct conf_key {
	const char *name;
	enum conf_section section;
	enum conf_kind kind;
	size_t at;		/* of the field, in its structure */
	uint64_t max;
	const char *preset;	/* the default as in the file; NULL: none */
	bool restart;		/* SIGHUP does not change it */
	const char *arg, *help;
};

extern const struct conf_key conf_key_table[CONF_KEYS];

struct conf_listen {
	char *where;		/* ADDR:PORT */
	bool tls;
	unsigned line;		/* of the file; 0: of the command line */
};

/* "peer NAME {": another news server. */
struct conf_peer {
	char *name;		/* its name in Path */
	/* What it may send to us; it is known by one of these. */
	char *address[CONF_ADDRESSES_MAX];	/* IP, IP/bits, or host name */
	int naddresses;
	char *account;		/* that it logs in as; NULL: by address */
	char *accept;		/* wildmat of boards; NULL: nothing */
	/* What we send to it. */
	char *host;		/* HOST:PORT; NULL: nothing */
	char *send;		/* wildmat of boards; NULL: all */
	char *login, *password;	/* AUTHINFO there; NULL: none */
	bool tls;		/* host is a TLS port */
	uint64_t max_size;	/* bytes of an article, both ways; 0: any */
	unsigned line;		/* where it begins in the file */
};

/* "boards WILDMAT {": see conf_board(). */
struct conf_boards {
	char *pattern;
	int64_t expire;		/* seconds until articles go; 0: never */
	uint64_t max_size;	/* bytes of a posted article; 0: any */
	bool says_expire, says_max_size;
	unsigned line;
};

struct conf {
	char *file;		/* its path; NULL: none */
	unsigned line[CONF_KEYS];	/* that said it last; 0: none did */
	char *dir;		/* absolute */
	char *socket;		/* absolute */
	char *name;		/* NULL: this host's */
	char *user;		/* to become; NULL: stay */
	struct conf_listen listen[CONF_LISTEN_MAX];
	int nlisten;
	bool listen_default;	/* nobody said where yet */
	unsigned workers;	/* 0: as many as cores */
	uint64_t quota;		/* bytes; 0: the store's default */
	char *tls_certificate, *tls_key;	/* PEM files; NULL: no TLS */
	char *motd, *terms;	/* text files; NULL: none */
	/*
	 * What those files held when this was loaded; NULL as the path is.
	 * The process that serves cannot open them.
	 */
	char *motd_text, *terms_text;
	char *audit;		/* append-only log; NULL: DIR/audit.log */
	char *metrics;		/* Prometheus text file; NULL: none */
	/* Brakes; 0: none. */
	bool builtin;		/* the rules and views that come along */
	bool guests;		/* may read without a login */
	bool trust_loopback;	/* this host meets no brakes */
	unsigned per_address;	/* connections of one address */
	unsigned connects;	/* new ones of an address a minute */
	unsigned commands;	/* commands of an address or account a second */
	unsigned posts;		/* articles of an account an hour */
	unsigned acts;		/* of an account a second */
	unsigned searches;	/* of an address or account a second */
	unsigned logins_minute;	/* wrong ones of an address a minute */
	unsigned logins_hour;	/* and an hour */
	uint64_t memory;	/* bytes that connections may hold in all */
	enum conf_sandbox {
		SANDBOX_REQUIRED, SANDBOX_OPTIONAL, SANDBOX_OFF,
	} sandbox;
	struct conf_peer *peer[CONF_PEERS_MAX];
	int npeers;
	struct conf_boards *boards[CONF_BOARDS_MAX];
	int nboards;
	struct policy community;
	unsigned community_line;	/* of its block; 0: none */
};

/*
 * Gets each fault as "file:line: what: remedy", a line without its end. A
 * warning is no reason to refuse the configuration.
 */
enum conf_grade { CONF_ERROR, CONF_WARNING };
typedef void conf_say(enum conf_grade grade, const char *line, void *arg);

struct conf_report {
	conf_say *say;		/* NULL: nobody listens */
	void *arg;
	enum err first;		/* error, OK when there was none */
	char detail[512];	/* of it */
};

/* Counts and passes on one fault. */
void conf_fault(struct conf_report *r, enum conf_grade grade, enum err e,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* All defaults. */
void conf_init(struct conf *c);
void conf_clear(struct conf *c);
/* One key of MAIN as in the file. ERR_SYNTAX with a remedy in err_detail(). */
enum err conf_set(struct conf *c, const char *key, const char *value);
/*
 * Reads the whole file, also behind a fault, and reports every one. Returns
 * the first error, with "file:line: " in err_detail(). r may be NULL. keep
 * gets what the file held; NULL: it is not wanted.
 */
enum err conf_read(struct conf *c, const char *path, struct conf_report *r,
    struct buf *keep);
/* The same from memory; name stands for the file in messages. */
enum err conf_read_text(struct conf *c, const char *name, struct slice text,
    struct conf_report *r);
/*
 * After file and command line: fills in what is left out, makes paths
 * absolute from base on, and reports what does not fit together.
 */
enum err conf_finish(
    struct conf *c, const char *base, struct conf_report *r);

/* Reads the texts that it names; reports each that is not to be had. */
enum err conf_read_texts(struct conf *c, struct conf_report *r);
/*
 * What differs, as the names of keys with ", " between: what a reload
 * changes, and what only a restart does.
 */
void conf_compare(const struct conf *before, const struct conf *now,
    struct buf *changed, struct buf *restart);
/*
 * Before now takes the place of running: what only a restart changes stays
 * as it is. It must not even look changed: who the daemon runs as, say.
 */
void conf_hold(const struct conf *running, struct conf *now);

/*
 * Takes HOST:PORT apart: host without the brackets of an IPv6 address, empty
 * where place begins with the colon; *port, a number or a service's name, is
 * the rest of place. ERR_SYNTAX when there is no port, or too long a host.
 */
enum err conf_place(
    const char *place, char host[CONF_HOST_MAX], const char **port);
/* What holds for a board: of all that match, the last that says it. */
struct conf_boards conf_board(const struct conf *c, const char *board);

/* --- for the parser (conf_*.c) ----------------------------------------- */

/* NULL when the section has no such key; err_detail() helps then. */
const struct conf_key *conf_find(enum conf_section section, const char *name);
/* owner is the structure of the key's section. */
enum err conf_put(const struct conf_key *k, void *owner, const char *value);
/* Whether a value is kept as it was written: a char * of its own. */
bool conf_is_text(enum conf_kind kind);
/* Frees what the keys of the section hold in owner. */
void conf_drop(enum conf_section section, void *owner);
/* Reports what err_detail() says about a key, with its place. */
void conf_fault_at(const struct conf *c, struct conf_report *r,
    enum conf_id id, enum err e);
/* The same as a warning. */
void conf_warn_at(const struct conf *c, struct conf_report *r,
    enum conf_id id, enum err e);
/* The same about listen[i]. */
void conf_fault_listen(const struct conf *c, struct conf_report *r, int i,
    enum err e);
enum { CONF_FILE_MAX = 1 << 20 };
/* A regular file. */
enum err conf_open(const char *path, int *fd);
/* Appends all of it, up to 4096 bytes less than out may hold. */
enum err conf_slurp(int fd, const char *path, struct buf *out);
/* Sets the defaults of the section. */
void conf_preset(enum conf_section section, void *owner);

#endif
