/* Amounts of money, exact in hundredths: "5.00", "-0.5", "12". */
#ifndef PROTO_MONEY_H
#define PROTO_MONEY_H

#include <stdint.h>

#include "common/buf.h"

/* At most 15 digits in all; false on anything else. */
bool money_parse(struct slice s, int64_t *out);
/* Always with two digits behind the dot. */
void money_put(struct buf *out, int64_t hundredths);

#endif
