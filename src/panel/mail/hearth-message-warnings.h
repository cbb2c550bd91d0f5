/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message.h"

G_BEGIN_DECLS

GPtrArray *hearth_message_warnings_list (const HearthMessage *message) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
