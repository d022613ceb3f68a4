/* add.h: taking documents into the record, for the commands that do. */
#ifndef CLI_ADD_H
#define CLI_ADD_H

#include "cli.h"

/* The operands of a call into its record. follow: of items of feeds the pages are fetched. Answers the exit status. */
int add_run(const struct call *call, bool follow);

#endif
