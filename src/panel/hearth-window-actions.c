/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-window-private.h"

/* What can be done in a window, and the keys for it. */

static void
back_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  hearth_window_go_back (HEARTH_WINDOW (widget));
}

/* Escape brings silence, else stops an answer or what is done to a conversation, else goes back,
 * else returns to the entry. */
static void
escape_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthWindow *self = HEARTH_WINDOW (widget);

  if (hearth_window_hush (self))
    return;
  if (self->talk != NULL && hearth_talk_view_escape (self->talk))
    return;
  if (hearth_window_go_back (self))
    return;
  if (self->mail == NULL || !hearth_message_list_unmark (hearth_mail_view_get_list (self->mail)))
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
show_message_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  hearth_window_show_message (HEARTH_WINDOW (widget), g_variant_get_int64 (parameter));
}

static void
show_event_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  gint64 id, start;

  g_variant_get (parameter, "(xx)", &id, &start);
  hearth_window_show_event (HEARTH_WINDOW (widget), id, start, FALSE);
}

static void
ask_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  hearth_window_ask (HEARTH_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
listen_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  hearth_window_toggle_speech (HEARTH_WINDOW (widget));
}

static void
close_microphone_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  hearth_window_close_microphone (HEARTH_WINDOW (widget));
}

static void
show_view_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  hearth_window_show_view (HEARTH_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
set_aside_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthWindow *self = HEARTH_WINDOW (widget);

  hearth_window_show_view (self, "mail");
  hearth_mail_view_show_set_aside (self->mail);
}

static void
search_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  hearth_window_open_page (HEARTH_WINDOW (widget), (Page){ PAGE_SEARCH, 0, 0, FALSE });
}

static void
find_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  hearth_window_find (HEARTH_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
show_memory_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthWindow *self = HEARTH_WINDOW (widget);

  hearth_window_open_page (self, (Page){ PAGE_MEMORY, 0, 0, FALSE });
  hearth_memory_view_find (self->memory, g_variant_get_string (parameter, NULL));
}

static void
show_conversation_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthWindow *self = HEARTH_WINDOW (widget);
  const char *name;
  gint64 turn;

  g_variant_get (parameter, "(&sx)", &name, &turn);
  hearth_window_show_view (self, "talk");
  hearth_talk_view_show_conversation (hearth_window_ensure_talk (self), name, turn);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
review_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  hearth_window_open_page (HEARTH_WINDOW (widget), (Page){ PAGE_REVIEW, 0, 0, FALSE });
}

static void
memory_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthWindow *self = HEARTH_WINDOW (widget);

  if (self->desk != NULL)
    hearth_window_open_page (self, (Page){ PAGE_MEMORY, 0, 0, FALSE });
}

static void
begin_anew_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthWindow *self = HEARTH_WINDOW (widget);

  hearth_window_show_view (self, "talk");
  hearth_talk_view_begin_anew (hearth_window_ensure_talk (self),
                               g_str_equal (action_name, "win.begin-private"));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
conversations_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthWindow *self = HEARTH_WINDOW (widget);

  hearth_window_show_view (self, "talk");
  hearth_talk_view_show_list (hearth_window_ensure_talk (self));
}

static void
copy_answer_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthWindow *self = HEARTH_WINDOW (widget);

  if (self->talk != NULL)
    hearth_talk_view_copy_last_answer (self->talk);
}

static void
reconnect_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthWindow *self = HEARTH_WINDOW (widget);

  if (hearth_client_get_state (self->client) == HEARTH_CLIENT_AWAY)
    hearth_client_start (self->client);
  else
    g_object_notify (G_OBJECT (self->client), "state");
}

static void
say_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  hearth_mail_desk_say (HEARTH_WINDOW (widget)->desk, g_variant_get_string (parameter, NULL));
}

static void
edit_draft_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  gboolean fresh = g_str_equal (action_name, "win.begin-draft");

  hearth_window_open_page (HEARTH_WINDOW (widget),
                           (Page){ PAGE_COMPOSE, g_variant_get_int64 (parameter), fresh ? 1 : 0,
                                   FALSE });
}

/* From an open message on to the next one of the list that it was opened from. */
static void
step_message_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HearthWindow *self = HEARTH_WINDOW (widget);
  guint depth = self->history->len;
  HearthMessageList *list = NULL;
  gint64 id;

  if (depth == 1 && self->mail != NULL)
    list = hearth_mail_view_get_list (self->mail);
  else if (depth > 1 && g_array_index (self->history, Page, depth - 2).kind == PAGE_SEARCH)
    list = hearth_search_view_get_list (self->search);
  if (list == NULL)
    return;
  hearth_mail_page_step (HEARTH_MAIL_PAGE (list), g_variant_get_int32 (parameter));
  id = hearth_message_list_get_chosen (list);
  if (id == 0 || id == g_array_index (self->history, Page, depth - 1).id)
    return;
  g_array_index (self->history, Page, depth - 1).id = id;
  hearth_window_present_page (self, &g_array_index (self->history, Page, depth - 1));
}

static void
shortcuts_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/io/github/hearthdesktop/Hearth/hearth-shortcuts.ui");
  GtkWindow *shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (shortcuts, GTK_WINDOW (widget));
  gtk_window_present (shortcuts);
}

static void
close_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

/**
 * hearth_window_install_actions:
 * @widget_class: the window's class
 *
 * Installs what can be done in a window, and the keys for it.
 */
void
hearth_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action_cb);
  gtk_widget_class_install_action (widget_class, "win.escape", NULL, escape_action_cb);
  gtk_widget_class_install_action (widget_class, "win.close", NULL, close_action_cb);
  gtk_widget_class_install_action (widget_class, "win.show-shortcuts", NULL, shortcuts_action_cb);
  gtk_widget_class_install_action (widget_class, "win.show-message", "x", show_message_action_cb);
  gtk_widget_class_install_action (widget_class, "win.show-event", "(xx)", show_event_action_cb);
  gtk_widget_class_install_action (widget_class, "win.show-view", "s", show_view_action_cb);
  gtk_widget_class_install_action (widget_class, "win.show-set-aside", NULL, set_aside_action_cb);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action_cb);
  gtk_widget_class_install_action (widget_class, "win.find", "s", find_action_cb);
  gtk_widget_class_install_action (widget_class, "win.show-memory", "s", show_memory_action_cb);
  gtk_widget_class_install_action (widget_class, "win.show-conversation", "(sx)",
                                   show_conversation_action_cb);
  gtk_widget_class_install_action (widget_class, "win.review", NULL, review_action_cb);
  gtk_widget_class_install_action (widget_class, "win.memory", NULL, memory_action_cb);
  gtk_widget_class_install_action (widget_class, "win.ask", "s", ask_action_cb);
  gtk_widget_class_install_action (widget_class, "win.listen", NULL, listen_action_cb);
  gtk_widget_class_install_action (widget_class, "win.close-microphone", NULL,
                                   close_microphone_action_cb);
  gtk_widget_class_install_action (widget_class, "win.begin-anew", NULL, begin_anew_action_cb);
  gtk_widget_class_install_action (widget_class, "win.begin-private", NULL, begin_anew_action_cb);
  gtk_widget_class_install_action (widget_class, "win.show-conversations", NULL,
                                   conversations_action_cb);
  gtk_widget_class_install_action (widget_class, "win.copy-answer", NULL, copy_answer_action_cb);
  gtk_widget_class_install_action (widget_class, "win.reconnect", NULL, reconnect_action_cb);
  gtk_widget_class_install_action (widget_class, "win.begin-draft", "x", edit_draft_action_cb);
  gtk_widget_class_install_action (widget_class, "win.edit-draft", "x", edit_draft_action_cb);
  gtk_widget_class_install_action (widget_class, "win.say", "s", say_action_cb);
  gtk_widget_class_install_action (widget_class, "win.step-message", "i", step_message_action_cb);
  hearth_window_install_paper (widget_class);
  hearth_window_install_letters (widget_class);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.escape", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "win.close",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "win.search",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "win.begin-anew",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "win.begin-private", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_m, GDK_CONTROL_MASK, "win.listen",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_h, GDK_CONTROL_MASK,
                                       "win.show-conversations", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "win.copy-answer", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_question, GDK_CONTROL_MASK,
                                       "win.show-shortcuts", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F5, 0, "mail.sync", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1, GDK_ALT_MASK, "win.show-view", "s",
                                       "today");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_2, GDK_ALT_MASK, "win.show-view", "s",
                                       "talk");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_3, GDK_ALT_MASK, "win.show-view", "s",
                                       "mail");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_4, GDK_ALT_MASK, "win.memory", NULL);
}
