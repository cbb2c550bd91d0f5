/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message.h"

G_BEGIN_DECLS

GTimeZone *hearth_mail_dup_zone (const HearthMessage *message) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
