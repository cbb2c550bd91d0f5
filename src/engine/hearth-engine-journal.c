/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-clock.h"
#include "hearth-engine-private.h"
#include "hearth-http-url.h"
#include "hearth-store-receipts.h"

/* What the kernel counted is written down so soon after there is something; whoever is killed
 * loses no more than that. */
#define FLUSH_SECONDS 2

/* What is sent to a service, from its line in the journal until the end is known. */
typedef struct {
  HearthSocketTally *tally;
  guint64 sent; /* what the tally said at the beginning */
  guint64 received;
  gboolean local;
} Sending;

/* Of a tally: up to where lines of the journal tell of it. Two that overlap do not both tell of the
 * same bytes. */
typedef struct {
  guint64 sent;
  guint64 received;
} Told;

/* The engine that writes receipts down: sockets are the whole program's. Main thread. */
static HearthEngine *keeper;

/* What is said again and again has one line a day, which grows; everything else writes its own. */
static const char *
get_growing_kind (HearthTrafficPurpose purpose)
{
  switch (purpose) {
  case HEARTH_TRAFFIC_MAIL:
  case HEARTH_TRAFFIC_CALENDAR:
    return "sync";
  case HEARTH_TRAFFIC_TEST:
    return "test";
  case HEARTH_TRAFFIC_SIGN_IN:
    return "sign-in";
  case HEARTH_TRAFFIC_VOICE:
    return "voice";
  case HEARTH_TRAFFIC_OTHER:
  case HEARTH_TRAFFIC_ANSWERS:
  case HEARTH_TRAFFIC_SEND:
  case HEARTH_TRAFFIC_SETUP:
  case HEARTH_TRAFFIC_UNSUBSCRIBE:
  case HEARTH_TRAFFIC_MODEL:
  case HEARTH_TRAFFIC_N_PURPOSES:
  default:
    return NULL;
  }
}

static gboolean
write_receipts (HearthDatabase *db, gpointer user_data, GError **error)
{
  GPtrArray *receipts = user_data;
  gint64 day = hearth_store_receipts_get_day (hearth_clock_now ());
  gint64 midnight = hearth_store_receipts_get_midnight (day);

  for (guint i = 0; i < receipts->len; i++) {
    const HearthReceipt *each = g_ptr_array_index (receipts, i);
    const char *kind = get_growing_kind (each->purpose);

    if (!hearth_store_receipts_add (db, day, each, error))
      return FALSE;
    if (kind != NULL && each->told_sent + each->told_received > 0 &&
        !hearth_store_journal_add_traffic (db, kind, each->host, (gint64) each->told_sent,
                                           (gint64) each->told_received, midnight, error))
      return FALSE;
  }
  return TRUE;
}

static void
warn_of_differences (GPtrArray *receipts)
{
  for (guint i = 0; i < receipts->len; i++) {
    const HearthReceipt *each = g_ptr_array_index (receipts, i);

    if (each->difference != 0)
      g_warning ("%s, %s: the kernel counted %" G_GUINT64_FORMAT
                 " bytes sent and %" G_GUINT64_FORMAT " received, of %" G_GUINT64_FORMAT
                 " and %" G_GUINT64_FORMAT " that were said; %" G_GINT64_FORMAT
                 " are not explained",
                 each->host, hearth_traffic_purpose_to_string (each->purpose), each->bytes_sent,
                 each->bytes_received, each->told_sent, each->told_received, each->difference);
  }
}

/**
 * hearth_engine_add_receipts:
 * @self: an engine
 * @receipts: (element-type HearthReceipt): what was sent, by this process or one that belongs to it
 *
 * Keeps in the store what went through sockets, and in the journal what was said to servers of mail
 * and calendars. What cannot be written now is written the next time.
 */
void
hearth_engine_add_receipts (HearthEngine *self, GPtrArray *receipts)
{
  g_autoptr (GError) error = NULL;

  if (self->writer == NULL || receipts->len == 0)
    return;
  if (!hearth_writer_run_sync (self->writer, write_receipts, receipts, &error)) {
    hearth_sockets_put_back (receipts);
    g_warning ("%s", error->message);
    return;
  }
  warn_of_differences (receipts);
  hearth_engine_emit_changed (self, "receipts");
}

void
hearth_engine_note_traffic (HearthEngine *self)
{
  g_autoptr (GPtrArray) receipts = NULL;

  g_clear_handle_id (&self->traffic_timer, g_source_remove);
  if (self->writer == NULL)
    return;
  receipts = hearth_sockets_take ();
  hearth_engine_add_receipts (self, receipts);
}

static gboolean
flush_cb (gpointer user_data)
{
  HearthEngine *self = user_data;

  self->traffic_timer = 0;
  hearth_engine_note_traffic (self);
  return G_SOURCE_REMOVE;
}

static gboolean
schedule_cb (gpointer user_data)
{
  if (keeper != NULL && keeper->traffic_timer == 0)
    keeper->traffic_timer = g_timeout_add_seconds (FLUSH_SECONDS, flush_cb, keeper);
  return G_SOURCE_REMOVE;
}

/* In any thread. */
static void
news_cb (gpointer user_data)
{
  g_idle_add (schedule_cb, NULL);
}

void
hearth_engine_watch_traffic (HearthEngine *self)
{
  keeper = self;
  hearth_sockets_set_func (news_cb, NULL);
}

void
hearth_engine_unwatch_traffic (HearthEngine *self)
{
  g_clear_handle_id (&self->traffic_timer, g_source_remove);
  if (keeper != self)
    return;
  keeper = NULL;
  hearth_sockets_set_func (NULL, NULL);
}

/**
 * hearth_engine_get_bytes_sent_today:
 * @self: an engine
 * @purpose: what for
 *
 * Returns: how many bytes left this computer since the owner's midnight, as the kernel counts them
 */
guint64
hearth_engine_get_bytes_sent_today (HearthEngine *self, HearthTrafficPurpose purpose)
{
  g_autoptr (GPtrArray) waiting = hearth_sockets_dup_waiting ();
  gint64 bytes = hearth_store_receipts_sum_sent (
      self->reader, hearth_store_receipts_get_day (hearth_clock_now ()), purpose, NULL);

  bytes = MAX (bytes, 0);
  for (guint i = 0; i < waiting->len; i++) {
    const HearthReceipt *each = g_ptr_array_index (waiting, i);

    if (each->purpose == purpose && !hearth_host_is_loopback (each->host))
      bytes += (gint64) each->bytes_sent;
  }
  return (guint64) bytes;
}

typedef struct {
  const HearthJournalEntry *entry;
  gint64 id;
  gint64 sent;
  gint64 received;
} Write;

static gboolean
write_entry (HearthDatabase *db, gpointer user_data, GError **error)
{
  Write *write = user_data;

  return hearth_store_journal_write (db, write->entry, &write->id, error);
}

static gboolean
write_settled (HearthDatabase *db, gpointer user_data, GError **error)
{
  const Write *write = user_data;

  return hearth_store_journal_settle (db, write->id, write->sent, write->received, error);
}

/**
 * hearth_engine_write_journal:
 * @self: an engine
 * @entry: what was done
 * @error: a #HearthStoreError
 *
 * Returns: its row in the journal; 0 on an error
 */
gint64
hearth_engine_write_journal (HearthEngine *self, const HearthJournalEntry *entry, GError **error)
{
  Write write = { .entry = entry };

  return hearth_writer_run_sync (self->writer, write_entry, &write, error) ? write.id : 0;
}

/**
 * hearth_engine_begin_sending:
 * @self: an engine
 * @entry: what is about to be sent, with @host; see #HearthJournalEntry for private conversations
 * @purpose: what for, as its #HearthHttp was told
 * @error: a #HearthStoreError; nothing may be sent then
 *
 * Writes the line of the journal before anything is sent.
 *
 * Returns: its row, for hearth_engine_end_sending(); 0 on an error
 */
gint64
hearth_engine_begin_sending (HearthEngine *self, const HearthJournalEntry *entry,
                             HearthTrafficPurpose purpose, GError **error)
{
  HearthJournalEntry pending = *entry;
  Sending *sending;
  gint64 id;

  g_return_val_if_fail (entry->host != NULL, 0);

  pending.bytes_received = HEARTH_JOURNAL_PENDING;
  id = hearth_engine_write_journal (self, &pending, error);
  if (id == 0)
    return 0;
  sending = g_new0 (Sending, 1);
  sending->tally = hearth_sockets_get_tally (entry->host, purpose);
  sending->sent = hearth_sockets_get_told_sent (sending->tally);
  sending->received = hearth_sockets_get_told_received (sending->tally);
  sending->local = hearth_host_is_loopback (entry->host);
  if (self->journal_sending == NULL) {
    self->journal_sending = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
    self->journal_told = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  }
  g_hash_table_insert (self->journal_sending, g_memdup2 (&id, sizeof id), sending);
  return id;
}

static Told *
ensure_told (HearthEngine *self, const Sending *sending)
{
  Told *told = g_hash_table_lookup (self->journal_told, sending->tally);

  if (told == NULL) {
    told = g_new0 (Told, 1);
    g_hash_table_insert (self->journal_told, sending->tally, told);
  }
  return told;
}

/**
 * hearth_engine_end_sending:
 * @self: an engine
 * @id: what hearth_engine_begin_sending() returned; 0 is passed over
 *
 * Writes into the journal how much went and came, once the exchange is over, however it ended. What
 * stays on this computer is written as nothing.
 */
void
hearth_engine_end_sending (HearthEngine *self, gint64 id)
{
  Sending *sending = id != 0 && self->journal_sending != NULL
                         ? g_hash_table_lookup (self->journal_sending, &id)
                         : NULL;
  Write write = { .id = id };
  g_autoptr (GError) error = NULL;
  guint64 sent, received;
  Told *told;

  if (sending == NULL)
    return;
  told = ensure_told (self, sending);
  sent = hearth_sockets_get_told_sent (sending->tally);
  received = hearth_sockets_get_told_received (sending->tally);
  write.sent = sending->local ? 0 : (gint64) (sent - MAX (sending->sent, told->sent));
  write.received = (gint64) (received - MAX (sending->received, told->received));
  told->sent = sent;
  told->received = received;
  g_hash_table_remove (self->journal_sending, &id);
  if (self->writer != NULL && !hearth_writer_run_sync (self->writer, write_settled, &write, &error))
    g_warning ("%s", error->message);
}
