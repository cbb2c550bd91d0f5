/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-event.h"
#include "hearth-ical-reader.h"

G_BEGIN_DECLS

char          *hearth_ical_people_dup_param     (HearthIcalReader *reader, const char *name,
                                                 gsize max_chars) G_GNUC_WARN_UNUSED_RESULT;
HearthAddress *hearth_ical_people_read_address  (HearthIcalReader *reader) G_GNUC_WARN_UNUSED_RESULT;
HearthPartstat hearth_ical_people_read_partstat (HearthIcalReader *reader);

G_END_DECLS
