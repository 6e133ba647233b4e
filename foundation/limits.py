"""Every limit of the service in one place; units are in the names."""

# Talking to providers.
HTTP_CONNECT_SECONDS = 5.0
HTTP_READ_SECONDS = 10.0
LEASE_SECONDS = 60
"""More than the read time-out plus 30 s without a database."""

# Ringing somebody.
RING_MOBILE_SECONDS = 25
"""It lies within reach; longer, and voicemail picks up (CareCalls in Britain rings 20 s)."""
RING_LANDLINE_SECONDS = 45
"""Fifteen of Korea's rings (one second in three, ITU-T E.180): time to get up and to walk twelve
metres at 0.4 m/s, the pace of somebody who walks at home only (Perry et al., Stroke 1995)."""

# The database.
WEB_STATEMENT_SECONDS = 5
WORKER_STATEMENT_SECONDS = 30
SQLITE_BUSY_SECONDS = 5
LOCK_WAIT_SECONDS = 5
"""PostgreSQL's counterpart of SQLite's busy time-out."""
DATABASE_CONNECT_SECONDS = 5
DATABASE_THREADS = 8
MIGRATION_STATEMENT_SECONDS = 600
WRITE_TRANSACTION_SECONDS = 0.25
WRITE_TRANSACTION_ITEMS = 500

# What comes in.
INTAKE_DATABASE_SECONDS = 2.0
"""After this long without the database an inbound fact goes to the spool."""
INBOUND_BODY_BYTES = 256 * 1024
MQTT_PAYLOAD_BYTES = 64 * 1024
FILE_BYTES = 50 * 1024 * 1024
REPLY_TEXT_CHARS = 4_096
QUEUE_ITEMS = 1_000
"""Bound of every in-memory queue: full means stop reading (MQTT) or 503 (web), never drop."""
MQTT_BATCH_MESSAGES = 2_000
"""Messages of plugs in one transaction: many together cost each of them less, and they take no
longer than WRITE_TRANSACTION_SECONDS. As many more wait in the queue while they are recorded."""

# The spool.
SPOOL_SEGMENT_BYTES = 4 * 1024 * 1024
SPOOL_TOTAL_BYTES = 1024 * 1024 * 1024
SPOOL_FAILURES_IN_A_ROW = 3
"""A drain gives up after this many records in a row were not taken: the database is down."""

# Memory.
DATA_KEYS_CACHED = 20_000

# Idempotency.
IDEMPOTENCY_KEY_HOURS = 24

# Logging.
LOG_VALUE_CHARS = 200
LOG_LIST_ITEMS = 20
LOG_TRACE_FRAMES = 12
