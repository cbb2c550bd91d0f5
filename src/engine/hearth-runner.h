/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar.h"
#include "hearth-calendar-source.h"
#include "hearth-contact-source.h"
#include "hearth-dav-client.h"
#include "hearth-event-edit.h"
#include "hearth-mail-source.h"
#include "hearth-records.h"
#include "hearth-writer.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_RUNNER (hearth_runner_get_type ())
G_DECLARE_FINAL_TYPE (HearthRunner, hearth_runner, HEARTH, RUNNER, GObject)

/**
 * HearthFileEdit:
 *
 * What became of a change to a calendar on this computer.
 *
 * @href: the resource
 * @before: (nullable): what had the UID before
 * @after: (nullable): and after
 */
typedef struct {
  char *href;
  char *before;
  char *after;
} HearthFileEdit;

void hearth_file_edit_clear (HearthFileEdit *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HearthFileEdit, hearth_file_edit_clear)

HearthRunner         *hearth_runner_new                 (HearthWriter *writer,
                                                         const HearthSource *record,
                                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthRunner         *hearth_runner_new_for_account     (HearthWriter *writer,
                                                         const HearthSource *record,
                                                         const HearthAccount *account,
                                                         HearthCredentialsFunc credentials,
                                                         gpointer credentials_data) G_GNUC_WARN_UNUSED_RESULT;
HearthRunner         *hearth_runner_new_for_calendar    (HearthWriter *writer,
                                                         const HearthSource *record,
                                                         const HearthDavAccount *account,
                                                         const HearthCalendar *calendar,
                                                         HearthDavCredentialsFunc credentials,
                                                         gpointer credentials_data) G_GNUC_WARN_UNUSED_RESULT;
HearthRunner         *hearth_runner_new_for_address_book (HearthWriter *writer,
                                                         const HearthSource *record,
                                                         const HearthDavAccount *account,
                                                         const HearthCalendar *settings,
                                                         HearthDavCredentialsFunc credentials,
                                                         gpointer credentials_data) G_GNUC_WARN_UNUSED_RESULT;
gint64                hearth_runner_get_id              (HearthRunner *self);
const char           *hearth_runner_get_path            (HearthRunner *self);
const char           *hearth_runner_get_name            (HearthRunner *self);
HearthMailSource     *hearth_runner_get_mail_source     (HearthRunner *self);
HearthCalendarSource *hearth_runner_get_calendar_source (HearthRunner *self);
HearthContactSource  *hearth_runner_get_contact_source  (HearthRunner *self);
void                  hearth_runner_set_refresh         (HearthRunner *self, guint seconds);
gboolean              hearth_runner_is_polled           (HearthRunner *self);
gboolean              hearth_runner_is_running          (HearthRunner *self);
gboolean              hearth_runner_is_waiting          (HearthRunner *self);
gboolean              hearth_runner_lacks_window        (HearthRunner *self);
guint                 hearth_runner_get_failures        (HearthRunner *self);
gboolean              hearth_runner_reconnects          (HearthRunner *self);
gboolean              hearth_runner_takes_operations    (HearthRunner *self);
gboolean              hearth_runner_should_retry        (HearthRunner *self);
void                  hearth_runner_wake                (HearthRunner *self);
void                  hearth_runner_set_thrifty         (HearthRunner *self, gboolean thrifty);
gboolean              hearth_runner_is_thrifty          (HearthRunner *self);
gboolean              hearth_runner_has_left            (HearthRunner *self);
void                  hearth_runner_replay              (HearthRunner *self);
gboolean              hearth_runner_is_replaying        (HearthRunner *self);
void                  hearth_runner_dup_raw_async       (HearthRunner *self, const char *mailbox,
                                                         const char *key, const char *path,
                                                         GAsyncReadyCallback callback,
                                                         gpointer user_data);
GBytes               *hearth_runner_dup_raw_finish      (HearthRunner *self, GAsyncResult *result,
                                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void                  hearth_runner_get_progress        (HearthRunner *self, guint64 *done,
                                                         guint64 *total);
void                  hearth_runner_set_window          (HearthRunner *self, HearthSpan window,
                                                         gboolean everything);
void                  hearth_runner_sync_async          (HearthRunner *self, gboolean noticed_only,
                                                         GAsyncReadyCallback callback,
                                                         gpointer user_data);
gboolean              hearth_runner_sync_finish         (HearthRunner *self, GAsyncResult *result,
                                                         GStrv *warnings, GError **error);
gboolean              hearth_runner_edit_file_sync      (HearthRunner *self, const char *href,
                                                         const HearthEventEdit *edit,
                                                         HearthFileEdit *result, GError **error);
char                 *hearth_runner_dup_part_sync       (HearthRunner *self, const char *href,
                                                         const char *uid, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean              hearth_runner_expand_sync         (HearthRunner *self, GError **error);
gboolean              hearth_runner_watch               (HearthRunner *self);
void                  hearth_runner_unwatch             (HearthRunner *self);
void                  hearth_runner_stop                (HearthRunner *self);

G_END_DECLS
