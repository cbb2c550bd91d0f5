/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar-error.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/** HearthIcsFile: a calendar file, by its path below the source and its version. */
typedef struct {
  char *href;
  char *etag;
} HearthIcsFile;

/**
 * HearthIcsListing:
 *
 * The calendar files of a source at one moment.
 *
 * @files: (element-type HearthIcsFile): in the order of their names
 * @warnings: (element-type utf8): what could not be listed, in sentences
 */
typedef struct {
  GPtrArray *files;
  GPtrArray *warnings;

  /*< private >*/
  GHashTable *by_href;
  GPtrArray *hidden;
} HearthIcsListing;

HearthIcsListing *hearth_ics_listing_new        (const char *root, GCancellable *cancellable,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void              hearth_ics_listing_free       (HearthIcsListing *self);
gboolean          hearth_ics_listing_has        (HearthIcsListing *self, const char *href);
gboolean          hearth_ics_listing_is_hidden  (HearthIcsListing *self, const char *href);

gboolean          hearth_ics_files_is_calendar  (const char *name);
char             *hearth_ics_files_dup_path     (const char *root, const char *href) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray        *hearth_ics_files_list_folders (const char *root) G_GNUC_WARN_UNUSED_RESULT;
char             *hearth_ics_files_read         (const char *path, gsize *length, char **etag,
                                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean          hearth_ics_files_replace      (const char *path, const char *text, gsize length,
                                                 const char *etag, GError **error);
gboolean          hearth_ics_files_remove       (const char *path, const char *etag,
                                                 GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthIcsListing, hearth_ics_listing_free)
char *hearth_ics_files_dup_etag (const char *path, gsize length) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
