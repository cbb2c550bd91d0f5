/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ctl.h"

G_BEGIN_DECLS

/**
 * HearthCtlReach:
 * @name: a word for machines ("keyring")
 * @bus_name: who does it, on the session bus
 * @label: what it is, for its owner; not translated yet
 * @by_portal: whether the desktop's portals do it for a program in a sandbox, which does not see who
 *   does it for others
 */
typedef struct {
  const char *name;
  const char *bus_name;
  const char *label;
  gboolean by_portal;
} HearthCtlReach;

extern const HearthCtlReach hearth_ctl_reaches[];

/**
 * HearthCtlHealth:
 * @db: (nullable): the store, if it can be read
 * @problem: (nullable): why it cannot, a sentence
 * @faults: (element-type HearthStoreFault) (nullable): what its checks came to
 * @indexes_wrong: whether a full look found the indexes for searching wrong
 * @repaired: whether that was mended
 * @missing_sources: what is read and is not there
 * @missing_files: what is attached to drafts and is not there
 * @free_bytes: on the disk of the data folder
 * @reached: (array) (nullable): whether each of hearth_ctl_reaches can be; %NULL without a bus
 *
 * What hearthctl doctor found.
 */
typedef struct {
  HearthDatabase *db;
  char *problem;
  GPtrArray *faults;
  gboolean indexes_wrong;
  gboolean repaired;
  gint64 missing_sources;
  gint64 missing_files;
  guint64 free_bytes;
  gboolean *reached;
} HearthCtlHealth;

/* hearth-ctl-report.c */
char *
hearth_ctl_report_make (HearthCtl *ctl, const HearthCtlHealth *health) G_GNUC_WARN_UNUSED_RESULT;
guint64
hearth_ctl_report_measure (const char *path, guint *n_files);

G_END_DECLS
