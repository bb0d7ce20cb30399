/* Acts that are still to come: a row goes when its act does. */
#include "server/store/internal.h"

#define MISSING(id)                                                      \
	enum err                                                         \
	decide_##id(struct view *v, const struct intent *i,              \
	    struct decision *d)                                          \
	{                                                                \
		(void)v;                                                 \
		(void)i;                                                 \
		(void)d;                                                 \
		return err_set(ERR_STATE, "not served yet");             \
	}                                                                \
	void                                                             \
	apply_##id(struct step *s)                                       \
	{                                                                \
		(void)s;                                                 \
	}

