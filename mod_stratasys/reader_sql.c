/* The SELECTs that never change: what an answer hangs on. Column names that begin with `_` are for the program. ?1 is the printer's
 * ID, ?9 the present second. */
#include "reader.h"
#include "reader_watched.h"

static const char *const reader_texts[READER_STATEMENTS] = {
    [READER_FLEET_SEQ] = "SELECT change_seq FROM poller",
    [READER_PRINTER_SEQ] = "SELECT r.change_seq FROM printer p JOIN printer_reading r USING (printer_key) "
                           "WHERE p.printer = ?1 AND p.configured = 1",
    [READER_HISTORY_SEQ] =
        "SELECT (SELECT change_seq FROM poller WHERE poller_key = 1) FROM printer WHERE printer = ?1",
    [READER_FIRST_ID] = "SELECT printer FROM printer WHERE configured = 1 ORDER BY place LIMIT 1",
    [READER_STATE] = "SELECT " READER_STATE_NOW ", " READER_TIMES " FROM " READER_WATCHED " WHERE printer = ?1",
    [READER_POLLER] =
        "SELECT began_at AS poller_began_at, stopped_at AS poller_stopped_at, (SELECT time_zone FROM about) "
        "AS time_zone, heartbeat_at AS _heartbeat_at FROM poller",
    [READER_DUE] = "SELECT min((r.polled_at * 1000 + p.interval_ms + 999) / 1000) AS _due_at FROM printer p "
                   "JOIN printer_reading r USING (printer_key) WHERE p.configured = 1",
    [READER_ZONE] = "SELECT began_at, offset_s FROM zone_offset ORDER BY began_at",
    [READER_UID] = "SELECT database_uid FROM about",
};

const char *reader_sql(enum reader_statement which)
{
    return reader_texts[which];
}
