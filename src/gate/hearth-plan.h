/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-verb.h"

G_BEGIN_DECLS

/** HEARTH_PLAN_MAX_COUNT: the most that a plan allows of one verb. */
#define HEARTH_PLAN_MAX_COUNT 100

/** HEARTH_PLAN_MAX_BYTES: the longest plan that is read. */
#define HEARTH_PLAN_MAX_BYTES 4096

/**
 * HearthPlan:
 *
 * What may be done in one turn, made from the owner's words and from nothing else: verbs and how
 * often each. What is not in it is not done, whatever a service reads later. A count is of acts: of
 * the verbs that take several messages, of messages.
 */
typedef struct _HearthPlan HearthPlan;

HearthPlan *hearth_plan_new       (void) G_GNUC_WARN_UNUSED_RESULT;
HearthPlan *hearth_plan_copy      (const HearthPlan *self) G_GNUC_WARN_UNUSED_RESULT;
void        hearth_plan_free      (HearthPlan *self);
void        hearth_plan_add       (HearthPlan *self, HearthVerb verb, guint count);
guint       hearth_plan_get_count (const HearthPlan *self, HearthVerb verb);
gboolean    hearth_plan_allows    (const HearthPlan *self, HearthVerb verb, guint n_used);
gboolean    hearth_plan_is_empty  (const HearthPlan *self);
HearthPlan *hearth_plan_parse     (const char *json, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char       *hearth_plan_to_json   (const HearthPlan *self) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthPlan, hearth_plan_free)

G_END_DECLS
