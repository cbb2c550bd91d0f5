/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-need-row.h"

#include "hearth-clock.h"
#include "hearth-label-wrap.h"
#include "hearth-paths.h"
#include "hearth-today-words.h"

#include <glib/gi18n.h>

#define DEFAULT_PATIENCE 3

static GtkWidget *
make_label (const char *text, int lines)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_lines (GTK_LABEL (label), lines);
  if (lines > 1)
    hearth_label_wrap (GTK_LABEL (label));
  return label;
}

static void
toggled_cb (GtkCheckButton *check, gpointer user_data)
{
  const HearthFinding *finding = user_data;

  if (!gtk_check_button_get_active (check))
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (check), FALSE);
  gtk_widget_activate_action (GTK_WIDGET (check), "day.settle-finding", "(xbs)", finding->id, TRUE,
                              finding->text);
}

static GtkWidget *
make_check (const HearthFinding *finding)
{
  GtkWidget *check = gtk_check_button_new ();
  HearthFinding *copy = hearth_finding_copy (finding);
  g_autofree char *name = g_strdup_printf (_("Done: %s"), finding->text);

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (check, _("Done"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (check), "finding", copy, (GDestroyNotify) hearth_finding_free);
  g_signal_connect (check, "toggled", G_CALLBACK (toggled_cb), copy);
  return check;
}

static GtkWidget *
make_open (const char *subject, gint64 message)
{
  GtkWidget *button = gtk_button_new_with_label (_("Open"));
  g_autofree char *name = g_strdup_printf (_("Open: %s"), subject);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-message");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", message);
  return button;
}

static GtkWidget *
make_menu (const HearthFinding *finding, gint64 message)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuItem) open = g_menu_item_new (_("Open the mail"), NULL);
  g_autoptr (GMenuItem) item = g_menu_item_new (_("Not a task"), NULL);
  g_autofree char *name = g_strdup_printf (_("More: %s"), finding->text);

  g_menu_item_set_action_and_target (item, "day.settle-finding", "(xbs)", finding->id, FALSE,
                                     finding->text);
  g_menu_item_set_action_and_target (open, "win.show-message", "x", message);
  g_menu_append_item (menu, open);
  g_menu_append_item (menu, item);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "row-menu");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

static GtkWidget *
make_words (const char *what, int lines, const char *detail, const char *css_class)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *first = make_label (what, lines);
  GtkWidget *second = make_label (detail, 2);

  gtk_widget_add_css_class (first, "need-title");
  gtk_widget_add_css_class (second, css_class);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), first);
  gtk_box_append (GTK_BOX (words), second);
  return words;
}

static GtkWidget *
make_row (GtkWidget *box, const char *what, const char *detail, gint64 message)
{
  GtkWidget *row = gtk_list_box_row_new ();
  g_autofree char *name = g_strdup_printf ("%s, %s", what, detail);

  gtk_widget_add_css_class (box, "need");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show-message");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "x", message);
  return row;
}

/**
 * hearth_need_row_new:
 * @thing: what needs its owner
 *
 * Makes a row that says what it is, who wants it and until when, and opens its message; what was
 * found in the message can be ticked off.
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
hearth_need_row_new (const HearthCommitment *thing)
{
  const HearthMessage *message = thing->message;
  const HearthFinding *finding = thing->finding;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, finding != NULL ? 8 : 12);
  const char *subject = *message->subject != '\0' ? message->subject : _("Without a subject");
  const char *what = finding != NULL ? finding->text : subject;
  g_autofree char *why = hearth_today_words_why (thing);
  GtkWidget *words = make_words (what, finding != NULL ? 2 : 1, why, "reason");

  if (finding != NULL) {
    gtk_widget_set_tooltip_text (words, subject);
    gtk_box_append (GTK_BOX (box), make_check (finding));
  }
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), finding != NULL ? make_menu (finding, message->id)
                                                 : make_open (subject, message->id));
  return make_row (box, what, why, message->id);
}

/* After so many working days a nudge is offered. */
static int
get_patience (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
      source != NULL ? g_settings_schema_source_lookup (source, HEARTH_APP_ID, TRUE) : NULL;
  g_autoptr (GSettings) settings = NULL;

  /* An older schema may still be installed. */
  if (schema == NULL || !g_settings_schema_has_key (schema, "nudge-days"))
    return DEFAULT_PATIENCE;
  settings = g_settings_new_full (schema, NULL, NULL);
  return (int) g_settings_get_uint (settings, "nudge-days");
}

/**
 * hearth_need_row_new_awaited:
 * @one: what the owner waits for
 *
 * Makes a row that says who has not answered, since when and what, and opens the owner's message.
 * After some working days it offers to ask again.
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
hearth_need_row_new_awaited (const HearthCommitment *one)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  const HearthAddress *other = hearth_commitment_get_other (one);
  const char *who = other != NULL ? hearth_address_get_label (other) : "";
  gint64 now = hearth_clock_now ();
  g_autofree char *detail = hearth_today_words_awaited (one);

  gtk_box_append (GTK_BOX (box), make_check (one->finding));
  gtk_box_append (GTK_BOX (box), make_words (one->finding->text, 2, detail, "dim-label"));
  if (hearth_commitment_count_working_days (one->message->date, now) >= get_patience ()) {
    GtkWidget *button = gtk_button_new_with_label (_("Nudge"));
    /* Translators: asks somebody once more for an answer; %s is a name. */
    g_autofree char *name = g_strdup_printf (_("Nudge: %s"), who);

    gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
    gtk_widget_set_tooltip_text (button, _("Write a mail that asks again"));
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "day.nudge");
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", one->message->id);
    gtk_box_append (GTK_BOX (box), button);
  }
  return make_row (box, one->finding->text, detail, one->message->id);
}
