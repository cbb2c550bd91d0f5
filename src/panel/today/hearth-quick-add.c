/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-quick-add.h"

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-label-wrap.h"

#include <glib/gi18n.h>

/* Words are read when the hand rests for so long, in milliseconds. */
#define PAUSE 220

/**
 * HearthQuickAdd:
 *
 * An event said in words. What was understood is shown while one types; Enter writes it.
 */
struct _HearthQuickAdd {
  GtkWidget parent_instance;

  GtkWidget *entry;
  GtkWidget *revealer;
  GtkLabel *understood;
  GtkLabel *conflict;

  HearthCalendarDesk *desk;  /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of the words that are being read */
  GVariant *event; /* (owned) (nullable): what was understood, NULL while it is not known */
  guint pause;
  gboolean wanted; /* Enter was pressed before the words were read */
};

G_DEFINE_FINAL_TYPE (HearthQuickAdd, hearth_quick_add, GTK_TYPE_WIDGET)

static void
forget (HearthQuickAdd *self)
{
  g_clear_handle_id (&self->pause, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->event, g_variant_unref);
  self->wanted = FALSE;
}

static void
show (HearthQuickAdd *self, const char *text, const char *conflict)
{
  gtk_label_set_text (self->understood, text != NULL ? text : "");
  gtk_label_set_text (self->conflict, conflict != NULL ? conflict : "");
  gtk_widget_set_visible (GTK_WIDGET (self->conflict), conflict != NULL);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), text != NULL);
}

static char *
compose_when (GVariant *event)
{
  gint64 now = hearth_clock_now ();
  gint64 start = 0;
  gint64 end = 0;
  gboolean all_day = FALSE;
  g_autofree char *day = NULL;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  g_variant_lookup (event, "start", "x", &start);
  g_variant_lookup (event, "end", "x", &end);
  g_variant_lookup (event, "all-day", "b", &all_day);
  if (all_day) {
    g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (start);
    g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
    g_autoptr (GDateTime) noon =
        g_date_time_new (zone, g_date_time_get_year (date), g_date_time_get_month (date),
                         g_date_time_get_day_of_month (date), 12, 0, 0);

    day = hearth_format_day (g_date_time_to_unix (noon), now);
    return g_strdup_printf (_("%s, all day"), day);
  }
  day = hearth_format_day (start, now);
  from = hearth_format_time (start);
  if (end <= start)
    return g_strdup_printf (_("%s, %s"), day, from);
  to = hearth_format_time (end);
  return g_strdup_printf (_("%s, %s to %s"), day, from, to);
}

static char *
compose_understood (GVariant *event)
{
  g_autofree char *when = compose_when (event);
  g_autoptr (GString) text = g_string_new (NULL);
  const char *summary = "";
  const char *location = "";
  const char *rrule = "";
  g_autofree const char **invite = NULL;

  g_variant_lookup (event, "summary", "&s", &summary);
  g_variant_lookup (event, "location", "&s", &location);
  g_variant_lookup (event, "rrule", "&s", &rrule);
  g_variant_lookup (event, "invite", "^a&s", &invite);
  g_string_append_printf (text, "%s · %s", summary, when);
  if (*location != '\0')
    g_string_append_printf (text, " · %s", location);
  if (*rrule != '\0')
    g_string_append_printf (text, " · %s", _("repeats"));
  for (guint i = 0; invite != NULL && invite[i] != NULL; i++)
    g_string_append_printf (text, " · %s", invite[i]);
  return g_strdup (text->str);
}

static char *
compose_conflict (GVariant *event)
{
  g_autoptr (GVariant) conflicts =
      g_variant_lookup_value (event, "conflicts", G_VARIANT_TYPE ("aa{sv}"));
  g_autoptr (GVariant) first = NULL;
  const char *summary = "";
  gsize n = conflicts != NULL ? g_variant_n_children (conflicts) : 0;

  if (n == 0)
    return NULL;
  first = g_variant_get_child_value (conflicts, 0);
  g_variant_lookup (first, "summary", "&s", &summary);
  if (n == 1)
    return g_strdup_printf (_("Overlaps with %s"), summary);
  return g_strdup_printf (ngettext ("Overlaps with %s and %u more", "Overlaps with %s and %u more",
                                    (gulong) n - 1),
                          summary, (guint) n - 1);
}

static void
show_hint (HearthQuickAdd *self)
{
  show (self, _("Say what and when, like this: “lunch with Ana Friday 12:30 at Roma”"), NULL);
}

/* What is told is what was understood, and not that it was. */
static GVariant *
take_fields (GVariant *event)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, event);
  g_variant_dict_remove (&dict, "understood");
  g_variant_dict_remove (&dict, "conflicts");
  return g_variant_dict_end (&dict);
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthQuickAdd) self = user_data;

  gtk_widget_set_sensitive (self->entry, TRUE);
  if (!hearth_calendar_desk_do_finish (HEARTH_CALENDAR_DESK (source), result, NULL))
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_widget_grab_focus (self->entry);
}

static void
create (HearthQuickAdd *self)
{
  g_autofree char *text = compose_understood (self->event);
  /* Translators: %s is an event: “Added: Lunch with Ana · Friday, 27 November, 12:30 to 13:30” */
  g_autofree char *sentence = g_strdup_printf (_("Added: %s"), text);
  GVariant *fields = take_fields (self->event);

  self->wanted = FALSE;
  gtk_widget_set_sensitive (self->entry, FALSE);
  hearth_calendar_desk_do_async (self->desk, "CreateEvent",
                                 g_variant_new ("(x@a{sv})", (gint64) 0, fields), sentence, NULL,
                                 created_cb, g_object_ref (self));
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthQuickAdd *self = user_data;
  g_autoptr (GVariant) event = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *conflict = NULL;
  gboolean understood = FALSE;

  hearth_bus_daemon1_call_read_event_finish (HEARTH_BUS_DAEMON1 (source), &event, result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (error != NULL) {
    g_autofree char *message = hearth_client_dup_message (error);

    self->wanted = FALSE;
    show (self, message, NULL);
    return;
  }
  g_variant_lookup (event, "understood", "b", &understood);
  if (!understood) {
    self->wanted = FALSE;
    show_hint (self);
    return;
  }
  self->event = g_steal_pointer (&event);
  text = compose_understood (self->event);
  conflict = compose_conflict (self->event);
  show (self, text, conflict);
  if (self->wanted)
    create (self);
}

static void
read_words (HearthQuickAdd *self)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy =
      hearth_client_get_proxy (hearth_calendar_desk_get_client (self->desk), &error);

  if (proxy == NULL) {
    self->wanted = FALSE;
    show (self, error->message, NULL);
    return;
  }
  self->cancellable = g_cancellable_new ();
  hearth_bus_daemon1_call_read_event (proxy, gtk_editable_get_text (GTK_EDITABLE (self->entry)),
                                      self->cancellable, read_cb, self);
}

static gboolean
pause_cb (gpointer user_data)
{
  HearthQuickAdd *self = user_data;

  self->pause = 0;
  read_words (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (HearthQuickAdd *self)
{
  g_autofree char *words = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  forget (self);
  if (*g_strstrip (words) == '\0')
    show (self, NULL, NULL);
  else
    self->pause = g_timeout_add (PAUSE, pause_cb, self);
}

static void
activate_cb (HearthQuickAdd *self)
{
  g_autofree char *words = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  if (*g_strstrip (words) == '\0') {
    show_hint (self);
    return;
  }
  if (self->event != NULL) {
    create (self);
    return;
  }
  self->wanted = TRUE;
  if (self->cancellable == NULL) {
    g_clear_handle_id (&self->pause, g_source_remove);
    read_words (self);
  }
}

static gboolean
hearth_quick_add_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (HEARTH_QUICK_ADD (widget)->entry);
}

static void
hearth_quick_add_dispose (GObject *object)
{
  HearthQuickAdd *self = HEARTH_QUICK_ADD (object);
  GtkWidget *child;

  forget (self);
  g_clear_object (&self->desk);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (hearth_quick_add_parent_class)->dispose (object);
}

static void
hearth_quick_add_class_init (HearthQuickAddClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_quick_add_dispose;
  widget_class->grab_focus = hearth_quick_add_grab_focus;
  gtk_widget_class_set_css_name (widget_class, "quickadd");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static GtkLabel *
add_label (GtkWidget *box, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  hearth_label_wrap (GTK_LABEL (label));
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
hearth_quick_add_init (HearthQuickAdd *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  self->entry = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _("Add an event in words…"));
  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_PRIMARY,
                                     "list-add-symbolic");
  gtk_entry_set_icon_activatable (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_PRIMARY, FALSE);
  gtk_entry_set_max_length (GTK_ENTRY (self->entry), 400);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Add an event in words"), -1);
  gtk_widget_set_parent (self->entry, GTK_WIDGET (self));
  self->understood = add_label (box, "small");
  self->conflict = add_label (box, "reason");
  gtk_widget_add_css_class (box, "understood");
  self->revealer = gtk_revealer_new ();
  gtk_revealer_set_child (GTK_REVEALER (self->revealer), box);
  gtk_widget_set_parent (self->revealer, GTK_WIDGET (self));
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (activate_cb), self);
}

/**
 * hearth_quick_add_set_desk:
 * @self: an entry
 * @desk: where what is done is told, once
 */
void
hearth_quick_add_set_desk (HearthQuickAdd *self, HearthCalendarDesk *desk)
{
  g_set_object (&self->desk, desk);
}
