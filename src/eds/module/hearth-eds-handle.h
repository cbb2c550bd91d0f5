/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-eds-module.h"
#include "hearth-eds-wait.h"

#include <libebook/libebook.h>
#include <libecal/libecal.h>

G_BEGIN_DECLS

typedef struct _HearthEdsEar HearthEdsEar;

/**
 * HearthEdsHandle:
 *
 * An open collection.
 *
 * @client: its connection
 * @view: (nullable): what tells of changes
 * @ear: whom it tells
 * @kind: what it holds
 * @name: what its owner calls it
 * @zones: TZID to the text of its VTIMEZONE, or to %NULL
 */
struct _HearthEdsHandle {
  EClient *client;
  GObject *view;
  HearthEdsEar *ear;
  HearthEdsKind kind;
  char *name;
  GHashTable *zones;
};

HearthEdsHandle *hearth_eds_handle_open_sync (ESource *source, HearthEdsKind kind,
                                              HearthEdsNoticedFunc noticed, gpointer user_data,
                                              GCancellable *cancellable, GError **error);
void             hearth_eds_handle_close     (HearthEdsHandle *self);
void             hearth_eds_handle_connect   (HearthEdsHandle *self, gpointer object,
                                              const char *signal, GCallback callback);
void             hearth_eds_ear_noticed      (HearthEdsEar *self, const char *href, gboolean died);
char            *hearth_eds_dup_etag         (const char *text);

gboolean hearth_eds_calendar_watch_sync    (HearthEdsHandle *self, GCancellable *cancellable,
                                            GError **error);
gboolean hearth_eds_calendar_read_all_sync (HearthEdsHandle *self, HearthEdsObjectFunc func,
                                            gpointer user_data, GCancellable *cancellable,
                                            GError **error);
char    *hearth_eds_calendar_read_sync     (HearthEdsHandle *self, const char *href, char **etag,
                                            GCancellable *cancellable, GError **error);
gboolean hearth_eds_calendar_write_sync    (HearthEdsHandle *self, const char *href,
                                            const char *text, const char *etag, char **new_href,
                                            char **new_etag, GCancellable *cancellable,
                                            GError **error);
gboolean hearth_eds_calendar_remove_sync   (HearthEdsHandle *self, const char *href,
                                            const char *etag, GCancellable *cancellable,
                                            GError **error);

gboolean hearth_eds_book_watch_sync    (HearthEdsHandle *self, GCancellable *cancellable,
                                        GError **error);
gboolean hearth_eds_book_read_all_sync (HearthEdsHandle *self, HearthEdsObjectFunc func,
                                        gpointer user_data, GCancellable *cancellable,
                                        GError **error);
char    *hearth_eds_book_read_sync     (HearthEdsHandle *self, const char *href, char **etag,
                                        GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthEdsHandle, hearth_eds_handle_close)

G_END_DECLS
