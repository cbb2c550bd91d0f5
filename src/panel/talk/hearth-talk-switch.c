/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-talk-view-private.h"

#include <glib/gi18n.h>

/* From one conversation to another: the list of all, titles, what is removed, and for each the
 * place and what was typed in it. */

/* So long a conversation that was removed can be brought back. */
#define UNDO_SECONDS 10

/* A conversation that goes unless it is wanted back. */
typedef struct {
  HearthTalkView *view; /* (weak) */
  HearthClient *client; /* (owned) */
  char *name;           /* (owned) */
  char *title;          /* (owned) */
  char *problem;        /* (owned) (nullable): why it stays */
  gboolean back;
} Removal;

/* A title on its way to the service. */
typedef struct {
  HearthTalkView *view; /* (owned) */
  char *name;           /* (owned) */
  char *title;          /* (owned) */
} Renaming;

/**
 * hearth_talk_view_show_title:
 * @self: a view
 * @title: of the conversation on the screen; "" of one that has none
 *
 * Names the conversation.
 */
void
hearth_talk_view_show_title (HearthTalkView *self, const char *title)
{
  if (title != self->title) {
    g_free (self->title);
    self->title = g_strdup (title);
  }
  hearth_talk_bar_set_title (self->bar, self->is_private ? "" : title, self->is_private,
                             !self->is_private && *self->conversation != '\0');
}

/* Where the title was typed it is shown already. */
static void
fail_renaming (HearthTalkView *self, const char *message)
{
  hearth_mail_desk_say (self->desk, message);
  hearth_talk_view_show_title (self, self->title);
  if (self->list != NULL)
    hearth_conversation_list_refresh (self->list);
}

static void
renamed_on_bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Renaming *renaming = user_data;
  HearthTalkView *self = renaming->view;
  g_autoptr (GError) error = NULL;
  gboolean renamed =
      hearth_bus_daemon1_call_rename_conversation_finish (HEARTH_BUS_DAEMON1 (source), result,
                                                          &error);

  /* The view may be gone from the screen meanwhile. */
  if (!renamed && self->desk != NULL) {
    g_autofree char *message = hearth_client_dup_message (error);

    fail_renaming (self, message);
  } else if (self->desk != NULL && g_str_equal (renaming->name, self->conversation)) {
    hearth_talk_view_show_title (self, renaming->title);
  }
  g_object_unref (renaming->view);
  g_free (renaming->name);
  g_free (renaming->title);
  g_free (renaming);
}

static void
rename_conversation (HearthTalkView *self, const char *name, const char *title)
{
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, &error);
  Renaming *renaming;

  if (proxy == NULL) {
    fail_renaming (self, error->message);
    return;
  }
  renaming = g_new0 (Renaming, 1);
  renaming->view = g_object_ref (self);
  renaming->name = g_strdup (name);
  renaming->title = g_strdup (title);
  hearth_bus_daemon1_call_rename_conversation (proxy, name, title, NULL, renamed_on_bus_cb,
                                               renaming);
}

static void
bar_renamed_cb (HearthTalkBar *bar, const char *title, gpointer user_data)
{
  HearthTalkView *self = user_data;

  rename_conversation (self, self->conversation, title);
}

static void
list_renamed_cb (HearthConversationList *list, const char *name, const char *title,
                 gpointer user_data)
{
  rename_conversation (user_data, name, title);
}

static void
say_it_stays (HearthTalkView *self, const char *title, const char *problem)
{
  /* Translators: the title of a conversation, and a sentence that says why. */
  g_autofree char *text = g_strdup_printf (_("“%s” was not removed. %s"), title, problem);

  hearth_mail_desk_say (self->desk, text);
}

/* If it is still in the store it is in the list again. */
static void
end_removal (Removal *removal)
{
  HearthTalkView *view = removal->view;

  if (view != NULL && view->desk != NULL && removal->problem != NULL)
    say_it_stays (view, removal->title, removal->problem);
  if (view != NULL && view->desk != NULL && view->list != NULL)
    hearth_conversation_list_hide (view->list, removal->name, FALSE);
  g_clear_weak_pointer (&removal->view);
  g_object_unref (removal->client);
  g_free (removal->name);
  g_free (removal->title);
  g_free (removal->problem);
  g_free (removal);
}

static void
removed_on_bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Removal *removal = user_data;
  g_autoptr (GError) error = NULL;

  if (!hearth_bus_daemon1_call_remove_conversation_finish (HEARTH_BUS_DAEMON1 (source), result,
                                                           &error)) {
    removal->problem = hearth_client_dup_message (error);
    g_warning ("A conversation was not removed: %s", error->message);
  }
  end_removal (removal);
}

static gboolean
end_removal_cb (gpointer user_data)
{
  end_removal (user_data);
  return G_SOURCE_REMOVE;
}

/* The offer to bring it back is over: now it goes, unless it was wanted. */
static void
removal_over (gpointer data)
{
  Removal *removal = data;
  g_autoptr (GError) error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (removal->client, &error);

  if (removal->back) {
    end_removal (removal);
  } else if (proxy != NULL) {
    hearth_bus_daemon1_call_remove_conversation (proxy, removal->name, NULL, removed_on_bus_cb,
                                                 removal);
  } else {
    /* The line that offered it may be about to say something else: this comes after that. */
    removal->problem = g_strdup (error->message);
    g_idle_add (end_removal_cb, removal);
  }
}

static void
bring_back_cb (gpointer data, gpointer user_data)
{
  ((Removal *) data)->back = TRUE;
}

static void
remove_cb (HearthConversationList *list, const char *name, const char *title, gpointer user_data)
{
  HearthTalkView *self = user_data;
  /* Translators: %s is the title of a conversation. */
  g_autofree char *text = g_strdup_printf (_("“%s” is removed"), title);
  g_autoptr (GError) error = NULL;
  Removal *removal;

  if (hearth_client_get_proxy (self->client, &error) == NULL) {
    say_it_stays (self, title, error->message);
    return;
  }
  removal = g_new0 (Removal, 1);
  g_set_weak_pointer (&removal->view, self);
  removal->client = g_object_ref (self->client);
  removal->name = g_strdup (name);
  removal->title = g_strdup (title);
  hearth_conversation_list_hide (list, name, TRUE);
  g_hash_table_remove (self->drafts, name);
  if (g_str_equal (name, self->conversation)) {
    hearth_talk_view_begin (self, "", "", FALSE);
    gtk_stack_set_visible_child_name (self->pages, "list");
  }
  hearth_mail_desk_offer (self->desk, text, UNDO_SECONDS, bring_back_cb, removal, removal_over);
}

/* What the owner comes back to is as they left it. */
static void
keep_place (HearthTalkView *self)
{
  GtkAdjustment *adjustment =
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  double from_end = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_value (adjustment);

  if (*self->conversation == '\0')
    return;
  if (self->at_end)
    g_hash_table_remove (self->places, self->conversation);
  else
    g_hash_table_insert (self->places, g_strdup (self->conversation),
                         g_memdup2 (&from_end, sizeof from_end));
}

static void
switch_to (HearthTalkView *self, const char *name, const char *title, gboolean is_private,
           gint64 turn)
{
  const double *place;
  const char *draft;

  if (g_str_equal (name, self->conversation) && *name != '\0' && turn == 0) {
    gtk_stack_set_visible_child_name (self->pages, "talk");
    return;
  }
  keep_place (self);
  hearth_talk_view_begin (self, name, title, is_private);
  place = g_hash_table_lookup (self->places, name);
  self->place = place != NULL ? *place : 0;
  self->wanted = turn;
  draft = g_hash_table_lookup (self->drafts, name);
  g_signal_emit_by_name (self, "fill", draft != NULL ? draft : "");
}

static void
chosen_cb (HearthConversationList *list, const char *name, gboolean is_private, gint64 turn,
           gpointer user_data)
{
  switch_to (user_data, name, "", is_private, turn);
}

static void
close_cb (HearthTalkView *self)
{
  gtk_stack_set_visible_child_name (self->pages, "talk");
}

/**
 * hearth_talk_view_set_up_list:
 * @self: a view that has its client
 *
 * Prepares what leads from one conversation to another.
 */
void
hearth_talk_view_set_up_list (HearthTalkView *self)
{
  g_signal_connect_swapped (self->bar, "list", G_CALLBACK (hearth_talk_view_show_list), self);
  g_signal_connect (self->bar, "renamed", G_CALLBACK (bar_renamed_cb), self);
}

/**
 * hearth_talk_view_show_list:
 * @self: a view
 *
 * Shows all conversations.
 */
void
hearth_talk_view_show_list (HearthTalkView *self)
{
  if (self->client == NULL)
    return;
  if (self->list == NULL) {
    self->list = HEARTH_CONVERSATION_LIST (hearth_conversation_list_new (self->client));
    g_signal_connect (self->list, "chosen", G_CALLBACK (chosen_cb), self);
    g_signal_connect (self->list, "renamed", G_CALLBACK (list_renamed_cb), self);
    g_signal_connect (self->list, "remove", G_CALLBACK (remove_cb), self);
    g_signal_connect_swapped (self->list, "close", G_CALLBACK (close_cb), self);
    gtk_stack_add_named (self->pages, GTK_WIDGET (self->list), "list");
  }
  hearth_conversation_list_open (self->list, self->conversation, self->private_names);
  gtk_stack_set_visible_child_name (self->pages, "list");
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

/**
 * hearth_talk_view_show_conversation:
 * @self: a view
 * @name: a conversation's name
 * @turn: a turn of it that is to be seen, or 0
 *
 * Goes to a conversation.
 */
void
hearth_talk_view_show_conversation (HearthTalkView *self, const char *name, gint64 turn)
{
  switch_to (self, name, "", FALSE, turn);
  gtk_stack_set_visible_child_name (self->pages, "talk");
}

/**
 * hearth_talk_view_begin_anew:
 * @self: a view
 * @is_private: whether it is to be kept in memory only
 *
 * Begins a new conversation. The old one stays in the store.
 */
void
hearth_talk_view_begin_anew (HearthTalkView *self, gboolean is_private)
{
  switch_to (self, "", "", is_private, 0);
}

/**
 * hearth_talk_view_get_conversation:
 * @self: a view
 *
 * Returns: (transfer none): the name of the conversation on the screen, or "" if it is a new one or
 *   kept in memory only
 */
const char *
hearth_talk_view_get_conversation (HearthTalkView *self)
{
  return self->is_private ? "" : self->conversation;
}

/**
 * hearth_talk_view_set_name:
 * @self: a view
 * @name: what the conversation on the screen is called in the store
 *
 * Says which conversation it is. What was typed in it before it had a name stays with it.
 */
void
hearth_talk_view_set_name (HearthTalkView *self, const char *name)
{
  const char *draft = *self->conversation == '\0' ? g_hash_table_lookup (self->drafts, "") : NULL;

  if (draft != NULL) {
    g_hash_table_insert (self->drafts, g_strdup (name), g_strdup (draft));
    g_hash_table_remove (self->drafts, "");
  }
  g_free (self->conversation);
  self->conversation = g_strdup (name);
}

/**
 * hearth_talk_view_note_draft:
 * @self: a view
 * @text: what stands in the entry
 *
 * Keeps what is typed for when the owner comes back to this conversation.
 */
void
hearth_talk_view_note_draft (HearthTalkView *self, const char *text)
{
  if (self->editing != NULL)
    return;
  if (*text != '\0')
    g_hash_table_insert (self->drafts, g_strdup (self->conversation), g_strdup (text));
  else
    g_hash_table_remove (self->drafts, self->conversation);
}
