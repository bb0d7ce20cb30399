/*
 * Both ends of a connection in one thread: a server and a client with
 * certificates made here, and OpenSSL by itself where a client does what
 * ours never would.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/buf.h"
#include "common/err.h"
#include "common/log.h"
#include "proto/limits.h"
#include "server/net/tls.h"
#include "server/net/wire.h"

#define ERR_STATE OPENSSL_ERR_STATE
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#undef ERR_STATE

enum { DAY = 86400, BIG = 1 << 20 };

/* --- certificates ------------------------------------------------------ */

struct text {
	char p[4096];
};

static EVP_PKEY *authority_key;
static X509 *authority;
static char authority_path[] = "/tmp/stoa-wire-XXXXXX";

static struct slice
text_of(const struct text *t)
{
	return slice_of(t->p);
}

static void
take_text(BIO *b, struct text *t)
{
	int n = BIO_read(b, t->p, sizeof(t->p) - 1);

	assert_true(n > 0);
	t->p[n] = '\0';
	BIO_free(b);
}

static void
extend(X509 *x, int nid, const char *value)
{
	X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

	assert_non_null(e);
	assert_int_equal(X509_add_ext(x, e, -1), 1);
	X509_EXTENSION_free(e);
}

/* Valid for some days, negative ones are over; names as "DNS:x,IP:y". */
static X509 *
certificate_new(EVP_PKEY *key, const char *cn, const char *names, int days)
{
	static long serial;
	X509 *x = X509_new();
	X509_NAME *name = X509_get_subject_name(x);
	long now = days < 0 ? (days - 1) * DAY : -DAY;

	X509_set_version(x, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x), ++serial);
	X509_gmtime_adj(X509_getm_notBefore(x), now);
	X509_gmtime_adj(X509_getm_notAfter(x), days * DAY);
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
	    (const unsigned char *)cn, -1, -1, 0);
	X509_set_pubkey(x, key);
	if (names == NULL) {
		X509_set_issuer_name(x, name);
		extend(x, NID_basic_constraints, "critical,CA:TRUE");
	} else {
		X509_set_issuer_name(x, X509_get_subject_name(authority));
		extend(x, NID_subject_alt_name, names);
	}
	assert_true(X509_sign(x, authority_key, EVP_sha256()) > 0);
	return x;
}

static void
make_pair(const char *names, int days, struct text *cert, struct text *key)
{
	EVP_PKEY *pkey = EVP_EC_gen("P-256");
	X509 *x = certificate_new(pkey, "server", names, days);
	BIO *b = BIO_new(BIO_s_mem());

	PEM_write_bio_X509(b, x);
	take_text(b, cert);
	b = BIO_new(BIO_s_mem());
	PEM_write_bio_PrivateKey(b, pkey, NULL, NULL, 0, NULL, NULL);
	take_text(b, key);
	X509_free(x);
	EVP_PKEY_free(pkey);
}

static struct tls_pem
pem_of(const struct text *cert, const struct text *key)
{
	return (struct tls_pem){ .certificate = text_of(cert),
		.key = text_of(key), .certificate_name = "cert.pem",
		.key_name = "key.pem" };
}

static struct tls *
server_for(const char *names, int days)
{
	struct text cert, key;
	struct tls_pem pem;
	struct tls *t;

	make_pair(names, days, &cert, &key);
	pem = pem_of(&cert, &key);
	assert_int_equal(tls_new(&pem, &t), OK);
	return t;
}

static int
setup(void **state)
{
	int fd = mkstemp(authority_path);
	FILE *f = fdopen(fd, "w");

	(void)state;
	log_init("test", LOG_L_ERROR);
	authority_key = EVP_EC_gen("P-256");
	authority = certificate_new(authority_key, "authority", NULL, 10);
	PEM_write_X509(f, authority);
	fclose(f);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	X509_free(authority);
	EVP_PKEY_free(authority_key);
	return unlink(authority_path);
}

/* --- both ends --------------------------------------------------------- */

struct ends {
	struct wire server, client;
};

static void
sockets(int fd[2])
{
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0,
	    fd), 0);
}

static void
ends_open(struct ends *e)
{
	int fd[2];

	sockets(fd);
	wire_init(&e->server, fd[0]);
	wire_init(&e->client, fd[1]);
}

static void
ends_close(struct ends *e)
{
	wire_close(&e->server);
	wire_close(&e->client);
}

/* Runs both handshakes to their ends; what the client came to. */
static enum wire_status
ends_shake(struct ends *e)
{
	enum wire_status s = WIRE_READ, c = WIRE_READ;

	for (int i = 0; i < 20; i++) {
		if (c != WIRE_OK)
			c = wire_handshake(&e->client);
		if (c == WIRE_BROKEN)
			return c;
		if (s != WIRE_OK)
			s = wire_handshake(&e->server);
	}
	assert_int_equal(s, WIRE_OK);
	return c;
}

static enum wire_status
ends_tls(struct ends *e, struct tls *server, const char *host)
{
	struct tls *client;

	ends_open(e);
	assert_int_equal(tls_client_new(authority_path, &client), OK);
	assert_int_equal(wire_accept(&e->server, server), OK);
	assert_int_equal(wire_connect(&e->client, client, host), OK);
	tls_free(&client);
	return ends_shake(e);
}

static void
put(struct wire *w, const char *text)
{
	struct slice s = slice_of(text);

	assert_int_equal(wire_write(w, &s), WIRE_OK);
}

static void
expect(struct wire *w, const char *text)
{
	char got[256];
	size_t n;

	assert_int_equal(wire_read(w, got, sizeof(got), &n), WIRE_OK);
	assert_int_equal(n, strlen(text));
	assert_memory_equal(got, text, n);
}

static void
expect_none(struct wire *w, enum wire_status why)
{
	char got[256];
	size_t n;

	assert_int_equal(wire_read(w, got, sizeof(got), &n), why);
	assert_int_equal(n, 0);
	assert_false(wire_pending(w));
}

/* --- without TLS ------------------------------------------------------- */

static void
test_plain(void **state)
{
	struct ends e;

	(void)state;
	ends_open(&e);
	put(&e.client, "DATE\r\n");
	expect(&e.server, "DATE\r\n");
	expect_none(&e.server, WIRE_READ);
	wire_shut(&e.client);
	expect_none(&e.server, WIRE_END);
	put(&e.server, "111 1\r\n");
	expect(&e.client, "111 1\r\n");
	ends_close(&e);
}

/* A megabyte that the other side takes when it likes. */
static void
pass_big(struct wire *from, struct wire *to)
{
	char *big = malloc(BIG), *moved = malloc(BIG), *got = malloc(BIG);
	struct slice rest = slice_make(big, BIG);
	size_t have = 0, n;

	for (size_t i = 0; i < BIG; i++)
		big[i] = (char)(i * 31 + (i >> 9));
	while (have < BIG) {
		enum wire_status s = wire_write(from, &rest);

		assert_true(s == WIRE_OK || s == WIRE_WRITE);
		assert_int_equal(s == WIRE_OK, rest.len == 0);
		/* What is left lies elsewhere the next time. */
		memcpy(moved, rest.p, rest.len);
		memset(big, 0, BIG - rest.len);
		rest.p = moved;
		memcpy(big, moved, rest.len);
		rest.p = big;
		while (have < BIG &&
		    wire_read(to, got + have, BIG - have, &n) == WIRE_OK)
			have += n;
	}
	for (size_t i = 0; i < BIG; i++)
		assert_int_equal(got[i], (char)(i * 31 + (i >> 9)));
	free(big);
	free(moved);
	free(got);
}

static void
test_big(void **state)
{
	struct tls *t = server_for("DNS:news.example", 10);
	struct ends e;

	(void)state;
	ends_open(&e);
	pass_big(&e.server, &e.client);
	ends_close(&e);
	assert_int_equal(ends_tls(&e, t, "news.example"), WIRE_OK);
	pass_big(&e.server, &e.client);
	pass_big(&e.client, &e.server);
	ends_close(&e);
	tls_free(&t);
}

/* --- TLS --------------------------------------------------------------- */

static void
test_tls(void **state)
{
	struct tls *t = server_for("DNS:news.example", 10);
	struct ends e;

	(void)state;
	assert_int_equal(ends_tls(&e, t, "news.example"), WIRE_OK);
	tls_free(&t);
	put(&e.client, "DATE\r\n");
	expect(&e.server, "DATE\r\n");
	put(&e.server, "111 1\r\n");
	expect(&e.client, "111 1\r\n");
	/* Half closed: the answer still comes. */
	put(&e.client, "QUIT\r\n");
	wire_shut(&e.client);
	expect(&e.server, "QUIT\r\n");
	expect_none(&e.server, WIRE_END);
	ends_close(&e);
}

/* Input that TLS has taken from the socket is not forgotten. */
static void
test_pending(void **state)
{
	struct tls *t = server_for("DNS:news.example", 10);
	struct ends e;
	char got[100];
	size_t n, all = 0;

	(void)state;
	assert_int_equal(ends_tls(&e, t, "news.example"), WIRE_OK);
	for (int i = 0; i < 50; i++)
		put(&e.client, "0123456789");
	/* The first look takes all that lies in the socket. */
	do {
		assert_int_equal(
		    wire_read(&e.server, got, sizeof(got), &n), WIRE_OK);
		all += n;
	} while (wire_pending(&e.server) && all < 500);
	assert_int_equal(all, 500);
	if (wire_pending(&e.server))
		expect_none(&e.server, WIRE_READ);
	ends_close(&e);
	tls_free(&t);
}

/* Tiny records: only so many before others have their turn. */
static void
test_records(void **state)
{
	struct tls *t = server_for("DNS:news.example", 10);
	struct ends e;
	char got[512];
	size_t n, all;

	(void)state;
	assert_int_equal(ends_tls(&e, t, "news.example"), WIRE_OK);
	for (int i = 0; i < 200; i++)
		put(&e.client, "x");
	assert_int_equal(
	    wire_read(&e.server, got, sizeof(got), &all), WIRE_OK);
	assert_in_range(all, 1, 100);
	while (wire_pending(&e.server) && all < 200) {
		assert_int_equal(
		    wire_read(&e.server, got, sizeof(got), &n), WIRE_OK);
		all += n;
	}
	assert_int_equal(all, 200);
	ends_close(&e);
	tls_free(&t);
}

/* Keys made anew without an end would hold whoever reads. */
static void
test_keys(void **state)
{
	struct tls *t = server_for("DNS:news.example", 10);
	enum wire_status status = WIRE_READ;
	struct ends e;
	char got[10];
	size_t n;

	(void)state;
	assert_int_equal(ends_tls(&e, t, "news.example"), WIRE_OK);
	for (int i = 0; i < 5; i++) {
		SSL_key_update(e.client.ssl, SSL_KEY_UPDATE_NOT_REQUESTED);
		assert_int_equal(SSL_do_handshake(e.client.ssl), 1);
	}
	put(&e.client, "DATE\r\n");
	expect(&e.server, "DATE\r\n");
	for (int i = 0; i < 4 * LIMIT_TLS_MESSAGES && status == WIRE_READ;
	    i++) {
		SSL_key_update(e.client.ssl, SSL_KEY_UPDATE_NOT_REQUESTED);
		assert_int_equal(SSL_do_handshake(e.client.ssl), 1);
		status = wire_read(&e.server, got, sizeof(got), &n);
	}
	assert_int_equal(status, WIRE_END);
	ends_close(&e);
	tls_free(&t);
}

/* A peer that goes without a word: an end for us, a fault for a client. */
static void
test_cut(void **state)
{
	struct tls *t = server_for("DNS:news.example", 10);
	struct ends e;
	char got[10];
	size_t n;

	(void)state;
	assert_int_equal(ends_tls(&e, t, "news.example"), WIRE_OK);
	shutdown(e.client.fd, SHUT_WR);
	expect_none(&e.server, WIRE_END);
	put(&e.server, "bye");
	expect(&e.client, "bye");
	shutdown(e.server.fd, SHUT_WR);
	assert_int_equal(
	    wire_read(&e.client, got, sizeof(got), &n), WIRE_BROKEN);
	assert_true(e.client.broken);
	ends_close(&e);
	tls_free(&t);
}

static void
refused(const char *names, int days, const char *host, const char *why)
{
	struct tls *t = server_for(names, days);
	struct ends e;

	assert_int_equal(ends_tls(&e, t, host), WIRE_BROKEN);
	assert_non_null(strstr(err_detail(), why));
	ends_close(&e);
	tls_free(&t);
}

static void
test_names(void **state)
{
	struct tls *t = server_for("DNS:*.news.example,IP:192.0.2.1", 10);
	struct ends e;

	(void)state;
	assert_int_equal(ends_tls(&e, t, "a.news.example"), WIRE_OK);
	ends_close(&e);
	assert_int_equal(ends_tls(&e, t, "192.0.2.1"), WIRE_OK);
	ends_close(&e);
	tls_free(&t);
	refused("DNS:other.example", 10, "news.example", "ostname mismatch");
	refused("DNS:news.example", 10, "192.0.2.1", "IP address mismatch");
	refused("DNS:news.example", -3, "news.example", "expired");
}

static void
test_stranger(void **state)
{
	struct tls *t = server_for("DNS:news.example", 10), *client;
	struct ends e;

	(void)state;
	ends_open(&e);
	assert_int_equal(tls_client_new(NULL, &client), OK);
	assert_true(tls_authorities()[0] == '/');
	assert_int_equal(wire_accept(&e.server, t), OK);
	assert_int_equal(
	    wire_connect(&e.client, client, "news.example"), OK);
	assert_int_equal(ends_shake(&e), WIRE_BROKEN);
	assert_non_null(strstr(err_detail(), "certificate"));
	ends_close(&e);
	tls_free(&client);
	tls_free(&t);
	assert_int_not_equal(tls_client_new("/nonexistent", &client), OK);
	assert_null(client);
}

/* --- certificates that are none ---------------------------------------- */

static void
bad_pem(const char *cert, const char *key, const char *why)
{
	struct tls_pem pem = { .certificate = slice_of(cert),
		.key = slice_of(key), .certificate_name = "cert.pem",
		.key_name = "key.pem" };
	struct tls *t;

	assert_int_equal(tls_new(&pem, &t), ERR_SYNTAX);
	assert_null(t);
	assert_non_null(strstr(err_detail(), why));
}

static void
test_pem(void **state)
{
	struct text cert, key, other, secret;
	char both[8192];
	EVP_PKEY *pkey = EVP_EC_gen("P-256");
	BIO *b = BIO_new(BIO_s_mem());

	(void)state;
	make_pair("DNS:a.example", 10, &cert, &key);
	make_pair("DNS:a.example", 10, &other, &other);
	PEM_write_bio_PrivateKey(b, pkey, EVP_aes_128_cbc(), NULL, 0, NULL,
	    (void *)(uintptr_t)"secret");
	take_text(b, &secret);
	EVP_PKEY_free(pkey);
	bad_pem("", key.p, "cert.pem: no certificate");
	bad_pem(key.p, key.p, "cert.pem: no certificate");
	bad_pem(cert.p, "", "key.pem: no private key");
	bad_pem(cert.p, cert.p, "key.pem: no private key");
	bad_pem(cert.p, secret.p, "key.pem: the key has a passphrase");
	bad_pem(cert.p, other.p,
	    "key.pem: the key does not belong to the certificate in "
	    "cert.pem");
	snprintf(both, sizeof(both), "%s-----BEGIN CERTIFICATE-----\nAAAA\n"
	    "-----END CERTIFICATE-----\n", cert.p);
	bad_pem(both, key.p, "cert.pem: a certificate of the chain");
}

/* Those who are there keep theirs; what is wrong changes nothing. */
static void
test_renew(void **state)
{
	struct tls *t = server_for("DNS:old.example", 10);
	struct text cert, key;
	struct tls_pem pem;
	struct ends old, now;

	(void)state;
	assert_int_equal(ends_tls(&old, t, "old.example"), WIRE_OK);
	make_pair("DNS:new.example", 10, &cert, &key);
	pem = pem_of(&cert, &cert);
	assert_int_equal(tls_renew(t, &pem), ERR_SYNTAX);
	assert_int_equal(ends_tls(&now, t, "old.example"), WIRE_OK);
	ends_close(&now);
	pem = pem_of(&cert, &key);
	assert_int_equal(tls_renew(t, &pem), OK);
	assert_int_equal(ends_tls(&now, t, "new.example"), WIRE_OK);
	put(&old.client, "DATE\r\n");
	expect(&old.server, "DATE\r\n");
	ends_close(&now);
	ends_close(&old);
	tls_free(&t);
}

/* --- clients unlike ours ----------------------------------------------- */

static SSL *
stranger(struct wire *w, struct tls *t, int version)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
	SSL *ssl;
	int fd[2];

	sockets(fd);
	wire_init(w, fd[0]);
	assert_int_equal(wire_accept(w, t), OK);
	SSL_CTX_set_min_proto_version(ctx, version);
	SSL_CTX_set_max_proto_version(ctx, version);
	SSL_CTX_set_cipher_list(ctx, "DEFAULT:@SECLEVEL=0");
	ssl = SSL_new(ctx);
	SSL_CTX_free(ctx);
	assert_int_equal(SSL_set_fd(ssl, fd[1]), 1);
	SSL_set_connect_state(ssl);
	return ssl;
}

static void
stranger_close(SSL *ssl, struct wire *w)
{
	close(SSL_get_fd(ssl));
	SSL_free(ssl);
	wire_close(w);
}

static bool
stranger_shake(SSL *ssl, struct wire *w)
{
	enum wire_status s = WIRE_READ;
	int c = 0;

	for (int i = 0; i < 20; i++) {
		if (c != 1)
			c = SSL_do_handshake(ssl);
		if (s != WIRE_OK && s != WIRE_BROKEN)
			s = wire_handshake(w);
	}
	return c == 1 && s == WIRE_OK;
}

static void
test_versions(void **state)
{
	static const int versions[] = { TLS1_VERSION, TLS1_1_VERSION,
		TLS1_2_VERSION, TLS1_3_VERSION };
	struct tls *t = server_for("DNS:a.example", 10);

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct wire w;
		SSL *ssl = stranger(&w, t, versions[i]);

		assert_int_equal(stranger_shake(ssl, &w), i >= 2);
		if (i >= 2)
			assert_int_equal(SSL_session_reused(ssl), 0);
		stranger_close(ssl, &w);
	}
	tls_free(&t);
}

/* New keys in the middle are no input, and hold up none. */
static void
test_new_keys(void **state)
{
	struct tls *t = server_for("DNS:a.example", 10);
	struct wire w;
	SSL *ssl = stranger(&w, t, TLS1_3_VERSION);
	char got[16];

	(void)state;
	assert_true(stranger_shake(ssl, &w));
	assert_int_equal(SSL_key_update(ssl, SSL_KEY_UPDATE_REQUESTED), 1);
	assert_int_equal(SSL_do_handshake(ssl), 1);
	expect_none(&w, WIRE_READ);
	assert_int_equal(SSL_write(ssl, "DATE\r\n", 6), 6);
	expect(&w, "DATE\r\n");
	put(&w, "111 1\r\n");
	assert_int_equal(SSL_read(ssl, got, sizeof(got)), 7);
	stranger_close(ssl, &w);
	tls_free(&t);
}

static void
test_no_renegotiation(void **state)
{
	struct tls *t = server_for("DNS:a.example", 10);
	struct wire w;
	SSL *ssl = stranger(&w, t, TLS1_2_VERSION);
	char got[16];
	size_t n;

	(void)state;
	assert_true(stranger_shake(ssl, &w));
	assert_int_equal(SSL_renegotiate(ssl), 1);
	SSL_do_handshake(ssl);
	assert_int_not_equal(
	    wire_read(&w, got, sizeof(got), &n), WIRE_OK);
	SSL_do_handshake(ssl);
	assert_int_equal(SSL_num_renegotiations(ssl) > 0 &&
	    SSL_is_init_finished(ssl), 0);
	stranger_close(ssl, &w);
	tls_free(&t);
}

/* A record that arrives octet by octet is waited for, not asked for. */
static void
test_drip(void **state)
{
	struct tls *t = server_for("DNS:a.example", 10);
	struct ends e;
	char record[256];
	ssize_t n;
	int fd[2], server;

	(void)state;
	assert_int_equal(ends_tls(&e, t, "a.example"), WIRE_OK);
	put(&e.client, "DATE\r\n");
	server = e.server.fd;
	n = recv(server, record, sizeof(record), 0);
	assert_true(n > 6);
	/* The same bytes once more, slowly. */
	sockets(fd);
	assert_int_equal(dup2(fd[0], server), server);
	for (ssize_t i = 0; i < n; i++) {
		expect_none(&e.server, WIRE_READ);
		assert_int_equal(send(fd[1], record + i, 1, 0), 1);
	}
	expect(&e.server, "DATE\r\n");
	close(fd[0]);
	close(fd[1]);
	ends_close(&e);
	tls_free(&t);
}

/* What is no TLS ends the handshake, whatever it is. */
static void
test_noise(void **state)
{
	static const char *const noise[] = { "DATE\r\nDATE\r\nDATE\r\n",
		"\x16\x03\x01\x40\x00" "all of it",
		"\x16\x03\x01\x00\x05" "\x01\x00\x00\x01\x00",
		"\x80\x2e\x01\x03\x01\x00\x15\x00\x00\x00\x10" };
	struct tls *t = server_for("DNS:a.example", 10);

	(void)state;
	for (size_t i = 0; i < sizeof(noise) / sizeof(noise[0]); i++) {
		struct ends e;
		enum wire_status s;

		ends_open(&e);
		assert_int_equal(wire_accept(&e.server, t), OK);
		put(&e.client, noise[i]);
		send(e.client.fd, "\0\0\0\0\0\0\0\0\0\0", 10, 0);
		shutdown(e.client.fd, SHUT_WR);
		do
			s = wire_handshake(&e.server);
		while (s == WIRE_READ);
		assert_int_equal(s, WIRE_BROKEN);
		assert_int_not_equal(strlen(err_detail()), 0);
		ends_close(&e);
	}
	tls_free(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_big),
		cmocka_unit_test(test_tls),
		cmocka_unit_test(test_pending),
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_stranger),
		cmocka_unit_test(test_pem),
		cmocka_unit_test(test_renew),
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_new_keys),
		cmocka_unit_test(test_no_renegotiation),
		cmocka_unit_test(test_drip),
		cmocka_unit_test(test_noise),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, setup, teardown);
}
