/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HearthEdsKind: what a collection holds. */
typedef enum {
  HEARTH_EDS_EVENTS,
  HEARTH_EDS_TASKS,
  HEARTH_EDS_CONTACTS,
} HearthEdsKind;

/**
 * HearthEdsCollection:
 *
 * A calendar, task list or address book of the desktop.
 *
 * @uid: the UID of its ESource, by which it is opened
 * @kind: what it holds
 * @name: what its owner calls it
 * @color: (nullable): #rrggbb
 * @writable: whether its kind takes changes; its server may still refuse them
 */
typedef struct {
  char *uid;
  HearthEdsKind kind;
  char *name;
  char *color;
  gboolean writable;
} HearthEdsCollection;

HearthEdsCollection *hearth_eds_collection_new  (const char *uid, HearthEdsKind kind,
                                                 const char *name) G_GNUC_WARN_UNUSED_RESULT;
void                 hearth_eds_collection_free (HearthEdsCollection *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthEdsCollection, hearth_eds_collection_free)

G_END_DECLS
