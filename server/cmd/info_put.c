/* "Key: value" lines. */
#include "proto/date.h"
#include "proto/event.h"
#include "proto/rfc2047.h"
#include "server/cmd/info.h"
#include "server/store/store.h"

void
info_put(struct buf *out, const char *key, struct slice value)
{
	buf_printf(out, "%s: ", key);
	if (value.len != 0)
		text_escape(out, value);
	else
		buf_putc(out, '-');
	buf_puts(out, "\r\n");
}

void
info_put_u64(struct buf *out, const char *key, uint64_t value)
{
	buf_printf(out, "%s: %llu\r\n", key, (unsigned long long)value);
}

void
info_put_time(struct buf *out, const char *key, int64_t t)
{
	buf_printf(out, "%s: ", key);
	date_put_rfc3339(out, t);
	buf_puts(out, "\r\n");
}

void
info_put_header(struct buf *out, const char *key, struct slice value)
{
	struct buf utf8 = BUF_INIT(2 * LIMIT_HEADER);

	rfc2047_decode(value, &utf8);
	info_put(out, key, buf_slice(&utf8));
	buf_clear(&utf8);
}

void
info_put_raw(struct buf *out, const char *key, struct slice value)
{
	buf_printf(out, "%s: %.*s\r\n", key, SLICE_ARG(value.len != 0 ?
	    value : SLICE("-")));
}

void
info_put_account(
    struct session *s, const char *key, uint32_t account, struct buf *out)
{
	struct account a;

	if (account != 0 && view_account_by_id(s->desk->view, account, &a))
		buf_printf(out, "%s: @%.*s\r\n", key, SLICE_ARG(a.name));
}
