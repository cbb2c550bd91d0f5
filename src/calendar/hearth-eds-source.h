/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar-source.h"

G_BEGIN_DECLS

#define HEARTH_TYPE_EDS_SOURCE (hearth_eds_source_get_type ())
G_DECLARE_FINAL_TYPE (HearthEdsSource, hearth_eds_source, HEARTH, EDS_SOURCE, HearthCalendarSource)

HearthCalendarSource *hearth_eds_source_new (const char *uid) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
