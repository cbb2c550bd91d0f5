/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-eds-handle.h"

#include <glib/gi18n.h>
#include <string.h>

static GMutex mutex;
static ESourceRegistry *registry; /* (mutex) (owned) (nullable) once somebody asked */

/* It keeps itself up to date, and finds its service again when that was gone. */
static ESourceRegistry *
dup_registry (GCancellable *cancellable, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  g_auto (HearthEdsWait) wait = { 0 };
  GError *failure = NULL;

  if (registry == NULL) {
    hearth_eds_wait_begin (&wait, cancellable, HEARTH_EDS_WAIT_CALL);
    registry = e_source_registry_new_sync (wait.cancellable, &failure);
    if (registry == NULL) {
      hearth_eds_wait_translate (&wait, "Evolution Data Server", failure, error);
      return NULL;
    }
  }
  return g_object_ref (registry);
}

static gboolean
find_kind (ESource *source, HearthEdsKind *kind)
{
  static const char *const extensions[] = {
    [HEARTH_EDS_EVENTS] = E_SOURCE_EXTENSION_CALENDAR,
    [HEARTH_EDS_TASKS] = E_SOURCE_EXTENSION_TASK_LIST,
    [HEARTH_EDS_CONTACTS] = E_SOURCE_EXTENSION_ADDRESS_BOOK,
  };

  for (guint i = 0; i < G_N_ELEMENTS (extensions); i++) {
    if (e_source_has_extension (source, extensions[i])) {
      *kind = (HearthEdsKind) i;
      return TRUE;
    }
  }
  return FALSE;
}

/* Whether such a calendar takes changes, without opening it: its server may be slow or away. */
static gboolean
is_writable_backend (const char *backend)
{
  static const char *const read_only[] = { "contacts", "weather", "webcal", NULL };

  return backend != NULL && !g_strv_contains (read_only, backend);
}

/* #rrggbb and what GDK reads are both seen; only the first is passed on. */
static char *
dup_color (ESource *source, const char *extension)
{
  g_autofree char *color =
      e_source_selectable_dup_color (e_source_get_extension (source, extension));

  if (color == NULL || strlen (color) != 7 || color[0] != '#' ||
      strspn (color + 1, "0123456789abcdefABCDEF") != 6)
    return NULL;
  return g_steal_pointer (&color);
}

static HearthEdsCollection *
collection_new (ESource *source, HearthEdsKind kind, const char *extension)
{
  g_autofree char *name = e_source_dup_display_name (source);
  g_autofree char *backend =
      e_source_backend_dup_backend_name (e_source_get_extension (source, extension));
  HearthEdsCollection *self =
      hearth_eds_collection_new (e_source_get_uid (source), kind, name != NULL ? name : "");

  self->writable = is_writable_backend (backend);
  if (kind != HEARTH_EDS_CONTACTS)
    self->color = dup_color (source, extension);
  return self;
}

static void
list_kind (ESourceRegistry *from, HearthEdsKind kind, const char *extension, GPtrArray *found)
{
  GList *sources = e_source_registry_list_enabled (from, extension);

  for (GList *node = sources; node != NULL; node = node->next)
    g_ptr_array_add (found, collection_new (node->data, kind, extension));
  g_list_free_full (sources, g_object_unref);
}

static GPtrArray *
list_sync (GCancellable *cancellable, GError **error)
{
  g_autoptr (ESourceRegistry) from = dup_registry (cancellable, error);
  GPtrArray *found;

  if (from == NULL)
    return NULL;
  found = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_eds_collection_free);
  list_kind (from, HEARTH_EDS_EVENTS, E_SOURCE_EXTENSION_CALENDAR, found);
  list_kind (from, HEARTH_EDS_TASKS, E_SOURCE_EXTENSION_TASK_LIST, found);
  list_kind (from, HEARTH_EDS_CONTACTS, E_SOURCE_EXTENSION_ADDRESS_BOOK, found);
  return found;
}

static HearthEdsHandle *
open_sync (const char *uid, HearthEdsNoticedFunc noticed, gpointer user_data,
           GCancellable *cancellable, GError **error)
{
  g_autoptr (ESourceRegistry) from = dup_registry (cancellable, error);
  g_autoptr (ESource) source = NULL;
  HearthEdsKind kind;

  if (from == NULL)
    return NULL;
  source = e_source_registry_ref_source (from, uid);
  if (source == NULL || !find_kind (source, &kind)) {
    g_set_error_literal (
        error, HEARTH_EDS_ERROR, HEARTH_EDS_ERROR_GONE,
        _("This calendar or address book of the desktop is not there any more. Remove it here, or "
           "add it again in the settings of the desktop."));
    return NULL;
  }
  if (!e_source_registry_check_enabled (from, source)) {
    g_set_error (error, HEARTH_EDS_ERROR, HEARTH_EDS_ERROR_GONE,
                 _("“%s” is switched off in the settings of the desktop."),
                 e_source_get_display_name (source));
    return NULL;
  }
  return hearth_eds_handle_open_sync (source, kind, noticed, user_data, cancellable, error);
}

static const char *
get_name (HearthEdsHandle *handle)
{
  return handle->name;
}

static gboolean
is_writable (HearthEdsHandle *handle)
{
  return handle->kind != HEARTH_EDS_CONTACTS && !e_client_is_readonly (handle->client);
}

static gboolean
read_all_sync (HearthEdsHandle *handle, HearthEdsObjectFunc func, gpointer user_data,
               GCancellable *cancellable, GError **error)
{
  if (handle->kind == HEARTH_EDS_CONTACTS)
    return hearth_eds_book_read_all_sync (handle, func, user_data, cancellable, error);
  return hearth_eds_calendar_read_all_sync (handle, func, user_data, cancellable, error);
}

static char *
read_sync (HearthEdsHandle *handle, const char *href, char **etag, GCancellable *cancellable,
           GError **error)
{
  if (handle->kind == HEARTH_EDS_CONTACTS)
    return hearth_eds_book_read_sync (handle, href, etag, cancellable, error);
  return hearth_eds_calendar_read_sync (handle, href, etag, cancellable, error);
}

static gboolean
check_writable (HearthEdsHandle *handle, GError **error)
{
  if (is_writable (handle))
    return TRUE;
  g_set_error (error, HEARTH_EDS_ERROR, HEARTH_EDS_ERROR_READ_ONLY, _("“%s” takes no changes."),
               handle->name);
  return FALSE;
}

static gboolean
write_sync (HearthEdsHandle *handle, const char *href, const char *text, const char *etag,
            char **new_href, char **new_etag, GCancellable *cancellable, GError **error)
{
  return check_writable (handle, error) &&
         hearth_eds_calendar_write_sync (handle, href, text, etag, new_href, new_etag, cancellable,
                                         error);
}

static gboolean
remove_sync (HearthEdsHandle *handle, const char *href, const char *etag, GCancellable *cancellable,
             GError **error)
{
  return check_writable (handle, error) &&
         hearth_eds_calendar_remove_sync (handle, href, etag, cancellable, error);
}

/**
 * hearth_eds_module_get:
 *
 * Returns: (transfer none): what this module does
 */
G_MODULE_EXPORT const HearthEdsModule *
hearth_eds_module_get (void)
{
  static const HearthEdsModule module = {
    .version = HEARTH_EDS_MODULE_VERSION,
    .list_sync = list_sync,
    .open_sync = open_sync,
    .close = hearth_eds_handle_close,
    .get_name = get_name,
    .is_writable = is_writable,
    .read_all_sync = read_all_sync,
    .read_sync = read_sync,
    .write_sync = write_sync,
    .remove_sync = remove_sync,
  };

  return &module;
}
