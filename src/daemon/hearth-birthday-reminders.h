/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

gint64 hearth_birthday_reminders_look (HearthEngine *engine);

G_END_DECLS
