/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ai-service.h"
#include "hearth-calendar.h"
#include "hearth-draft.h"
#include "hearth-free-time.h"
#include "hearth-mail-source.h"
#include "hearth-outbox.h"
#include "hearth-event-reminders.h"
#include "hearth-reminder-queue.h"
#include "hearth-sockets.h"
#include "hearth-store-accounts.h"
#include "hearth-store-events.h"
#include "hearth-store-messages.h"
#include "hearth-store-conversations.h"
#include "hearth-store-records.h"
#include "hearth-store-search.h"
#include "hearth-thrift.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_ENGINE (hearth_engine_get_type ())
G_DECLARE_FINAL_TYPE (HearthEngine, hearth_engine, HEARTH, ENGINE, GObject)

#define HEARTH_ENGINE_ERROR (hearth_engine_error_quark ())
GQuark hearth_engine_error_quark (void);

/**
 * HearthEngineError:
 * @HEARTH_ENGINE_ERROR_FAILED: what the message says
 * @HEARTH_ENGINE_ERROR_LOCKED: another process has this data folder
 * @HEARTH_ENGINE_ERROR_NOT_FOUND: what it is about is not there
 * @HEARTH_ENGINE_ERROR_EXISTS: it is there already
 * @HEARTH_ENGINE_ERROR_INVALID: the arguments make no sense
 *
 * Why a verb of the engine failed; the message is a sentence for the owner.
 */
typedef enum {
  HEARTH_ENGINE_ERROR_FAILED,
  HEARTH_ENGINE_ERROR_LOCKED,    /* another process has this data folder */
  HEARTH_ENGINE_ERROR_NOT_FOUND,
  HEARTH_ENGINE_ERROR_EXISTS,
  HEARTH_ENGINE_ERROR_INVALID,
} HearthEngineError;

/* Life */
int             hearth_engine_lock           (const char *data_dir, GError **error);
HearthEngine   *hearth_engine_new            (const char *data_dir, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void            hearth_engine_start          (HearthEngine *self);
gboolean        hearth_engine_start_reminders (HearthEngine *self, GError **error);
void            hearth_engine_pause          (HearthEngine *self);
void            hearth_engine_stop           (HearthEngine *self);
const char     *hearth_engine_get_data_dir   (HearthEngine *self);
HearthDatabase *hearth_engine_get_reader     (HearthEngine *self);
HearthReminderQueue *hearth_engine_get_reminders (HearthEngine *self);
void            hearth_engine_set_reminder_rules (HearthEngine *self,
                                                  const HearthReminderRules *rules);
void            hearth_engine_set_day_plan   (HearthEngine *self, const HearthDayPlan *plan);
const HearthDayPlan *hearth_engine_get_day_plan (HearthEngine *self);
void            hearth_engine_change_zone    (HearthEngine *self);
void            hearth_engine_wake           (HearthEngine *self);

/* Sources and sync */
gint64          hearth_engine_add_source     (HearthEngine *self, HearthSourceKind kind,
                                              const char *path, const char *name,
                                              GError **error);
gboolean        hearth_engine_remove_source  (HearthEngine *self, gint64 id, GError **error);
gboolean        hearth_engine_finish_removals (HearthEngine *self, GError **error);
void            hearth_engine_sync_async     (HearthEngine *self, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
GStrv           hearth_engine_sync_finish    (HearthEngine *self, GAsyncResult *result,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        hearth_engine_is_syncing     (HearthEngine *self, guint64 *done, guint64 *total);
void            hearth_engine_set_thrift     (HearthEngine *self, HearthThrift thrift);
HearthThrift    hearth_engine_get_thrift     (HearthEngine *self);
gboolean        hearth_engine_ensure_window  (HearthEngine *self, HearthSpan window, GError **error);

void            hearth_engine_set_credentials_func (HearthCredentialsFunc func, gpointer user_data);

/* Accounts: sources with settings and secrets; removing the source removes all of it */
gint64          hearth_engine_add_account    (HearthEngine *self, const HearthAccount *account,
                                              GError **error);
gboolean        hearth_engine_change_account (HearthEngine *self, const HearthAccount *account,
                                              GError **error);
void            hearth_engine_allow_logins   (HearthEngine *self, gint64 id);
HearthAccount  *hearth_engine_get_account    (HearthEngine *self, gint64 id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray      *hearth_engine_list_accounts  (HearthEngine *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Calendars on servers: sources with settings; those of one server share a login */
gint64          hearth_engine_add_calendar   (HearthEngine *self, HearthSourceKind kind,
                                              const char *path, const char *name,
                                              HearthDavAccount *account,
                                              const HearthCalendar *calendar, GError **error);
gboolean        hearth_engine_change_calendar (HearthEngine *self, const HearthCalendar *calendar,
                                               const char *name, GError **error);

/* Writing and sending: what is told to go can be taken back for a while, see HearthOutbox */
#define HEARTH_ENGINE_UNDO_SECONDS 10
HearthOutbox   *hearth_engine_get_outbox     (HearthEngine *self);
gboolean        hearth_engine_start_outbox   (HearthEngine *self, GError **error);
void            hearth_engine_compose_async  (HearthEngine *self, HearthDraftKind kind,
                                              gint64 message_id, GAsyncReadyCallback callback,
                                              gpointer user_data);
gint64          hearth_engine_compose_finish (HearthEngine *self, GAsyncResult *result,
                                              GError **error);
gboolean        hearth_engine_save_draft     (HearthEngine *self, HearthDraft *draft, GError **error);
gboolean        hearth_engine_discard_draft  (HearthEngine *self, gint64 id, GError **error);
void            hearth_engine_send_async     (HearthEngine *self, gint64 draft_id, guint delay,
                                              GAsyncReadyCallback callback, gpointer user_data);
gint64          hearth_engine_send_finish    (HearthEngine *self, GAsyncResult *result,
                                              GError **error);
gint64          hearth_engine_cancel_send    (HearthEngine *self, gint64 item_id, GError **error);
gboolean        hearth_engine_resolve_send   (HearthEngine *self, gint64 item_id,
                                              HearthOutboxState seen, gboolean again,
                                              GError **error);
void            hearth_engine_show_original_async (HearthEngine *self, gint64 message_id,
                                                   GAsyncReadyCallback callback,
                                                   gpointer user_data);
char           *hearth_engine_show_original_finish (HearthEngine *self, GAsyncResult *result,
                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Verbs (HearthActions): each is one transaction, written before anything is shown */
gboolean        hearth_engine_set_read       (HearthEngine *self, const gint64 *ids, gsize n_ids,
                                              gboolean read, GError **error);
void            hearth_engine_dup_raw_async  (HearthEngine *self, gint64 message_id,
                                              GAsyncReadyCallback callback, gpointer user_data);
GBytes         *hearth_engine_dup_raw_finish (HearthEngine *self, GAsyncResult *result,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
void            hearth_engine_save_attachment_async (HearthEngine *self, gint64 message_id,
                                                     const char *part,
                                                     GAsyncReadyCallback callback,
                                                     gpointer user_data);
char           *hearth_engine_save_attachment_finish (HearthEngine *self, GAsyncResult *result,
                                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthReminder *hearth_engine_add_reminder   (HearthEngine *self, const char *text, gint64 due,
                                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthReminder *hearth_engine_add_labelled_reminder (HearthEngine *self, const char *text,
                                                     gint64 due, HearthLabel label,
                                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        hearth_engine_change_reminder (HearthEngine *self, gint64 id, const char *text,
                                               gint64 due, GError **error);
gboolean        hearth_engine_cancel_reminder (HearthEngine *self, gint64 id, GError **error);
gint64          hearth_engine_create_event   (HearthEngine *self, HearthEvent *event,
                                              GError **error);
gboolean        hearth_engine_save_turn      (HearthEngine *self, HearthTurn *turn, GError **error);
gboolean        hearth_engine_judge          (HearthEngine *self, GPtrArray *messages, GError **error);
char           *hearth_engine_dup_meta       (HearthEngine *self, const char *name) G_GNUC_WARN_UNUSED_RESULT;
gboolean        hearth_engine_set_meta       (HearthEngine *self, const char *name,
                                              const char *value, GError **error);
GPtrArray      *hearth_engine_list_meta      (HearthEngine *self, const char *prefix) G_GNUC_WARN_UNUSED_RESULT;
gint64          hearth_engine_write_journal  (HearthEngine *self, const HearthJournalEntry *entry,
                                              GError **error);
gint64          hearth_engine_begin_sending  (HearthEngine *self, const HearthJournalEntry *entry,
                                              HearthTrafficPurpose purpose, GError **error);
void            hearth_engine_end_sending    (HearthEngine *self, gint64 id);
void            hearth_engine_add_receipts   (HearthEngine *self, GPtrArray *receipts);
guint64         hearth_engine_get_bytes_sent_today (HearthEngine *self,
                                                    HearthTrafficPurpose purpose);
gboolean        hearth_engine_add_journal    (HearthEngine *self, const char *kind, const char *what,
                                              const char *host, gint64 bytes_sent, GError **error);

G_END_DECLS
