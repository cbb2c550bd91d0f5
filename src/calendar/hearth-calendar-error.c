/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-calendar-error.h"

G_DEFINE_QUARK (hearth-calendar-error-quark, hearth_calendar_error)
