/** Numbers of the message path that are no settings: each was checked with the model in `model/`. */

/** Events that one turn looks at. */
export const FIND_LIMIT = 50;
/** Consumed ids that a conversation remembers. */
export const RING_SIZE = 200;
/** An id younger than this stays in the ring. */
export const RING_KEEP_MS = 60_000;
/** Sends that may wait in one conversation. */
export const OUTBOX_SIZE = 50;
/** A find older than this tells nothing about what is pending. */
export const FIND_FRESH_MS = 10_000;
/** An event that was tried this often and never led to a commit is parked. */
export const MAX_ATTEMPTS = 5;
/** Clocks of the database and of webhook receivers may differ by this much. */
export const CLOCK_MARGIN_MS = 5_000;
/** Serialised turn state. */
export const STATE_BYTES = 64 * 1024;
/** Refusals of one send that may be retried before a person must look. */
export const MAX_SEND_ATTEMPTS = 8;
/** Failed reads of a thread before a person must look. */
export const MAX_FAILED_READS = 6;
/** How long the reading of a thread belongs to who began it: it may have to wait for the account's budget. */
export const READ_CLAIM_MS = 20_000;
/** How long a task belongs to the worker that took it. */
export const TASK_LEASE_MS = 15_000;
/** Failures of a task before its outcome is an error. */
export const MAX_TASK_ATTEMPTS = 5;
/** A person who writes, here or in the app, silences the bot for this long. */
export const PERSON_HOLD_MINUTES = 60;
/** What is found afterwards of a time without deliveries is answered if it is younger than that. */
export const GAP_FRESH_MS = 15 * 60_000;
/** Edits of one message that are remembered; of more, the last. */
export const MAX_EDITS = 20;
