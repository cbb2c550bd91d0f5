/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-recipients-entry.h"

#include "hearth-recipients.h"
#include "hearth-store-messages.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_OFFERS 6
/* Letters before people are offered. */
#define MIN_TYPED 2

/**
 * HearthRecipientsEntry:
 *
 * Who a mail goes to, separated by commas. What is being typed is completed from the people
 * whom the store knows; the offer never takes the keyboard away.
 */
struct _HearthRecipientsEntry {
  GtkWidget parent_instance;

  GtkWidget *entry;
  GtkWidget *popover;
  GtkListBox *list;

  HearthClient *client;      /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of the people who are being looked for */
  gboolean taking;           /* an offer is being written into the entry */
};

G_DEFINE_FINAL_TYPE (HearthRecipientsEntry, hearth_recipients_entry, GTK_TYPE_WIDGET)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Where the recipient at the cursor starts, in bytes; a comma in quotes separates nothing. */
static gsize
find_start (const char *text, gsize cursor)
{
  gboolean quoted = FALSE;
  gsize start = 0;

  for (gsize i = 0; i < cursor; i++) {
    if (text[i] == '"')
      quoted = !quoted;
    else if ((text[i] == ',' || text[i] == ';') && !quoted)
      start = i + 1;
  }
  while (start < cursor && text[start] == ' ')
    start++;
  return start;
}

static gsize
get_cursor (HearthRecipientsEntry *self, const char *text)
{
  int position = gtk_editable_get_position (GTK_EDITABLE (self->entry));

  return (gsize) (g_utf8_offset_to_pointer (text, position) - text);
}

static void
close_offers (HearthRecipientsEntry *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

static void
take (HearthRecipientsEntry *self, GtkListBoxRow *row)
{
  const char *person = g_object_get_data (G_OBJECT (row), "person");
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  gsize cursor = get_cursor (self, text);
  gsize start = find_start (text, cursor);
  const char *rest = text + cursor;
  g_autoptr (GString) out = g_string_new_len (text, (gssize) start);
  int position;

  while (*rest == ' ' || *rest == ',')
    rest++;
  g_string_append_printf (out, "%s, ", person);
  position = (int) g_utf8_strlen (out->str, -1);
  g_string_append (out, rest);
  self->taking = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), out->str);
  self->taking = FALSE;
  gtk_editable_set_position (GTK_EDITABLE (self->entry), position);
  close_offers (self);
}

static void
activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer user_data)
{
  take (user_data, row);
}

static void
add_offer (HearthRecipientsEntry *self, HearthAddress *address)
{
  g_autoptr (GPtrArray) one = hearth_recipients_new ();
  g_autofree char *text = NULL;
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (hearth_address_get_label (address));
  GtkWidget *detail = gtk_label_new (address->address);

  g_ptr_array_add (one, hearth_address_copy (address));
  text = hearth_recipients_to_text (one);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (detail), 0);
  gtk_label_set_ellipsize (GTK_LABEL (detail), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (detail, "dim-label");
  gtk_widget_add_css_class (detail, "small");
  gtk_widget_set_visible (detail, *address->name != '\0');
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), detail);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_object_set_data_full (G_OBJECT (row), "person", g_steal_pointer (&text), g_free);
  gtk_list_box_append (self->list, row);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthRecipientsEntry *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);
  GtkWidget *child;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; people != NULL && i < people->len; i++)
    add_offer (self, g_ptr_array_index (people, i));
  if (people == NULL || people->len == 0 ||
      (gtk_widget_get_state_flags (self->entry) & GTK_STATE_FLAG_FOCUS_WITHIN) == 0) {
    gtk_popover_popdown (GTK_POPOVER (self->popover));
    return;
  }
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

static gpointer
read_people (HearthDatabase *db, gpointer data, GError **error)
{
  return hearth_store_people_complete (db, data, MAX_OFFERS, error);
}

static void
offer (HearthRecipientsEntry *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  gsize cursor = get_cursor (self, text);
  gsize start = find_start (text, cursor);
  g_autofree char *typed = g_strndup (text + start, cursor - start);

  close_offers (self);
  if (self->client == NULL || g_utf8_strlen (typed, -1) < MIN_TYPED || strchr (typed, '>') != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  hearth_client_read_async (self->client, read_people, g_steal_pointer (&typed), g_free,
                            (GDestroyNotify) g_ptr_array_unref, self->cancellable, found_cb, self);
}

static void
changed_cb (HearthRecipientsEntry *self)
{
  if (!self->taking &&
      (gtk_widget_get_state_flags (self->entry) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0)
    offer (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
move_offer (HearthRecipientsEntry *self, int step)
{
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->list);
  int index = selected != NULL ? gtk_list_box_row_get_index (selected) : -1;
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, MAX (0, index + step));

  if (row != NULL)
    gtk_list_box_select_row (self->list, row);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode,
                GdkModifierType state, gpointer user_data)
{
  HearthRecipientsEntry *self = user_data;
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->list);

  if (!gtk_widget_get_visible (self->popover))
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Down || keyval == GDK_KEY_Up) {
    move_offer (self, keyval == GDK_KEY_Down ? 1 : -1);
    return GDK_EVENT_STOP;
  }
  if (keyval == GDK_KEY_Escape) {
    close_offers (self);
    return GDK_EVENT_STOP;
  }
  if (selected != NULL && (state & GDK_CONTROL_MASK) == 0 &&
      (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_Tab)) {
    take (self, selected);
    return GDK_EVENT_STOP;
  }
  return GDK_EVENT_PROPAGATE;
}

static void
focus_left_cb (GtkEventControllerFocus *controller, gpointer user_data)
{
  close_offers (user_data);
}

static gboolean
hearth_recipients_entry_grab_focus (GtkWidget *widget)
{
  HearthRecipientsEntry *self = HEARTH_RECIPIENTS_ENTRY (widget);

  return gtk_entry_grab_focus_without_selecting (GTK_ENTRY (self->entry));
}

static void
hearth_recipients_entry_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  HearthRecipientsEntry *self = HEARTH_RECIPIENTS_ENTRY (widget);

  gtk_widget_size_allocate (self->entry, &(GtkAllocation){ 0, 0, width, height }, baseline);
  gtk_widget_set_size_request (self->popover, width, -1);
  gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
hearth_recipients_entry_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                                 int *minimum, int *natural, int *minimum_baseline,
                                 int *natural_baseline)
{
  gtk_widget_measure (HEARTH_RECIPIENTS_ENTRY (widget)->entry, orientation, for_size, minimum,
                      natural, minimum_baseline, natural_baseline);
}

static void
hearth_recipients_entry_dispose (GObject *object)
{
  HearthRecipientsEntry *self = HEARTH_RECIPIENTS_ENTRY (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->entry, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_recipients_entry_parent_class)->dispose (object);
}

static void
hearth_recipients_entry_class_init (HearthRecipientsEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_recipients_entry_dispose;
  widget_class->grab_focus = hearth_recipients_entry_grab_focus;
  widget_class->measure = hearth_recipients_entry_measure;
  widget_class->size_allocate = hearth_recipients_entry_size_allocate;
  /**
   * HearthRecipientsEntry::changed:
   *
   * Other recipients were entered.
   */
  signals[CHANGED] = g_signal_new ("changed", HEARTH_TYPE_RECIPIENTS_ENTRY, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hearth_recipients_entry_init (HearthRecipientsEntry *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->entry = gtk_entry_new ();
  gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), GTK_INPUT_PURPOSE_EMAIL);
  gtk_entry_set_has_frame (GTK_ENTRY (self->entry), FALSE);
  gtk_widget_set_parent (self->entry, GTK_WIDGET (self));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_BROWSE);
  gtk_widget_set_can_focus (GTK_WIDGET (self->list), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("People"), -1);
  self->popover = gtk_popover_new ();
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_BOTTOM);
  gtk_popover_set_child (GTK_POPOVER (self->popover), GTK_WIDGET (self->list));
  gtk_widget_add_css_class (self->popover, "offers");
  gtk_widget_set_can_focus (self->popover, FALSE);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect (focus, "leave", G_CALLBACK (focus_left_cb), self);
  gtk_widget_add_controller (self->entry, focus);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (activated_cb), self);
}

/**
 * hearth_recipients_entry_set_client:
 * @self: an entry
 * @client: the panel's client
 * @name: what it is called, for those who do not see it
 *
 * Lets the entry look for people.
 */
void
hearth_recipients_entry_set_client (HearthRecipientsEntry *self, HearthClient *client,
                                    const char *name)
{
  self->client = g_object_ref (client);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

/**
 * hearth_recipients_entry_get_text:
 * @self: an entry
 *
 * Returns: (transfer none): what is entered, separated by commas
 */
const char *
hearth_recipients_entry_get_text (HearthRecipientsEntry *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->entry));
}

/**
 * hearth_recipients_entry_set_text:
 * @self: an entry
 * @text: recipients, separated by commas
 *
 * Enters recipients.
 */
void
hearth_recipients_entry_set_text (HearthRecipientsEntry *self, const char *text)
{
  self->taking = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  self->taking = FALSE;
}
