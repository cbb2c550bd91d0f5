/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-review-variant.h"

#include "hearth-action-batches.h"

static void
add_state (GVariantBuilder *builder, HearthReview *self, HearthEngine *engine)
{
  static const char *const names[] = { "idle", "running", "done", "failed" };
  g_autofree char *moving_problem = hearth_engine_dup_moving_problem (engine);
  guint64 done, total, moved, to_move;
  const char *problem;
  HearthReviewState state = hearth_review_get_state (self, &done, &total, &problem);
  gboolean moving = hearth_engine_is_moving (engine, &moved, &to_move);

  g_variant_builder_init (builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (builder, "{sv}", "state", g_variant_new_string (names[state]));
  g_variant_builder_add (builder, "{sv}", "days",
                         g_variant_new_uint32 (hearth_review_get_days (self)));
  g_variant_builder_add (builder, "{sv}", "done", g_variant_new_uint64 (done));
  g_variant_builder_add (builder, "{sv}", "total", g_variant_new_uint64 (total));
  if (problem != NULL)
    g_variant_builder_add (builder, "{sv}", "problem", g_variant_new_string (problem));
  g_variant_builder_add (builder, "{sv}", "moving", g_variant_new_boolean (moving));
  g_variant_builder_add (builder, "{sv}", "moved", g_variant_new_uint64 (moved));
  g_variant_builder_add (builder, "{sv}", "to-move", g_variant_new_uint64 (to_move));
  if (moving_problem != NULL)
    g_variant_builder_add (builder, "{sv}", "moving-problem",
                           g_variant_new_string (moving_problem));
}

static GVariant *
samples_to_variant (GPtrArray *samples)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(xxs)"));
  for (guint i = 0; i < samples->len; i++) {
    const HearthReviewSample *sample = g_ptr_array_index (samples, i);

    g_variant_builder_add (&builder, "(xxs)", sample->id, sample->date, sample->subject);
  }
  return g_variant_builder_end (&builder);
}

static GVariant *
group_to_variant (const HearthReviewGroup *group)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "key", g_variant_new_string (group->key));
  g_variant_builder_add (&builder, "{sv}", "section",
                         g_variant_new_string (hearth_review_section_to_string (group->section)));
  g_variant_builder_add (&builder, "{sv}", "title", g_variant_new_string (group->title));
  if (group->address != NULL)
    g_variant_builder_add (&builder, "{sv}", "address", g_variant_new_string (group->address));
  g_variant_builder_add (&builder, "{sv}", "reason", g_variant_new_string (group->reason));
  g_variant_builder_add (&builder, "{sv}", "count", g_variant_new_int64 (group->ids->len));
  g_variant_builder_add (&builder, "{sv}", "read", g_variant_new_int64 (group->n_read));
  g_variant_builder_add (&builder, "{sv}", "newest", g_variant_new_int64 (group->newest));
  g_variant_builder_add (&builder, "{sv}", "oldest", g_variant_new_int64 (group->oldest));
  g_variant_builder_add (&builder, "{sv}", "list-message",
                         g_variant_new_int64 (group->list_message));
  g_variant_builder_add (&builder, "{sv}", "samples", samples_to_variant (group->samples));
  return g_variant_builder_end (&builder);
}

/**
 * hearth_review_to_variant:
 * @self: a review
 * @engine: its engine
 *
 * Returns: (transfer floating): "(a{sv}aa{sv})", as the D-Bus method ReviewGroups gives it back
 */
GVariant *
hearth_review_to_variant (HearthReview *self, HearthEngine *engine)
{
  GPtrArray *groups = hearth_review_get_groups (self);
  GVariantBuilder state, list;

  add_state (&state, self, engine);
  g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < groups->len; i++)
    g_variant_builder_add_value (&list, group_to_variant (g_ptr_array_index (groups, i)));
  return g_variant_new ("(a{sv}aa{sv})", &state, &list);
}

static void
add_text (GVariantBuilder *builder, const char *key, const char *text)
{
  if (text != NULL)
    g_variant_builder_add (builder, "{sv}", key, g_variant_new_string (text));
}

/**
 * hearth_unsubscribe_to_variant:
 * @self: how a list is left
 * @draft_id: the draft that was begun for it, or 0
 *
 * Returns: (transfer floating): "a{sv}", as the D-Bus method FindUnsubscribe gives it back
 */
GVariant *
hearth_unsubscribe_to_variant (const HearthUnsubscribe *self, gint64 draft_id)
{
  static const char *const states[] = { "waits", "asked", "failed" };
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  add_text (&builder, "how", hearth_unsubscribe_way_to_string (self->way));
  add_text (&builder, "list", self->list);
  add_text (&builder, "name", self->name);
  add_text (&builder, "host", self->host);
  add_text (&builder, "uri", self->uri);
  add_text (&builder, "address", self->address);
  add_text (&builder, "note", self->note);
  if (self->left != NULL) {
    add_text (&builder, "state", states[self->left->state]);
    add_text (&builder, "problem", self->left->problem);
    g_variant_builder_add (&builder, "{sv}", "left", g_variant_new_int64 (self->left->at));
  }
  g_variant_builder_add (&builder, "{sv}", "still-writes",
                         g_variant_new_boolean (self->still_writes));
  if (draft_id != 0)
    g_variant_builder_add (&builder, "{sv}", "draft", g_variant_new_int64 (draft_id));
  return g_variant_builder_end (&builder);
}
