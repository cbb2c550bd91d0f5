/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-dav-client.h"
#include "hearth-dav-collection.h"

G_BEGIN_DECLS

/**
 * HearthDavFound: a collection of a server.
 * @kind: what it holds
 * @url: its address, normalised
 * @name: what its owner calls it; never ""
 * @color: (nullable): #rrggbb
 * @writable: whether this login may change it
 * @events: whether it takes events
 * @tasks: whether it takes tasks
 * @scheduling: whether its server sends and takes invitations, RFC 6638
 * @address: (nullable): the owner's mail address, as the server knows it
 */
typedef struct {
  HearthDavKind kind;
  char *url;
  char *name;
  char *color;
  gboolean writable;
  gboolean events;
  gboolean tasks;
  gboolean scheduling;
  char *address;
} HearthDavFound;

void       hearth_dav_found_free         (HearthDavFound *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthDavFound, hearth_dav_found_free)

GPtrArray *hearth_dav_discovery_candidates_sync (const char *what, GCancellable *cancellable,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *hearth_dav_discovery_list_sync       (HearthDavClient *client, const char *url,
                                                 GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
