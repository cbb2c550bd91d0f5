/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-release-notes.h"

#include <glib/gi18n.h>
#include <string.h>

/* What is new, as the metainfo says it: the description of its first release, in the language of
 * the panel. */

typedef struct {
  GString *notes; /* (owned) */
  GString *text;  /* (owned): of the paragraph or item that is open */
  gboolean inside;
  gboolean done;
} Reader;

static gboolean
is_text (const char *element)
{
  return g_str_equal (element, "p") || g_str_equal (element, "li");
}

static void
start_cb (GMarkupParseContext *context, const char *element, const char **names,
          const char **values, gpointer user_data, GError **error)
{
  Reader *reader = user_data;
  const GSList *stack = g_markup_parse_context_get_element_stack (context);

  if (g_str_equal (element, "description") && stack->next != NULL &&
      g_str_equal (stack->next->data, "release"))
    reader->inside = !reader->done;
  else if (reader->inside && is_text (element))
    g_string_truncate (reader->text, 0);
  else if (reader->inside)
    g_string_append_printf (reader->notes, "<%s>", element);
}

/* Catalogues have each text on one line. */
static char *
dup_translated (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \n\t", -1);
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++) {
    if (*words[i] == '\0')
      continue;
    g_string_append (line, line->len > 0 ? " " : "");
    g_string_append (line, words[i]);
  }
  return g_strdup (line->len > 0 ? gettext (line->str) : "");
}

static void
end_cb (GMarkupParseContext *context, const char *element, gpointer user_data, GError **error)
{
  Reader *reader = user_data;

  if (!reader->inside)
    return;
  if (g_str_equal (element, "description")) {
    reader->inside = FALSE;
    reader->done = TRUE;
  } else if (is_text (element)) {
    g_autofree char *text = dup_translated (reader->text->str);
    g_autofree char *escaped = g_markup_escape_text (text, -1);

    g_string_append_printf (reader->notes, "<%s>%s</%s>", element, escaped, element);
  } else {
    g_string_append_printf (reader->notes, "</%s>", element);
  }
}

static void
text_cb (GMarkupParseContext *context, const char *text, gsize size, gpointer user_data,
         GError **error)
{
  Reader *reader = user_data;

  if (reader->inside)
    g_string_append_len (reader->text, text, (gssize) size);
}

/**
 * hearth_release_notes_read:
 * @metainfo: AppStream metainfo
 * @size: its bytes
 *
 * Finds what is new in the newest release.
 *
 * Returns: (transfer full): paragraphs and lists as AppStream writes them, translated; "" if there
 * are none
 */
char *
hearth_release_notes_read (const char *metainfo, gsize size)
{
  const GMarkupParser parser = { start_cb, end_cb, text_cb, NULL, NULL };
  Reader reader = { g_string_new (NULL), g_string_new (NULL), FALSE, FALSE };
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, &reader, NULL);
  gboolean read = g_markup_parse_context_parse (context, metainfo, (gssize) size, NULL) &&
                  g_markup_parse_context_end_parse (context, NULL);

  g_markup_parse_context_free (context);
  g_string_free (reader.text, TRUE);
  if (!read)
    g_string_truncate (reader.notes, 0);
  return g_string_free (reader.notes, FALSE);
}
