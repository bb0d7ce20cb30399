/*
 * Behind every event: what changed is looked at again, its overview line, the
 * views it may stand in, the rules that may be due.
 */
#include "server/store/meta.h"
#include "server/store/rows.h"

void
settle(struct step *s)
{
	for (int i = 0; i < s->ntouched; i++)
		if (s->touched[i].domain == DOMAIN_ARTICLE)
			meta_refresh(s, s->touched[i].id);
}
