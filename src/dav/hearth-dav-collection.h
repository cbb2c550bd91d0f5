/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-dav-client.h"

G_BEGIN_DECLS

/** HearthDavKind: what a collection holds. */
typedef enum {
  HEARTH_DAV_CALENDAR,
  HEARTH_DAV_ADDRESS_BOOK,
} HearthDavKind;

/**
 * HearthDavSink: who hears of the resources of a collection, on the thread of the sync.
 * @changed: a resource as it is now; returns %FALSE to stop
 * @gone: a resource that is there no longer; returns %FALSE to stop
 * @warning: what had to be left out
 */
typedef struct {
  gboolean (*changed) (const char *member, const char *etag, GBytes *content, gpointer user_data);
  gboolean (*gone) (const char *member, gpointer user_data);
  void (*warning) (const char *member, const char *sentence, gpointer user_data);
  gpointer user_data;
} HearthDavSink;

gboolean hearth_dav_collection_sync_sync   (HearthDavClient *client, const char *url,
                                            HearthDavKind kind, const char *token,
                                            GHashTable *known, gboolean everything,
                                            const HearthDavSink *sink, char **new_token,
                                            GCancellable *cancellable, GError **error);
GBytes  *hearth_dav_collection_read_sync   (HearthDavClient *client, const char *url,
                                            const char *member, char **etag,
                                            GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean hearth_dav_collection_write_sync  (HearthDavClient *client, const char *url,
                                            HearthDavKind kind, const char *member,
                                            GBytes *content, const char *etag, char **new_etag,
                                            GCancellable *cancellable, GError **error);
gboolean hearth_dav_collection_remove_sync (HearthDavClient *client, const char *url,
                                            const char *member, const char *etag,
                                            GCancellable *cancellable, GError **error);
char    *hearth_dav_collection_dup_name    (const char *uid, HearthDavKind kind) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
