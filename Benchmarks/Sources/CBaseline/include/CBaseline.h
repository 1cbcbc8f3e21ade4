#ifndef CBASELINE_H
#define CBASELINE_H

#include <stdint.h>

/// The rows of a ledger, written to SQLite with nothing around them: no rules, no reading, no checks.
typedef struct baseline baseline;

/// Makes the file at `path` with `accounts` balances of one grant each; NULL if that fails.
baseline *baseline_open(const char *path, int64_t accounts);

/// Writes `charges` charges on accounts drawn at random, in groups of `charges_per_commit`: one commit
/// for a group's holds, and one for its captures.
///
/// `seconds`, if not NULL, is given the time that each of the charges / charges_per_commit groups took.
/// Returns 0, or SQLite's result code.
int baseline_charge(baseline *self, int64_t charges, int64_t charges_per_commit, double *seconds);

/// Writes the log back into the file and starts it anew. The log keeps its length: to overwrite it is
/// twice as fast as to let it grow. Returns 0, or SQLite's result code.
int baseline_checkpoint(baseline *self);

/// What SQLite says went wrong last.
const char *baseline_message(const baseline *self);

/// Closes the file.
void baseline_close(baseline *self);

/// Has the system forget what it keeps of a file in memory, as far as it is written. Returns 0, or errno.
int baseline_forget_cached(const char *path);

#endif
