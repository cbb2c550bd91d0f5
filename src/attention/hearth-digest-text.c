/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-digest.h"

#include "hearth-agenda.h"
#include "hearth-clock.h"
#include "hearth-format.h"

#include <glib/gi18n.h>

/* A digest for the eye, and for programs. */

/**
 * hearth_digest_get_title:
 * @self: a digest
 * @part: one of its sections
 *
 * Returns: what stands above it
 */
const char *
hearth_digest_get_title (const HearthDigest *self, HearthDigestPart part)
{
  switch (part) {
  case HEARTH_DIGEST_NEEDS:
    return _("Needs you");
  case HEARTH_DIGEST_DAY:
    return self->kind == HEARTH_DIGEST_WEEKLY ? _("The days to come") : _("Your calendar");
  case HEARTH_DIGEST_DUE:
    return _("Due and promised");
  case HEARTH_DIGEST_ANSWERS:
    return _("When you have time");
  case HEARTH_DIGEST_WAITING:
    return _("You wait for");
  case HEARTH_DIGEST_PEOPLE:
    return _("From people");
  case HEARTH_DIGEST_THINGS:
    return _("On its way and to be paid");
  case HEARTH_DIGEST_TOUCH:
    return _("People to think of");
  case HEARTH_N_DIGEST_PARTS:
  default:
    return "";
  }
}

/* "8:00", "midnight", "yesterday at 18:00", "Monday, 23 November". */
static char *
dup_since (const HearthDigest *self)
{
  HearthSpan today = hearth_agenda_find_day (self->now);
  HearthSpan yesterday = hearth_agenda_find_day (today.start - 1);
  g_autofree char *day = hearth_format_day (self->since, self->now);
  g_autofree char *time = hearth_format_time (self->since);
  g_autofree char *lower = g_utf8_strdown (day, -1);

  if (self->since < yesterday.start)
    return g_steal_pointer (&day);
  if (self->since == today.start)
    return g_strdup (_("midnight"));
  if (self->since > today.start)
    return g_steal_pointer (&time);
  if (self->since == yesterday.start)
    return g_steal_pointer (&lower);
  /* Translators: a day and a time: "yesterday at 18:00" */
  return g_strdup_printf (_("%s at %s"), lower, time);
}

static void
append_needs (GString *text, const HearthDigest *self)
{
  if (self->n_new_needs == 0)
    g_string_append (text, _("; none of it needs you."));
  else if (self->n_new == 1)
    g_string_append (text, _("; it needs you."));
  else
    g_string_append_printf (
        text, ngettext ("; %u of them needs you.", "; %u of them need you.", self->n_new_needs),
        self->n_new_needs);
}

/**
 * hearth_digest_dup_changes:
 * @self: a digest
 *
 * Returns: (transfer full): what is new since the last one, a sentence
 */
char *
hearth_digest_dup_changes (const HearthDigest *self)
{
  g_autofree char *since = dup_since (self);
  GString *text = g_string_new (NULL);

  if (self->n_new == 0) {
    /* Translators: a time, or a day */
    g_string_append_printf (text, _("No mail has come since %s."), since);
  } else {
    g_string_append_printf (
        text, ngettext ("%d mail has come since %s", "%d mails have come since %s", self->n_new),
        (int) self->n_new, since);
    append_needs (text, self);
  }
  if (self->n_settled > 0)
    g_string_append_printf (text,
                            ngettext (" %u thing that needed you is settled.",
                                      " %u things that needed you are settled.", self->n_settled),
                            self->n_settled);
  return g_string_free (text, FALSE);
}

/**
 * hearth_digest_dup_aside:
 * @self: a digest
 *
 * Returns: (transfer full) (nullable): what was set aside, one line; %NULL if nothing was
 */
char *
hearth_digest_dup_aside (const HearthDigest *self)
{
  g_autofree char *all = NULL;
  g_autofree char *letters = NULL;

  if (self->n_aside == 0)
    return NULL;
  all =
      g_strdup_printf (ngettext ("%d mail was set aside", "%d mails were set aside", self->n_aside),
                       (int) self->n_aside);
  if (self->n_newsletters == 0)
    return g_strdup_printf ("%s.", all);
  letters = g_strdup_printf (ngettext ("%d newsletter or advertisement",
                                       "%d newsletters and advertisements", self->n_newsletters),
                             (int) self->n_newsletters);
  if (self->n_newsletters == self->n_aside)
    return g_strdup_printf ("%s: %s.", all, letters);
  /* Translators: "14 mails were set aside", "9 newsletters and advertisements", and a number */
  return g_strdup_printf (ngettext ("%s: %s, %d other.", "%s: %s, %d others.",
                                    self->n_aside - self->n_newsletters),
                          all, letters, (int) (self->n_aside - self->n_newsletters));
}

/**
 * hearth_digest_dup_week:
 * @self: a digest
 *
 * Returns: (transfer full) (nullable): the week in numbers; %NULL if it is no weekly digest
 */
char *
hearth_digest_dup_week (const HearthDigest *self)
{
  const HearthDigestWeek *week = &self->week;
  GString *text;
  int hours = (int) ((week->meeting_seconds + 1800) / 3600);

  if (self->kind != HEARTH_DIGEST_WEEKLY)
    return NULL;
  text = g_string_new (NULL);
  g_string_append_printf (text,
                          ngettext ("In seven days %d mail came", "In seven days %d mails came",
                                    week->n_received),
                          (int) week->n_received);
  g_string_append_printf (text, ngettext (" and you wrote %d.", " and you wrote %d.", week->n_sent),
                          (int) week->n_sent);
  if (week->n_meetings > 0)
    g_string_append_printf (
        text, ngettext (" You had %u meeting", " You had %u meetings", week->n_meetings),
        week->n_meetings);
  if (week->n_meetings > 0 && hours > 0)
    g_string_append_printf (text, ngettext (", about %d hour.", ", about %d hours.", hours), hours);
  else if (week->n_meetings > 0)
    g_string_append_c (text, '.');
  if (week->n_kept > 0)
    g_string_append_printf (
        text, ngettext (" You kept %u promise.", " You kept %u promises.", week->n_kept),
        week->n_kept);
  return g_string_free (text, FALSE);
}

/* "17:00", "tomorrow", "Friday, 4 December, 9:00". */
static char *
dup_when (const HearthDigest *self, HearthDigestPart part, const HearthDigestItem *item)
{
  HearthSpan today = hearth_agenda_find_day (self->now);
  g_autofree char *day = hearth_format_day (item->when, self->now);
  g_autofree char *time = hearth_format_time (item->when);

  /* "today" in the middle of a line; the name of a day stays as it is written. */
  if (part != HEARTH_DIGEST_DAY && item->when >= today.start - 24 * 3600 &&
      item->when < today.end + 24 * 3600) {
    char *lower = g_utf8_strdown (day, -1);

    g_free (day);
    day = lower;
  }
  if (item->is_date)
    return g_steal_pointer (&day);
  if (item->when >= today.start && item->when < today.end)
    return g_steal_pointer (&time);
  return g_strdup_printf ("%s, %s", day, time);
}

/**
 * hearth_digest_dup_line:
 * @self: a digest
 * @part: one of its sections
 * @item: a thing in it
 *
 * Returns: (transfer full): the thing in one line, without an end
 */
char *
hearth_digest_dup_line (const HearthDigest *self, HearthDigestPart part,
                        const HearthDigestItem *item)
{
  g_autofree char *when = item->when != 0 ? dup_when (self, part, item) : NULL;
  GString *line = g_string_new (NULL);

  if (part == HEARTH_DIGEST_DAY && when != NULL) {
    g_string_append_printf (line, "%s · %s", when, item->text);
    return g_string_free (line, FALSE);
  }
  if (item->who != NULL)
    g_string_append_printf (line, "%s: ", item->who);
  g_string_append (line, item->text);
  if (when != NULL)
    g_string_append_printf (line, " (%s)", when);
  if (part == HEARTH_DIGEST_NEEDS && item->reason != NULL && *item->reason != '\0')
    g_string_append_printf (line, " — %s", item->reason);
  return g_string_free (line, FALSE);
}

/**
 * hearth_digest_dup_more:
 * @section: a section
 *
 * Returns: (transfer full) (nullable): how much of it there was no room for; %NULL for none
 */
char *
hearth_digest_dup_more (const HearthDigestSection *section)
{
  guint n = section->items->len - section->n_shown;

  return n > 0 ? g_strdup_printf (ngettext ("and %u more", "and %u more", n), n) : NULL;
}

static void
append_section (GString *text, const HearthDigest *self, HearthDigestPart part)
{
  const HearthDigestSection *section = &self->sections[part];
  g_autofree char *more = hearth_digest_dup_more (section);

  if (section->n_shown == 0)
    return;
  g_string_append_printf (text, "\n%s", hearth_digest_get_title (self, part));
  if (more != NULL)
    g_string_append_printf (text, _(" (%u of %u)"), section->n_shown, section->items->len);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < section->n_shown; i++) {
    g_autofree char *line =
        hearth_digest_dup_line (self, part, g_ptr_array_index (section->items, i));

    g_string_append_printf (text, "  %s\n", line);
  }
}

/**
 * hearth_digest_to_text:
 * @self: a digest
 *
 * Returns: (transfer full): it in lines, each with its end
 */
char *
hearth_digest_to_text (const HearthDigest *self)
{
  g_autofree char *changes = hearth_digest_dup_changes (self);
  g_autofree char *aside = hearth_digest_dup_aside (self);
  g_autofree char *week = hearth_digest_dup_week (self);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n%s\n", self->headline, week != NULL ? week : changes);
  if (self->trouble != NULL)
    g_string_append_printf (text, "%s\n", self->trouble);
  for (guint part = 0; part < HEARTH_N_DIGEST_PARTS; part++)
    append_section (text, self, (HearthDigestPart) part);
  if (aside != NULL)
    g_string_append_printf (text, "\n%s\n", aside);
  return g_string_free (text, FALSE);
}

static const char *const part_names[HEARTH_N_DIGEST_PARTS] = {
  "needs-you", "calendar", "due", "when-you-have-time", "waiting-for", "people", "things", "touch",
};

static const char *
name_chip (HearthChipKind kind)
{
  switch (kind) {
  case HEARTH_CHIP_EVENT:
    return "event";
  case HEARTH_CHIP_REMINDER:
    return "reminder";
  case HEARTH_CHIP_ATTACHMENT:
    return "attachment";
  case HEARTH_CHIP_MESSAGE:
  default:
    return "message";
  }
}

static GVariant *
item_to_variant (const HearthDigestItem *item)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "text", "s", item->text);
  if (item->who != NULL)
    g_variant_dict_insert (&dict, "who", "s", item->who);
  if (item->reason != NULL)
    g_variant_dict_insert (&dict, "reason", "s", item->reason);
  if (item->when != 0) {
    g_autofree char *iso = hearth_format_iso (item->when);

    g_variant_dict_insert (&dict, "when", "s", iso);
    g_variant_dict_insert (&dict, "all-day", "b", item->is_date);
  }
  g_variant_dict_insert (&dict, "urgent", "b", item->urgent);
  g_variant_dict_insert (&dict, "new", "b", item->is_new);
  if (item->chip != NULL) {
    g_variant_dict_insert (&dict, "kind", "s", name_chip (item->chip->kind));
    g_variant_dict_insert (&dict, "id", "x", item->chip->id);
    if (item->chip->start != 0)
      g_variant_dict_insert (&dict, "start", "x", item->chip->start);
  }
  return g_variant_dict_end (&dict);
}

static GVariant *
section_to_variant (const HearthDigest *self, HearthDigestPart part)
{
  const HearthDigestSection *section = &self->sections[part];
  GVariantBuilder items = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  GVariantDict dict;

  for (guint i = 0; i < section->n_shown; i++)
    g_variant_builder_add_value (&items, item_to_variant (g_ptr_array_index (section->items, i)));
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "name", "s", part_names[part]);
  g_variant_dict_insert (&dict, "title", "s", hearth_digest_get_title (self, part));
  g_variant_dict_insert (&dict, "total", "u", section->items->len);
  g_variant_dict_insert_value (&dict, "items", g_variant_builder_end (&items));
  return g_variant_dict_end (&dict);
}

/**
 * hearth_digest_to_variant:
 * @self: a digest
 * @language: the language of its spoken form, as hearth_digest_to_speech() takes it
 *
 * Returns: (transfer floating): an `a{sv}` as the method Digest of the service returns it
 */
GVariant *
hearth_digest_to_variant (const HearthDigest *self, const char *language)
{
  g_autofree char *changes = hearth_digest_dup_changes (self);
  g_autofree char *aside = hearth_digest_dup_aside (self);
  g_autofree char *week = hearth_digest_dup_week (self);
  g_autofree char *text = hearth_digest_to_text (self);
  g_autofree char *speech = hearth_digest_to_speech (self, language);
  g_autofree char *now = hearth_format_iso (self->now);
  g_autofree char *since = hearth_format_iso (self->since);
  GVariantBuilder sections = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  GVariantDict dict;

  for (guint part = 0; part < HEARTH_N_DIGEST_PARTS; part++) {
    if (self->sections[part].items->len > 0)
      g_variant_builder_add_value (&sections, section_to_variant (self, (HearthDigestPart) part));
  }
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "kind", "s", hearth_digest_kind_to_string (self->kind));
  g_variant_dict_insert (&dict, "now", "s", now);
  g_variant_dict_insert (&dict, "since", "s", since);
  g_variant_dict_insert (&dict, "headline", "s", self->headline);
  g_variant_dict_insert (&dict, "changes", "s", changes);
  g_variant_dict_insert (&dict, "new", "x", self->n_new);
  g_variant_dict_insert (&dict, "new-needs", "u", self->n_new_needs);
  g_variant_dict_insert (&dict, "settled", "u", self->n_settled);
  g_variant_dict_insert (&dict, "set-aside", "x", self->n_aside);
  g_variant_dict_insert (&dict, "newsletters", "x", self->n_newsletters);
  if (aside != NULL)
    g_variant_dict_insert (&dict, "aside", "s", aside);
  if (week != NULL)
    g_variant_dict_insert (&dict, "week", "s", week);
  if (self->trouble != NULL)
    g_variant_dict_insert (&dict, "trouble", "s", self->trouble);
  g_variant_dict_insert_value (&dict, "sections", g_variant_builder_end (&sections));
  g_variant_dict_insert (&dict, "text", "s", text);
  g_variant_dict_insert (&dict, "speech", "s", speech);
  return g_variant_dict_end (&dict);
}
