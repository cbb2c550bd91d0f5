/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-event.h"
#include "hearth-memory.h"

G_BEGIN_DECLS

/**
 * HearthAppointment:
 *
 * What the owner chose to have in their calendar.
 *
 * @minute: when it begins, minutes of the owner's day
 * @length: minutes
 * @is_own: whether the owner made it, and did not only accept it
 */
typedef struct {
  guint minute;
  guint length;
  gboolean is_own;
} HearthAppointment;

GPtrArray *hearth_habits_of_letters      (GPtrArray *letters) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *hearth_habits_of_appointments (GArray *appointments) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
