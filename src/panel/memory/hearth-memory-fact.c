/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-memory-fact.h"

#include "hearth-clock.h"
#include "hearth-entry-rows.h"
#include "hearth-format.h"
#include "hearth-label-wrap.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

/* What is remembered: why it is known, and what its owner can do with it. */

typedef struct {
  HearthMailDesk *desk; /* (owned) */
  gint64 id;
  gboolean pinned;
  char *text; /* (owned) */
} Fact;

static void
fact_free (gpointer data)
{
  Fact *fact = data;

  g_object_unref (fact->desk);
  g_free (fact->text);
  g_free (fact);
}

static Fact *
keep_fact (GtkWidget *widget, HearthMailDesk *desk, const HearthMemory *memory)
{
  Fact *fact = g_new0 (Fact, 1);

  fact->desk = g_object_ref (desk);
  fact->id = memory->id;
  fact->pinned = memory->pinned;
  fact->text = g_strdup (memory->text);
  g_object_set_data_full (G_OBJECT (widget), "fact", fact, fact_free);
  return fact;
}

static HearthBusDaemon1 *
get_proxy (const Fact *fact)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy =
      hearth_client_get_proxy (hearth_mail_desk_get_client (fact->desk), &error);

  if (proxy == NULL)
    hearth_mail_desk_say (fact->desk, error->message);
  return proxy;
}

/* Consumes @desk. */
static void
say (HearthMailDesk *desk, const GError *error, const char *text)
{
  g_autofree char *message = error != NULL ? hearth_client_dup_message (error) : NULL;

  if (message != NULL || text != NULL)
    hearth_mail_desk_say (desk, message != NULL ? message : text);
  g_object_unref (desk);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gint64 changed = 0, action = 0;

  hearth_bus_daemon1_call_change_memory_finish (HEARTH_BUS_DAEMON1 (source), &changed, &action,
                                                result, &error);
  if (error == NULL && action != 0)
    hearth_mail_desk_offer_undo (user_data, _("Kept"), action);
  say (user_data, error, NULL);
}

static void
change (const Fact *fact, const char *key, GVariant *value)
{
  HearthBusDaemon1 *proxy = get_proxy (fact);
  GVariantDict fields;

  g_variant_dict_init (&fields, NULL);
  g_variant_dict_insert_value (&fields, key, value);
  if (proxy != NULL)
    hearth_bus_daemon1_call_change_memory (proxy, fact->id, g_variant_dict_end (&fields), NULL,
                                           changed_cb, g_object_ref (fact->desk));
  else
    g_variant_dict_clear (&fields);
}

static void
forgotten_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *stays = NULL;

  hearth_bus_daemon1_call_forget_memory_finish (HEARTH_BUS_DAEMON1 (source), &stays, result,
                                                &error);
  say (user_data, error, stays != NULL && *stays != '\0' ? stays : _("Forgotten, for good"));
}

static void
forget (const Fact *fact)
{
  HearthBusDaemon1 *proxy = get_proxy (fact);

  if (proxy != NULL)
    hearth_bus_daemon1_call_forget_memory (proxy, fact->id, NULL, forgotten_cb,
                                           g_object_ref (fact->desk));
}

static void
answered_cb (GtkWidget *row, const char *answer, gpointer dialog)
{
  if (strcmp (answer, "forget") == 0)
    forget (g_object_get_data (G_OBJECT (row), "fact"));
}

/* There is no way back from here: the bytes themselves are overwritten. */
static void
forget_cb (GtkWidget *row)
{
  const Fact *fact = g_object_get_data (G_OBJECT (row), "fact");
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (row)),
                                              _("Forget This for Good?"), fact->text);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "forget",
                                    _("_Forget"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "forget",
                                              ADW_RESPONSE_DESTRUCTIVE);
  g_signal_connect_object (dialog, "response::forget", G_CALLBACK (answered_cb), row,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
pin_cb (GtkWidget *row)
{
  const Fact *fact = g_object_get_data (G_OBJECT (row), "fact");

  change (fact, "pinned", g_variant_new_boolean (!fact->pinned));
}

static void
edited_cb (GtkWidget *row, GtkWidget *entry)
{
  const Fact *fact = g_object_get_data (G_OBJECT (row), "fact");
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));

  if (*text != '\0' && strcmp (text, fact->text) != 0)
    change (fact, "text", g_variant_new_string (text));
}

static char *
dup_why (const HearthMemory *memory)
{
  g_autofree char *day = hearth_format_day_short (memory->created, hearth_clock_now ());
  const char *why = _("You said so");

  if (memory->reason != NULL && *memory->reason != '\0')
    return g_strdup (memory->reason);
  if (strcmp (memory->source_kind, "message") == 0)
    why = _("From a mail");
  else if (strcmp (memory->source_kind, "act") == 0)
    why = _("Seen in what you do");
  else if (strcmp (memory->source_kind, "owner") == 0)
    why = _("You wrote it");
  return g_strdup_printf ("%s · %s", why, day);
}

static char *
dup_subtitle (const HearthMemory *memory, guint n_uses)
{
  GString *text = g_string_new (NULL);
  g_autofree char *why = dup_why (memory);
  g_autofree char *used = NULL;

  if (strcmp (memory->subject, HEARTH_MEMORY_OWNER) != 0)
    g_string_append_printf (text, "%s · ", memory->subject);
  g_string_append (text, why);
  if (n_uses > 0) {
    used = g_strdup_printf (ngettext ("used %u time", "used %u times", n_uses), n_uses);
    g_string_append_printf (text, " · %s", used);
  }
  if (memory->pinned)
    g_string_append_printf (text, " · %s", _("pinned"));
  return g_string_free (text, FALSE);
}

static void
name_button (GtkWidget *button, const char *label, const char *text)
{
  g_autofree char *whole = g_strdup_printf ("%s: %s", label, text);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, whole,
                                  -1);
}

static GtkWidget *
add_button (GtkWidget *box, const char *label, const char *text, GCallback callback, GtkWidget *row)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  name_button (button, label, text);
  g_signal_connect_swapped (button, "clicked", callback, row);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
add_show (GtkWidget *box, const HearthMemory *memory)
{
  gint64 id = g_ascii_strtoll (memory->source, NULL, 10);
  GtkWidget *button;

  if (strcmp (memory->source_kind, "message") != 0 || id == 0)
    return;
  button = gtk_button_new_with_label (_("Show"));
  name_button (button, _("Show"), memory->text);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-message");
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
make_quote (const HearthMemory *memory)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Rests on"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), memory->quote);
  return row;
}

/**
 * hearth_memory_fact_new:
 * @desk: where what is done is told
 * @memory: what is remembered
 * @n_uses: how often it was used
 *
 * Returns: (transfer floating): a row that opens to its words, which can be changed, pinned and
 *   forgotten
 */
GtkWidget *
hearth_memory_fact_new (HearthMailDesk *desk, const HearthMemory *memory, guint n_uses)
{
  GtkWidget *row = adw_expander_row_new ();
  GtkWidget *entry = adw_entry_row_new ();
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autofree char *subtitle = dup_subtitle (memory, n_uses);

  keep_fact (row, desk, memory);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), memory->text);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), subtitle);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), _("In your words"));
  gtk_editable_set_text (GTK_EDITABLE (entry), memory->text);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (entry), TRUE);
  g_signal_connect_swapped (entry, "apply", G_CALLBACK (edited_cb), row);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), entry);
  if (memory->quote != NULL && *memory->quote != '\0')
    adw_expander_row_add_row (ADW_EXPANDER_ROW (row), make_quote (memory));
  gtk_widget_add_css_class (buttons, "deeds");
  add_show (buttons, memory);
  add_button (buttons, memory->pinned ? _("Unpin") : _("Pin"), memory->text, G_CALLBACK (pin_cb),
              row);
  add_button (buttons, _("Forget…"), memory->text, G_CALLBACK (forget_cb), row);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), buttons);
  hearth_entry_rows_name (row);
  return row;
}

static void
keep_cb (GtkWidget *row)
{
  change (g_object_get_data (G_OBJECT (row), "fact"), "state", g_variant_new_string ("active"));
}

static void
refuse_cb (GtkWidget *row)
{
  forget (g_object_get_data (G_OBJECT (row), "fact"));
}

/**
 * hearth_memory_proposal_new:
 * @desk: where what is done is told
 * @memory: what waits for a yes
 *
 * Returns: (transfer floating): a row with the question
 */
GtkWidget *
hearth_memory_proposal_new (HearthMailDesk *desk, const HearthMemory *memory)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *title = gtk_label_new (memory->text);
  g_autofree char *why = dup_why (memory);
  /* Some reasons are a whole sentence. */
  g_autofree char *text = g_strdup_printf (g_str_has_suffix (why, ".") ? "%s %s" : "%s. %s", why,
                                           _("I keep it only if you say yes."));
  GtkWidget *reason = gtk_label_new (text);

  keep_fact (row, desk, memory);
  for (guint i = 0; i < 2; i++) {
    GtkWidget *label = i == 0 ? title : reason;

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    hearth_label_wrap (GTK_LABEL (label));
    gtk_box_append (GTK_BOX (box), label);
  }
  gtk_widget_add_css_class (title, "title");
  gtk_widget_add_css_class (reason, "subtitle");
  gtk_widget_set_margin_top (buttons, 6);
  add_button (buttons, _("Keep"), memory->text, G_CALLBACK (keep_cb), row);
  add_button (buttons, _("Don’t"), memory->text, G_CALLBACK (refuse_cb), row);
  add_show (buttons, memory);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_widget_add_css_class (box, "need");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, memory->text,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  return row;
}
