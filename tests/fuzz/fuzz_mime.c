/* The text of any article: UTF-8, LF line ends, a bounded size. */
#include <stdlib.h>

#include "common/utf8.h"
#include "proto/mime.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct article a;
	struct buf out = BUF_INIT(size * 64 + 4096);
	struct slice text;

	if (article_parse(slice_make((const char *)data, size), &a) != OK)
		return 0;
	mime_text(&a, &out);
	text = buf_slice(&out);
	if (!buf_ok(&out) || !utf8_valid(text))
		abort();
	if (slice_chr(text, '\r') >= 0)
		abort();
	if (text.len != 0 && text.p[text.len - 1] != '\n')
		abort();
	buf_clear(&out);
	return 0;
}
