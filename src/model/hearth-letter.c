/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter.h"

#include "hearth-language.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#define NAME_CHARS 60

static const char *const states[] = { "writing", "finished", "deleted" };

/* The texts of a letter, and their names where it is handed over. */
static const struct {
  const char *name;
  gsize offset;
  gsize max;
  enum {
    SAYS,  /* what it says */
    LOOKS, /* how it looks */
    FIXED, /* what is known of it, and nobody hands over */
  } kind;
} fields[] = {
  { "sender", G_STRUCT_OFFSET (HearthLetter, sender), HEARTH_LETTER_MAX_FIELD, SAYS },
  { "recipient", G_STRUCT_OFFSET (HearthLetter, recipient), HEARTH_LETTER_MAX_FIELD, SAYS },
  { "address", G_STRUCT_OFFSET (HearthLetter, address), HEARTH_LETTER_MAX_FIELD, SAYS },
  { "title", G_STRUCT_OFFSET (HearthLetter, title), HEARTH_LETTER_MAX_FIELD, SAYS },
  { "date", G_STRUCT_OFFSET (HearthLetter, date), HEARTH_LETTER_MAX_FIELD, SAYS },
  { "text", G_STRUCT_OFFSET (HearthLetter, text), HEARTH_LETTER_MAX_TEXT, SAYS },
  { "language", G_STRUCT_OFFSET (HearthLetter, language), HEARTH_LETTER_MAX_FIELD, SAYS },
  { "paper", G_STRUCT_OFFSET (HearthLetter, paper), HEARTH_LETTER_MAX_FIELD, LOOKS },
  { "face", G_STRUCT_OFFSET (HearthLetter, face), HEARTH_LETTER_MAX_FIELD, LOOKS },
  { "pen", G_STRUCT_OFFSET (HearthLetter, pen), HEARTH_LETTER_MAX_FIELD, LOOKS },
  { "begun-with", G_STRUCT_OFFSET (HearthLetter, begun_with), HEARTH_LETTER_MAX_FIELD, FIXED },
};

static char **
get_field (const HearthLetter *self, guint i)
{
  return (char **) G_STRUCT_MEMBER_P (self, fields[i].offset);
}

/**
 * hearth_letter_new:
 *
 * Returns: (transfer full): an empty letter
 */
HearthLetter *
hearth_letter_new (void)
{
  HearthLetter *self = g_new0 (HearthLetter, 1);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    *get_field (self, i) = g_strdup ("");
  return self;
}

/**
 * hearth_letter_copy:
 * @self: a letter
 *
 * Returns: (transfer full): a copy of it
 */
HearthLetter *
hearth_letter_copy (const HearthLetter *self)
{
  HearthLetter *copy = g_memdup2 (self, sizeof *self);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    *get_field (copy, i) = g_strdup (*get_field (self, i));
  return copy;
}

/**
 * hearth_letter_free:
 * @self: (transfer full): a letter
 */
void
hearth_letter_free (HearthLetter *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    g_free (*get_field (self, i));
  g_free (self);
}

/**
 * hearth_letter_take:
 * @self: (inout): a letter that is the caller's own
 * @given: of type a{sv}, with texts under the names of the fields
 *
 * Puts what is given into the letter. What is not given stays; other names are left out.
 */
void
hearth_letter_take (HearthLetter *self, GVariant *given)
{
  const char *state;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    char **field = get_field (self, i);
    char *value;

    if (fields[i].kind == FIXED || !g_variant_lookup (given, fields[i].name, "s", &value))
      continue;
    g_free (*field);
    *field = value;
  }
  if (g_variant_lookup (given, "state", "&s", &state))
    hearth_letter_state_from_string (state, &self->state);
}

/**
 * hearth_letter_is_sound:
 * @self: a letter from anywhere
 *
 * Returns: whether it can be kept: texts of no more than their bytes, and a date that is one
 */
gboolean
hearth_letter_is_sound (const HearthLetter *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    const char *value = *get_field (self, i);

    if (strlen (value) > fields[i].max || !g_utf8_validate (value, -1, NULL))
      return FALSE;
  }
  return *self->date == '\0' || hearth_letter_is_date (self->date);
}

/**
 * hearth_letter_says_same:
 * @self: a letter
 * @other: another
 *
 * Returns: whether both say the same, however they look
 */
gboolean
hearth_letter_says_same (const HearthLetter *self, const HearthLetter *other)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    if (fields[i].kind == SAYS && strcmp (*get_field (self, i), *get_field (other, i)) != 0)
      return FALSE;
  }
  return TRUE;
}

/**
 * hearth_letter_is_date:
 * @text: any text
 *
 * Returns: whether it is a day that exists, as 2026-05-03
 */
gboolean
hearth_letter_is_date (const char *text)
{
  int year, month, day, end = 0;

  return strlen (text) == strlen ("2026-05-03") &&
         sscanf (text, "%4d-%2d-%2d%n", &year, &month, &day, &end) == 3 && end == 10 && year >= 1 &&
         day >= 1 && month >= 1 && month <= 12 &&
         g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year);
}

/**
 * hearth_letter_dup_name:
 * @self: a letter
 *
 * Returns: (transfer full): what it can be called in a list: its title, or how it begins; "" if it
 *   says nothing yet
 */
char *
hearth_letter_dup_name (const HearthLetter *self)
{
  const char *text = *self->title != '\0' ? self->title : self->text;
  g_autofree char *beginning = g_strndup (text, 4 * NAME_CHARS);
  g_autofree char *valid = g_utf8_make_valid (beginning, -1);

  return hearth_text_one_line (valid, NAME_CHARS);
}

/**
 * hearth_letter_dup_title:
 * @self: a letter
 *
 * Returns: (transfer full): what it is called: its title, whom it is to, or how it begins
 */
char *
hearth_letter_dup_title (const HearthLetter *self)
{
  g_autofree char *name = NULL;

  if (*self->title != '\0')
    return g_strdup (self->title);
  if (*self->recipient != '\0')
    /* Translators: %s is a name */
    return g_strdup_printf (_("Letter to %s"), self->recipient);
  name = hearth_letter_dup_name (self);
  return *name != '\0' ? g_steal_pointer (&name) : g_strdup (_("New letter"));
}

/**
 * hearth_letter_get_language:
 * @self: a letter
 *
 * Returns: (nullable): the language that it is in, as it says or as its words do; %NULL if that
 *   cannot be told
 */
const char *
hearth_letter_get_language (const HearthLetter *self)
{
  return *self->language != '\0' ? self->language
                                 : hearth_language_of_text (self->text, strlen (self->text));
}

/**
 * hearth_letter_state_to_string:
 * @state: a state
 *
 * Returns: its name: "writing", "finished" or "deleted"
 */
const char *
hearth_letter_state_to_string (HearthLetterState state)
{
  return states[CLAMP (state, 0, (int) G_N_ELEMENTS (states) - 1)];
}

/**
 * hearth_letter_state_from_string:
 * @name: a name
 * @state: (out): the state; unchanged if it is none
 *
 * Returns: whether @name is one that a letter can be given: "writing" or "finished". It is deleted
 *   by a verb of its own
 */
gboolean
hearth_letter_state_from_string (const char *name, HearthLetterState *state)
{
  for (guint i = 0; i < HEARTH_LETTER_DELETED; i++) {
    if (strcmp (states[i], name) == 0) {
      *state = i;
      return TRUE;
    }
  }
  return FALSE;
}
