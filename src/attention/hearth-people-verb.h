/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"
#include "hearth-people.h"

G_BEGIN_DECLS

GVariant *hearth_people_verb (HearthEngine *engine, const char *what, const char *name,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_people_keep_verb (HearthEngine *engine, const char *name, guint days,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
