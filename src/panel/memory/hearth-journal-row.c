/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-journal-row.h"

#include "hearth-clock.h"
#include "hearth-entry-rows.h"
#include "hearth-format.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* A line of what was done or left this computer, and a day of what was counted. */

typedef struct {
  HearthMailDesk *desk; /* (owned) */
  gint64 action;
} Taking;

static void
taking_free (gpointer data, GClosure *closure)
{
  Taking *taking = data;

  g_object_unref (taking->desk);
  g_free (taking);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthMailDesk) desk = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;

  if (!hearth_bus_daemon1_call_undo_finish (HEARTH_BUS_DAEMON1 (source), result, &error))
    message = hearth_client_dup_message (error);
  hearth_mail_desk_say (desk, message != NULL ? message : _("Taken back"));
}

static void
undo_cb (GtkWidget *button, gpointer user_data)
{
  const Taking *taking = user_data;
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy =
      hearth_client_get_proxy (hearth_mail_desk_get_client (taking->desk), &error);

  if (proxy == NULL) {
    hearth_mail_desk_say (taking->desk, error->message);
    return;
  }
  hearth_bus_daemon1_call_undo (proxy, taking->action, NULL, undone_cb,
                                g_object_ref (taking->desk));
}

/* Buttons of many rows say the same; for who hears them, each says of what. */
static GtkWidget *
add_button (GtkWidget *row, const char *label, const char *title)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  g_autofree char *whole = g_strdup_printf ("%s: %s", label, title);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, whole,
                                  -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return button;
}

static void
add_part (GString *text, const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, part);
}

static char *
dup_subtitle (const HearthJournalEntry *entry)
{
  GString *text = g_string_new (NULL);
  g_autofree char *day = hearth_format_day (entry->at, hearth_clock_now ());
  g_autofree char *time = hearth_format_time (entry->at);
  g_autofree char *when = g_strdup_printf ("%s %s", day, time);
  g_autofree char *traffic = hearth_journal_entry_dup_traffic (entry);

  add_part (text, when);
  add_part (text, traffic);
  if (entry->undone != 0)
    add_part (text, _("taken back"));
  return g_string_free (text, FALSE);
}

/**
 * hearth_journal_row_new:
 * @desk: where what is taken back is told
 * @entry: what was done
 *
 * Returns: (transfer floating): a row with its Undo and Show
 */
GtkWidget *
hearth_journal_row_new (HearthMailDesk *desk, const HearthJournalEntry *entry)
{
  g_autofree char *done = hearth_journal_entry_dup_title (entry);
  g_autofree char *detail = hearth_journal_entry_dup_detail (entry);
  g_autofree char *title =
      detail != NULL ? g_strdup_printf ("%s: %s", done, detail) : g_strdup (done);
  g_autofree char *subtitle = dup_subtitle (entry);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (entry->messages != NULL && entry->messages->len > 0) {
    button = add_button (row, _("Show"), title);
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x",
                                      g_array_index (entry->messages, gint64, 0));
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-message");
  }
  if (entry->can_undo) {
    Taking *taking = g_new0 (Taking, 1);

    taking->desk = g_object_ref (desk);
    taking->action = entry->action_id;
    button = add_button (row, _("Undo"), title);
    g_signal_connect_data (button, "clicked", G_CALLBACK (undo_cb), taking, taking_free, 0);
  }
  return row;
}

static GtkWidget *
make_host_row (const HearthDayReceipt *each)
{
  g_autofree char *bytes = hearth_day_receipt_dup_bytes (each);
  g_autofree char *problem = hearth_day_receipt_dup_problem (each);
  g_autofree char *subtitle =
      g_strdup_printf ("%s · %s%s%s", hearth_day_receipt_get_purpose (each), bytes,
                       problem != NULL ? "\n" : "", problem != NULL ? problem : "");
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), each->receipt.host);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (problem != NULL) {
    gtk_widget_add_css_class (row, "error");
    adw_action_row_set_icon_name (ADW_ACTION_ROW (row), "dialog-warning-symbolic");
  }
  return row;
}

static char *
describe_day (GPtrArray *receipts, guint first, guint n, gboolean *problem)
{
  g_autoptr (GHashTable) hosts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *size = NULL;
  guint64 sent = 0;
  guint n_hosts;

  *problem = FALSE;
  for (guint i = first; i < first + n; i++) {
    const HearthDayReceipt *each = g_ptr_array_index (receipts, i);

    *problem |= each->problem != HEARTH_RECEIPT_AGREES;
    if (each->local)
      continue;
    sent += each->receipt.bytes_sent;
    g_hash_table_add (hosts, each->receipt.host);
  }
  if (*problem)
    return g_strdup (_("What was counted and what I know of do not agree"));
  n_hosts = g_hash_table_size (hosts);
  if (n_hosts == 0)
    return g_strdup (_("Nothing left this computer"));
  size = g_format_size (sent);
  /* Translators: a size, and to how many hosts it went */
  return g_strdup_printf (ngettext ("%s left, to %u host", "%s left, to %u hosts", n_hosts), size,
                          n_hosts);
}

/**
 * hearth_receipts_row_new:
 * @receipts: (element-type HearthDayReceipt): what was counted
 * @first: the first one of a day
 * @n: how many the day has
 *
 * Returns: (transfer floating): a row for the day that opens to its hosts
 */
GtkWidget *
hearth_receipts_row_new (GPtrArray *receipts, guint first, guint n)
{
  const HearthDayReceipt *one = g_ptr_array_index (receipts, first);
  g_autofree char *day =
      hearth_format_day (hearth_store_receipts_get_midnight (one->day), hearth_clock_now ());
  GtkWidget *row = adw_expander_row_new ();
  gboolean problem;
  g_autofree char *subtitle = describe_day (receipts, first, n, &problem);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), day);
  hearth_entry_rows_name (row);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), subtitle);
  if (problem)
    gtk_widget_add_css_class (row, "error");
  /* What does not agree is told without being asked. */
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), problem);
  for (guint i = first; i < first + n; i++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (row),
                              make_host_row (g_ptr_array_index (receipts, i)));
  return row;
}
