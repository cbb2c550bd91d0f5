/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar-source.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_ICS_SOURCE (hearth_ics_source_get_type ())
G_DECLARE_FINAL_TYPE (HearthIcsSource, hearth_ics_source, HEARTH, ICS_SOURCE, HearthCalendarSource)

HearthCalendarSource *hearth_ics_source_new      (const char *path) G_GNUC_WARN_UNUSED_RESULT;
const char           *hearth_ics_source_get_path (HearthIcsSource *self);

G_END_DECLS
