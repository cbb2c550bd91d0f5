/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-papers.h"

#include "hearth-clock.h"
#include "hearth-format.h"

#include <glib/gi18n.h>

/* How things stand, on paper. */

/* When, and why. */
static char *
dup_note (GVariant *item)
{
  const char *reason = "";
  const char *when = "";
  gboolean all_day = FALSE;
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GDateTime) at = NULL;
  g_autofree char *day = NULL;
  g_autofree char *time = NULL;
  g_autofree char *both = NULL;

  g_variant_lookup (item, "reason", "&s", &reason);
  g_variant_lookup (item, "when", "&s", &when);
  g_variant_lookup (item, "all-day", "b", &all_day);
  at = g_date_time_new_from_iso8601 (when, zone);
  if (at == NULL)
    return g_strdup (reason);
  day = hearth_format_day (g_date_time_to_unix (at), hearth_clock_now ());
  time = hearth_format_time (g_date_time_to_unix (at));
  both = all_day ? g_strdup (day) : g_strdup_printf (_("%s, %s"), day, time);
  return *reason != '\0' ? g_strdup_printf (_("%s · %s"), both, reason) : g_steal_pointer (&both);
}

static void
add_section (HearthPaper *paper, GVariant *section)
{
  g_autoptr (GVariant) items = g_variant_lookup_value (section, "items", G_VARIANT_TYPE ("aa{sv}"));
  const char *title = "";
  guint total = 0;
  gsize n = items != NULL ? g_variant_n_children (items) : 0;

  g_variant_lookup (section, "title", "&s", &title);
  g_variant_lookup (section, "total", "u", &total);
  if (n == 0)
    return;
  hearth_paper_add (paper, HEARTH_PAPER_HEADING, title);
  for (gsize i = 0; i < n; i++) {
    g_autoptr (GVariant) item = g_variant_get_child_value (items, i);
    g_autofree char *note = dup_note (item);
    g_autofree char *line = NULL;
    const char *who = "";
    const char *text = "";

    g_variant_lookup (item, "who", "&s", &who);
    g_variant_lookup (item, "text", "&s", &text);
    line = *who != '\0' ? g_strdup_printf ("%s: %s", who, text) : g_strdup (text);
    hearth_paper_add_to (paper, HEARTH_PAPER_ENTRY, NULL, line, note);
  }
  if (total > n) {
    guint rest = total - (guint) n;
    g_autofree char *more = g_strdup_printf (ngettext ("and %u more", "and %u more", rest), rest);

    hearth_paper_add (paper, HEARTH_PAPER_SMALL, more);
  }
}

static void
add_sentence (HearthPaper *paper, HearthPaperKind kind, GVariant *digest, const char *name)
{
  const char *text = "";

  g_variant_lookup (digest, name, "&s", &text);
  if (*text != '\0')
    hearth_paper_add (paper, kind, text);
}

/**
 * hearth_paper_new_briefing:
 * @digest: what the service's Digest says, an `a{sv}`
 *
 * Returns: (transfer full): it as it is printed
 */
HearthPaper *
hearth_paper_new_briefing (GVariant *digest)
{
  g_autofree char *date = hearth_paper_format_date (hearth_clock_now ());
  /* Translators: what stands above a printed briefing; %s is a day */
  g_autofree char *title = g_strdup_printf (_("How things stand, %s"), date);
  g_autoptr (GVariant) sections =
      g_variant_lookup_value (digest, "sections", G_VARIANT_TYPE ("aa{sv}"));
  HearthPaper *paper = hearth_paper_new (title);

  hearth_paper_add (paper, HEARTH_PAPER_TITLE, _("How things stand"));
  hearth_paper_add (paper, HEARTH_PAPER_SMALL, date);
  add_sentence (paper, HEARTH_PAPER_TEXT, digest, "headline");
  add_sentence (paper, HEARTH_PAPER_TEXT, digest, "week");
  add_sentence (paper, HEARTH_PAPER_TEXT, digest, "changes");
  add_sentence (paper, HEARTH_PAPER_WARNING, digest, "trouble");
  for (gsize i = 0; sections != NULL && i < g_variant_n_children (sections); i++) {
    g_autoptr (GVariant) section = g_variant_get_child_value (sections, i);

    add_section (paper, section);
  }
  add_sentence (paper, HEARTH_PAPER_SMALL, digest, "aside");
  return paper;
}
