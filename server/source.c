/* Making a configuration of its parts, and handing it to the child. */
#include "server/source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/xalloc.h"

/* --- making ------------------------------------------------------------ */

/* What comes behind the file. */
static void
finish(struct conf *c, const struct source *s, struct conf_report *r)
{
	/* -l and -L replace what the file says. */
	c->listen_default = true;
	for (int i = 0; i < s->n; i++) {
		enum err e =
		    conf_set(c, s->option[i].key, s->option[i].value);

		if (e != OK)
			conf_fault(r, CONF_ERROR, e, "%s", err_detail());
	}
	conf_finish(c, s->cwd, r);
}

enum err
loaded_read(struct loaded *l, const struct source *s, struct conf_report *r)
{
	memset(l, 0, sizeof(*l));
	buf_init(&l->text, CONF_FILE_MAX);
	conf_init(&l->conf);
	if (s->file != NULL)
		conf_read(&l->conf, s->file, r, &l->text);
	finish(&l->conf, s, r);
	conf_read_texts(&l->conf, r);
	certificate_read(&l->conf, &l->certificate, r);
	return r->first == OK ? OK : err_set(r->first, "%s", r->detail);
}

void
loaded_clear(struct loaded *l)
{
	certificate_clear(&l->certificate);
	conf_clear(&l->conf);
	buf_clear(&l->text);
}

/* --- handing over -------------------------------------------------------- */

enum { PART_NONE = UINT32_MAX, PACKED_MAX = 8 << 20 };

/* A length and as many bytes. */
static bool
put_part(int fd, const char *p, size_t n)
{
	uint32_t len = p != NULL ? (uint32_t)n : PART_NONE;

	if (write(fd, &len, sizeof(len)) != (ssize_t)sizeof(len))
		return false;
	return p == NULL || write(fd, p, n) == (ssize_t)n;
}

static bool
put_text(int fd, const char *text)
{
	return put_part(fd, text, text != NULL ? strlen(text) : 0);
}

enum err
loaded_pack(const struct loaded *l, int *out)
{
	int fd = memfd_create("stoad.conf", MFD_CLOEXEC);

	if (fd == -1)
		return err_errno("memfd");
	if (!put_part(fd, l->text.p, l->text.len) ||
	    !put_part(fd, l->certificate.chain.p, l->certificate.chain.len) ||
	    !put_part(fd, l->certificate.key.p, l->certificate.key.len) ||
	    !put_text(fd, l->conf.motd_text) ||
	    !put_text(fd, l->conf.terms_text)) {
		close(fd);
		return err_set(ERR_NOMEM, "no memory for the configuration");
	}
	*out = fd;
	return OK;
}

/* Cuts the next part off; p NULL when it is none. */
static bool
get_part(struct slice *rest, struct slice *out)
{
	uint32_t len;

	if (rest->len < sizeof(len))
		return false;
	memcpy(&len, rest->p, sizeof(len));
	*rest = slice_from(*rest, sizeof(len));
	*out = slice_make(NULL, 0);
	if (len == PART_NONE)
		return true;
	if (rest->len < len)
		return false;
	*out = slice_make(rest->p, len);
	*rest = slice_from(*rest, len);
	return true;
}

static void
keep_part(struct buf *to, struct slice part)
{
	buf_init(to, part.len + 1);
	buf_put_slice(to, part);
}

static char *
keep_text(struct slice part)
{
	return part.p != NULL ? xstrndup(part.p, part.len) : NULL;
}

static enum err
unpack(struct loaded *l, const struct source *s, struct slice rest)
{
	struct conf_report quiet = { .say = NULL };
	struct slice text, chain, key, motd, terms;

	if (!get_part(&rest, &text) || !get_part(&rest, &chain) ||
	    !get_part(&rest, &key) || !get_part(&rest, &motd) ||
	    !get_part(&rest, &terms))
		return err_set(ERR_SYNTAX, "the configuration is cut");
	if (s->file != NULL)
		conf_read_text(&l->conf, s->file, text, &quiet);
	finish(&l->conf, s, &quiet);
	l->conf.motd_text = keep_text(motd);
	l->conf.terms_text = keep_text(terms);
	keep_part(&l->certificate.chain, chain);
	keep_part(&l->certificate.key, key);
	if (chain.p != NULL) {
		l->certificate.chain_name = l->conf.tls_certificate;
		l->certificate.key_name = l->conf.tls_key;
	}
	return quiet.first == OK ? OK :
	    err_set(quiet.first, "%s", quiet.detail);
}

enum err
loaded_unpack(struct loaded *l, const struct source *s, int fd)
{
	struct stat st;
	enum err e;
	char *all;

	memset(l, 0, sizeof(*l));
	conf_init(&l->conf);
	if (fstat(fd, &st) == -1 || st.st_size > PACKED_MAX)
		return err_set(ERR_TOOBIG, "the configuration is too large");
	all = xmalloc((size_t)st.st_size + 1);
	if (pread(fd, all, (size_t)st.st_size, 0) == (ssize_t)st.st_size)
		e = unpack(l, s, slice_make(all, (size_t)st.st_size));
	else
		e = err_set(ERR_IO, "the configuration cannot be read");
	explicit_bzero(all, (size_t)st.st_size);
	free(all);
	return e;
}
