/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-ical-parsing.h"
#include "hearth-ical-part.h"

G_BEGIN_DECLS

/**
 * HearthIcalMember:
 * @draft: (unowned) (nullable): what was read; %NULL of a new one
 * @part: (owned): its lines
 * @is_removed: whether it is to go
 */
typedef struct {
  HearthIcalDraft *draft;
  HearthIcalPart *part;
  gboolean is_removed;
} HearthIcalMember;

/**
 * HearthIcalObject:
 *
 * A calendar's text of which what has one UID is being changed: a master, if there is one, and
 * overrides, or tasks.
 *
 * @parsing: the whole text as read
 * @content: (owned) (nullable): the text
 * @newline: what ends its lines
 * @master: (unowned) (nullable): the one without RECURRENCE-ID, of @members
 * @members: (owned) (element-type HearthIcalMember): all of the UID, those that are new at the end
 * @zone_texts: (owned): TZID to the VTIMEZONE of other texts that is brought along
 */
typedef struct {
  HearthIcalParsing parsing;
  GBytes *content;
  const char *newline;
  HearthIcalMember *master;
  GPtrArray *members;
  GHashTable *zone_texts;
} HearthIcalObject;

HearthIcalObject *hearth_ical_object_new       (GBytes *content, const char *uid,
                                                GTimeZone *floating, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void              hearth_ical_object_free      (HearthIcalObject *self);
HearthIcalMember *hearth_ical_object_add       (HearthIcalObject *self, HearthIcalPart *part);
HearthIcalMember *hearth_ical_object_find      (HearthIcalObject *self, gint64 recurrence_id);
void              hearth_ical_object_remove    (HearthIcalObject *self);
void              hearth_ical_object_take_over (HearthIcalObject *self, HearthIcalObject *other);
gboolean          hearth_ical_object_equals    (HearthIcalObject *self, HearthIcalObject *other);
gboolean          hearth_ical_object_is_gone   (HearthIcalObject *self);
gboolean          hearth_ical_object_is_empty  (HearthIcalObject *self);
GBytes           *hearth_ical_object_write     (HearthIcalObject *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthIcalObject, hearth_ical_object_free)

G_END_DECLS
