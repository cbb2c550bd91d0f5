/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-people-rows.h"

#include "hearth-label-wrap.h"

#include <glib/gi18n.h>

/* How long to wait with looking again: an import tells of changes many times a second. */
#define LOOK_MS 1500

/**
 * HearthPeopleRows:
 *
 * Whom to think of today: birthdays, and those whom the owner wanted to keep in touch with. It is
 * not there where there is nobody.
 */
struct _HearthPeopleRows {
  GtkBox parent_instance;

  GtkListBox *list;          /* (unowned) */
  HearthClient *client;      /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) */
  GVariant *shown;           /* (owned) (nullable) */
  guint look_timer;
};

G_DEFINE_FINAL_TYPE (HearthPeopleRows, hearth_people_rows, GTK_TYPE_BOX)

static GtkWidget *
make_row (GVariant *one)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *label;
  const char *text = "";
  gint64 id = 0;
  gint64 start = 0;

  g_variant_lookup (one, "text", "&s", &text);
  label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  hearth_label_wrap (GTK_LABEL (label));
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "need-title");
  gtk_widget_add_css_class (box, "need");
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  if (g_variant_lookup (one, "event", "x", &id)) {
    g_variant_lookup (one, "start", "x", &start);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show-event");
    gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "(xx)", id, start);
  } else if (g_variant_lookup (one, "message", "x", &id)) {
    gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show-message");
    gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "x", id);
  } else {
    gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  }
  return row;
}

static void
show (HearthPeopleRows *self, GVariant *people)
{
  GtkWidget *old;
  GVariantIter iter;
  GVariant *one;

  /* Rows that did not change stay: somebody may be about to press one. */
  if (self->shown != NULL && g_variant_equal (self->shown, people))
    return;
  g_clear_pointer (&self->shown, g_variant_unref);
  self->shown = g_variant_ref (people);
  while ((old = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, old);
  g_variant_iter_init (&iter, people);
  while (g_variant_iter_loop (&iter, "@a{sv}", &one))
    gtk_list_box_append (self->list, make_row (one));
  gtk_widget_set_visible (GTK_WIDGET (self), g_variant_n_children (people) > 0);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) people = NULL;

  if (hearth_bus_daemon1_call_people_finish (HEARTH_BUS_DAEMON1 (source), &people, result, &error))
    show (user_data, people);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("Nobody could be looked for: %s", error->message);
}

static gboolean
look_cb (gpointer user_data)
{
  HearthPeopleRows *self = user_data;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, NULL);

  self->look_timer = 0;
  if (proxy != NULL)
    hearth_bus_daemon1_call_people (proxy, "today", "", self->cancellable, answered_cb, self);
  return G_SOURCE_REMOVE;
}

static void
look (HearthPeopleRows *self)
{
  if (self->look_timer == 0)
    self->look_timer = g_timeout_add (self->shown == NULL ? 0 : LOOK_MS, look_cb, self);
}

static void
hearth_people_rows_dispose (GObject *object)
{
  HearthPeopleRows *self = HEARTH_PEOPLE_ROWS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->look_timer, g_source_remove);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  g_clear_pointer (&self->shown, g_variant_unref);
  G_OBJECT_CLASS (hearth_people_rows_parent_class)->dispose (object);
}

static void
hearth_people_rows_finalize (GObject *object)
{
  g_object_unref (HEARTH_PEOPLE_ROWS (object)->cancellable);
  G_OBJECT_CLASS (hearth_people_rows_parent_class)->finalize (object);
}

static void
hearth_people_rows_class_init (HearthPeopleRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_people_rows_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_people_rows_finalize;
}

static void
hearth_people_rows_init (HearthPeopleRows *self)
{
  GtkWidget *title = gtk_label_new (_("People to think of"));
  GtkWidget *list = gtk_list_box_new ();

  self->cancellable = g_cancellable_new ();
  self->list = GTK_LIST_BOX (list);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "section");
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("People to think of"), -1);
  gtk_box_append (GTK_BOX (self), title);
  gtk_box_append (GTK_BOX (self), list);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * hearth_people_rows_set_client:
 * @self: the rows
 * @client: the panel's client
 *
 * Shows whom to think of today, and keeps it so.
 */
void
hearth_people_rows_set_client (HearthPeopleRows *self, HearthClient *client)
{
  static const char *const signals[] = { "changed::people", "changed::contacts",
                                         "changed::messages", "changed::events", "notify::state" };

  g_return_if_fail (self->client == NULL);

  self->client = g_object_ref (client);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_swapped (client, signals[i], G_CALLBACK (look), self);
  look (self);
}
