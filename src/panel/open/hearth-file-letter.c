/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-file-letter.h"

#include "hearth-attachment-rows.h"
#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-label-wrap.h"
#include "hearth-mail-text.h"
#include "hearth-mail-warnings.h"
#include "hearth-recipients.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* A mail from a file. It is in no account: it can be read, and nothing else is done with it. */

static const char *
look_up (GVariant *content, const char *key)
{
  const char *text = "";

  g_variant_lookup (content, key, "&s", &text);
  return text;
}

static void
take_attachments (HearthMessage *message, GVariant *content)
{
  g_autoptr (GVariant) list =
      g_variant_lookup_value (content, "attachments", G_VARIANT_TYPE ("aa{sv}"));

  for (gsize i = 0; list != NULL && i < g_variant_n_children (list); i++) {
    g_autoptr (GVariant) one = g_variant_get_child_value (list, i);
    gint64 size = -1;

    g_variant_lookup (one, "size", "x", &size);
    g_ptr_array_add (message->attachments,
                     hearth_attachment_new (look_up (one, "name"), look_up (one, "type"),
                                            look_up (one, "part"), size));
  }
}

static void
take_people (GPtrArray **list, const char *text)
{
  g_clear_pointer (list, g_ptr_array_unref);
  *list = hearth_recipients_from_text (text);
}

/* As the service has read it. */
static HearthMessage *
make_message (GVariant *content)
{
  HearthMessage *message = hearth_message_new ();
  guint32 marks = 0;

  g_variant_lookup (content, "date", "x", &message->date);
  g_variant_lookup (content, "marks", "u", &marks);
  message->marks = marks;
  g_free (message->subject);
  message->subject = g_strdup (look_up (content, "subject"));
  g_free (message->text);
  message->text = g_strdup (look_up (content, "text"));
  if (*look_up (content, "from") != '\0' || *look_up (content, "address") != '\0')
    message->from = hearth_address_new (look_up (content, "from"), look_up (content, "address"));
  if (*look_up (content, "reply-to") != '\0')
    message->reply_to = hearth_address_new ("", look_up (content, "reply-to"));
  take_people (&message->to, look_up (content, "to"));
  take_people (&message->cc, look_up (content, "cc"));
  take_attachments (message, content);
  return message;
}

static GtkWidget *
add_label (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  hearth_label_wrap (GTK_LABEL (label));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
add_quiet (GtkWidget *box, const char *text)
{
  gtk_widget_add_css_class (add_label (box, text, "dim-label"), "small");
}

static void
add_people (GtkWidget *box, const HearthMessage *message)
{
  g_autofree char *to = hearth_recipients_to_text (message->to);
  g_autofree char *cc = hearth_recipients_to_text (message->cc);

  if (*to != '\0') {
    /* Translators: %s are the recipients of a mail. */
    g_autofree char *text = g_strdup_printf (_("To: %s"), to);

    add_quiet (box, text);
  }
  if (*cc != '\0') {
    /* Translators: %s are those who got a copy of a mail. */
    g_autofree char *text = g_strdup_printf (_("Copy to: %s"), cc);

    add_quiet (box, text);
  }
}

static GtkWidget *
make_sender (const HearthMessage *message)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *people = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  const char *label =
      message->from != NULL ? hearth_address_get_label (message->from) : _("Unknown sender");
  GtkWidget *avatar = adw_avatar_new (36, label, TRUE);
  g_autofree char *day = hearth_format_day (message->date, hearth_clock_now ());
  g_autofree char *time = hearth_format_time (message->date);
  g_autofree char *when = g_strdup_printf (_("%s, %s"), day, time);

  gtk_widget_set_valign (avatar, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (row), avatar);
  gtk_widget_set_hexpand (people, TRUE);
  gtk_box_append (GTK_BOX (row), people);
  add_label (people, label, "need-title");
  /* The address is always shown beside a name: a name can say anything. */
  if (message->from != NULL && *message->from->name != '\0')
    add_quiet (people, message->from->address);
  add_people (people, message);
  add_quiet (people, when);
  gtk_widget_set_margin_top (row, 14);
  return row;
}

static void
add_attachments (GtkWidget *box, const HearthMessage *message)
{
  GtkWidget *list;

  if (message->attachments->len == 0)
    return;
  add_label (box, _("Attachments"), "section");
  list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Attachments"), -1);
  hearth_attachment_rows_fill_from_file (GTK_LIST_BOX (list), message);
  gtk_box_append (GTK_BOX (box), list);
}

/* It may be in the mail as well, where it can be answered. */
static void
add_way_to_mail (GtkWidget *box, GVariant *content)
{
  gint64 row = 0;
  GtkWidget *button;

  g_variant_lookup (content, "row", "x", &row);
  if (row == 0)
    return;
  button = gtk_button_new_with_label (_("Show in Mail"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-message");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", row);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_margin_top (button, 12);
  gtk_box_append (GTK_BOX (box), button);
}

/**
 * hearth_file_letter_new:
 * @content: what the service's method ReadFile says of a mail
 *
 * Returns: (transfer floating): the mail, to be read
 */
GtkWidget *
hearth_file_letter_new (GVariant *content)
{
  g_autoptr (HearthMessage) message = make_message (content);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *warnings = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  add_label (box, *message->subject != '\0' ? message->subject : _("Without a subject"),
             "headline");
  gtk_box_append (GTK_BOX (box), make_sender (message));
  gtk_widget_set_margin_top (warnings, 12);
  hearth_mail_warnings_fill (GTK_BOX (warnings), message);
  gtk_box_append (GTK_BOX (box), warnings);
  add_way_to_mail (box, content);
  gtk_widget_set_margin_top (body, 16);
  hearth_mail_text_fill (GTK_BOX (body), message);
  gtk_box_append (GTK_BOX (box), body);
  add_attachments (box, message);
  return box;
}
