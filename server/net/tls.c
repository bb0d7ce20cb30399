/* TLS by OpenSSL, which reads and writes the socket itself. */
#include "server/net/tls.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* OpenSSL has a type of this name. */
#define ERR_STATE OPENSSL_ERR_STATE
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#undef ERR_STATE

#include "common/log.h"
#include "common/xalloc.h"
#include "proto/limits.h"

/* Forward secrecy and authenticated encryption, nothing else. */
static const char ciphers_12[] =
    "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!PSK";

struct tls {
	pthread_mutex_t lock;
	SSL_CTX *now;		/* connections hold it on their own */
};

/* --- errors ------------------------------------------------------------ */

/* The oldest complaint of OpenSSL on this thread; the rest is dropped. */
static const char *
complaint(void)
{
	unsigned long e = ERR_get_error();
	const char *why = ERR_reason_error_string(e);

	if (ERR_SYSTEM_ERROR(e))
		why = strerror(ERR_GET_REASON(e));
	ERR_clear_error();
	return why != NULL ? why : "unknown fault";
}

void
tls_begin(void)
{
	OPENSSL_init_ssl(OPENSSL_INIT_LOAD_CONFIG, NULL);
	RAND_status();
}

/* --- certificates ------------------------------------------------------ */

/*
 * Sees all that is no data: handshakes, keys made anew, alerts. Each costs
 * much, and SSL_read() goes on while such ones come; so after too many of
 * them the peer has sent its last.
 */
static void
on_message(int sent, int version, int type, const void *p, size_t n,
    SSL *ssl, void *arg)
{
	uintptr_t count = (uintptr_t)SSL_get_app_data(ssl);

	(void)sent;
	(void)version;
	(void)p;
	(void)n;
	(void)arg;
	if (type == SSL3_RT_HEADER || type == SSL3_RT_INNER_CONTENT_TYPE)
		return;
	SSL_set_app_data(ssl, (void *)++count);
	if (count > LIMIT_TLS_MESSAGES)
		SSL_set_shutdown(ssl, SSL_RECEIVED_SHUTDOWN);
}

static SSL_CTX *
context_new(const SSL_METHOD *method)
{
	SSL_CTX *ctx = SSL_CTX_new(method);

	if (ctx == NULL)
		return NULL;
	if (SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) != 1 ||
	    SSL_CTX_set_cipher_list(ctx, ciphers_12) != 1) {
		SSL_CTX_free(ctx);
		return NULL;
	}
	SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION |
	    SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
	    SSL_OP_CLEANSE_PLAINTEXT);
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_msg_callback(ctx, on_message);
	/* An idle connection has no buffers; a part of an answer may go. */
	SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS |
	    SSL_MODE_ENABLE_PARTIAL_WRITE |
	    SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	/* A record and its head by one call. */
	SSL_CTX_set_read_ahead(ctx, 1);
	return ctx;
}

/* Asks nobody on the terminal. */
static int
no_passphrase(char *p, int size, int writing, void *arg)
{
	bool *asked = arg;

	(void)p;
	(void)size;
	(void)writing;
	*asked = true;
	return -1;
}

static BIO *
open_text(struct slice s)
{
	return s.len <= INT_MAX ? BIO_new_mem_buf(s.p, (int)s.len) : NULL;
}

/* Ours, then what leads from it to an authority. */
static enum err
take_certificates(SSL_CTX *ctx, const struct tls_pem *pem)
{
	BIO *text = open_text(pem->certificate);
	X509 *own = NULL, *next;
	bool ok;

	if (text != NULL)
		own = PEM_read_bio_X509_AUX(text, NULL, NULL, NULL);
	if (own == NULL) {
		BIO_free(text);
		ERR_clear_error();
		return err_set(ERR_SYNTAX, "%s: no certificate in it; it "
		    "begins with -----BEGIN CERTIFICATE-----",
		    pem->certificate_name);
	}
	ok = SSL_CTX_use_certificate(ctx, own) == 1;
	X509_free(own);
	while (ok &&
	    (next = PEM_read_bio_X509(text, NULL, NULL, NULL)) != NULL) {
		ok = SSL_CTX_add0_chain_cert(ctx, next) == 1;
		if (!ok)
			X509_free(next);
	}
	BIO_free(text);
	if (!ok)
		return err_set(ERR_SYNTAX, "%s: %s", pem->certificate_name,
		    complaint());
	/* The last look found no more. */
	if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
		return err_set(ERR_SYNTAX, "%s: a certificate of the chain "
		    "is damaged: %s", pem->certificate_name, complaint());
	ERR_clear_error();
	return OK;
}

static enum err
take_key(SSL_CTX *ctx, const struct tls_pem *pem)
{
	BIO *text = open_text(pem->key);
	EVP_PKEY *key = NULL;
	bool asked = false, ok;

	if (text != NULL)
		key = PEM_read_bio_PrivateKey(
		    text, NULL, no_passphrase, &asked);
	BIO_free(text);
	if (key == NULL) {
		ERR_clear_error();
		if (asked)
			return err_set(ERR_SYNTAX, "%s: the key has a "
			    "passphrase; store it without one, readable by "
			    "root alone", pem->key_name);
		return err_set(ERR_SYNTAX, "%s: no private key in it; it "
		    "begins with -----BEGIN PRIVATE KEY-----",
		    pem->key_name);
	}
	ok = X509_check_private_key(SSL_CTX_get0_certificate(ctx), key) == 1;
	if (!ok) {
		EVP_PKEY_free(key);
		ERR_clear_error();
		return err_set(ERR_SYNTAX,
		    "%s: the key does not belong to the certificate in %s",
		    pem->key_name, pem->certificate_name);
	}
	ok = SSL_CTX_use_PrivateKey(ctx, key) == 1;
	EVP_PKEY_free(key);
	return ok ? OK : err_set(ERR_SYNTAX, "%s: %s", pem->key_name,
	    complaint());
}

static void
check_time(SSL_CTX *ctx, const char *name)
{
	const X509 *own = SSL_CTX_get0_certificate(ctx);

	if (X509_cmp_current_time(X509_get0_notAfter(own)) < 0)
		log_warn("%s: the certificate has expired; clients will "
		    "refuse it", name);
	else if (X509_cmp_current_time(X509_get0_notBefore(own)) > 0)
		log_warn("%s: the certificate is not valid yet; clients "
		    "will refuse it", name);
}

static enum err
server_context(const struct tls_pem *pem, SSL_CTX **out)
{
	SSL_CTX *ctx = context_new(TLS_server_method());
	enum err e;

	if (ctx == NULL)
		return err_set(ERR_NOMEM, "TLS: %s", complaint());
	SSL_CTX_set_num_tickets(ctx, 0);
	SSL_CTX_set_options(ctx, SSL_OP_CIPHER_SERVER_PREFERENCE |
	    SSL_OP_PRIORITIZE_CHACHA | SSL_OP_IGNORE_UNEXPECTED_EOF);
	e = take_certificates(ctx, pem);
	if (e == OK)
		e = take_key(ctx, pem);
	if (e != OK) {
		SSL_CTX_free(ctx);
		return e;
	}
	check_time(ctx, pem->certificate_name);
	*out = ctx;
	return OK;
}

static struct tls *
wrap(SSL_CTX *ctx)
{
	struct tls *t = xcalloc(1, sizeof(*t));

	pthread_mutex_init(&t->lock, NULL);
	t->now = ctx;
	return t;
}

enum err
tls_new(const struct tls_pem *pem, struct tls **out)
{
	SSL_CTX *ctx;
	enum err e = server_context(pem, &ctx);

	*out = e == OK ? wrap(ctx) : NULL;
	return e;
}

enum err
tls_renew(struct tls *t, const struct tls_pem *pem)
{
	SSL_CTX *fresh, *old;
	enum err e = server_context(pem, &fresh);

	if (e != OK)
		return e;
	pthread_mutex_lock(&t->lock);
	old = t->now;
	t->now = fresh;
	pthread_mutex_unlock(&t->lock);
	SSL_CTX_free(old);
	return OK;
}

enum err
tls_client_new(const char *ca, struct tls **out)
{
	SSL_CTX *ctx = context_new(TLS_client_method());
	int ok;

	*out = NULL;
	if (ctx == NULL)
		return err_set(ERR_NOMEM, "TLS: %s", complaint());
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
	if (ca != NULL)
		ok = SSL_CTX_load_verify_file(ctx, ca);
	else
		ok = SSL_CTX_set_default_verify_paths(ctx);
	if (ok != 1) {
		SSL_CTX_free(ctx);
		return err_set(ERR_IO, "%s: %s",
		    ca != NULL ? ca : tls_authorities(), complaint());
	}
	*out = wrap(ctx);
	return OK;
}

const char *
tls_authorities(void)
{
	return X509_get_default_cert_dir();
}

void
tls_free(struct tls **tp)
{
	struct tls *t = *tp;

	if (t == NULL)
		return;
	SSL_CTX_free(t->now);
	pthread_mutex_destroy(&t->lock);
	free(t);
	*tp = NULL;
}

/* --- one connection ---------------------------------------------------- */

static SSL *
begin(struct tls *t, int fd)
{
	SSL *ssl;

	pthread_mutex_lock(&t->lock);
	ssl = SSL_new(t->now);
	pthread_mutex_unlock(&t->lock);
	if (ssl != NULL && SSL_set_fd(ssl, fd) == 1)
		return ssl;
	SSL_free(ssl);
	err_set(ERR_NOMEM, "TLS: %s", complaint());
	return NULL;
}

SSL *
tls_accept(struct tls *t, int fd)
{
	SSL *ssl = begin(t, fd);

	if (ssl != NULL)
		SSL_set_accept_state(ssl);
	return ssl;
}

/* The name that the certificate must have; only names are sent as SNI. */
static bool
expect(SSL *ssl, const char *host)
{
	if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host) == 1)
		return true;
	ERR_clear_error();
	SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	return SSL_set1_host(ssl, host) == 1 &&
	    SSL_set_tlsext_host_name(ssl, host) == 1;
}

SSL *
tls_connect(struct tls *t, int fd, const char *host)
{
	SSL *ssl = begin(t, fd);

	if (ssl == NULL)
		return NULL;
	SSL_set_connect_state(ssl);
	if (expect(ssl, host))
		return ssl;
	SSL_free(ssl);
	err_set(ERR_NOMEM, "TLS: %s: %s", host, complaint());
	return NULL;
}

/* What stopped a call that returned ret, not 1. */
static enum wire_status
status_of(SSL *ssl, int ret)
{
	int saved = errno;

	switch (SSL_get_error(ssl, ret)) {
	case SSL_ERROR_WANT_READ:
		return WIRE_READ;
	case SSL_ERROR_WANT_WRITE:
		return WIRE_WRITE;
	case SSL_ERROR_ZERO_RETURN:
		return WIRE_END;
	case SSL_ERROR_SYSCALL:
		if (ERR_peek_error() == 0) {
			err_set(ERR_IO, "TLS: %s",
			    saved != 0 ? strerror(saved) : "closed");
			break;
		}
		/* FALLTHROUGH */
	default:
		err_set(ERR_IO, "TLS: %s", complaint());
		break;
	}
	ERR_clear_error();
	return WIRE_BROKEN;
}

/* The same for a handshake: why a certificate was not taken says more. */
enum wire_status
tls_handshake(SSL *ssl)
{
	enum wire_status status;
	long verdict;
	int ret;

	ERR_clear_error();
	errno = 0;
	ret = SSL_do_handshake(ssl);
	if (ret == 1)
		return WIRE_OK;
	status = status_of(ssl, ret);
	if (status == WIRE_END)
		err_set(ERR_IO, "TLS: closed in the handshake");
	verdict = SSL_get_verify_result(ssl);
	if (status == WIRE_BROKEN && verdict != X509_V_OK)
		err_set(ERR_DENIED, "TLS: the server's certificate: %s",
		    X509_verify_cert_error_string(verdict));
	return status == WIRE_END ? WIRE_BROKEN : status;
}

enum wire_status
tls_read(SSL *ssl, char *p, size_t size, size_t *n)
{
	int ret;

	ERR_clear_error();
	errno = 0;
	ret = SSL_read_ex(ssl, p, size, n);
	if (ret == 1)
		return WIRE_OK;
	*n = 0;
	return status_of(ssl, ret);
}

enum wire_status
tls_write(SSL *ssl, struct slice s, size_t *n)
{
	int ret;

	ERR_clear_error();
	errno = 0;
	ret = SSL_write_ex(ssl, s.p, s.len, n);
	if (ret == 1)
		return WIRE_OK;
	*n = 0;
	return status_of(ssl, ret);
}

bool
tls_pending(const SSL *ssl)
{
	return SSL_has_pending(ssl) == 1;
}

void
tls_shutdown(SSL *ssl)
{
	ERR_clear_error();
	if (SSL_in_init(ssl) == 0)
		SSL_shutdown(ssl);
	ERR_clear_error();
}

void
tls_forget(SSL **ssl)
{
	SSL_free(*ssl);
	*ssl = NULL;
}
