/*
 * What an act, a rule, a view or a row of a list is about: an article with
 * its question, an account, or a board; and who somebody is to it. Read from
 * a view; any thread.
 */
#ifndef SERVER_STORE_COMMUNITY_SUBJECT_H
#define SERVER_STORE_COMMUNITY_SUBJECT_H

#include "proto/act.h"
#include "server/store/schema.h"
#include "server/store/store.h"

/* Not the community itself: bound by the hold, and without points. */
#define WHO_PAID (WHO_STAFF | WHO_MANAGER | WHO_BOT)

struct subject {
	enum domain domain;
	/* DOMAIN_ARTICLE */
	uint64_t article;
	struct article_rec rec;
	struct place_rec place[LIMIT_BOARDS];
	struct mark_rec mark;		/* as it would be when there is none */
	bool marked;			/* there is one */
	struct slice labels;		/* "expert/tv", of its author then */
	uint64_t root;			/* article; 0: not known */
	struct question_rec question;
	bool asks;			/* the root has a question row */
	struct slice text;		/* of it: tags TAB title ... */
	/* DOMAIN_USER */
	uint32_t account;
	struct account_rec user;
	struct slice name, roles, person;
	/* DOMAIN_BOARD, and of an article its first one */
	uint32_t board;
	struct board_row row;
	struct slice board_name, kind, title;
	/* The other boards of an article, where roles count as well. */
	int nalso;
	struct {
		struct slice name, kind;
	} also[LIMIT_BOARDS];
};

/* False when there is none. Slices are valid as those of the view. */
bool view_subject_article(struct view *v, uint64_t article,
    struct subject *s);
bool view_subject_user(struct view *v, uint32_t account, struct subject *s);
bool view_subject_board(struct view *v, uint32_t board, struct subject *s);

/* --- who ------------------------------------------------------------------ */

/* Who acts, as the view knows the account. */
struct actor {
	uint32_t id;		/* 0: no account ("system", a peer, root) */
	bool admin;		/* may everything */
	bool system;
	struct account_rec rec;
	struct slice name, roles, person;
};

/*
 * The brands of all staff, as account_fold_words() writes them. *as_of: of
 * which event out tells them, 0 when of none; as long as they are the same
 * nothing is done.
 */
void view_staff_brands(struct view *v, uint64_t *as_of, struct buf *out);

/* actor as in an intent; admin: the session is the operator's. */
void view_actor(
    struct view *v, struct slice actor, bool admin, struct actor *out);
/*
 * What the actor is to the subject: enum who, any. Roles with a scope count
 * where any board of the subject matches.
 */
unsigned actor_who(const struct actor *a, const struct subject *s);
/*
 * The same for roles alone, in one board; or whatever their scope. A role is
 * name ["/" label] [":" wildmat].
 */
unsigned roles_who(struct slice roles, struct slice board);
unsigned roles_any(struct slice roles);
/* And whoever has an account is a member, but those who are paid. */
unsigned roles_account(struct slice roles);
/* Whether the board may be read by who has these roles (lounge, case). */
bool board_open_to(struct slice kind, struct slice name, unsigned who,
    struct slice roles);
/*
 * Whether the actor may know that the article is there: not hidden, removed
 * or in a board that is closed to it.
 */
bool actor_sees(const struct actor *a, const struct subject *s);

#endif
