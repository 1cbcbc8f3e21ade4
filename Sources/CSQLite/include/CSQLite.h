#ifndef CSQLITE_H
#define CSQLITE_H

#include <sqlite3.h>

/// Leaves the write-ahead log alone when the connection closes. sqlite3_db_config is variadic and
/// so out of Swift's reach.
static inline int csqlite_leave_log_on_close(sqlite3 *connection) {
    return sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

#endif
