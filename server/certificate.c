/* Reading the certificate and its key, and putting them to use. */
#include "server/certificate.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/log.h"
#include "server/conf/conf.h"
#include "server/net/tls.h"
#include "server/stoad.h"

/* A chain of certificates has some 10 KB. */
enum { PEM_MAX = 1 << 20 };

static enum err
read_file(const char *path, struct buf *out)
{
	ssize_t n = 1;
	char *at;
	int fd;
	enum err e = conf_open(path, &fd);

	if (e != OK)
		return e;
	/* Grown it would leave copies of a key behind. */
	buf_init(out, PEM_MAX);
	at = buf_room(out, PEM_MAX);
	while (n > 0 && out->len < PEM_MAX) {
		n = read(fd, at + out->len, PEM_MAX - out->len);
		if (n > 0)
			out->len += (size_t)n;
	}
	close(fd);
	if (n == -1)
		return err_errno("%s", path);
	if (out->len == PEM_MAX)
		return err_set(ERR_TOOBIG, "%s is no PEM file: too large",
		    path);
	return OK;
}

static void
check_mode(const char *path)
{
	struct stat st;

	if (stat(path, &st) == 0 && (st.st_mode & S_IRWXO) != 0)
		log_warn("%s: everybody may read the private key; chmod 600 "
		    "it, and get a new one if others have accounts here",
		    path);
}

void
certificate_read(const struct conf *c, struct certificate *out,
    struct conf_report *r)
{
	enum err chain, key;

	memset(out, 0, sizeof(*out));
	if (c->tls_certificate == NULL || c->tls_key == NULL)
		return;
	chain = read_file(c->tls_certificate, &out->chain);
	if (chain != OK)
		conf_fault_at(c, r, CONF_KEY_CERTIFICATE, chain);
	key = read_file(c->tls_key, &out->key);
	if (key != OK)
		conf_fault_at(c, r, CONF_KEY_KEY, key);
	if (chain != OK || key != OK) {
		certificate_clear(out);
		return;
	}
	check_mode(c->tls_key);
	out->chain_name = c->tls_certificate;
	out->key_name = c->tls_key;
}

static struct tls_pem
pem_of(const struct certificate *c)
{
	return (struct tls_pem){
		.certificate = buf_slice(&c->chain),
		.key = buf_slice(&c->key),
		.certificate_name = c->chain_name,
		.key_name = c->key_name,
	};
}

enum err
certificate_check(const struct certificate *c)
{
	const struct tls_pem pem = pem_of(c);
	struct tls *tls;
	enum err e = OK;

	if (c->chain_name != NULL)
		e = tls_new(&pem, &tls);
	if (c->chain_name != NULL && e == OK)
		tls_free(&tls);
	return e;
}

enum err
certificate_use(struct server *s, const struct certificate *c)
{
	const struct tls_pem pem = pem_of(c);
	struct tls *tls = atomic_load(&s->tls);
	enum err e;

	if (c->chain.len == 0 && c->chain_name == NULL)
		return OK;
	if (tls != NULL)
		return tls_renew(tls, &pem);
	e = tls_new(&pem, &tls);
	if (e == OK)
		atomic_store(&s->tls, tls);
	return e;
}

void
certificate_clear(struct certificate *c)
{
	if (c->key.p != NULL)
		explicit_bzero(c->key.p, c->key.len);
	buf_clear(&c->key);
	buf_clear(&c->chain);
}
