/* What the tests of stoactl's readers share: inputs cut into any pieces. */
#ifndef TESTS_UNIT_CTL_FIXTURE_H
#define TESTS_UNIT_CTL_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "common/buf.h"
#include "server/ctl/message.h"
#include "server/ctl/source.h"

/* The sizes of a read that every case is tried with. */
static const size_t chunks[] = { 1, 3, 7, 64, 512, 65536 };

enum { NCHUNKS = sizeof(chunks) / sizeof(chunks[0]), SEEN = 1 << 23 };

/* Appends "[name|envelope|raw]" or "[!fault]" for each message. */
static inline bool
see(const struct message *m, void *arg)
{
	struct buf *out = arg;

	if (m->fault != NULL) {
		buf_printf(out, "[!%s]", m->fault);
		return true;
	}
	buf_putc(out, '[');
	buf_put_slice(out, m->name);
	buf_putc(out, '|');
	buf_put_slice(out, m->envelope);
	buf_putc(out, '|');
	buf_put_slice(out, m->raw);
	buf_putc(out, ']');
	return true;
}

typedef enum err reader_fn(struct source *s, message_fn *fn, void *arg);

/* Reads text in pieces of chunk bytes; what was seen is in out. */
static inline enum err
read_all(reader_fn *fn, struct slice text, size_t chunk, struct buf *out)
{
	struct source s;
	enum err e;

	buf_init(out, SEEN);
	source_memory(&s, text, chunk);
	e = fn(&s, see, out);
	source_clear(&s);
	return e;
}

/* The same result, however the input is cut. */
static inline void
check_reader(reader_fn *fn, struct slice text, enum err err,
    const char *wanted)
{
	for (int i = 0; i < NCHUNKS; i++) {
		struct buf out;

		assert_int_equal(read_all(fn, text, chunks[i], &out), err);
		assert_string_equal(buf_cstr(&out), wanted);
		buf_clear(&out);
	}
}

#endif
