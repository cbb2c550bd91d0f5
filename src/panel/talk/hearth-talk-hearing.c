/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-label-wrap.h"
#include "hearth-prose.h"
#include "hearth-talk-view-private.h"

#include <glib/gi18n.h>

/* Questions by ear: what is understood so far stands below the turns, and becomes a question like
 * one that was typed as soon as the service has put it. */

#define GHOST_CHARS 34

static HearthSpeechClient *
get_speech (HearthTalkView *self)
{
  return hearth_client_get_speech (self->client);
}

static gboolean
is_asking (HearthTalkView *self)
{
  return hearth_speech_client_get_purpose (get_speech (self)) == HEARTH_SPEECH_ASK;
}

/* Takes off what was being heard, or why nothing was. */
static void
clear_hearing (HearthTalkView *self)
{
  GtkWidget *child;

  self->ghost = NULL;
  while ((child = gtk_widget_get_first_child (self->hearing)) != NULL)
    gtk_box_remove (GTK_BOX (self->hearing), child);
  gtk_widget_set_visible (self->hearing, FALSE);
  if (gtk_widget_get_first_child (self->turns) == NULL)
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "empty");
}

static void
show_hearing (HearthTalkView *self, GtkWidget *child)
{
  clear_hearing (self);
  gtk_box_append (GTK_BOX (self->hearing), child);
  gtk_widget_set_visible (self->hearing, TRUE);
  gtk_widget_set_margin_top (self->hearing,
                             gtk_widget_get_first_child (self->turns) != NULL ? 14 : 0);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "turns");
  gtk_stack_set_visible_child_name (self->pages, "talk");
  /* Whoever speaks wants to see what is understood. */
  self->at_end = TRUE;
}

static void
ensure_ghost (HearthTalkView *self)
{
  GtkWidget *ghost;

  if (self->ghost != NULL)
    return;
  ghost = gtk_label_new (NULL);
  hearth_label_wrap (GTK_LABEL (ghost));
  gtk_label_set_max_width_chars (GTK_LABEL (ghost), GHOST_CHARS);
  gtk_label_set_xalign (GTK_LABEL (ghost), 0);
  gtk_widget_set_halign (ghost, GTK_ALIGN_END);
  gtk_widget_set_margin_start (ghost, 44);
  gtk_widget_add_css_class (ghost, "bubble");
  show_hearing (self, ghost);
  self->ghost = ghost;
}

/* Nothing was understood yet, or it may still change, or it stays so. */
static void
show_ghost (HearthTalkView *self, const char *text, gboolean final)
{
  g_autofree char *name = NULL;

  ensure_ghost (self);
  if (*text == '\0')
    name = g_strdup (_("Listening…"));
  else
    name = g_strdup_printf (_("You: %s"), text);
  gtk_label_set_text (GTK_LABEL (self->ghost), *text != '\0' ? text : _("Listening…"));
  hearth_prose_apply_direction (self->ghost, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->ghost), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  if (final && *text != '\0')
    gtk_widget_remove_css_class (self->ghost, "ghost");
  else
    gtk_widget_add_css_class (self->ghost, "ghost");
}

static gboolean
listens (HearthTalkView *self)
{
  return is_asking (self) && hearth_speech_client_is_open (get_speech (self)) &&
         hearth_speech_client_get_state (get_speech (self)) == HEARTH_SPEECH_LISTENING;
}

static void
changed_cb (HearthTalkView *self)
{
  if (listens (self) && self->ghost == NULL)
    show_ghost (self, "", FALSE);
  else if (!is_asking (self) && self->ghost != NULL)
    clear_hearing (self);
}

static void
heard_cb (HearthTalkView *self, const char *text, gboolean final)
{
  if (!is_asking (self))
    return;
  if (*text != '\0' || listens (self))
    show_ghost (self, text, final);
  else if (self->ghost != NULL)
    clear_hearing (self);
}

/* The answer streams like that of a typed question. */
static void
asked_cb (HearthTalkView *self, const char *text, gint64 turn, const char *conversation)
{
  clear_hearing (self);
  /* It is a new question, whatever was being changed meanwhile. */
  hearth_talk_view_stop_editing (self);
  hearth_talk_view_add_question (self, text, NULL);
  hearth_talk_view_take_number (self, turn, conversation);
}

/* "Louder" is no question: it was done. */
static void
commanded_cb (HearthTalkView *self)
{
  if (self->ghost != NULL)
    clear_hearing (self);
  changed_cb (self);
}

static void
retry_cb (HearthTalkView *self)
{
  hearth_talk_view_listen (self, FALSE);
}

static void
failed_cb (HearthTalkView *self, const char *message)
{
  HearthSpeechClient *speech = get_speech (self);
  GtkWidget *box, *icon, *label;

  if (hearth_speech_client_get_purpose (speech) == HEARTH_SPEECH_DICTATE)
    return;
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  label = gtk_label_new (message);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  hearth_label_wrap (GTK_LABEL (label));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  if (hearth_speech_client_get_purpose (speech) == HEARTH_SPEECH_ASK) {
    GtkWidget *button = gtk_button_new_with_label (_("Retry"));

    gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
    g_signal_connect_swapped (button, "clicked", G_CALLBACK (retry_cb), self);
    gtk_box_append (GTK_BOX (box), button);
  }
  gtk_widget_add_css_class (box, "trouble");
  show_hearing (self, box);
}

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthTalkView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  if (!hearth_bus_daemon1_call_begin_conversation_finish (HEARTH_BUS_DAEMON1 (source), &name,
                                                          result, &error)) {
    g_autofree char *message = hearth_client_dup_message (error);

    failed_cb (self, message);
    return;
  }
  /* Another one is looked at meanwhile. */
  if (!self->is_private || *self->conversation != '\0')
    return;
  g_ptr_array_insert (self->private_names, 0, g_strdup (name));
  hearth_talk_view_set_name (self, name);
  hearth_talk_view_listen (self, self->held);
}

/**
 * hearth_talk_view_set_up_hearing:
 * @self: a view that has its client
 *
 * Has the view show what is heard, once.
 */
void
hearth_talk_view_set_up_hearing (HearthTalkView *self)
{
  HearthSpeechClient *speech = get_speech (self);

  g_signal_connect_swapped (speech, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (speech, "heard", G_CALLBACK (heard_cb), self);
  g_signal_connect_swapped (speech, "asked", G_CALLBACK (asked_cb), self);
  g_signal_connect_swapped (speech, "commanded", G_CALLBACK (commanded_cb), self);
  g_signal_connect_swapped (speech, "failed", G_CALLBACK (failed_cb), self);
}

/**
 * hearth_talk_view_stop_hearing:
 * @self: a view
 *
 * Ends the questions by ear, if there are any: their conversation is left, or one types.
 */
void
hearth_talk_view_stop_hearing (HearthTalkView *self)
{
  if (is_asking (self))
    hearth_speech_client_hush (get_speech (self));
  clear_hearing (self);
}

/**
 * hearth_talk_view_listen:
 * @self: a view
 * @held: whether something is held down for as long as somebody speaks
 *
 * Opens the microphone for a question in this conversation. A private one is begun before that.
 */
void
hearth_talk_view_listen (HearthTalkView *self, gboolean held)
{
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (self->client, NULL);

  if (proxy == NULL)
    return;
  clear_hearing (self);
  self->held = held;
  if (self->is_private && *self->conversation == '\0')
    hearth_bus_daemon1_call_begin_conversation (proxy, TRUE, "", self->cancellable, begun_cb,
                                                g_object_ref (self));
  else
    hearth_speech_client_listen (get_speech (self), HEARTH_SPEECH_ASK, self->conversation, held);
}
