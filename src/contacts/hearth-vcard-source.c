/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-vcard-source.h"

#include "hearth-file-monitor.h"
#include "hearth-vcard-files.h"

#include <glib/gi18n.h>

/**
 * HearthVcardSource:
 *
 * A vCard file, or a folder of them, on this computer.
 */
struct _HearthVcardSource {
  HearthContactSource parent_instance;

  char *path;            /* (owned) */
  GFileMonitor *monitor; /* (owned) (nullable) while it is watched */
};

G_DEFINE_FINAL_TYPE (HearthVcardSource, hearth_vcard_source, HEARTH_TYPE_CONTACT_SOURCE)

static void
monitor_changed_cb (GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event,
                    gpointer user_data)
{
  /* While a file is being written it holds half an address book: CHANGES_DONE_HINT comes when it is
   * closed. */
  if (event != G_FILE_MONITOR_EVENT_CHANGED && event != G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED &&
      event != G_FILE_MONITOR_EVENT_PRE_UNMOUNT)
    hearth_contact_source_noticed (user_data);
}

static gboolean
hearth_vcard_source_sync_sync (HearthContactSource *source, GHashTable *known,
                               const HearthContactSink *sink, GCancellable *cancellable,
                               GError **error)
{
  HearthVcardSource *self = HEARTH_VCARD_SOURCE (source);
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) changes =
      hearth_vcard_files_sync_sync (self->path, known, warnings, cancellable, error);

  for (guint i = 0; i < warnings->len; i++)
    sink->warning (g_ptr_array_index (warnings, i), sink->user_data);
  if (changes == NULL)
    return FALSE;
  for (guint i = 0; i < changes->len; i++)
    if (!sink->changed (g_steal_pointer (&g_ptr_array_index (changes, i)), sink->user_data))
      break;
  return TRUE;
}

static gboolean
hearth_vcard_source_watch (HearthContactSource *source, GError **error)
{
  HearthVcardSource *self = HEARTH_VCARD_SOURCE (source);
  g_autoptr (GError) failure = NULL;

  if (self->monitor != NULL)
    return TRUE;
  if (!g_file_test (self->path, G_FILE_TEST_EXISTS)) {
    g_set_error (error, HEARTH_CONTACTS_ERROR, HEARTH_CONTACTS_ERROR_GONE,
                 _("There is nothing at “%s” any more."), self->path);
    return FALSE;
  }
  self->monitor = hearth_file_monitor_new (self->path, HEARTH_WATCH_CONTENTS, &failure);
  if (self->monitor == NULL) {
    g_set_error (error, HEARTH_CONTACTS_ERROR, HEARTH_CONTACTS_ERROR_UNREADABLE,
                 _("“%s” cannot be watched for changes: %s"), self->path, failure->message);
    return FALSE;
  }
  g_signal_connect (self->monitor, "changed", G_CALLBACK (monitor_changed_cb), self);
  return TRUE;
}

static void
hearth_vcard_source_unwatch (HearthContactSource *source)
{
  HearthVcardSource *self = HEARTH_VCARD_SOURCE (source);

  if (self->monitor != NULL)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
}

static void
hearth_vcard_source_dispose (GObject *object)
{
  hearth_vcard_source_unwatch (HEARTH_CONTACT_SOURCE (object));
  G_OBJECT_CLASS (hearth_vcard_source_parent_class)->dispose (object);
}

static void
hearth_vcard_source_finalize (GObject *object)
{
  g_free (HEARTH_VCARD_SOURCE (object)->path);
  G_OBJECT_CLASS (hearth_vcard_source_parent_class)->finalize (object);
}

static void
hearth_vcard_source_class_init (HearthVcardSourceClass *klass)
{
  HearthContactSourceClass *source_class = HEARTH_CONTACT_SOURCE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_vcard_source_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_vcard_source_finalize;
  source_class->sync_sync = hearth_vcard_source_sync_sync;
  source_class->watch = hearth_vcard_source_watch;
  source_class->unwatch = hearth_vcard_source_unwatch;
}

static void
hearth_vcard_source_init (HearthVcardSource *self)
{
}

/**
 * hearth_vcard_source_new:
 * @path: a vCard file, or a folder of them
 *
 * Returns: (transfer full): a source
 */
HearthContactSource *
hearth_vcard_source_new (const char *path)
{
  HearthVcardSource *self = g_object_new (HEARTH_TYPE_VCARD_SOURCE, NULL);

  self->path = g_strdup (path);
  return HEARTH_CONTACT_SOURCE (self);
}
