/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-told-line.h"

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-label-wrap.h"
#include "hearth-store-tellings.h"

#include <glib/gi18n.h>

/**
 * HearthToldLine:
 *
 * Why the owner was told of a message by itself, and what they want from now on. It hides
 * where they were not.
 */
struct _HearthToldLine {
  GtkBox parent_instance;

  GtkWidget *text;
  GtkWidget *menu;
  GtkWidget *undo;

  HearthClient *client;      /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable): of what is being read */
  gint64 message_id;
};

G_DEFINE_FINAL_TYPE (HearthToldLine, hearth_told_line, GTK_TYPE_BOX)

static gpointer
read_telling (HearthDatabase *db, gpointer data, GError **error)
{
  return hearth_store_tellings_get_last (db, *(const gint64 *) data, error);
}

static char *
describe (const HearthTelling *telling)
{
  g_autofree char *when = hearth_format_day_short (telling->at, hearth_clock_now ());

  switch (telling->answer) {
  case HEARTH_ANSWER_ALWAYS:
    return g_strdup (_("You are always told of this sender."));
  case HEARTH_ANSWER_FEWER:
    return g_strdup (_("You will be told less often of mail like this."));
  case HEARTH_ANSWER_NEVER:
    return g_strdup (_("You are not told of this sender."));
  case HEARTH_ANSWER_NONE:
  default:
    break;
  }
  if (telling->held != 0 || telling->level < HEARTH_INTERRUPT_NOTIFY)
    return NULL;
  /* Translators: a time, then why: "asks for a number by Friday" */
  return g_strdup_printf (_("You were told, %s: %s"), when, telling->reason);
}

static void
show_telling (HearthToldLine *self, const HearthTelling *telling)
{
  g_autofree char *text = telling != NULL ? describe (telling) : NULL;
  gboolean answered = telling != NULL && telling->answer != HEARTH_ANSWER_NONE;

  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
  gtk_label_set_text (GTK_LABEL (self->text), text != NULL ? text : "");
  gtk_widget_set_visible (self->menu, !answered);
  gtk_widget_set_visible (self->undo, answered);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HearthToldLine *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthTelling) telling =
      hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_telling (self, telling);
}

static void
load (HearthToldLine *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  hearth_client_read_async (self->client, read_telling,
                            g_memdup2 (&self->message_id, sizeof self->message_id), g_free,
                            (GDestroyNotify) hearth_telling_free, self->cancellable, read_cb, self);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthToldLine) self = user_data;
  g_autoptr (GError) error = NULL;

  if (hearth_bus_daemon1_call_answer_telling_finish (HEARTH_BUS_DAEMON1 (source), result, &error)) {
    if (self->client != NULL)
      load (self);
  } else {
    g_autofree char *message = hearth_client_dup_message (error);

    gtk_label_set_text (GTK_LABEL (self->text), message);
  }
}

static void
answer_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthToldLine *self = HEARTH_TOLD_LINE (widget);
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy =
      self->client != NULL ? hearth_client_get_proxy (self->client, &error) : NULL;

  if (proxy == NULL) {
    gtk_label_set_text (GTK_LABEL (self->text), error != NULL ? error->message : "");
    return;
  }
  hearth_bus_daemon1_call_answer_telling (proxy, self->message_id,
                                          g_variant_get_string (parameter, NULL), NULL, answered_cb,
                                          g_object_ref (self));
}

static void
hearth_told_line_dispose (GObject *object)
{
  HearthToldLine *self = HEARTH_TOLD_LINE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_told_line_parent_class)->dispose (object);
}

static void
hearth_told_line_class_init (HearthToldLineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_told_line_dispose;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "told.answer", "s", answer_cb);
}

static GtkWidget *
make_menu (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();

  g_menu_append (menu, _("_Always Tell Me About This Sender"), "told.answer::always");
  g_menu_append (menu, _("_Fewer Like This"), "told.answer::fewer");
  g_menu_append (menu, _("_Never Tell Me About This Sender"), "told.answer::never");
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "pan-down-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (button, _("Say What You Want to Be Told"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Say what you want to be told"), -1);
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "small-menu");
  return button;
}

static void
hearth_told_line_init (HearthToldLine *self)
{
  gtk_box_set_spacing (GTK_BOX (self), 4);
  self->text = gtk_label_new (NULL);
  hearth_label_wrap (GTK_LABEL (self->text));
  gtk_label_set_natural_wrap_mode (GTK_LABEL (self->text), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (self->text), 0);
  gtk_widget_add_css_class (self->text, "dim-label");
  gtk_widget_add_css_class (self->text, "small");
  self->menu = make_menu ();
  self->undo = gtk_button_new_with_label (_("Undo"));
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (self->undo), "told.answer::");
  gtk_widget_set_valign (self->undo, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->undo, "chip");
  gtk_box_append (GTK_BOX (self), self->text);
  gtk_box_append (GTK_BOX (self), self->menu);
  gtk_box_append (GTK_BOX (self), self->undo);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * hearth_told_line_show:
 * @self: a line
 * @client: the panel's client
 * @message_id: a message
 *
 * Says why its owner was told of the message, if they were.
 */
void
hearth_told_line_show (HearthToldLine *self, HearthClient *client, gint64 message_id)
{
  g_set_object (&self->client, client);
  if (self->message_id != message_id)
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  self->message_id = message_id;
  load (self);
}
