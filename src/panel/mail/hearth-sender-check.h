/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message.h"

G_BEGIN_DECLS

char *hearth_sender_check (const HearthAddress *from) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
