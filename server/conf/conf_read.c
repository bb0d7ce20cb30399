/*
 * Reading stoad.conf: "key value" lines and the blocks "peer NAME {",
 * "boards WILDMAT {" and "community {". After a fault the rest is read all
 * the same, so that every fault is told at once.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/slice.h"
#include "common/utf8.h"
#include "common/xalloc.h"
#include "proto/limits.h"
#include "proto/wildmat.h"
#include "server/conf/conf.h"

struct reader {
	struct conf *c;
	const char *path;
	struct conf_report *report;
	unsigned line;
	unsigned said[CONF_KEYS];	/* in which line */
	/* The block it is in. */
	enum conf_section section;
	bool skipping;			/* one that is unknown */
	unsigned opened;		/* in which line; 0: in none */
	struct conf_peer *peer;
	struct conf_boards *boards;
};

/* Passes on what err_detail() says about this line. */
static void
complain(struct reader *r, enum err e)
{
	conf_fault(r->report, CONF_ERROR, e, "%s:%u: %s", r->path, r->line,
	    err_detail());
}

/* Passes on what is wrong with the block, by its first line. */
static void
complain_block(struct reader *r, enum conf_grade grade, const char *why)
{
	conf_fault(r->report, grade, ERR_SYNTAX, "%s:%u: %s", r->path,
	    r->opened, why);
}

/* --- a line -------------------------------------------------------------- */

/* What follows the first word. */
struct rest {
	char value[CONF_VALUE_MAX];
	bool opens;		/* a "{" stands at the end */
};

/* "text" with \" and \\ in it; *s moves behind it. */
static enum err
read_quoted(struct slice *s, char *out)
{
	size_t n = 0, i = 1;

	for (; i < s->len && s->p[i] != '"'; i++) {
		if (s->p[i] == '\\' && i + 1 < s->len)
			i++;
		if (n == CONF_VALUE_MAX - 1)
			return err_set(ERR_TOOBIG, "the value is longer than "
			    "%d bytes", CONF_VALUE_MAX - 1);
		out[n++] = s->p[i];
	}
	out[n] = '\0';
	if (i == s->len)
		return err_set(ERR_SYNTAX, "the closing quote is missing");
	*s = slice_from(*s, i + 1);
	return OK;
}

/* Without a comment: "#" at the start or behind a blank. */
static struct slice
cut_comment(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.p[i] == '#' && (i == 0 || s.p[i - 1] == ' ' ||
		    s.p[i - 1] == '\t'))
			s.len = i;
	return slice_trim(s);
}

static bool
cut_brace(struct slice *s)
{
	if (!slice_ends(*s, "{") || (s->len > 1 &&
	    s->p[s->len - 2] != ' ' && s->p[s->len - 2] != '\t' &&
	    s->p[s->len - 2] != '"'))
		return false;
	s->len--;
	*s = slice_trim(*s);
	return true;
}

static enum err
read_rest(struct slice s, struct rest *out)
{
	enum err e = OK;

	if (s.len > 0 && s.p[0] == '"') {
		e = read_quoted(&s, out->value);
		if (e != OK)
			return e;
		s = cut_comment(s);
		out->opens = cut_brace(&s);
		return s.len == 0 ? OK : err_set(ERR_SYNTAX,
		    "what stands behind the closing quote? \"%.*s\"",
		    SLICE_ARG(s));
	}
	s = cut_comment(s);
	out->opens = cut_brace(&s);
	if (!slice_copy(s, out->value, sizeof(out->value)))
		return err_set(ERR_TOOBIG, "the value is longer than %d "
		    "bytes", CONF_VALUE_MAX - 1);
	return OK;
}

/* --- blocks -------------------------------------------------------------- */

static void
check_peer(struct reader *r, const struct conf_peer *p)
{
	if (p->accept != NULL && p->naddresses == 0 && p->account == NULL)
		complain_block(r, CONF_ERROR, "accept: say who it is: add "
		    "address or account");
	if (p->accept == NULL && p->host == NULL)
		complain_block(r, CONF_ERROR, "the peer neither sends nor "
		    "gets anything; add accept WILDMAT or host HOST:PORT");
	else if (p->accept == NULL &&
	    (p->naddresses > 0 || p->account != NULL))
		complain_block(r, CONF_WARNING, "the peer is known, but "
		    "nothing is taken from it; add accept WILDMAT");
	if (p->host == NULL && (p->send != NULL || p->login != NULL ||
	    p->password != NULL || p->tls))
		complain_block(r, CONF_ERROR, "nothing is sent without a "
		    "place; add host HOST:PORT");
	if ((p->login == NULL) != (p->password == NULL))
		complain_block(r, CONF_ERROR, "login and password go "
		    "together; add the other");
	else if (p->password != NULL && p->host != NULL && !p->tls &&
	    strncmp(p->host, "127.", 4) != 0 &&
	    strncmp(p->host, "[::1]", 5) != 0)
		complain_block(r, CONF_WARNING, "the password crosses the "
		    "net in clear; add tls on when the peer has it");
}

static void
close_block(struct reader *r)
{
	if (r->peer != NULL)
		check_peer(r, r->peer);
	if (r->boards != NULL) {
		r->boards->says_expire = r->said[CONF_KEY_BOARDS_EXPIRE] != 0;
		r->boards->says_max_size =
		    r->said[CONF_KEY_BOARDS_MAX_SIZE] != 0;
	}
	r->section = CONF_MAIN;
	r->opened = 0;
	r->skipping = false;
	r->peer = NULL;
	r->boards = NULL;
}

static const char *const block_names[] = {
	[CONF_PEER] = "peer", [CONF_BOARDS] = "boards",
	[CONF_COMMUNITY] = "community",
};

static const char *const block_forms[] = {
	[CONF_PEER] = "peer NAME {", [CONF_BOARDS] = "boards WILDMAT {",
	[CONF_COMMUNITY] = "community {",
};

static enum conf_section
block_of(const char *word)
{
	for (int i = CONF_PEER; i < CONF_SECTIONS; i++)
		if (strcmp(word, block_names[i]) == 0)
			return (enum conf_section)i;
	return CONF_MAIN;
}

static enum err
open_peer(struct reader *r, const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:";

	if (name[0] == '\0' || strspn(name, letters) != strlen(name) ||
	    strlen(name) > LIMIT_BOARD_NAME)
		return err_set(ERR_SYNTAX, "peer: its name in Path, letters, "
		    "digits and \"-._:\", not \"%s\"", name);
	for (int i = 0; i < r->c->npeers; i++)
		if (strcmp(r->c->peer[i]->name, name) == 0)
			return err_set(ERR_EXISTS, "peer %s: there is one in "
			    "line %u already; make one of both", name,
			    r->c->peer[i]->line);
	if (r->c->npeers == CONF_PEERS_MAX)
		return err_set(ERR_TOOBIG, "at most %d peers",
		    CONF_PEERS_MAX);
	r->peer = xcalloc(1, sizeof(*r->peer));
	r->peer->name = xstrdup(name);
	r->peer->line = r->line;
	conf_preset(CONF_PEER, r->peer);
	r->c->peer[r->c->npeers++] = r->peer;
	return OK;
}

static enum err
open_boards(struct reader *r, const char *pattern)
{
	struct slice s = slice_of(pattern);

	if (s.len > LIMIT_WILDMAT || !wildmat_valid(s))
		return err_set(ERR_SYNTAX, "boards: a wildmat, like "
		    "de.*,!de.test.*, not \"%s\"", pattern);
	if (r->c->nboards == CONF_BOARDS_MAX)
		return err_set(ERR_TOOBIG, "at most %d blocks of boards",
		    CONF_BOARDS_MAX);
	r->boards = xcalloc(1, sizeof(*r->boards));
	r->boards->pattern = xstrdup(pattern);
	r->boards->line = r->line;
	conf_preset(CONF_BOARDS, r->boards);
	r->c->boards[r->c->nboards++] = r->boards;
	return OK;
}

static enum err
open_community(struct reader *r, const char *name)
{
	if (name[0] != '\0')
		return err_set(ERR_SYNTAX, "community: has no name; say "
		    "\"%s\"", block_forms[CONF_COMMUNITY]);
	if (r->c->community_line != 0)
		return err_set(ERR_EXISTS, "community: there is one in line "
		    "%u already; make one of both", r->c->community_line);
	r->c->community_line = r->line;
	return OK;
}

static enum err
open_block(struct reader *r, const char *word, const char *name)
{
	enum err e = ERR_SYNTAX;

	if (r->opened != 0) {
		err_set(e, "%s: the block of line %u is still open; close it "
		    "with a line \"}\" first", word, r->opened);
		complain(r, e);
		close_block(r);
	}
	r->section = block_of(word);
	r->opened = r->line;
	r->peer = NULL;
	r->boards = NULL;
	memset(r->said, 0, sizeof(r->said));
	r->skipping = true;
	if (r->section == CONF_PEER)
		e = open_peer(r, name);
	else if (r->section == CONF_BOARDS)
		e = open_boards(r, name);
	else if (r->section == CONF_COMMUNITY)
		e = open_community(r, name);
	else
		err_set(e, "no such block: %s; there are \"peer NAME {\", "
		    "\"boards WILDMAT {\" and \"community {\"", word);
	r->skipping = e != OK;
	return e;
}

/* --- keys ---------------------------------------------------------------- */

/* Those that may be said again. */
static bool
repeats(const struct conf_key *k)
{
	return k->kind == CONF_LISTEN || k->kind == CONF_LISTEN_TLS ||
	    k->kind == CONF_ADDRESS;
}

static enum err
find_key(struct reader *r, const char *word, const struct conf_key **out)
{
	*out = conf_find(r->section, word);
	if (*out != NULL)
		return OK;
	if (block_of(word) != CONF_MAIN)
		return err_set(ERR_SYNTAX, "%s is a block; it begins with "
		    "\"%s\" and ends with a line \"}\"", word,
		    block_forms[block_of(word)]);
	for (int i = 0; i < CONF_KEYS; i++) {
		const struct conf_key *k = &conf_key_table[i];

		if (strcmp(k->name, word) != 0)
			continue;
		if (k->section != CONF_MAIN)
			return err_set(ERR_SYNTAX, "%s belongs in a block, "
			    "like \"%s\"", word, block_forms[k->section]);
		return err_set(ERR_SYNTAX, "%s does not belong in a block; "
		    "close that of line %u with a line \"}\" first", word,
		    r->opened);
	}
	return ERR_SYNTAX;
}

static enum err
set_key(struct reader *r, const char *word, const char *value)
{
	const struct conf_key *k;
	unsigned *said;
	void *owner = r->c;
	enum err e = find_key(r, word, &k);

	if (e != OK)
		return e;
	if (value[0] == '\0')
		return err_set(ERR_SYNTAX, "%s: its value is missing; say "
		    "%s %s", word, word, k->arg);
	said = k->section == CONF_MAIN ? &r->c->line[k - conf_key_table] :
	    &r->said[k - conf_key_table];
	if (*said != 0 && !repeats(k))
		return err_set(ERR_EXISTS, "%s: was said in line %u already; "
		    "keep one", word, *said);
	*said = r->line;
	if (k->section == CONF_PEER)
		owner = r->peer;
	else if (k->section == CONF_BOARDS)
		owner = r->boards;
	return conf_put(k, owner, value);
}

static enum err
check_bytes(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (((unsigned char)s.p[i] < ' ' && s.p[i] != '\t') ||
		    s.p[i] == 0x7f)
			return err_set(ERR_SYNTAX, "holds a control byte; "
			    "type the line anew");
	if (!utf8_valid(s))
		return err_set(ERR_SYNTAX, "is not UTF-8; convert the file");
	return OK;
}

static enum err
take_line(struct reader *r, struct slice line)
{
	struct slice rest = slice_trim(line);
	struct rest more = { .opens = false };
	char word[64];
	enum err e;

	if (rest.len == 0 || rest.p[0] == '#')
		return OK;
	e = check_bytes(rest);
	if (e == OK && !slice_copy(slice_word(&rest), word, sizeof(word)))
		e = err_set(ERR_SYNTAX, "no such key: %s...", word);
	if (e == OK)
		e = read_rest(slice_trim(rest), &more);
	if (e != OK)
		return e;
	if (strcmp(word, "}") == 0) {
		if (r->opened == 0)
			return err_set(ERR_SYNTAX, "\"}\" closes nothing; "
			    "remove it");
		close_block(r);
		return more.value[0] == '\0' ? OK : err_set(ERR_SYNTAX,
		    "\"}\" stands on a line of its own");
	}
	if (more.opens)
		return open_block(r, word, more.value);
	return r->skipping ? OK : set_key(r, word, more.value);
}

/* --- the file ------------------------------------------------------------ */

/* Whoever can read a password can be the server at the peer's. */
static void
check_mode(struct reader *r, int fd)
{
	struct stat st;

	if (fstat(fd, &st) == -1 || (st.st_mode & S_IROTH) == 0)
		return;
	for (int i = 0; i < r->c->npeers; i++)
		if (r->c->peer[i]->password != NULL) {
			conf_fault(r->report, CONF_WARNING, ERR_DENIED,
			    "%s:%u: everybody can read the password of peer "
			    "%s; chmod o-r %s", r->path, r->c->peer[i]->line,
			    r->c->peer[i]->name, r->path);
			return;
		}
}

static void
read_lines(struct reader *r, struct slice text)
{
	while (text.len > 0) {
		enum err e;

		r->line++;
		e = take_line(r, slice_cut(&text, '\n'));
		if (e != OK)
			complain(r, e);
	}
	if (r->opened != 0) {
		complain_block(r, CONF_ERROR, "the block is not closed; add "
		    "a line \"}\"");
		close_block(r);
	}
}

static void
reader_init(struct reader *r, struct conf *c, const char *name,
    struct conf_report *report)
{
	*r = (struct reader){ .c = c, .path = name, .report = report };
	free(c->file);
	c->file = xstrdup(name);
}

static enum err
outcome(const struct conf_report *r)
{
	return r->first == OK ? OK : err_set(r->first, "%s", r->detail);
}

enum err
conf_read_text(struct conf *c, const char *name, struct slice text,
    struct conf_report *report)
{
	struct conf_report quiet = { .say = NULL };
	struct reader r;

	reader_init(&r, c, name, report != NULL ? report : &quiet);
	read_lines(&r, text);
	return outcome(r.report);
}

enum err
conf_read(struct conf *c, const char *path, struct conf_report *report,
    struct buf *keep)
{
	struct conf_report quiet = { .say = NULL };
	struct buf text = BUF_INIT(CONF_FILE_MAX);
	struct reader r;
	int fd;
	enum err e;

	reader_init(&r, c, path, report != NULL ? report : &quiet);
	e = conf_open(path, &fd);
	if (e == OK) {
		e = conf_slurp(fd, path, &text);
		if (e == OK) {
			read_lines(&r, buf_slice(&text));
			check_mode(&r, fd);
		}
		close(fd);
	}
	if (e != OK)
		conf_fault(r.report, CONF_ERROR, e, "%s", err_detail());
	if (keep != NULL)
		*keep = text;
	else
		buf_clear(&text);
	return outcome(r.report);
}
