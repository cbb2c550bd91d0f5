/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ctl.h"

G_BEGIN_DECLS

/**
 * HearthCtlSet: a letter or a book on paper.
 * @file: a file in memory
 * @n_pages: how many pages all of it has
 * @missing: (owned): characters that its hand has not, "" for none
 * @absent: (owned): the face that it names and that is not on this computer, "" for none
 */
typedef struct {
  int file;
  guint n_pages;
  char *missing;
  char *absent;
} HearthCtlSet;

gboolean
hearth_ctl_set_check_letter (const char *argument, HearthCtlExit *code);
gboolean
hearth_ctl_set_make (HearthCtl *ctl, const char *const *args, HearthCtlSet *set,
                     HearthCtlExit *code);
void
hearth_ctl_set_warn (const HearthCtlSet *set);
void
hearth_ctl_set_tell (HearthCtl *ctl, const HearthCtlSet *set, const char *path);
void
hearth_ctl_set_clear (HearthCtlSet *set);

G_END_DECLS
