/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-eds-module.h"

G_BEGIN_DECLS

typedef struct _HearthEdsClient HearthEdsClient;

GPtrArray       *hearth_eds_list_sync          (GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

HearthEdsClient *hearth_eds_client_open_sync   (const char *uid, HearthEdsNoticedFunc noticed,
                                                gpointer user_data, GCancellable *cancellable,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
void             hearth_eds_client_close       (HearthEdsClient *self);
const char      *hearth_eds_client_get_name    (HearthEdsClient *self);
gboolean         hearth_eds_client_is_writable (HearthEdsClient *self);
gboolean         hearth_eds_client_read_all_sync (HearthEdsClient *self, HearthEdsObjectFunc func,
                                                  gpointer user_data, GCancellable *cancellable,
                                                  GError **error);
char            *hearth_eds_client_read_sync   (HearthEdsClient *self, const char *href, char **etag,
                                                GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean         hearth_eds_client_write_sync  (HearthEdsClient *self, const char *href,
                                                const char *text, const char *etag, char **new_href,
                                                char **new_etag, GCancellable *cancellable,
                                                GError **error);
gboolean         hearth_eds_client_remove_sync (HearthEdsClient *self, const char *href,
                                                const char *etag, GCancellable *cancellable,
                                                GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthEdsClient, hearth_eds_client_close)

G_END_DECLS
