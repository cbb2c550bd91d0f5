/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-fact-rows.h"

#include "hearth-agenda.h"
#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-store-findings.h"

#include <glib/gi18n.h>

#define DAY 86400
#define MAX_ROWS 4

/**
 * HearthFactRows:
 *
 * Parcels that come today and invoices that are due within a week: lines that open their
 * mails.
 */
struct _HearthFactRows {
  GtkWidget parent_instance;

  GtkWidget *list;
  HearthClient *client;      /* (owned) */
  GCancellable *cancellable; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HearthFactRows, hearth_fact_rows, GTK_TYPE_WIDGET)

static gboolean
is_told_before (GPtrArray *found, const HearthFinding *finding)
{
  for (guint i = 0; i < found->len; i++) {
    const HearthFinding *other = g_ptr_array_index (found, i);

    if (other->kind == finding->kind &&
        (finding->kind == HEARTH_FINDING_INVOICE
             ? g_strcmp0 (other->text, finding->text) == 0
             : finding->value != NULL && g_strcmp0 (other->value, finding->value) == 0))
      return TRUE;
  }
  return FALSE;
}

static gboolean
collect (HearthDatabase *db, HearthFindingFilter *filter, GPtrArray *into, GError **error)
{
  g_autoptr (GPtrArray) found = hearth_store_findings_list (db, filter, error);

  for (guint i = 0; found != NULL && i < found->len && into->len < MAX_ROWS; i++) {
    const HearthFinding *finding = g_ptr_array_index (found, i);

    if (!is_told_before (into, finding))
      g_ptr_array_add (into, hearth_finding_copy (finding));
  }
  return found != NULL;
}

static gpointer
read_findings (HearthDatabase *db, gpointer data, GError **error)
{
  HearthSpan today = hearth_agenda_find_day (hearth_clock_now ());
  HearthFindingFilter parcels = { .kinds = HEARTH_FINDING_BIT (HEARTH_FINDING_DELIVERY),
                                  .due_from = today.start,
                                  .due_before = today.end,
                                  .open = TRUE };
  HearthFindingFilter invoices = { .kinds = HEARTH_FINDING_BIT (HEARTH_FINDING_INVOICE),
                                   .due_from = today.start,
                                   .due_before = today.end + 7 * DAY,
                                   .open = TRUE };
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_finding_free);

  if (!collect (db, &parcels, found, error) || !collect (db, &invoices, found, error))
    return NULL;
  return g_steal_pointer (&found);
}

static char *
compose_detail (const HearthFinding *finding)
{
  g_autofree char *day = hearth_format_day (finding->due, hearth_clock_now ());
  g_autofree char *from = hearth_format_time (finding->due);
  g_autofree char *to = hearth_format_time (finding->until);

  if (finding->kind == HEARTH_FINDING_INVOICE)
    return g_strdup_printf (_("%s, due: %s"), finding->value, day);
  if (finding->due_is_date)
    return g_strdup (_("Arrives today"));
  return finding->until > finding->due ? g_strdup_printf (_("Arrives today, %s to %s"), from, to)
                                       : g_strdup_printf (_("Arrives today, %s"), from);
}

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_row (const HearthFinding *finding)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *detail = compose_detail (finding);
  g_autofree char *name = g_strdup_printf ("%s, %s", finding->text, detail);

  gtk_box_append (GTK_BOX (box), make_label (finding->text, "need-title"));
  gtk_box_append (GTK_BOX (box), make_label (detail, "dim-label"));
  gtk_widget_add_css_class (box, "need");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show-message");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "x", finding->message_id);
  return row;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthFactRows *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);
  GtkWidget *child;

  if (found == NULL)
    return;
  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), child);
  for (guint i = 0; i < found->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (g_ptr_array_index (found, i)));
  gtk_widget_set_visible (GTK_WIDGET (self), found->len > 0);
}

static void
reload (HearthFactRows *self)
{
  hearth_client_read_async (self->client, read_findings, NULL, NULL,
                            (GDestroyNotify) g_ptr_array_unref, self->cancellable, read_cb, self);
}

static void
hearth_fact_rows_dispose (GObject *object)
{
  HearthFactRows *self = HEARTH_FACT_ROWS (object);

  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
  g_clear_pointer (&self->list, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_fact_rows_parent_class)->dispose (object);
}

static void
hearth_fact_rows_class_init (HearthFactRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_fact_rows_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
hearth_fact_rows_init (HearthFactRows *self)
{
  self->list = gtk_list_box_new ();
  self->cancellable = g_cancellable_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_widget_set_margin_top (self->list, 12);
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Parcels and invoices"), -1);
}

/**
 * hearth_fact_rows_insert:
 * @sibling: a child of a box
 * @client: the panel's client
 *
 * Puts lines for parcels that come today and for invoices that are due within a week before a
 * widget. They keep themselves up to date, and are not seen while there are none.
 */
void
hearth_fact_rows_insert (GtkWidget *sibling, HearthClient *client)
{
  HearthFactRows *self = g_object_new (HEARTH_TYPE_FACT_ROWS, NULL);

  self->client = g_object_ref (client);
  g_signal_connect_swapped (client, "changed::findings", G_CALLBACK (reload), self);
  g_signal_connect_swapped (client, "notify::state", G_CALLBACK (reload), self);
  gtk_widget_insert_before (GTK_WIDGET (self), gtk_widget_get_parent (sibling), sibling);
  reload (self);
}
