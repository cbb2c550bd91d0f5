/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-account-choice.h"

G_BEGIN_DECLS

/**
 * HearthProvider:
 *
 * A provider whose servers and whose rule for logins are known to Hearth.
 */
typedef struct _HearthProvider HearthProvider;

const HearthProvider *hearth_provider_find_domain (const char *domain);
const HearthProvider *hearth_provider_find_mx     (const char *host);
HearthAccountChoice  *hearth_provider_dup_choice  (const HearthProvider *self,
                                                   const char *address) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
