/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-eds.h"

#include <gmodule.h>

#include <glib/gi18n.h>

/**
 * HearthEdsClient:
 *
 * One calendar, task list or address book of the desktop, as Evolution Data Server keeps it. What
 * speaks to that service is a module, loaded when it is first needed: its libraries take more
 * memory than all else in the service, and most people have no such calendar or not the libraries.
 */
struct _HearthEdsClient {
  const HearthEdsModule *module; /* (unowned): it stays once it is loaded */
  HearthEdsHandle *handle;       /* (owned) */
};

static GMutex mutex;
static const HearthEdsModule *loaded; /* (mutex) (nullable) */

/* (mutex) */
static const HearthEdsModule *
open_module (const char *path, GError **error)
{
  GModule *module = g_module_open (path, G_MODULE_BIND_LOCAL);
  gpointer symbol = NULL;
  const HearthEdsModule *found = NULL;

  if (module == NULL) {
    /* What the linker says is for whoever builds it, not for the owner. */
    g_debug ("%s", g_module_error ());
    g_set_error (error, HEARTH_EDS_ERROR, HEARTH_EDS_ERROR_ABSENT,
                 _("“%s” cannot be used. Install the libraries of Evolution Data Server."), path);
    return NULL;
  }
  if (g_module_symbol (module, HEARTH_EDS_MODULE_SYMBOL, &symbol))
    found = ((HearthEdsModuleFunc) symbol) ();
  if (found == NULL || found->version != HEARTH_EDS_MODULE_VERSION) {
    g_module_close (module);
    g_set_error (error, HEARTH_EDS_ERROR, HEARTH_EDS_ERROR_ABSENT,
                 _("“%s” is of another version of Hearth. Install it again."), path);
    return NULL;
  }
  /* It registers types, which cannot be taken back. */
  g_module_make_resident (module);
  return found;
}

static const HearthEdsModule *
load_module (GError **error)
{
  const char *folder = g_getenv ("HEARTH_MODULEDIR");
  g_autofree char *path =
      g_build_filename (folder != NULL ? folder : HEARTH_MODULEDIR, "hearth-eds.so", NULL);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  /* Once a first look found none it may still be installed later. */
  if (loaded == NULL && !g_file_test (path, G_FILE_TEST_EXISTS))
    g_set_error_literal (error, HEARTH_EDS_ERROR, HEARTH_EDS_ERROR_ABSENT,
                         _("This installation of Hearth cannot read the calendars of the desktop: "
                            "its part for Evolution Data Server is not installed."));
  else if (loaded == NULL)
    loaded = open_module (path, error);
  return loaded;
}

/**
 * hearth_eds_list_sync:
 * @cancellable: (nullable): to stop it
 * @error: %HEARTH_EDS_ERROR_ABSENT, %HEARTH_EDS_ERROR_OFFLINE, or %G_IO_ERROR_CANCELLED
 *
 * Lists the calendars, task lists and address books of the desktop that are in use. Blocks, at most
 * half a minute.
 *
 * Returns: (transfer full) (nullable) (element-type HearthEdsCollection): them
 */
GPtrArray *
hearth_eds_list_sync (GCancellable *cancellable, GError **error)
{
  const HearthEdsModule *module = load_module (error);

  return module != NULL ? module->list_sync (cancellable, error) : NULL;
}

/**
 * hearth_eds_client_open_sync:
 * @uid: which one, as hearth_eds_list_sync() named it
 * @noticed: hears of changes from now on, on the main thread
 * @user_data: for @noticed
 * @cancellable: (nullable): to stop it
 * @error: %HEARTH_EDS_ERROR_ABSENT, %HEARTH_EDS_ERROR_GONE, %HEARTH_EDS_ERROR_OFFLINE,
 *   %HEARTH_EDS_ERROR_REFUSED, %HEARTH_EDS_ERROR_UNREADABLE, or %G_IO_ERROR_CANCELLED
 *
 * Opens one collection. Blocks, at most half a minute.
 *
 * Returns: (transfer full) (nullable): it
 */
HearthEdsClient *
hearth_eds_client_open_sync (const char *uid, HearthEdsNoticedFunc noticed, gpointer user_data,
                             GCancellable *cancellable, GError **error)
{
  const HearthEdsModule *module = load_module (error);
  HearthEdsHandle *handle;
  HearthEdsClient *self;

  if (module == NULL)
    return NULL;
  handle = module->open_sync (uid, noticed, user_data, cancellable, error);
  if (handle == NULL)
    return NULL;
  self = g_new0 (HearthEdsClient, 1);
  self->module = module;
  self->handle = handle;
  return self;
}

/**
 * hearth_eds_client_close:
 * @self: (transfer full): a client
 *
 * Lets go of it. Nothing is heard of it once this returns.
 */
void
hearth_eds_client_close (HearthEdsClient *self)
{
  self->module->close (self->handle);
  g_free (self);
}

/**
 * hearth_eds_client_get_name:
 * @self: a client
 *
 * Returns: (transfer none): what its owner calls it
 */
const char *
hearth_eds_client_get_name (HearthEdsClient *self)
{
  return self->module->get_name (self->handle);
}

/**
 * hearth_eds_client_is_writable:
 * @self: a client
 *
 * Returns: whether it takes changes as things stand
 */
gboolean
hearth_eds_client_is_writable (HearthEdsClient *self)
{
  return self->module->is_writable (self->handle);
}

/**
 * hearth_eds_client_read_all_sync:
 * @self: a client
 * @func: (scope call): receives each object
 * @user_data: for @func
 * @cancellable: (nullable): to stop it
 * @error: as of hearth_eds_client_open_sync()
 *
 * Reads everything that it holds: one object is all that has one UID. Blocks, at most two minutes.
 *
 * Returns: whether @func was given everything that it wanted
 */
gboolean
hearth_eds_client_read_all_sync (HearthEdsClient *self, HearthEdsObjectFunc func,
                                 gpointer user_data, GCancellable *cancellable, GError **error)
{
  return self->module->read_all_sync (self->handle, func, user_data, cancellable, error);
}

/**
 * hearth_eds_client_read_sync:
 * @self: a client
 * @href: an object
 * @etag: (out) (optional) (transfer full): its version
 * @cancellable: (nullable): to stop it
 * @error: %HEARTH_EDS_ERROR_NOT_FOUND, and as of hearth_eds_client_open_sync()
 *
 * Reads one object. Blocks, at most half a minute.
 *
 * Returns: (transfer full) (nullable): its text
 */
char *
hearth_eds_client_read_sync (HearthEdsClient *self, const char *href, char **etag,
                             GCancellable *cancellable, GError **error)
{
  return self->module->read_sync (self->handle, href, etag, cancellable, error);
}

/**
 * hearth_eds_client_write_sync:
 * @self: a client of a calendar
 * @href: (nullable): the object, %NULL for a new one
 * @text: its whole iCalendar text, of one UID
 * @etag: (nullable): the version that @text was made from; %NULL: there must be none
 * @new_href: (out) (optional) (transfer full): where it is now
 * @new_etag: (out) (optional) (transfer full): its version now
 * @cancellable: (nullable): to stop it
 * @error: %HEARTH_EDS_ERROR_CONFLICT, %HEARTH_EDS_ERROR_READ_ONLY, %HEARTH_EDS_ERROR_BAD_FORMAT,
 * and as of hearth_eds_client_read_sync()
 *
 * Writes one object: the service takes it one occurrence after the other, and what it did not take
 * when this fails is found by reading it again. The service knows no version of its own: what
 * another program writes between the look at @etag and the write, some milliseconds, is not seen.
 * Blocks, at most half a minute.
 *
 * Returns: whether it is written
 */
gboolean
hearth_eds_client_write_sync (HearthEdsClient *self, const char *href, const char *text,
                              const char *etag, char **new_href, char **new_etag,
                              GCancellable *cancellable, GError **error)
{
  return self->module->write_sync (self->handle, href, text, etag, new_href, new_etag, cancellable,
                                   error);
}

/**
 * hearth_eds_client_remove_sync:
 * @self: a client of a calendar
 * @href: the object
 * @etag: (nullable): the version that the owner saw; %NULL for any
 * @cancellable: (nullable): to stop it
 * @error: as of hearth_eds_client_write_sync()
 *
 * Removes one object, with all its occurrences. Blocks, at most half a minute.
 *
 * Returns: whether it is gone
 */
gboolean
hearth_eds_client_remove_sync (HearthEdsClient *self, const char *href, const char *etag,
                               GCancellable *cancellable, GError **error)
{
  return self->module->remove_sync (self->handle, href, etag, cancellable, error);
}
