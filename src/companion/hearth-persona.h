/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * HearthPersona:
 *
 * Who speaks, and to whom.
 *
 * Properties: `name` (s, what the companion calls itself, "" until it has chosen), `chosen` (b,
 * whether it chose that name itself), `owner` (s, how the owner wants to be called, "" is not at
 * all), `country` (s, two letters by ISO 3166-1, "" is that of the locale). All can be written.
 */
#define HEARTH_TYPE_PERSONA (hearth_persona_get_type ())
G_DECLARE_FINAL_TYPE (HearthPersona, hearth_persona, HEARTH, PERSONA, GObject)

HearthPersona *hearth_persona_new         (void) G_GNUC_WARN_UNUSED_RESULT;
const char    *hearth_persona_get_name    (HearthPersona *self);
gboolean       hearth_persona_get_chosen  (HearthPersona *self);
const char    *hearth_persona_get_owner   (HearthPersona *self);
char          *hearth_persona_dup_country (HearthPersona *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean       hearth_persona_rename      (HearthPersona *self, const char *name);
gboolean       hearth_persona_set_owner   (HearthPersona *self, const char *owner);
gboolean       hearth_persona_choose      (HearthPersona *self, HearthDatabase *db,
                                           const char *language, guint32 seed);

G_END_DECLS
