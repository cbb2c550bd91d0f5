/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A call to the service; opening it may have to start it and what it needs. */
#define HEARTH_EDS_WAIT_CALL 30
/* All of a large calendar. */
#define HEARTH_EDS_WAIT_ALL 120

/**
 * HearthEdsWait:
 *
 * The bound of one call in time. The library's own is that of its D-Bus calls, which is none.
 *
 * @cancellable: what the call is given
 * @outer: (nullable): the caller's own
 */
typedef struct {
  GCancellable *cancellable;
  GCancellable *outer;
  /*< private >*/
  gulong handler;
  GSource *timeout;
} HearthEdsWait;

void     hearth_eds_wait_begin (HearthEdsWait *self, GCancellable *outer, guint seconds);
void     hearth_eds_wait_end   (HearthEdsWait *self);
gboolean hearth_eds_wait_translate (HearthEdsWait *self, const char *name, GError *failure,
                                    GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HearthEdsWait, hearth_eds_wait_end)

G_END_DECLS
