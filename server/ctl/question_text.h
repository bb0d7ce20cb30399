/* What an import of questions sends, as text. No I/O. */
#ifndef SERVER_CTL_QUESTION_TEXT_H
#define SERVER_CTL_QUESTION_TEXT_H

#include "common/buf.h"
#include "common/err.h"
#include "server/ctl/jsonl.h"

/* Appends "<id@jsonl.invalid>"; other bytes than letters as "=c3". */
void question_put_msgid(struct buf *out, struct slice id);

struct question_article {
	const char *server;	/* the server's name on the net */
	const char *account;	/* of its author; "": not known */
	struct slice board, title;	/* the title of the question */
	const struct jsonl_post *post, *root;
	const struct jsonl_post *parent;	/* NULL: it asks */
};

/*
 * Writes the article, canonical, to out, which is emptied before. ERR_SYNTAX,
 * ERR_TOOBIG with the reason in err_detail().
 */
enum err question_put_article(
    struct buf *out, const struct question_article *a);

struct question_act {
	const char *name;
	struct slice id;	/* of its target */
	const char *as;		/* account; NULL or "": the operator */
	int64_t at;		/* 0: not known */
	const char *key;	/* NULL: no argument */
	struct slice text;	/* its value */
	int64_t score;		/* not 0: up= and down= stand for it */
};

/*
 * Both write a line with its end to out, which is emptied before and fails
 * when it is longer than LIMIT_LINE. The act has an id=.
 */
void question_put_act(struct buf *out, const struct question_act *a);
void question_put_join(struct buf *out, const char *account,
    struct slice person, int64_t at);
/* Appends "a,b": those that are words; nothing when there is none. */
void question_put_tags(struct buf *out, const struct slice *tags, size_t n);

#endif
