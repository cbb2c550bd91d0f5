/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-service-desktop.h"

#include "hearth-eds.h"
#include "hearth-service-error.h"
#include "hearth-worker.h"

#include <glib/gi18n.h>

/* What DiscoverCalendars and AddCalendars do for the calendars and address books of the desktop.
 * Calls that are not about those are left to whoever answers after this. */

/* Lives as long as the skeleton that it answers for. */
typedef struct {
  HearthEngine *engine;      /* (owned) */
  HearthWorker *worker;      /* (owned) (nullable) until somebody asks */
  GCancellable *cancellable; /* (owned) */
} Desktop;

static void
desktop_free (gpointer data)
{
  Desktop *self = data;

  g_cancellable_cancel (self->cancellable);
  if (self->worker != NULL)
    hearth_worker_stop (self->worker);
  g_clear_object (&self->worker);
  g_object_unref (self->cancellable);
  g_object_unref (self->engine);
  g_free (self);
}

static gboolean
return_error (GDBusMethodInvocation *invocation, const GError *error)
{
  hearth_service_return_error (invocation, error);
  return TRUE;
}

/* Listing
 * ----------------------------------------------------------------------------------------*/

static void
list_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *found = hearth_eds_list_sync (cancellable, &error);

  if (found == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, found, (GDestroyNotify) g_ptr_array_unref);
}

static gboolean
is_added (GPtrArray *sources, HearthSourceKind kind, const char *uid)
{
  for (guint i = 0; i < sources->len; i++) {
    const HearthSource *source = g_ptr_array_index (sources, i);

    if (source->kind == kind && g_str_equal (source->path, uid))
      return TRUE;
  }
  return FALSE;
}

static GVariant *
describe (const HearthEdsCollection *collection, GPtrArray *sources)
{
  const HearthSourceKind kind =
      collection->kind == HEARTH_EDS_CONTACTS ? HEARTH_SOURCE_EBOOK : HEARTH_SOURCE_EDS;
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "kind", "s", hearth_source_kind_to_string (kind));
  g_variant_dict_insert (&dict, "path", "s", collection->uid);
  g_variant_dict_insert (&dict, "name", "s", collection->name);
  g_variant_dict_insert (&dict, "color", "s", collection->color != NULL ? collection->color : "");
  g_variant_dict_insert (&dict, "writable", "b", collection->writable);
  g_variant_dict_insert (&dict, "events", "b", collection->kind == HEARTH_EDS_EVENTS);
  g_variant_dict_insert (&dict, "tasks", "b", collection->kind == HEARTH_EDS_TASKS);
  g_variant_dict_insert (&dict, "scheduling", "b", FALSE);
  g_variant_dict_insert (&dict, "added", "b", is_added (sources, kind, collection->uid));
  return g_variant_dict_end (&dict);
}

/* One call that waits for the list. */
typedef struct {
  GDBusMethodInvocation *invocation; /* (owned), consumed by returning */
  HearthEngine *engine;              /* (owned) */
} Listing;

static void
listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Listing *listing = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GPtrArray) sources =
      found != NULL ? hearth_store_sources_list (hearth_engine_get_reader (listing->engine), &error)
                    : NULL;

  if (sources == NULL) {
    return_error (listing->invocation, error);
  } else {
    GVariantBuilder builder;

    g_variant_builder_init (&builder, G_VARIANT_TYPE ("(aa{sv})"));
    g_variant_builder_open (&builder, G_VARIANT_TYPE ("aa{sv}"));
    for (guint i = 0; i < found->len; i++)
      g_variant_builder_add_value (&builder, describe (g_ptr_array_index (found, i), sources));
    g_variant_builder_close (&builder);
    g_dbus_method_invocation_return_value (listing->invocation, g_variant_builder_end (&builder));
  }
  g_object_unref (listing->engine);
  g_free (listing);
}

static gboolean
discover_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, GUnixFDList *fds,
             GVariant *what, GVariant *password, Desktop *self)
{
  g_autoptr (GTask) task = NULL;
  Listing *listing;
  gboolean eds = FALSE;

  if (!g_variant_lookup (what, "eds", "b", &eds) || !eds)
    return FALSE;
  if (self->worker == NULL)
    self->worker = hearth_worker_new ("hearth-desktop");
  listing = g_new0 (Listing, 1);
  listing->invocation = invocation;
  listing->engine = g_object_ref (self->engine);
  task = g_task_new (NULL, self->cancellable, listed_cb, listing);
  g_task_set_source_tag (task, discover_cb);
  hearth_worker_queue (self->worker, G_PRIORITY_DEFAULT, task, list_thread);
  return TRUE;
}

/* Adding
 * -----------------------------------------------------------------------------------------*/

static gboolean
is_of_desktop (GVariant *item, HearthSourceKind *kind)
{
  const char *name;

  return g_variant_lookup (item, "kind", "&s", &name) &&
         hearth_source_kind_from_string (name, kind) &&
         (*kind == HEARTH_SOURCE_EDS || *kind == HEARTH_SOURCE_EBOOK);
}

/* Calls that mix them with others are none of this. */
static gboolean
are_of_desktop (GVariant *chosen)
{
  gboolean all = g_variant_n_children (chosen) > 0;

  for (gsize i = 0; i < g_variant_n_children (chosen) && all; i++) {
    g_autoptr (GVariant) item = g_variant_get_child_value (chosen, i);
    HearthSourceKind kind;

    all = is_of_desktop (item, &kind);
  }
  return all;
}

/* How it is treated, as the desktop says: its color, and whether it takes changes. */
static HearthCalendar *
make_calendar (GVariant *item)
{
  HearthCalendar *calendar = hearth_calendar_new (0);
  const char *color = "";

  g_variant_lookup (item, "color", "&s", &color);
  g_variant_lookup (item, "writable", "b", &calendar->writable);
  if (hearth_calendar_is_color (color))
    calendar->color = g_ascii_strdown (color, -1);
  return calendar;
}

static gboolean
add_cb (HearthDaemonDaemon1 *skeleton, GDBusMethodInvocation *invocation, GUnixFDList *fds,
        GVariant *what, GVariant *chosen, GVariant *password, Desktop *self)
{
  g_autoptr (GError) error = NULL;
  GVariantBuilder ids;

  if (!are_of_desktop (chosen))
    return FALSE;
  g_variant_builder_init (&ids, G_VARIANT_TYPE ("ax"));
  for (gsize i = 0; i < g_variant_n_children (chosen); i++) {
    g_autoptr (GVariant) item = g_variant_get_child_value (chosen, i);
    const char *path = "";
    const char *name = "";
    HearthSourceKind kind = HEARTH_SOURCE_EDS;
    g_autoptr (HearthCalendar) calendar = NULL;
    gint64 id = 0;

    g_variant_lookup (item, "path", "&s", &path);
    g_variant_lookup (item, "name", "&s", &name);
    is_of_desktop (item, &kind);
    calendar = make_calendar (item);
    if (*path != '\0')
      id = hearth_engine_add_calendar (self->engine, kind, path, *name != '\0' ? name : path, NULL,
                                       calendar, &error);
    else
      g_set_error_literal (&error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND,
                           _("The desktop has no calendar of this name."));
    if (id == 0) {
      g_variant_builder_clear (&ids);
      return return_error (invocation, error);
    }
    g_variant_builder_add (&ids, "x", id);
  }
  hearth_engine_sync_async (self->engine, NULL, NULL, NULL);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(ax)", &ids));
  return TRUE;
}

/**
 * hearth_service_desktop_attach:
 * @skeleton: the service's face on the bus
 * @engine: the engine
 *
 * Answers DiscoverCalendars and AddCalendars where they are about Evolution Data Server, for as
 * long as @skeleton lives.
 */
void
hearth_service_desktop_attach (HearthDaemonDaemon1 *skeleton, HearthEngine *engine)
{
  Desktop *self = g_new0 (Desktop, 1);

  self->engine = g_object_ref (engine);
  self->cancellable = g_cancellable_new ();
  g_signal_connect (skeleton, "handle-discover-calendars", G_CALLBACK (discover_cb), self);
  g_signal_connect (skeleton, "handle-add-calendars", G_CALLBACK (add_cb), self);
  g_object_set_data_full (G_OBJECT (skeleton), "hearth-desktop", self, desktop_free);
}
