/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-highlights.h"

#include "hearth-clock.h"

#include <glib/gi18n.h>

/* What was looked through. */
static char *
dup_where (const HearthHighlights *self)
{
  if (self->n_messages == 0)
    return g_strdup (_("the coming two weeks"));
  return g_strdup_printf (ngettext ("the newest %u mail and the coming two weeks",
                                    "the newest %u mails and the coming two weeks",
                                    self->n_messages),
                          self->n_messages);
}

/* An honest sentence: three are not made up where there are not three. */
static char *
dup_sentence (const HearthHighlights *self)
{
  g_autofree char *where = dup_where (self);

  if (self->items->len >= HEARTH_HIGHLIGHTS_SHOWN)
    /* Translators: “the newest 200 mails and the coming two weeks” */
    return g_strdup_printf (_("From %s."), where);
  if (self->items->len > 0)
    /* Translators: “the newest 200 mails and the coming two weeks” */
    return g_strdup_printf (_("There is not more in %s that I am sure of."), where);
  /* Translators: “the newest 200 mails and the coming two weeks” */
  return g_strdup_printf (_("I found nothing in %s that needs you."), where);
}

static GVariant *
item_to_variant (const HearthHighlight *item)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "what", "s", hearth_highlight_kind_to_string (item->kind));
  g_variant_dict_insert (&dict, "text", "s", item->text);
  g_variant_dict_insert (&dict, "reason", "s", item->reason != NULL ? item->reason : "");
  g_variant_dict_insert (&dict, "quote", "s", item->quote != NULL ? item->quote : "");
  g_variant_dict_insert (&dict, "when", "x", item->when);
  g_variant_dict_insert (&dict, "kind", "s",
                         item->chip->kind == HEARTH_CHIP_EVENT ? "event" : "message");
  g_variant_dict_insert (&dict, "id", "x", item->chip->id);
  g_variant_dict_insert (&dict, "start", "x", item->chip->start);
  g_variant_dict_insert (&dict, "label", "s", item->chip->label);
  return g_variant_dict_end (&dict);
}

/* What could not be read, with why: what it holds is missing. */
static void
find_trouble (HearthEngine *engine, GVariantBuilder *problems, gboolean *unread)
{
  g_autoptr (GPtrArray) sources =
      hearth_store_sources_list (hearth_engine_get_reader (engine), NULL);

  for (guint i = 0; sources != NULL && i < sources->len; i++) {
    const HearthSource *source = g_ptr_array_index (sources, i);

    if (source->last_error != NULL)
      g_variant_builder_add (problems, "s", source->last_error);
    else if (source->last_sync == 0)
      *unread = TRUE;
  }
}

/**
 * hearth_highlights_verb:
 * @engine: an engine
 * @error: a #HearthStoreError
 *
 * Does what the method Highlights of the service does.
 *
 * Returns: (transfer full) (nullable): an `a{sv}`
 */
GVariant *
hearth_highlights_verb (HearthEngine *engine, GError **error)
{
  g_autoptr (HearthHighlights) highlights =
      hearth_highlights_load (hearth_engine_get_reader (engine), hearth_clock_now (), error);
  g_autofree char *sentence = NULL;
  gboolean unread = FALSE;
  GVariantBuilder items, problems;
  GVariantDict dict;

  if (highlights == NULL)
    return NULL;
  sentence = dup_sentence (highlights);
  g_variant_builder_init (&items, G_VARIANT_TYPE ("aa{sv}"));
  g_variant_builder_init (&problems, G_VARIANT_TYPE ("as"));
  for (guint i = 0; i < highlights->items->len; i++)
    g_variant_builder_add_value (&items,
                                 item_to_variant (g_ptr_array_index (highlights->items, i)));
  find_trouble (engine, &problems, &unread);
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, "items", g_variant_builder_end (&items));
  g_variant_dict_insert_value (&dict, "problems", g_variant_builder_end (&problems));
  g_variant_dict_insert (&dict, "sentence", "s", sentence);
  g_variant_dict_insert (&dict, "messages", "u", highlights->n_messages);
  g_variant_dict_insert (&dict, "pending", "u", highlights->n_pending);
  g_variant_dict_insert (&dict, "events", "u", highlights->n_events);
  g_variant_dict_insert (&dict, "unread", "b", unread);
  g_variant_dict_insert (&dict, "reading", "b", hearth_engine_is_syncing (engine, NULL, NULL));
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}
