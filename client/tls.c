/* OpenSSL, kept in one place: the handshake and the check of who is there. */
#include "client/tls.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <event2/bufferevent_ssl.h>
/* A type of OpenSSL has the name of one of our errors. */
#define ERR_STATE openssl_err_state
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#undef ERR_STATE

#include "client/i18n.h"
#include "client/wrap.h"
#include "common/base64.h"
#include "common/xalloc.h"
#include "proto/date.h"

#define NAMES_SHOWN 5
#define LABEL_WIDTH 17

enum fault {
	FAULT_PIN = 1,
	FAULT_SELF = 2,		/* self-signed */
	FAULT_ISSUER = 4,	/* by nobody we trust */
	FAULT_NAME = 8,
	FAULT_EARLY = 16,
	FAULT_LATE = 32,
	FAULT_OTHER = 64,
};

struct tls {
	const struct server *server;
	const struct trust *trust;
	SSL_CTX *ctx;
	/* The last connection: */
	X509 *leaf;		/* what it showed, or NULL */
	unsigned faults;
	int error;		/* of FAULT_OTHER */
	const SSL_CIPHER *cipher;
	const char *version;
};

/* --- checking ------------------------------------------------------------ */

static unsigned
fault_of(int error)
{
	switch (error) {
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
		return FAULT_SELF;
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
	case X509_V_ERR_CERT_UNTRUSTED:
		return FAULT_ISSUER;
	case X509_V_ERR_HOSTNAME_MISMATCH:
	case X509_V_ERR_IP_ADDRESS_MISMATCH:
		return FAULT_NAME;
	case X509_V_ERR_CERT_NOT_YET_VALID:
		return FAULT_EARLY;
	case X509_V_ERR_CERT_HAS_EXPIRED:
		return FAULT_LATE;
	default:
		return FAULT_OTHER;
	}
}

/* Goes on after a fault, so that a person is told all of them at once. */
static int
note_fault(int ok, X509_STORE_CTX *ctx)
{
	SSL *ssl = X509_STORE_CTX_get_ex_data(
	    ctx, SSL_get_ex_data_X509_STORE_CTX_idx());
	struct tls *t = SSL_get_app_data(ssl);

	if (!ok) {
		t->error = X509_STORE_CTX_get_error(ctx);
		t->faults |= fault_of(t->error);
	}
	return 1;
}

static void
key_digest(X509 *leaf, unsigned char out[static TRUST_SHA256])
{
	unsigned char *der = NULL;
	int len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(leaf), &der);

	if (len <= 0 || EVP_Digest(der, (size_t)len, out, NULL, EVP_sha256(),
			    NULL) != 1)
		memset(out, 0, TRUST_SHA256);
	OPENSSL_free(der);
}

static void
whole_digest(X509 *leaf, unsigned char out[static TRUST_SHA256])
{
	if (X509_digest(leaf, EVP_sha256(), out, NULL) != 1)
		memset(out, 0, TRUST_SHA256);
}

static unsigned
check_pin(const struct tls *t, X509 *leaf)
{
	unsigned char key[TRUST_SHA256], whole[TRUST_SHA256];

	key_digest(leaf, key);
	whole_digest(leaf, whole);
	return trust_matches(t->trust, t->server, key, whole) ? 0 : FAULT_PIN;
}

static int
check_certificate(X509_STORE_CTX *ctx, void *arg)
{
	struct tls *t = arg;
	X509 *leaf = X509_STORE_CTX_get0_cert(ctx);

	X509_up_ref(leaf);
	X509_free(t->leaf);
	t->leaf = leaf;
	t->error = X509_V_ERR_APPLICATION_VERIFICATION;
	if (trust_is_pinned(t->trust, t->server)) {
		t->faults = check_pin(t, leaf);
	} else {
		t->faults = 0;
		X509_STORE_CTX_set_verify_cb(ctx, note_fault);
		if (X509_verify_cert(ctx) <= 0)
			t->faults |= FAULT_OTHER;
	}
	X509_STORE_CTX_set_error(ctx, t->faults == 0 ? X509_V_OK : t->error);
	return t->faults == 0;
}

/* --- connecting ----------------------------------------------------------- */

struct tls *
tls_new(const struct server *server, const struct trust *trust)
{
	struct tls *t = xcalloc(1, sizeof(*t));
	bool known;

	t->server = server;
	t->trust = trust;
	t->ctx = SSL_CTX_new(TLS_client_method());
	if (t->ctx == NULL ||
	    SSL_CTX_set_min_proto_version(t->ctx, TLS1_2_VERSION) != 1) {
		err_set(ERR_IO, _("TLS does not work here"));
		tls_free(&t);
		return NULL;
	}
	SSL_CTX_set_options(t->ctx,
	    SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF);
	SSL_CTX_set_verify(t->ctx, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_cert_verify_callback(t->ctx, check_certificate, t);
	known = trust->ca != NULL
	    ? SSL_CTX_load_verify_file(t->ctx, trust->ca) == 1
	    : SSL_CTX_set_default_verify_paths(t->ctx) == 1;
	ERR_clear_error();
	if (!known) {
		err_set(ERR_IO, _("%s: no certificates in PEM form there"),
		    trust->ca != NULL ? trust->ca : "");
		tls_free(&t);
		return NULL;
	}
	if (trust->ca != NULL)
		X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(t->ctx),
		    X509_V_FLAG_PARTIAL_CHAIN);
	return t;
}

void
tls_free(struct tls **owner)
{
	struct tls *t = *owner;

	if (t == NULL)
		return;
	*owner = NULL;
	X509_free(t->leaf);
	SSL_CTX_free(t->ctx);
	free(t);
}

/* A certificate is for an address or for a name, and only names are sent. */
static bool
expect(SSL *ssl, const char *host)
{
	X509_VERIFY_PARAM *param = SSL_get0_param(ssl);

	if (X509_VERIFY_PARAM_set1_ip_asc(param, host) == 1)
		return true;
	SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	return SSL_set1_host(ssl, host) == 1 &&
	    SSL_set_tlsext_host_name(ssl, host) == 1;
}

struct bufferevent *
tls_start(struct tls *t, struct event_base *base, int fd)
{
	SSL *ssl = SSL_new(t->ctx);

	X509_free(t->leaf);
	t->leaf = NULL;
	t->faults = 0;
	t->cipher = NULL;
	ERR_clear_error();
	if (ssl == NULL || SSL_set_app_data(ssl, t) != 1 ||
	    !expect(ssl, t->server->host)) {
		SSL_free(ssl);
		close(fd);
		return NULL;
	}
	/* It has both from here on, also when it fails. */
	return bufferevent_openssl_socket_new(base, fd, ssl,
	    BUFFEREVENT_SSL_CONNECTING, BEV_OPT_CLOSE_ON_FREE);
}

void
tls_connected(struct tls *t, struct bufferevent *bev)
{
	SSL *ssl = bufferevent_openssl_get_ssl(bev);

	t->cipher = SSL_get_current_cipher(ssl);
	t->version = SSL_get_version(ssl);
}

/* --- words ---------------------------------------------------------------- */

static void
put_time(struct buf *out, const ASN1_TIME *time)
{
	struct tm tm;

	if (ASN1_TIME_to_tm(time, &tm) == 1)
		date_put_rfc3339(out, timegm(&tm));
}

static void
put_key(struct buf *out, X509 *leaf)
{
	unsigned char d[TRUST_SHA256];

	key_digest(leaf, d);
	buf_puts(out, "sha256//");
	base64_encode(slice_make((char *)d, sizeof(d)), out);
}

static void
put_pin(struct buf *out, const struct tls *t)
{
	buf_printf(out, "pin %s ", t->server->name);
	put_key(out, t->leaf);
}

static void
put_name(struct buf *out, const GENERAL_NAME *name)
{
	int type;
	const ASN1_STRING *s = GENERAL_NAME_get0_value(name, &type);
	const unsigned char *p = ASN1_STRING_get0_data(s);

	if (type == GEN_DNS)
		buf_put(out, p, (size_t)ASN1_STRING_length(s));
	else if (type == GEN_IPADD && ASN1_STRING_length(s) == 4)
		buf_printf(out, "%d.%d.%d.%d", p[0], p[1], p[2], p[3]);
	else if (type == GEN_IPADD)
		for (int i = 0; i + 1 < ASN1_STRING_length(s); i += 2)
			buf_printf(out, "%s%x", i > 0 ? ":" : "",
			    p[i] << 8 | p[i + 1]);
}

/* The names it is for; where it has none, its subject. */
static void
put_names(struct buf *out, X509 *leaf)
{
	GENERAL_NAMES *names =
	    X509_get_ext_d2i(leaf, NID_subject_alt_name, NULL, NULL);
	int n = names != NULL ? sk_GENERAL_NAME_num(names) : 0;
	char subject[256] = "";
	size_t before = out->len;

	for (int i = 0; i < n && i < NAMES_SHOWN; i++) {
		if (out->len != before)
			buf_puts(out, ", ");
		put_name(out, sk_GENERAL_NAME_value(names, i));
	}
	if (n > NAMES_SHOWN)
		buf_puts(out, " ...");
	GENERAL_NAMES_free(names);
	if (out->len != before)
		return;
	X509_NAME_oneline(X509_get_subject_name(leaf), subject,
	    sizeof(subject));
	buf_puts(out, subject);
}

static void
put_faults(struct buf *out, const struct tls *t)
{
	const char *sep = "";

	if ((t->faults & FAULT_PIN) != 0) {
		buf_puts(out, _("its key is not the pinned one"));
		sep = "; ";
	}
	if ((t->faults & FAULT_SELF) != 0) {
		buf_printf(out, "%s%s", sep, _("it is self-signed"));
		sep = "; ";
	} else if ((t->faults & FAULT_ISSUER) != 0) {
		buf_printf(out, "%s%s", sep,
		    _("no authority known here vouches for it"));
		sep = "; ";
	}
	if ((t->faults & FAULT_NAME) != 0) {
		buf_printf(out, "%s%s ", sep, _("it is for"));
		put_names(out, t->leaf);
		sep = "; ";
	}
	if ((t->faults & FAULT_EARLY) != 0) {
		buf_printf(out, "%s%s ", sep, _("it is not valid before"));
		put_time(out, X509_get0_notBefore(t->leaf));
		sep = "; ";
	}
	if ((t->faults & FAULT_LATE) != 0) {
		buf_printf(out, "%s%s ", sep, _("it expired on"));
		put_time(out, X509_get0_notAfter(t->leaf));
		sep = "; ";
	}
	if ((t->faults & FAULT_OTHER) != 0)
		buf_printf(out, "%s%s", sep,
		    X509_verify_cert_error_string(t->error));
}

static void
put_refusal(struct buf *out, const struct tls *t)
{
	buf_printf(out, "%s: %s: ", t->server->name,
	    _("certificate refused"));
	put_faults(out, t);
	buf_printf(out, ". %s ",
	    (t->faults & FAULT_PIN) != 0
		? _("If its operator changed it, stoarc needs:")
		: _("Once its operator confirms it, stoarc takes:"));
	put_pin(out, t);
}

static void
put_error(struct buf *out, const struct tls *t, unsigned long error)
{
	const char *text = ERR_reason_error_string(error);

	buf_printf(out, "%s: ", t->server->name);
	switch (ERR_GET_REASON(error)) {
	case SSL_R_WRONG_VERSION_NUMBER:
	case SSL_R_HTTP_REQUEST:
	case SSL_R_RECORD_LENGTH_MISMATCH:
	case SSL_R_PACKET_LENGTH_TOO_LONG:
		buf_puts(out, _("no TLS is spoken on this port; nothing was "
				"sent in plain"));
		break;
	case SSL_R_UNSUPPORTED_PROTOCOL:
	case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
		buf_puts(out, _("the server has only TLS older than 1.2"));
		break;
	default:
		buf_printf(out, _("the TLS handshake failed: %s"),
		    text != NULL ? text : "?");
		break;
	}
}

bool
tls_refused(const struct tls *t)
{
	return t->faults != 0;
}

void
tls_why(struct tls *t, struct bufferevent *bev, struct buf *out)
{
	unsigned long error;

	/* Its own marks stand in front of OpenSSL's errors. */
	while ((error = bufferevent_get_openssl_error(bev)) != 0)
		if (ERR_GET_LIB(error) != 0)
			break;
	if (t->faults != 0)
		put_refusal(out, t);
	else if (error != 0)
		put_error(out, t, error);
	else
		buf_printf(out, "%s: %s", t->server->name,
		    _("the server closed the connection during the TLS "
		      "handshake"));
}

static void
put_label(struct buf *out, const char *text)
{
	buf_puts(out, text);
	for (int i = wrap_width(slice_of(text)); i < LABEL_WIDTH; i++)
		buf_putc(out, ' ');
}

static void
put_subject(struct buf *out, const char *label, const X509_NAME *name)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *text;
	long len;

	if (bio == NULL)
		return;
	X509_NAME_print_ex(bio, name, 0, XN_FLAG_ONELINE);
	len = BIO_get_mem_data(bio, &text);
	put_label(out, label);
	buf_printf(out, "%.*s\n", (int)len, text);
	BIO_free(bio);
}

static void
put_leaf(struct buf *out, const struct tls *t)
{
	unsigned char d[TRUST_SHA256];

	put_subject(out, _("Holder:"), X509_get_subject_name(t->leaf));
	put_subject(out, _("Issuer:"), X509_get_issuer_name(t->leaf));
	put_label(out, _("Names:"));
	put_names(out, t->leaf);
	buf_putc(out, '\n');
	put_label(out, _("Valid from:"));
	put_time(out, X509_get0_notBefore(t->leaf));
	buf_putc(out, '\n');
	put_label(out, _("Until:"));
	put_time(out, X509_get0_notAfter(t->leaf));
	whole_digest(t->leaf, d);
	buf_putc(out, '\n');
	put_label(out, _("SHA-256:"));
	for (int i = 0; i < TRUST_SHA256; i++)
		buf_printf(out, "%02x", d[i]);
	buf_putc(out, '\n');
	put_label(out, _("Key:"));
	put_key(out, t->leaf);
	buf_printf(out, "\n\n%s\n\n  ",
	    _("To know the server by this key alone, write into stoarc:"));
	put_pin(out, t);
	buf_putc(out, '\n');
}

void
tls_describe(const struct tls *t, struct buf *out)
{
	put_label(out, _("Server:"));
	buf_printf(out, "%s\n", t->server->name);
	if (t->cipher != NULL) {
		put_label(out, _("Encryption:"));
		buf_printf(out, "%s, %s\n", t->version,
		    SSL_CIPHER_get_name(t->cipher));
	}
	if (t->leaf == NULL) {
		buf_printf(out, "%s\n", _("No certificate was shown yet."));
		return;
	}
	put_label(out, _("Checked:"));
	if (t->faults != 0)
		put_faults(out, t);
	else if (trust_is_pinned(t->trust, t->server))
		buf_puts(out, _("the key is the pinned one"));
	else
		buf_puts(out, _("authority, name and date are right"));
	buf_putc(out, '\n');
	put_leaf(out, t);
}
