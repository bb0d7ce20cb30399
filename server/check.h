/* What "stoad -t" looks at besides the lines of the file. */
#ifndef SERVER_CHECK_H
#define SERVER_CHECK_H

struct conf_report;
struct loaded;

/*
 * Reports what would keep stoad from starting with it, and warns of what may
 * be there by then: folders that the system makes, a name server that is
 * away. May wait for that.
 */
void check_loaded(const struct loaded *l, struct conf_report *r);

#endif
