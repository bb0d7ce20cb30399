/* What an article asks the server to do. */
#include "proto/article.h"
#include "proto/msgid.h"

static const struct {
	const char *verb;
	enum article_control kind;
} verbs[] = {
	{ "cancel", CONTROL_CANCEL },
	{ "newgroup", CONTROL_BOARD },
	{ "rmgroup", CONTROL_BOARD },
	{ "checkgroups", CONTROL_BOARD },
};

/* The next run of bytes that are no blank and no fold. */
static struct slice
next_word(struct slice *rest)
{
	struct slice s = slice_trim(*rest);
	size_t n = 0;

	while (n < s.len && memchr(" \t\r\n", s.p[n], 4) == NULL)
		n++;
	*rest = slice_from(s, n);
	return slice_make(s.p, n);
}

enum article_control
article_control(const struct article *a, struct slice *target)
{
	const struct field *f = article_field(a, "Control");
	enum article_control kind = CONTROL_NONE;
	struct slice rest, word = { NULL, 0 };

	if (f != NULL) {
		rest = f->value;
		word = next_word(&rest);
		kind = CONTROL_OTHER;
		for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
			if (slice_iis(word, verbs[i].verb))
				kind = verbs[i].kind;
		word = kind == CONTROL_CANCEL ? next_word(&rest) :
		    slice_make(NULL, 0);
	} else if ((f = article_field(a, "Supersedes")) != NULL) {
		rest = f->value;
		word = next_word(&rest);
	}
	*target = msgid_valid(word) ? word : slice_make(NULL, 0);
	return kind;
}
