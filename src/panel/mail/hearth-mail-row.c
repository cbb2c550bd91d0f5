/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-mail-row.h"

#include "hearth-clock.h"
#include "hearth-excerpt.h"
#include "hearth-format.h"
#include "hearth-label-wrap.h"
#include "hearth-later-menu.h"
#include "hearth-store-messages.h"
#include "hearth-today.h"
#include "hearth-wrap-layout.h"

#include <glib/gi18n.h>

/**
 * HearthMailRow:
 *
 * A message in a list: who, what about, and why it matters. The one that is chosen says more:
 * the sentences that matter, and what can be done.
 */
struct _HearthMailRow {
  GtkWidget parent_instance;

  GtkWidget *first;
  GtkWidget *check;
  GtkWidget *sender;
  GtkWidget *clip;
  GtkWidget *star;
  GtkWidget *date;
  GtkWidget *subject;
  GtkWidget *detail;
  GtkWidget *more;    /* (nullable): made when the row is first chosen */
  GtkWidget *excerpt; /* (nullable) */

  HearthClient *client;      /* (owned) */
  HearthMessageItem *item;   /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of the text that is being read */
  gint64 excerpt_of;         /* the message of which the excerpt is */
  gboolean alone;
};

G_DEFINE_FINAL_TYPE (HearthMailRow, hearth_mail_row, GTK_TYPE_WIDGET)

static GtkWidget *
make_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
set_class (GtkWidget *widget, const char *name, gboolean has)
{
  if (has)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* Of mail that its owner has sent, the other side is who it went to. */
static char *
dup_people (const HearthMessage *message)
{
  gboolean sent = hearth_mailbox_role_from_name (message->mailbox) == HEARTH_MAILBOX_SENT;

  if (sent && message->to->len > 0) {
    const char *label = hearth_address_get_label (g_ptr_array_index (message->to, 0));

    if (message->to->len > 1)
      /* Translators: mail to somebody and a number of others: “To Ana, +2” */
      return g_strdup_printf (_("To %s, +%u"), label, message->to->len - 1);
    return g_strdup_printf (_("To %s"), label);
  }
  return g_strdup (message->from != NULL ? hearth_address_get_label (message->from)
                                         : _("Unknown sender"));
}

static gboolean
needs_owner (const HearthMessage *message)
{
  return message->priority >= HEARTH_TODAY_NEEDS_YOU && message->reason != NULL &&
         *message->reason != '\0';
}

/* What takes the focus is the item of the list around the row, which has no name before GTK 4.12.
 */
static void
set_name (HearthMailRow *self, const char *name)
{
  GtkWidget *item = gtk_widget_get_parent (GTK_WIDGET (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (item != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
update_name (HearthMailRow *self, const char *people, const char *subject, const char *detail,
             const char *date, HearthMessageFlags flags)
{
  g_autoptr (GString) name = g_string_new (NULL);

  if ((flags & HEARTH_MESSAGE_SEEN) == 0)
    g_string_append_printf (name, "%s, ", _("Unread"));
  if ((flags & HEARTH_MESSAGE_FLAGGED) != 0)
    g_string_append_printf (name, "%s, ", _("starred"));
  g_string_append_printf (name, "%s, %s, ", people, subject);
  if (*detail != '\0')
    g_string_append_printf (name, "%s, ", detail);
  g_string_append (name, date);
  set_name (self, name->str);
}

/* A row whose message is still being read has the height of one that was. */
static void
show_nothing (HearthMailRow *self)
{
  gtk_label_set_text (GTK_LABEL (self->sender), "…");
  gtk_label_set_text (GTK_LABEL (self->date), "");
  gtk_label_set_text (GTK_LABEL (self->subject), "");
  gtk_label_set_text (GTK_LABEL (self->detail), "");
  gtk_widget_set_visible (self->detail, TRUE);
  gtk_widget_set_visible (self->clip, FALSE);
  gtk_widget_set_visible (self->star, FALSE);
  set_name (self, _("Being read"));
}

static void
show_message (HearthMailRow *self, const HearthMessage *message)
{
  HearthMessageFlags flags = hearth_message_item_get_flags (self->item);
  g_autofree char *date = hearth_format_day_short (message->date, hearth_clock_now ());
  g_autofree char *people = dup_people (message);
  const char *subject = *message->subject != '\0' ? message->subject : _("Without a subject");
  gboolean needs = needs_owner (message);
  const char *detail = needs ? message->reason : message->preview;

  gtk_label_set_text (GTK_LABEL (self->sender), people);
  gtk_label_set_text (GTK_LABEL (self->date), date);
  gtk_label_set_text (GTK_LABEL (self->subject), subject);
  gtk_label_set_text (GTK_LABEL (self->detail), detail != NULL ? detail : "");
  gtk_widget_set_visible (self->clip, message->attachments->len > 0);
  gtk_widget_set_visible (self->star, (flags & HEARTH_MESSAGE_FLAGGED) != 0);
  set_class (self->detail, "reason", needs);
  set_class (self->detail, "preview", !needs);
  set_class (GTK_WIDGET (self), "unread", (flags & HEARTH_MESSAGE_SEEN) == 0);
  update_name (self, people, subject, detail != NULL ? detail : "", date, flags);
}

/* The excerpt says more than the beginning of the mail, and stands in its place. */
static void
update_more (HearthMailRow *self)
{
  const HearthMessage *message =
      self->item != NULL ? hearth_message_item_get_message (self->item) : NULL;
  gboolean told = message != NULL && self->alone && self->excerpt_of == message->id;
  gboolean empty = message != NULL && !needs_owner (message) && *message->preview == '\0';

  gtk_widget_set_visible (self->detail,
                          !empty && (!told || message == NULL || needs_owner (message)));
  if (self->more != NULL) {
    gtk_widget_set_visible (self->more, self->alone);
    gtk_widget_set_visible (self->excerpt, told);
  }
}

static void
update (HearthMailRow *self)
{
  const HearthMessage *message =
      self->item != NULL ? hearth_message_item_get_message (self->item) : NULL;

  if (message != NULL)
    show_message (self, message);
  else
    show_nothing (self);
  update_more (self);
}

static void
append_button (GtkWidget *box, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (box), button);
}

/* Made when it is opened: what is later depends on what time it is. */
static void
create_later_cb (GtkMenuButton *button, gpointer user_data)
{
  HearthMailRow *self = user_data;
  const HearthMessage *message =
      self->item != NULL ? hearth_message_item_get_message (self->item) : NULL;

  if (message != NULL)
    hearth_later_menu_fill (button, message, FALSE);
}

static void
append_later (HearthMailRow *self, GtkWidget *box)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _("Later"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Put this message off"), -1);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), create_later_cb, self, NULL);
  gtk_box_append (GTK_BOX (box), button);
}

static void
ensure_more (HearthMailRow *self)
{
  GtkWidget *buttons;

  if (self->more != NULL)
    return;
  self->more = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->excerpt = gtk_label_new (NULL);
  hearth_label_wrap (GTK_LABEL (self->excerpt));
  gtk_label_set_xalign (GTK_LABEL (self->excerpt), 0);
  gtk_widget_add_css_class (self->excerpt, "excerpt");
  gtk_box_append (GTK_BOX (self->more), self->excerpt);
  buttons = hearth_wrap_box_new (6);
  gtk_widget_add_css_class (buttons, "deeds");
  append_button (buttons, _("Reply"), "mail.reply");
  append_later (self, buttons);
  append_button (buttons, _("Done"), "mail.done");
  append_button (buttons, _("Open"), "mail.open");
  gtk_box_append (GTK_BOX (self->more), buttons);
  gtk_widget_set_parent (self->more, GTK_WIDGET (self));
}

static gpointer
read_excerpt (HearthDatabase *db, gpointer data, GError **error)
{
  g_autoptr (HearthMessage) message = hearth_store_messages_get (db, *(gint64 *) data, error);
  g_autofree char *excerpt = NULL;
  GString *out;

  if (message == NULL)
    return NULL;
  out = g_string_new (NULL);
  excerpt = hearth_excerpt_new (message->text != NULL ? message->text : "",
                                needs_owner (message) ? message->reason : NULL);
  if (excerpt != NULL)
    /* Translators: sentences quoted from a mail */
    g_string_append_printf (out, _("“%s”"), excerpt);
  for (guint i = 0; i < MIN (message->attachments->len, 3); i++) {
    const HearthAttachment *attachment = g_ptr_array_index (message->attachments, i);
    g_autofree char *name = g_markup_escape_text (attachment->name, -1);

    g_string_append_printf (out, "%s<span alpha=\"75%%\" size=\"smaller\">%s</span>",
                            i > 0          ? ", "
                            : out->len > 0 ? " "
                                           : "",
                            name);
  }
  return g_string_free (out, FALSE);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthMailRow *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *markup = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (markup == NULL || *markup == '\0' || self->item == NULL)
    return;
  gtk_label_set_markup (GTK_LABEL (self->excerpt), markup);
  self->excerpt_of = hearth_message_item_get_id (self->item);
  update_more (self);
}

static void
stop_reading (HearthMailRow *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
load_excerpt (HearthMailRow *self)
{
  gint64 id = hearth_message_item_get_id (self->item);

  if (self->excerpt_of == id)
    return;
  stop_reading (self);
  self->cancellable = g_cancellable_new ();
  hearth_client_read_async (self->client, read_excerpt, g_memdup2 (&id, sizeof id), g_free, g_free,
                            self->cancellable, read_cb, self);
}

static void
drop_item (HearthMailRow *self)
{
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
}

static void
hearth_mail_row_dispose (GObject *object)
{
  HearthMailRow *self = HEARTH_MAIL_ROW (object);

  stop_reading (self);
  drop_item (self);
  g_clear_object (&self->client);
  g_clear_pointer (&self->first, gtk_widget_unparent);
  g_clear_pointer (&self->subject, gtk_widget_unparent);
  g_clear_pointer (&self->detail, gtk_widget_unparent);
  g_clear_pointer (&self->more, gtk_widget_unparent);
  G_OBJECT_CLASS (hearth_mail_row_parent_class)->dispose (object);
}

static void
hearth_mail_row_class_init (HearthMailRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hearth_mail_row_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
hearth_mail_row_init (HearthMailRow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (widget);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 1);
  gtk_widget_add_css_class (widget, "message-row");
  self->first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->check = gtk_image_new_from_icon_name ("object-select-symbolic");
  self->sender = make_label ("sender");
  self->star = gtk_image_new_from_icon_name ("hearth-star-symbolic");
  self->clip = gtk_image_new_from_icon_name ("hearth-attach-symbolic");
  self->date = make_label ("date");
  self->subject = make_label ("subject");
  self->detail = make_label (NULL);
  gtk_widget_set_hexpand (self->sender, TRUE);
  gtk_widget_set_visible (self->check, FALSE);
  gtk_box_append (GTK_BOX (self->first), self->check);
  gtk_box_append (GTK_BOX (self->first), self->sender);
  gtk_box_append (GTK_BOX (self->first), self->star);
  gtk_box_append (GTK_BOX (self->first), self->clip);
  gtk_box_append (GTK_BOX (self->first), self->date);
  gtk_widget_set_parent (self->first, widget);
  gtk_widget_set_parent (self->subject, widget);
  gtk_widget_set_parent (self->detail, widget);
}

/**
 * hearth_mail_row_new:
 * @client: the panel's client
 *
 * Returns: (transfer floating): a row without a message
 */
GtkWidget *
hearth_mail_row_new (HearthClient *client)
{
  HearthMailRow *self = g_object_new (HEARTH_TYPE_MAIL_ROW, NULL);

  self->client = g_object_ref (client);
  return GTK_WIDGET (self);
}

/**
 * hearth_mail_row_set_item:
 * @self: a row
 * @item: (nullable): what it shows
 *
 * Shows a message, now and whenever it changes.
 */
void
hearth_mail_row_set_item (HearthMailRow *self, HearthMessageItem *item)
{
  drop_item (self);
  stop_reading (self);
  self->alone = FALSE;
  if (item == NULL) {
    update_more (self);
    return;
  }
  self->item = g_object_ref (item);
  g_signal_connect_swapped (item, "changed", G_CALLBACK (update), self);
  update (self);
}

/**
 * hearth_mail_row_set_chosen:
 * @self: a row with a message
 * @chosen: whether its message is chosen
 * @alone: whether no other is
 *
 * Shows whether the message is chosen. One that is chosen alone says more.
 */
void
hearth_mail_row_set_chosen (HearthMailRow *self, gboolean chosen, gboolean alone)
{
  self->alone = chosen && alone;
  set_class (GTK_WIDGET (self), "chosen", chosen);
  gtk_widget_set_visible (self->check, chosen && !alone);
  if (self->alone && self->item != NULL) {
    ensure_more (self);
    load_excerpt (self);
  }
  update_more (self);
}
