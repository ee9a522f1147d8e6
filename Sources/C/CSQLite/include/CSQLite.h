#ifndef CARILLON_CSQLITE_H
#define CARILLON_CSQLITE_H

// What GRDB does not pass on of SQLite's own functions, and Swift cannot call: those with variable arguments.

#include <sqlite3.h>

/// To be called before the first database is opened; later it changes nothing and gives SQLITE_MISUSE. Without these figures,
/// which nobody asks for, no allocation takes a lock that all connections share.
static inline int csqlite_turn_memory_statistics_off(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

/// As the one above. Statement journals of up to so many bytes stay in memory.
static inline int csqlite_keep_statement_journals(int bytes) { return sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, bytes); }

#endif
