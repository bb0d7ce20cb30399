/* The journal: event lines by their number, each with its CRC. */
#include "common/crc32c.h"
#include "common/endian.h"
#include "server/store/internal.h"

void
journal_put(struct txn *t, uint64_t seq, struct slice line)
{
	struct buf row = BUF_INIT(LIMIT_HEADER);
	unsigned char key[8];
	uint32_t crc = crc32c(0, line.p, line.len);

	put_be64(key, seq);
	buf_put(&row, &crc, sizeof(crc));
	buf_put_slice(&row, line);
	if (buf_ok(&row))
		txn_append(t, T_JOURNAL, key, sizeof(key), row.p, row.len);
	else
		txn_fail(t, err_set(ERR_TOOBIG, "event line too long"));
	buf_clear(&row);
}

struct slice
journal_get(struct txn *t, uint64_t seq)
{
	unsigned char key[8];
	struct slice row;
	uint32_t crc;

	put_be64(key, seq);
	if (!txn_get(t, T_JOURNAL, key, sizeof(key), &row))
		return slice_make(NULL, 0);
	if (row.len >= sizeof(crc)) {
		memcpy(&crc, row.p, sizeof(crc));
		row = slice_from(row, sizeof(crc));
		if (crc32c(0, row.p, row.len) == crc)
			return row;
	}
	txn_fail(t, err_set(ERR_CORRUPT, "event %llu fails its CRC",
	    (unsigned long long)seq));
	return slice_make(NULL, 0);
}

bool
journal_event(struct txn *t, uint64_t seq, struct event *out)
{
	struct slice line = journal_get(t, seq);

	return line.p != NULL && event_parse(line, out) == OK;
}

uint64_t
journal_last(struct txn *t)
{
	struct cursor c;
	uint64_t seq = 0;

	cursor_open(&c, t, T_JOURNAL);
	if (cursor_last(&c) && c.key.len == 8)
		seq = get_be64(c.key.p);
	cursor_close(&c);
	return seq;
}
