/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar-error.h"
#include "hearth-event.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthCalendarChangesFunc:
 * @changes: (transfer full): what one resource holds now
 * @user_data: the caller's
 *
 * Receives changes as a sync finds them, on the thread of the sync.
 *
 * Returns: %FALSE to stop the sync
 */
typedef gboolean (*HearthCalendarChangesFunc) (HearthCalendarChanges *changes, gpointer user_data);

/**
 * HearthCalendarWarningFunc:
 * @path: the file or resource
 * @sentence: what is wrong with it
 * @user_data: the caller's
 *
 * Receives what a sync had to leave out, on the thread of the sync.
 */
typedef void (*HearthCalendarWarningFunc) (const char *path, const char *sentence,
                                           gpointer user_data);

#define HEARTH_TYPE_CALENDAR_SOURCE (hearth_calendar_source_get_type ())
G_DECLARE_DERIVABLE_TYPE (HearthCalendarSource, hearth_calendar_source, HEARTH, CALENDAR_SOURCE,
                          GObject)

/**
 * HearthCalendarSourceClass:
 * @sync_sync: see hearth_calendar_source_sync_sync()
 * @watch: begins to notice changes and calls hearth_calendar_source_noticed() for each
 * @unwatch: ends that
 * @is_writable: see hearth_calendar_source_is_writable()
 * @read_resource_sync: see hearth_calendar_source_read_resource_sync()
 * @write_resource_sync: see hearth_calendar_source_write_resource_sync()
 * @remove_resource_sync: see hearth_calendar_source_remove_resource_sync()
 */
struct _HearthCalendarSourceClass {
  GObjectClass parent_class;

  gboolean (*sync_sync)         (HearthCalendarSource *self, GHashTable *known, HearthSpan window,
                                 gboolean force_all, HearthCalendarChangesFunc emit,
                                 gpointer user_data, GCancellable *cancellable, GError **error);
  gboolean (*watch)             (HearthCalendarSource *self, GError **error);
  void     (*unwatch)           (HearthCalendarSource *self);
  gboolean (*is_writable)       (HearthCalendarSource *self);
  GBytes  *(*read_resource_sync)   (HearthCalendarSource *self, const char *href, char **etag,
                                    GCancellable *cancellable, GError **error);
  gboolean (*write_resource_sync)  (HearthCalendarSource *self, const char *href, const char *uid,
                                    GBytes *content, const char *etag, char **new_href,
                                    char **new_etag, GCancellable *cancellable, GError **error);
  gboolean (*remove_resource_sync) (HearthCalendarSource *self, const char *href, const char *uid,
                                    const char *etag, GCancellable *cancellable, GError **error);
};

gboolean hearth_calendar_source_sync_sync         (HearthCalendarSource *self, GHashTable *known,
                                                   HearthSpan window, gboolean force_all,
                                                   HearthCalendarChangesFunc emit,
                                                   gpointer user_data, GCancellable *cancellable,
                                                   GError **error);
void     hearth_calendar_source_set_warning_func  (HearthCalendarSource *self,
                                                   HearthCalendarWarningFunc func,
                                                   gpointer user_data, GDestroyNotify destroy);
gboolean hearth_calendar_source_watch             (HearthCalendarSource *self, GError **error);
void     hearth_calendar_source_unwatch           (HearthCalendarSource *self);
gboolean hearth_calendar_source_is_writable       (HearthCalendarSource *self);
GBytes  *hearth_calendar_source_read_resource_sync   (HearthCalendarSource *self, const char *href,
                                                      char **etag, GCancellable *cancellable,
                                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hearth_calendar_source_write_resource_sync  (HearthCalendarSource *self, const char *href,
                                                      const char *uid, GBytes *content,
                                                      const char *etag, char **new_href,
                                                      char **new_etag, GCancellable *cancellable,
                                                      GError **error);
gboolean hearth_calendar_source_remove_resource_sync (HearthCalendarSource *self, const char *href,
                                                      const char *uid, const char *etag,
                                                      GCancellable *cancellable, GError **error);
void     hearth_calendar_source_set_refresh       (HearthCalendarSource *self, guint seconds);
void     hearth_calendar_source_set_thrifty       (HearthCalendarSource *self, gboolean thrifty);
guint    hearth_calendar_source_get_interval      (HearthCalendarSource *self);
char    *hearth_calendar_source_dup_token         (HearthCalendarSource *self) G_GNUC_WARN_UNUSED_RESULT;

/* For sources. */
void     hearth_calendar_source_set_token         (HearthCalendarSource *self, const char *token);
void     hearth_calendar_source_suggest_refresh   (HearthCalendarSource *self, guint seconds);
void     hearth_calendar_source_noticed           (HearthCalendarSource *self);
void     hearth_calendar_source_warn              (HearthCalendarSource *self, const char *path,
                                                   const char *sentence);

G_END_DECLS
