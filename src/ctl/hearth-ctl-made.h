/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "hearth-ctl.h"

G_BEGIN_DECLS

/** HEARTH_CTL_MADE_FD: the descriptor that a program of Hearth finds a file at. */
#define HEARTH_CTL_MADE_FD 3

GVariant *
hearth_ctl_made_ask (const char *const *argv, int input, int file, const char *reply_type,
                     HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
int
hearth_ctl_made_new (HearthCtlExit *code) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_ctl_made_has_room (const char *path, gboolean force, HearthCtlExit *code);
HearthCtlExit
hearth_ctl_made_save (int fd, const char *path, gboolean force);

G_END_DECLS
