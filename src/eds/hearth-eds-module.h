/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-eds-collection.h"
#include "hearth-eds-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What stands between the program and the module that links libecal and libebook: plain texts, so
 * that no type has to be known to both. Everything but @close blocks, within a bound of time, and is
 * called on one thread at a time for one handle. */

/* Changes with every change of the interface: a module that was left behind by an upgrade is not
 * used. */
#define HEARTH_EDS_MODULE_VERSION 1
#define HEARTH_EDS_MODULE_SYMBOL "hearth_eds_module_get"

typedef struct _HearthEdsHandle HearthEdsHandle;

/**
 * HearthEdsNoticedFunc:
 * @href: (nullable): the object that changed, came or went; %NULL: anything may have
 * @died: whether the service behind the handle ended; it is of no more use then
 * @user_data: the caller's
 *
 * Hears of changes, on the main thread.
 */
typedef void (*HearthEdsNoticedFunc) (const char *href, gboolean died, gpointer user_data);

/**
 * HearthEdsObjectFunc:
 * @href: an object
 * @etag: its version
 * @text: its iCalendar or vCard text
 * @user_data: the caller's
 *
 * Receives what a collection holds, on the thread that asked.
 *
 * Returns: %FALSE to stop
 */
typedef gboolean (*HearthEdsObjectFunc) (const char *href, const char *etag, const char *text,
                                         gpointer user_data);

/**
 * HearthEdsModule:
 * @version: %HEARTH_EDS_MODULE_VERSION of the module; another one is not used
 * @list_sync: (transfer full): the collections of the desktop, as HearthEdsCollection
 * @open_sync: (transfer full): a collection by its UID; its changes are told to @noticed
 * @close: ends a handle; nothing is told after it
 * @get_name: (transfer none): what its owner calls it
 * @is_writable: whether it takes changes
 * @read_all_sync: hands over each object
 * @read_sync: (transfer full): the text of one object, and its version
 * @write_sync: writes a new object (@href is %NULL) or another text of one that has the
 *   version @etag
 * @remove_sync: removes an object that has the version @etag, or any if that is %NULL
 *
 * What the module offers. All of it but @close, @get_name and @is_writable blocks, within a
 * bound of time, and fails in the domain %HEARTH_EDS_ERROR.
 */
typedef struct {
  guint version;

  GPtrArray       *(*list_sync)   (GCancellable *cancellable, GError **error);
  HearthEdsHandle *(*open_sync)   (const char *uid, HearthEdsNoticedFunc noticed, gpointer user_data,
                                   GCancellable *cancellable, GError **error);
  void             (*close)       (HearthEdsHandle *handle);
  const char      *(*get_name)    (HearthEdsHandle *handle);
  gboolean         (*is_writable) (HearthEdsHandle *handle);
  gboolean         (*read_all_sync) (HearthEdsHandle *handle, HearthEdsObjectFunc func,
                                     gpointer user_data, GCancellable *cancellable, GError **error);
  char            *(*read_sync)   (HearthEdsHandle *handle, const char *href, char **etag,
                                   GCancellable *cancellable, GError **error);
  gboolean         (*write_sync)  (HearthEdsHandle *handle, const char *href, const char *text,
                                   const char *etag, char **new_href, char **new_etag,
                                   GCancellable *cancellable, GError **error);
  gboolean         (*remove_sync) (HearthEdsHandle *handle, const char *href, const char *etag,
                                   GCancellable *cancellable, GError **error);
} HearthEdsModule;

/**
 * HearthEdsModuleFunc:
 *
 * The type of %HEARTH_EDS_MODULE_SYMBOL, by which the module is entered.
 *
 * Returns: (transfer none): what it offers, as long as the program runs
 */
typedef const HearthEdsModule *(*HearthEdsModuleFunc) (void);

const HearthEdsModule *hearth_eds_module_get (void);

G_END_DECLS
