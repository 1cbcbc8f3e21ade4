// The rows of a ledger in the best layout known, by prepared statements over the bare C interface.
//
// Charges and entries are appended under integer keys; the one unique index, over the references, grows
// in the order of time; the balances and grants that a commit touches are written once each, in the
// order of their keys. The room for a charge's result is set aside with the hold, so that the capture
// overwrites the row where it stands.

#define _GNU_SOURCE
#include "CBaseline.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { ORDER_BYTES = 200, RESULT_BYTES = 100, REFERENCE_BYTES = 30, PRICE = 12, GRANTED = 1000000000 };
enum { KIND_HOLD = 2, KIND_CAPTURE = 3, STATE_HELD = 0, STATE_CAPTURED = 1 };

typedef struct {
    int64_t available, held, spent, in_flight, sequence, touched;
} standing;

typedef struct {
    int64_t id, account;
} charge;

struct baseline {
    sqlite3 *db;
    sqlite3_stmt *begin, *commit, *insert_charge, *update_charge, *insert_entry, *update_balance, *update_grant;
    int64_t accounts, next_charge, commits, touched_count, capacity;
    int64_t *touched;
    charge *charges;
    standing *standings;
    uint64_t random;
    char order[ORDER_BYTES], result[RESULT_BYTES];
};

static const char *const schema =
    "PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
    "PRAGMA cache_size = -200000; PRAGMA wal_autocheckpoint = 20000;"
    "CREATE TABLE balances (id INTEGER PRIMARY KEY, account BLOB NOT NULL, pool TEXT NOT NULL,"
    " available INTEGER NOT NULL, held INTEGER NOT NULL, spent INTEGER NOT NULL, expired INTEGER NOT NULL,"
    " revoked INTEGER NOT NULL, debt INTEGER NOT NULL, holds_in_flight INTEGER NOT NULL,"
    " sequence INTEGER NOT NULL, updated_at INTEGER NOT NULL) STRICT;"
    "CREATE TABLE grants (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL, amount INTEGER NOT NULL,"
    " remaining INTEGER NOT NULL, expired INTEGER NOT NULL, revoked INTEGER NOT NULL,"
    " created_at INTEGER NOT NULL) STRICT;"
    "CREATE TABLE charges (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL, amount INTEGER NOT NULL,"
    " state INTEGER NOT NULL, captured INTEGER NOT NULL, refunded INTEGER NOT NULL, leased_until INTEGER,"
    " opened_sequence INTEGER NOT NULL, opened_at INTEGER NOT NULL, resolved_sequence INTEGER NOT NULL,"
    " resolved_at INTEGER NOT NULL, funding BLOB NOT NULL, work_order BLOB NOT NULL,"
    " work_result BLOB NOT NULL) STRICT;"
    "CREATE TABLE entries (position INTEGER PRIMARY KEY, balance INTEGER NOT NULL, sequence INTEGER NOT NULL,"
    " kind INTEGER NOT NULL, amount INTEGER NOT NULL, available_before INTEGER NOT NULL,"
    " held_before INTEGER NOT NULL, available_after INTEGER NOT NULL, held_after INTEGER NOT NULL,"
    " reference TEXT, charge INTEGER NOT NULL, actor TEXT NOT NULL, at INTEGER NOT NULL) STRICT;"
    "CREATE UNIQUE INDEX entries_by_reference ON entries (reference) WHERE reference IS NOT NULL;";

// The nearest thing to an exception: leaves the function with the result code if it is not the one expected.
#define EXPECT(expected, call)            \
    do {                                  \
        int code_ = (call);               \
        if (code_ != (expected)) {        \
            return code_ ? code_ : SQLITE_ERROR; \
        }                                 \
    } while (0)

static int64_t microseconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

// xorshift64*
static uint64_t next_random(baseline *self) {
    uint64_t x = self->random;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    self->random = x;
    return x * UINT64_C(2685821657736338717);
}

// As the ledger's own: a prefix, 10 digits of milliseconds and 16 random ones, in Crockford's base 32.
static void write_reference(baseline *self, char text[REFERENCE_BYTES], int64_t now) {
    static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
    uint64_t milliseconds = (uint64_t)now / 1000, random = 0;
    memcpy(text, "chg_", 4);
    for (int digit = 9; digit >= 0; digit--, milliseconds >>= 5) text[4 + digit] = digits[milliseconds & 31];
    for (int digit = 0; digit < 16; digit++, random >>= 5) {
        if (digit % 8 == 0) random = next_random(self);
        text[14 + digit] = digits[random & 31];
    }
}

static int step(sqlite3_stmt *statement) {
    int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    return code;
}

static void touch(baseline *self, int64_t account) {
    if (self->standings[account].touched == self->commits) return;
    self->standings[account].touched = self->commits;
    self->touched[self->touched_count++] = account;
}

static int append_entry(
    baseline *self, const charge *charge, int64_t kind, standing before, const char *reference, int64_t now
) {
    sqlite3_stmt *insert = self->insert_entry;
    const standing *after = &self->standings[charge->account];
    sqlite3_bind_int64(insert, 1, charge->account + 1);
    sqlite3_bind_int64(insert, 2, after->sequence);
    sqlite3_bind_int64(insert, 3, kind);
    sqlite3_bind_int64(insert, 4, PRICE);
    sqlite3_bind_int64(insert, 5, before.available);
    sqlite3_bind_int64(insert, 6, before.held);
    sqlite3_bind_int64(insert, 7, after->available);
    sqlite3_bind_int64(insert, 8, after->held);
    if (reference) {
        sqlite3_bind_text(insert, 9, reference, REFERENCE_BYTES, SQLITE_STATIC);
    } else {
        sqlite3_bind_null(insert, 9);
    }
    sqlite3_bind_int64(insert, 10, charge->id);
    sqlite3_bind_text(insert, 11, "user", 4, SQLITE_STATIC);
    sqlite3_bind_int64(insert, 12, now);
    return step(insert);
}

static int hold(baseline *self, charge *charge, int64_t now) {
    charge->id = self->next_charge += 1 + (int64_t)(next_random(self) & 3);
    charge->account = (int64_t)(next_random(self) % (uint64_t)self->accounts);
    standing *standing = &self->standings[charge->account], before = *standing;
    standing->available -= PRICE;
    standing->held += PRICE;
    standing->in_flight += 1;
    standing->sequence += 1;
    touch(self, charge->account);

    int64_t funding[2] = {charge->account + 1, PRICE};
    sqlite3_stmt *insert = self->insert_charge;
    sqlite3_bind_int64(insert, 1, charge->id);
    sqlite3_bind_int64(insert, 2, charge->account + 1);
    sqlite3_bind_int64(insert, 3, PRICE);
    sqlite3_bind_int64(insert, 4, STATE_HELD);
    sqlite3_bind_int64(insert, 5, now + 600000000);
    sqlite3_bind_int64(insert, 6, standing->sequence);
    sqlite3_bind_int64(insert, 7, now);
    sqlite3_bind_blob(insert, 8, funding, sizeof funding, SQLITE_STATIC);
    sqlite3_bind_blob(insert, 9, self->order, ORDER_BYTES, SQLITE_STATIC);
    EXPECT(SQLITE_DONE, step(insert));

    char reference[REFERENCE_BYTES];
    write_reference(self, reference, now);
    return append_entry(self, charge, KIND_HOLD, before, reference, now);
}

static int capture(baseline *self, charge *charge, int64_t now) {
    standing *standing = &self->standings[charge->account], before = *standing;
    standing->held -= PRICE;
    standing->spent += PRICE;
    standing->in_flight -= 1;
    standing->sequence += 1;
    touch(self, charge->account);

    sqlite3_stmt *update = self->update_charge;
    sqlite3_bind_int64(update, 1, STATE_CAPTURED);
    sqlite3_bind_int64(update, 2, PRICE);
    sqlite3_bind_int64(update, 3, standing->sequence);
    sqlite3_bind_int64(update, 4, now);
    sqlite3_bind_blob(update, 5, self->result, RESULT_BYTES, SQLITE_STATIC);
    sqlite3_bind_int64(update, 6, charge->id);
    EXPECT(SQLITE_DONE, step(update));
    return append_entry(self, charge, KIND_CAPTURE, before, NULL, now);
}

static int by_value(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static int write_touched(baseline *self, int64_t now) {
    qsort(self->touched, (size_t)self->touched_count, sizeof *self->touched, by_value);
    for (int64_t index = 0; index < self->touched_count; index++) {
        int64_t account = self->touched[index];
        const standing *standing = &self->standings[account];
        sqlite3_stmt *update = self->update_balance;
        sqlite3_bind_int64(update, 1, standing->available);
        sqlite3_bind_int64(update, 2, standing->held);
        sqlite3_bind_int64(update, 3, standing->spent);
        sqlite3_bind_int64(update, 4, standing->in_flight);
        sqlite3_bind_int64(update, 5, standing->sequence);
        sqlite3_bind_int64(update, 6, now);
        sqlite3_bind_int64(update, 7, account + 1);
        EXPECT(SQLITE_DONE, step(update));
    }
    for (int64_t index = 0; index < self->touched_count; index++) {
        int64_t account = self->touched[index];
        sqlite3_bind_int64(self->update_grant, 1, self->standings[account].available);
        sqlite3_bind_int64(self->update_grant, 2, account + 1);
        EXPECT(SQLITE_DONE, step(self->update_grant));
    }
    return 0;
}

// One command of each of `count` charges, as that many callers who wait for their answers give them.
static int commit(baseline *self, int64_t count, int command(baseline *, charge *, int64_t)) {
    int64_t now = microseconds_now();
    self->commits += 1;
    self->touched_count = 0;
    EXPECT(SQLITE_DONE, step(self->begin));
    for (int64_t index = 0; index < count; index++) EXPECT(SQLITE_DONE, command(self, &self->charges[index], now));
    EXPECT(0, write_touched(self, now));
    EXPECT(SQLITE_DONE, step(self->commit));
    return 0;
}

static int charge_group(baseline *self, int64_t count) {
    EXPECT(0, commit(self, count, hold));
    return commit(self, count, capture);
}

static int reserve(baseline *self, int64_t count) {
    if (count <= self->capacity) return 0;
    charge *charges = realloc(self->charges, (size_t)count * sizeof *charges);
    if (!charges) return SQLITE_NOMEM;
    self->charges = charges;
    self->capacity = count;
    return 0;
}

int baseline_charge(baseline *self, int64_t charges, int64_t charges_per_commit, double *seconds) {
    EXPECT(0, reserve(self, charges_per_commit));
    for (int64_t done = 0; done < charges; done += charges_per_commit) {
        double start = seconds_now();
        int64_t left = charges - done;
        EXPECT(0, charge_group(self, left < charges_per_commit ? left : charges_per_commit));
        if (seconds) seconds[done / charges_per_commit] = seconds_now() - start;
    }
    return 0;
}

static int prepare(baseline *self, sqlite3_stmt **statement, const char *sql) {
    return sqlite3_prepare_v3(self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
}

static int prepare_all(baseline *self) {
    EXPECT(0, prepare(self, &self->begin, "BEGIN IMMEDIATE"));
    EXPECT(0, prepare(self, &self->commit, "COMMIT"));
    EXPECT(0, prepare(self, &self->insert_charge,
        "INSERT INTO charges (id, balance, amount, state, captured, refunded, leased_until, opened_sequence,"
        " opened_at, resolved_sequence, resolved_at, funding, work_order, work_result)"
        " VALUES (?1, ?2, ?3, ?4, 0, 0, ?5, ?6, ?7, ?6, ?7, ?8, ?9, zeroblob(100))"));
    EXPECT(0, prepare(self, &self->update_charge,
        "UPDATE charges SET state = ?, captured = ?, resolved_sequence = ?, resolved_at = ?, work_result = ?"
        " WHERE id = ?"));
    EXPECT(0, prepare(self, &self->insert_entry,
        "INSERT INTO entries (balance, sequence, kind, amount, available_before, held_before, available_after,"
        " held_after, reference, charge, actor, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    EXPECT(0, prepare(self, &self->update_balance,
        "UPDATE balances SET available = ?, held = ?, spent = ?, holds_in_flight = ?, sequence = ?,"
        " updated_at = ? WHERE id = ?"));
    return prepare(self, &self->update_grant, "UPDATE grants SET remaining = ? WHERE id = ?");
}

static int fill(baseline *self) {
    char sql[512];
    snprintf(sql, sizeof sql,
        "BEGIN; WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < %lld)"
        " INSERT INTO balances SELECT i, randomblob(16), 'api', %d, 0, 0, 0, 0, 0, 0, 1, %lld FROM n;"
        "INSERT INTO grants SELECT id, id, available, available, 0, 0, updated_at FROM balances; COMMIT;"
        "PRAGMA wal_checkpoint(TRUNCATE);",
        (long long)self->accounts, GRANTED, (long long)microseconds_now());
    for (int64_t account = 0; account < self->accounts; account++) {
        self->standings[account] = (standing){.available = GRANTED, .sequence = 1};
    }
    return sqlite3_exec(self->db, sql, NULL, NULL, NULL);
}

baseline *baseline_open(const char *path, int64_t accounts) {
    baseline *self = calloc(1, sizeof *self);
    if (!self) return NULL;
    self->accounts = accounts;
    self->random = UINT64_C(88172645463325252);
    // The numbers of a ledger's charges are as long: milliseconds in the high bits.
    self->next_charge = (microseconds_now() / 1000) << 20;
    self->standings = calloc((size_t)accounts, sizeof *self->standings);
    self->touched = calloc((size_t)accounts, sizeof *self->touched);
    memset(self->order, 'o', ORDER_BYTES);
    memset(self->result, 'r', RESULT_BYTES);
    int code = self->standings && self->touched ? sqlite3_open(path, &self->db) : SQLITE_NOMEM;
    if (!code) code = sqlite3_exec(self->db, schema, NULL, NULL, NULL);
    if (!code) code = prepare_all(self);
    if (!code) code = fill(self);
    if (!code) return self;
    baseline_close(self);
    return NULL;
}

int baseline_checkpoint(baseline *self) {
    return sqlite3_exec(self->db, "PRAGMA wal_checkpoint(RESTART)", NULL, NULL, NULL);
}

const char *baseline_message(const baseline *self) {
    return sqlite3_errmsg(self->db);
}

void baseline_close(baseline *self) {
    sqlite3_stmt *statements[] = {
        self->begin, self->commit, self->insert_charge, self->update_charge,
        self->insert_entry, self->update_balance, self->update_grant,
    };
    for (size_t index = 0; index < sizeof statements / sizeof *statements; index++) {
        sqlite3_finalize(statements[index]);
    }
    sqlite3_close(self->db);
    free(self->standings);
    free(self->touched);
    free(self->charges);
    free(self);
}

int baseline_forget_cached(const char *path) {
    int file = open(path, O_RDONLY);
    if (file < 0) return errno;
#ifdef POSIX_FADV_DONTNEED
    int code = posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
#else
    int code = 0;
#endif
    close(file);
    return code;
}
