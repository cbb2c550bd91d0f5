/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-found-row.h"

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-found-markup.h"

#include <glib/gi18n.h>

/**
 * HearthFoundRow:
 *
 * Something that was found: what kind it is, what it is called with the words that were looked
 * for in bold, when it is, and what else is to be said.
 */
struct _HearthFoundRow {
  GtkListBoxRow parent_instance;

  GtkImage *icon;   /* (unowned) */
  GtkLabel *title;  /* (unowned) */
  GtkLabel *date;   /* (unowned) */
  GtkLabel *detail; /* (unowned) */

  const HearthFound *found; /* (unowned) (nullable): the list's */
};

G_DEFINE_FINAL_TYPE (HearthFoundRow, hearth_found_row, GTK_TYPE_LIST_BOX_ROW)

static const char *
get_icon (HearthFoundKind kind)
{
  switch (kind) {
  case HEARTH_FOUND_EVENT:
    return "hearth-today-symbolic";
  case HEARTH_FOUND_PERSON:
    return "avatar-default-symbolic";
  case HEARTH_FOUND_MEMORY:
    return "hearth-memory-symbolic";
  case HEARTH_FOUND_CONVERSATION:
    return "hearth-talk-symbolic";
  case HEARTH_FOUND_LETTER:
    return "document-edit-symbolic";
  case HEARTH_FOUND_MESSAGE:
  default:
    return "hearth-mail-symbolic";
  }
}

static const char *
get_kind (HearthFoundKind kind)
{
  switch (kind) {
  case HEARTH_FOUND_EVENT:
    return _("Event");
  case HEARTH_FOUND_PERSON:
    return _("Person");
  case HEARTH_FOUND_MEMORY:
    return _("Fact");
  case HEARTH_FOUND_CONVERSATION:
    return _("Conversation");
  case HEARTH_FOUND_LETTER:
    return _("Letter");
  case HEARTH_FOUND_MESSAGE:
  default:
    return _("Mail");
  }
}

/* The second line: who wrote a mail or when an event begins, and what else there is. */
static char *
dup_detail (const HearthFound *found)
{
  const char *detail = found->detail != NULL ? found->detail : "";
  g_autofree char *first = NULL;

  if (found->kind == HEARTH_FOUND_MESSAGE || found->kind == HEARTH_FOUND_LETTER)
    first = g_strdup (found->who);
  else if (found->kind == HEARTH_FOUND_EVENT && !found->all_day)
    first = hearth_format_time (found->when);
  if (first == NULL || *first == '\0')
    return g_strdup (detail);
  return *detail != '\0' ? g_strconcat (first, " · ", detail, NULL) : g_steal_pointer (&first);
}

static void
update_name (HearthFoundRow *self, const char *title, const char *detail, const char *date)
{
  g_autoptr (GString) name = g_string_new (get_kind (self->found->kind));

  g_string_append_printf (name, ", %s", title);
  if (*detail != '\0')
    g_string_append_printf (name, ", %s", detail);
  if (*date != '\0')
    g_string_append_printf (name, ", %s", date);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name->str,
                                  -1);
}

static GtkLabel *
make_label (const char *css_class)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_xalign (label, 0);
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (label, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (label), css_class);
  return label;
}

static void
hearth_found_row_class_init (HearthFoundRowClass *klass)
{
}

static void
hearth_found_row_init (HearthFoundRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->icon = GTK_IMAGE (gtk_image_new ());
  self->title = make_label ("found-title");
  self->date = make_label ("date");
  self->detail = make_label ("preview");
  gtk_widget_set_hexpand (GTK_WIDGET (self->title), TRUE);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->icon), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), "dim-label");
  gtk_box_append (GTK_BOX (first), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (first), GTK_WIDGET (self->date));
  gtk_box_append (GTK_BOX (lines), first);
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->detail));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (box), lines);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "found");
}

/**
 * hearth_found_row_new:
 *
 * Returns: (transfer floating): a row that shows nothing yet
 */
GtkWidget *
hearth_found_row_new (void)
{
  return g_object_new (HEARTH_TYPE_FOUND_ROW, NULL);
}

/**
 * hearth_found_row_set_found:
 * @self: a row
 * @found: (nullable): what was found, which has to outlive the row's showing it; %NULL hides the
 * row
 * @words: what was looked for
 *
 * Shows what was found.
 */
void
hearth_found_row_set_found (HearthFoundRow *self, const HearthFound *found, const char *words)
{
  g_autofree char *title = NULL;
  g_autofree char *detail = NULL;
  g_autofree char *line = NULL;
  g_autofree char *date = NULL;
  const char *name;

  self->found = found;
  gtk_widget_set_visible (GTK_WIDGET (self), found != NULL);
  if (found == NULL)
    return;
  name = *found->title != '\0' ? found->title : _("Without a subject");
  title = hearth_found_markup_new (name, words);
  line = dup_detail (found);
  detail = hearth_found_markup_new (line, words);
  date = found->when != 0 && found->kind != HEARTH_FOUND_MEMORY
             ? hearth_format_day_short (found->when, hearth_clock_now ())
             : g_strdup ("");
  gtk_image_set_from_icon_name (self->icon, get_icon (found->kind));
  gtk_label_set_markup (self->title, title);
  gtk_label_set_markup (self->detail, detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), *line != '\0');
  gtk_label_set_text (self->date, date);
  update_name (self, name, line, date);
}

/**
 * hearth_found_row_get_found:
 * @self: a row
 *
 * Returns: (nullable) (transfer none): what it shows
 */
const HearthFound *
hearth_found_row_get_found (HearthFoundRow *self)
{
  return self->found;
}
