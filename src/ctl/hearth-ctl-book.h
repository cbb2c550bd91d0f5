/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ctl.h"
#include "hearth-store-books.h"

G_BEGIN_DECLS

HearthBookRow *
hearth_ctl_book_load (HearthCtl *ctl, const char *argument,
                      HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_ctl_book_add (GArray *letters, const char *argument, guint at, HearthCtlExit *code);
gboolean
hearth_ctl_book_remove (GArray *letters, const char *argument, HearthCtlExit *code);
HearthCtlExit
hearth_ctl_book_save (HearthCtl *ctl, gint64 id, GVariantDict *fields, GArray *letters,
                      const char *sentence);

G_END_DECLS
