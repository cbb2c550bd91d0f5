/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-later-menu.h"

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-moment.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Until when mail can be put off: what is offered, and what is typed. */

#define MORNING 9
#define EVENING 18
#define HOUR 3600
#define SATURDAY 6
#define DAYS_OF_WEEK 7

/* That hour of the day so many days from today. */
static gint64
find_hour (int days, int hour)
{
  g_autoptr (GDateTime) now = hearth_clock_dup_local ();
  g_autoptr (GDateTime) day = g_date_time_add_days (now, days);
  g_autoptr (GDateTime) then =
      g_date_time_new (g_date_time_get_timezone (day), g_date_time_get_year (day),
                       g_date_time_get_month (day), g_date_time_get_day_of_month (day), hour, 0, 0);

  return g_date_time_to_unix (then);
}

/* So many days it is from today to the next Saturday or Monday. */
static int
days_until (int weekday)
{
  g_autoptr (GDateTime) now = hearth_clock_dup_local ();
  int days = weekday - g_date_time_get_day_of_week (now);

  return days > 0 ? days : days + DAYS_OF_WEEK;
}

static void
add_time (GMenu *menu, const char *label, gint64 until)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "mail.later", "(xs)", until, "");
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_times (void)
{
  GMenu *menu = g_menu_new ();
  gint64 now = hearth_clock_now ();
  gint64 evening = find_hour (0, EVENING);

  add_time (menu, _("In an _Hour"), now + HOUR);
  if (evening > now + HOUR)
    add_time (menu, _("This _Evening"), evening);
  add_time (menu, _("_Tomorrow Morning"), find_hour (1, MORNING));
  add_time (menu, _("On the _Weekend"), find_hour (days_until (SATURDAY), MORNING));
  add_time (menu, _("_Next Week"), find_hour (days_until (1), MORNING));
  g_menu_append (menu, _("_Choose a Time…"), "mail.later-choose");
  return G_MENU_MODEL (menu);
}

static void
add_follow_up (GMenu *menu, const char *label, int days)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "mail.follow-up", "x", find_hour (days, MORNING));
  g_menu_append_item (menu, item);
}

/* What waits for an answer: of mail that the owner sent, to be reminded if there is none. */
static GMenuModel *
make_answers (const HearthMessage *message)
{
  GMenu *menu = g_menu_new ();

  if (hearth_mailbox_role_from_name (message->mailbox) == HEARTH_MAILBOX_SENT) {
    add_follow_up (menu, _("If Nobody Answers in _3 Days"), 3);
    add_follow_up (menu, _("If Nobody Answers in a _Week"), DAYS_OF_WEEK);
  } else if (message->from != NULL && *message->from->address != '\0') {
    g_autoptr (GMenuItem) item = g_menu_item_new (NULL, NULL);
    /* Translators: put mail off until that person answers */
    g_autofree char *label =
        g_strdup_printf (_("When %s Answers"), hearth_address_get_label (message->from));

    g_menu_item_set_label (item, label);
    g_menu_item_set_action_and_target (item, "mail.later", "(xs)", (gint64) 0, "sender");
    g_menu_append_item (menu, item);
  }
  return G_MENU_MODEL (menu);
}

/**
 * hearth_later_menu_fill:
 * @button: a button that is about to show its menu
 * @message: the message that is to be put off
 * @put_off: whether it is put off already
 *
 * Fills the menu of a button: what is later depends on what time it is.
 */
void
hearth_later_menu_fill (GtkMenuButton *button, const HearthMessage *message, gboolean put_off)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuModel) times = make_times ();
  g_autoptr (GMenuModel) answers = make_answers (message);

  g_menu_append_section (menu, _("Put Off"), times);
  g_menu_append_section (menu, NULL, answers);
  if (put_off) {
    g_autoptr (GMenu) back = g_menu_new ();

    g_menu_append (back, _("Put Off No _Longer"), "mail.bring-back");
    g_menu_append_section (menu, NULL, G_MENU_MODEL (back));
  }
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

/* A time that is being typed. */
typedef struct {
  HearthMailDesk *desk; /* (owned) */
  GArray *ids;          /* (owned) */
  AdwMessageDialog *dialog;
  GtkEditable *entry;
  GtkLabel *hint;
} Choice;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_object_unref (choice->desk);
  g_array_unref (choice->ids);
  g_free (choice);
}

static void
typed_cb (GtkEditable *entry, gpointer user_data)
{
  Choice *choice = user_data;
  const char *text = gtk_editable_get_text (entry);
  gint64 now = hearth_clock_now ();
  gint64 until;
  gboolean read = hearth_moment_read (text, now, &until);

  adw_message_dialog_set_response_enabled (choice->dialog, "later", read);
  if (read) {
    g_autofree char *day = hearth_format_day (until, now);
    g_autofree char *time = hearth_format_time (until);
    g_autofree char *hint = g_strdup_printf ("%s, %s", day, time);

    gtk_label_set_text (choice->hint, hint);
  } else {
    gtk_label_set_text (choice->hint, *text == '\0' ? _("“Friday 3 pm”, “in two weeks”, a date")
                                                    : _("That is no time that is still to come"));
  }
}

static void
chosen_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Choice *choice = user_data;
  gint64 until;

  if (g_strcmp0 (response, "later") == 0 &&
      hearth_moment_read (gtk_editable_get_text (choice->entry), hearth_clock_now (), &until))
    hearth_mail_desk_later (choice->desk, (const gint64 *) (void *) choice->ids->data,
                            choice->ids->len, until, "");
}

/**
 * hearth_later_choose:
 * @window: the window that asks
 * @desk: where the owner's actions are carried out
 * @ids: (element-type gint64): messages
 *
 * Lets the owner type until when messages are put off.
 */
void
hearth_later_choose (GtkWidget *window, HearthMailDesk *desk, GArray *ids)
{
  Choice *choice = g_new0 (Choice, 1);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (window), _("Put Off Until"), NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *hint = gtk_label_new (NULL);

  choice->desk = g_object_ref (desk);
  choice->ids = g_array_ref (ids);
  choice->dialog = ADW_MESSAGE_DIALOG (dialog);
  choice->entry = GTK_EDITABLE (entry);
  choice->hint = GTK_LABEL (hint);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Until when"), -1);
  gtk_label_set_wrap (GTK_LABEL (hint), TRUE);
  gtk_widget_add_css_class (hint, "dim-label");
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), hint);
  adw_message_dialog_set_extra_child (choice->dialog, box);
  adw_message_dialog_add_responses (choice->dialog, "cancel", _("_Cancel"), "later",
                                    _("_Put Off"), NULL);
  adw_message_dialog_set_response_appearance (choice->dialog, "later", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (choice->dialog, "later");
  adw_message_dialog_set_close_response (choice->dialog, "cancel");
  g_signal_connect (entry, "changed", G_CALLBACK (typed_cb), choice);
  g_signal_connect (dialog, "response", G_CALLBACK (chosen_cb), choice);
  g_object_set_data_full (G_OBJECT (dialog), "hearth-choice", choice, choice_free);
  typed_cb (choice->entry, choice);
  gtk_window_present (GTK_WINDOW (dialog));
}
