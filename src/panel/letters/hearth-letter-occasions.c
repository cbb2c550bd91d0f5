/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-occasions.h"

#include "hearth-letter-call.h"
#include "hearth-letter-face.h"

#include <glib/gi18n.h>

/* More of them would be a list of duties. */
#define MAX_SHOWN 3

/**
 * HearthLetterOccasions:
 *
 * Letters that could be written, above those that were: each says why, and goes when it is begun or
 * not wanted. Without an occasion there is nothing.
 */
struct _HearthLetterOccasions {
  GtkWidget parent_instance;

  GtkWidget *box;
  HearthMailDesk *desk; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HearthLetterOccasions, hearth_letter_occasions, GTK_TYPE_WIDGET)

static void
dismissed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthLetterOccasions) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_letter_call_finish (HEARTH_CLIENT (source), result, &error);
  g_autofree char *message = reply == NULL ? hearth_client_dup_message (error) : NULL;

  if (message != NULL && self->desk != NULL)
    hearth_mail_desk_say (self->desk, message);
  hearth_letter_occasions_update (self);
}

static void
dismiss (HearthLetterOccasions *self, GVariant *occasion)
{
  const char *key = "";

  g_variant_lookup (occasion, "key", "&s", &key);
  hearth_letter_call_async (hearth_mail_desk_get_client (self->desk), "DismissOccasion",
                            g_variant_new ("(sb)", key, TRUE), dismissed_cb, g_object_ref (self));
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthLetterOccasions) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_letter_call_finish (HEARTH_CLIENT (source), result, &error);
  g_autofree char *message = reply == NULL ? hearth_client_dup_message (error) : NULL;
  gint64 id;

  if (message != NULL && self->desk != NULL)
    hearth_mail_desk_say (self->desk, message);
  if (reply == NULL)
    return;
  g_variant_get (reply, "(x)", &id);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.letter", "x", id);
}

/* Whoever has begun it need not be told again. */
static void
write_cb (GtkWidget *button, HearthLetterOccasions *self)
{
  GVariant *occasion = g_object_get_data (G_OBJECT (button), "occasion");
  g_autoptr (HearthLetter) letter = hearth_letter_begin ();
  GVariantBuilder fields;
  const char *name = "";
  const char *kind = "";

  g_variant_lookup (occasion, "name", "&s", &name);
  g_variant_lookup (occasion, "kind", "&s", &kind);
  g_variant_builder_init (&fields, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&fields, "{sv}", g_str_equal (kind, "anniversary") ? "title" : "recipient",
                         g_variant_new_string (name));
  g_variant_builder_add (&fields, "{sv}", "date", g_variant_new_string (letter->date));
  g_variant_builder_add (&fields, "{sv}", "paper", g_variant_new_string (letter->paper));
  hearth_letter_call_async (hearth_mail_desk_get_client (self->desk), "SaveLetter",
                            g_variant_new ("(x@a{sv}b)", (gint64) 0,
                                           g_variant_builder_end (&fields), FALSE),
                            begun_cb, g_object_ref (self));
  dismiss (self, occasion);
}

static void
dismiss_cb (GtkWidget *button, HearthLetterOccasions *self)
{
  dismiss (self, g_object_get_data (G_OBJECT (button), "occasion"));
}

static void
add_button (HearthLetterOccasions *self, GtkWidget *card, GtkWidget *button, const char *name,
            GVariant *occasion, GCallback callback)
{
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "occasion", g_variant_ref (occasion),
                          (GDestroyNotify) g_variant_unref);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (card), button);
}

static GtkWidget *
make_card (HearthLetterOccasions *self, GVariant *occasion)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *write = gtk_button_new_with_label (_("Write"));
  GtkWidget *not_now = gtk_button_new_from_icon_name ("window-close-symbolic");
  GtkWidget *label;
  g_autofree char *write_name = NULL;
  g_autofree char *not_now_name = NULL;
  const char *reason = "";

  g_variant_lookup (occasion, "reason", "&s", &reason);
  label = gtk_label_new (reason);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (card), label);
  /* Translators: %s is why a letter could be written, such as "It is Ana's birthday tomorrow" */
  write_name = g_strdup_printf (_("Write a letter: %s"), reason);
  /* Translators: %s is why a letter could be written, such as "It is Ana's birthday tomorrow" */
  not_now_name = g_strdup_printf (_("Not this year: %s"), reason);
  add_button (self, card, write, write_name, occasion, G_CALLBACK (write_cb));
  add_button (self, card, not_now, not_now_name, occasion, G_CALLBACK (dismiss_cb));
  gtk_widget_set_tooltip_text (not_now, _("Not This Year"));
  gtk_widget_add_css_class (not_now, "flat");
  gtk_widget_add_css_class (card, "letter-card");
  return card;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthLetterOccasions) self = user_data;
  g_autoptr (GVariant) reply = hearth_letter_call_finish (HEARTH_CLIENT (source), result, NULL);
  g_autoptr (GVariant) list = reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;
  gsize n = list != NULL ? MIN (g_variant_n_children (list), MAX_SHOWN) : 0;
  GtkWidget *card;

  if (self->box == NULL)
    return;
  while ((card = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_box_remove (GTK_BOX (self->box), card);
  for (gsize i = 0; i < n; i++) {
    g_autoptr (GVariant) occasion = g_variant_get_child_value (list, i);

    gtk_box_append (GTK_BOX (self->box), make_card (self, occasion));
  }
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

static void
hearth_letter_occasions_dispose (GObject *object)
{
  HearthLetterOccasions *self = HEARTH_LETTER_OCCASIONS (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (hearth_letter_occasions_parent_class)->dispose (object);
}

static void
hearth_letter_occasions_class_init (HearthLetterOccasionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_letter_occasions_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
hearth_letter_occasions_init (HearthLetterOccasions *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * hearth_letter_occasions_new:
 * @desk: where it is told what fails
 *
 * Returns: (transfer floating): a place for what could be written, which is not looked for yet
 */
GtkWidget *
hearth_letter_occasions_new (HearthMailDesk *desk)
{
  HearthLetterOccasions *self = g_object_new (HEARTH_TYPE_LETTER_OCCASIONS, NULL);

  self->desk = g_object_ref (desk);
  return GTK_WIDGET (self);
}

/**
 * hearth_letter_occasions_update:
 * @self: a place
 *
 * Asks the service what could be written.
 */
void
hearth_letter_occasions_update (HearthLetterOccasions *self)
{
  if (self->desk != NULL)
    hearth_letter_call_async (hearth_mail_desk_get_client (self->desk), "ListOccasions",
                              g_variant_new ("()"), listed_cb, g_object_ref (self));
}
