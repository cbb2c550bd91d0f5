/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account-choice.h"
#include "hearth-accounts-error.h"

G_BEGIN_DECLS

/** HEARTH_AUTOCONFIG_MAX: the largest file that is read, in bytes. */
#define HEARTH_AUTOCONFIG_MAX (128 * 1024)

GPtrArray *hearth_autoconfig_parse (const char *data, gsize size, const char *address,
                                    HearthChoiceOrigin origin, const char *place,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
