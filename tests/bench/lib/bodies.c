/* Bodies of articles, taken from the corpus. */
#include "tests/bench/lib/bodies.h"

#include "common/log.h"
#include "common/utf8.h"
#include "tests/bench/lib/corpus.h"
#include "tests/bench/lib/load.h"

#define BODY_MAX (16u << 20)

void
bodies_open(struct bodies *b, const char *path)
{
	struct corpus corpus;
	size_t at[BODIES + 1];
	uint64_t seed = 1993;

	*b = (struct bodies){ .text = BUF_INIT(BODY_MAX) };
	corpus_open(&corpus, path, NULL);
	for (size_t i = 0; i < BODIES;) {
		const struct article *a =
		    &corpus.v[random_next(&seed) % corpus.len];

		if (!utf8_valid(a->text))
			continue;
		at[i++] = b->text.len;
		article_body(a, &b->text);
	}
	at[BODIES] = b->text.len;
	if (!buf_ok(&b->text))
		log_fatal("the corpus' bodies are too large");
	for (size_t i = 0; i < BODIES; i++)
		b->body[i] = slice_make(b->text.p + at[i], at[i + 1] - at[i]);
	corpus_close(&corpus);
}

void
bodies_close(struct bodies *b)
{
	buf_clear(&b->text);
}
