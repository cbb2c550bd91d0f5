/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ctl.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthCtlProgressFunc:
 * @done: how much is done
 * @total: of how much, not 0
 *
 * Writes that to the standard error, without an end of line.
 */
typedef void (*HearthCtlProgressFunc) (guint64 done, guint64 total);

typedef struct _HearthCtlProgress HearthCtlProgress;

HearthCtlProgress *hearth_ctl_progress_begin (HearthCtl *ctl, GDBusConnection *bus,
                                              const char *property,
                                              HearthCtlProgressFunc func) G_GNUC_WARN_UNUSED_RESULT;
void               hearth_ctl_progress_end   (HearthCtlProgress *self);

G_END_DECLS
