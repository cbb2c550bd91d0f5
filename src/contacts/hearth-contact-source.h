/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-contact.h"
#include "hearth-contacts-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthContactSink:
 * @changed: called with what one resource holds now, or that it is gone (transfer full); returns
 *   %FALSE to stop
 * @warning: called with a sentence for each resource that was left out
 * @user_data: for both
 *
 * Receives what a sync finds, on the thread that runs it.
 */
typedef struct {
  gboolean (*changed) (HearthContactChanges *changes, gpointer user_data);
  void (*warning) (const char *sentence, gpointer user_data);
  gpointer user_data;
} HearthContactSink;

#define HEARTH_TYPE_CONTACT_SOURCE (hearth_contact_source_get_type ())
G_DECLARE_DERIVABLE_TYPE (HearthContactSource, hearth_contact_source, HEARTH, CONTACT_SOURCE,
                          GObject)

/**
 * HearthContactSourceClass:
 * @parent_class: the parent’s
 * @sync_sync: (worker): compares what is there with what is known, and tells the sink what
 *   differs
 * @watch: (nullable): begins to look out for changes
 * @unwatch: (nullable): ends that
 */
struct _HearthContactSourceClass {
  GObjectClass parent_class;

  gboolean (*sync_sync) (HearthContactSource *self, GHashTable *known,
                         const HearthContactSink *sink, GCancellable *cancellable, GError **error);
  gboolean (*watch) (HearthContactSource *self, GError **error);
  void (*unwatch) (HearthContactSource *self);
};

gboolean hearth_contact_source_sync_sync   (HearthContactSource *self, GHashTable *known,
                                            const HearthContactSink *sink,
                                            GCancellable *cancellable, GError **error);
gboolean hearth_contact_source_watch       (HearthContactSource *self, GError **error);
void     hearth_contact_source_unwatch     (HearthContactSource *self);
void     hearth_contact_source_set_refresh (HearthContactSource *self, guint seconds);
char    *hearth_contact_source_dup_token   (HearthContactSource *self) G_GNUC_WARN_UNUSED_RESULT;

/* For sources. */
void     hearth_contact_source_set_token   (HearthContactSource *self, const char *token);
void     hearth_contact_source_noticed     (HearthContactSource *self);
gboolean hearth_contact_source_emit_text   (const HearthContactSink *sink, const char *place,
                                            const char *href, const char *etag, const char *text,
                                            gsize length);

G_END_DECLS
