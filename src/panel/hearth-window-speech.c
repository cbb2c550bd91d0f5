/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-window-private.h"

#include <glib/gi18n.h>

/* The window while one talks with the companion by ear: an open microphone is shown always, and
 * closes with the panel. */

/* A key that is held so long is let go when all was said. */
#define HOLD_US 300000

static HearthSpeechClient *
get_speech (HearthWindow *self)
{
  return hearth_client_get_speech (self->client);
}

/**
 * hearth_window_update_presence:
 * @self: a window
 *
 * Has the mark and the entry say what goes on.
 */
void
hearth_window_update_presence (HearthWindow *self)
{
  HearthClientState state = hearth_client_get_state (self->client);
  HearthSpeechState by_ear = hearth_speech_client_get_state (get_speech (self));
  gboolean busy = self->talk != NULL && hearth_talk_view_is_busy (self->talk);
  HearthPresence presence = HEARTH_PRESENCE_HERE;

  if (state == HEARTH_CLIENT_AWAY)
    presence = HEARTH_PRESENCE_AWAY;
  else if (by_ear == HEARTH_SPEECH_SPEAKING)
    presence = HEARTH_PRESENCE_SPEAKING;
  else if (busy || by_ear == HEARTH_SPEECH_THINKING)
    presence = HEARTH_PRESENCE_THINKING;
  else if (hearth_speech_client_is_hearing (get_speech (self)))
    presence = HEARTH_PRESENCE_LISTENING;
  hearth_presence_mark_set_presence (self->mark, presence);
  hearth_entry_set_busy (self->entry, busy);
}

/**
 * hearth_window_update_lamp:
 * @self: a window
 *
 * Shows whether the microphone is open.
 */
void
hearth_window_update_lamp (HearthWindow *self)
{
  gboolean open = hearth_speech_client_is_open (get_speech (self));
  g_autofree char *explanation = NULL;

  gtk_widget_set_visible (self->lamp, open);
  /* In a narrow panel the lamp takes its place: else nobody could read who hears. */
  gtk_widget_set_visible (self->find, !open || self->wide);
  if (!open)
    return;
  explanation = hearth_speech_client_dup_explanation (get_speech (self));
  gtk_widget_set_tooltip_text (self->lamp, explanation);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->lamp), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Listening. Close the microphone"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, explanation, -1);
}

/* Somebody wanted to speak before the service was there. */
static void
listen_at_last (HearthWindow *self)
{
  if (!self->to_listen || !hearth_speech_client_is_connected (get_speech (self)))
    return;
  self->to_listen = FALSE;
  if (hearth_speech_client_is_available (get_speech (self)))
    hearth_window_listen (self, FALSE);
  else
    hearth_mail_desk_say (self->desk, _("This Hearth was built without ears and a voice."));
}

static void
speech_changed_cb (HearthWindow *self)
{
  hearth_window_update_lamp (self);
  hearth_window_update_header (self);
  hearth_window_update_presence (self);
  listen_at_last (self);
}

/* It was called: the question is seen where all are, in a conversation of its own. */
static void
woken_cb (HearthWindow *self)
{
  hearth_window_show_view (self, "talk");
  hearth_talk_view_begin_anew (hearth_window_ensure_talk (self), FALSE);
}

static void
level_cb (HearthWindow *self)
{
  hearth_presence_mark_set_level (self->mark, hearth_speech_client_get_level (get_speech (self)));
}

/* What the entry's button and Escape stop. */
static void
stop_cb (HearthWindow *self)
{
  hearth_window_hush (self);
  if (self->talk != NULL)
    hearth_talk_view_stop (self->talk);
}

static void
entry_listens_cb (HearthEntry *entry, gboolean held, gpointer user_data)
{
  hearth_window_listen (user_data, held);
}

static void
mapped_cb (HearthWindow *self)
{
  hearth_speech_client_set_watching (get_speech (self), TRUE);
}

/* The lamp goes with the panel, and so what it shows has to end. */
static void
unmapped_cb (HearthWindow *self)
{
  HearthSpeechClient *speech;

  if (self->client == NULL)
    return;
  speech = get_speech (self);
  hearth_speech_client_set_watching (speech, FALSE);
  if (hearth_speech_client_get_purpose (speech) != HEARTH_SPEECH_NOTHING ||
      hearth_speech_client_get_said (speech) != 0)
    hearth_speech_client_hush (speech);
}

/* What Ctrl+M does is done by its binding. The keyboard repeats a key that is held: that is one
 * act. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode,
                GdkModifierType state, gpointer user_data)
{
  HearthWindow *self = user_data;

  if (gdk_keyval_to_lower (keyval) != GDK_KEY_m ||
      (state & gtk_accelerator_get_default_mod_mask ()) != GDK_CONTROL_MASK)
    return GDK_EVENT_PROPAGATE;
  if (self->key_since != 0)
    return GDK_EVENT_STOP;
  self->key_since = g_get_monotonic_time ();
  self->key_opens = !hearth_speech_client_is_busy (get_speech (self));
  return GDK_EVENT_PROPAGATE;
}

static void
end_key (HearthWindow *self)
{
  gboolean held = self->key_since != 0 && g_get_monotonic_time () - self->key_since >= HOLD_US;

  self->key_since = 0;
  if (held && self->key_opens)
    hearth_window_let_go (self);
}

static void
key_released_cb (GtkEventControllerKey *controller, guint keyval, guint keycode,
                 GdkModifierType state, gpointer user_data)
{
  if (gdk_keyval_to_lower (keyval) == GDK_KEY_m)
    end_key (user_data);
}

/* Another window has the keyboard, and is told that the key is let go. */
static void
active_cb (HearthWindow *self)
{
  if (self->key_since != 0 && !gtk_window_is_active (GTK_WINDOW (self)))
    end_key (self);
}

static void
add_keys (HearthWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect (keys, "key-released", G_CALLBACK (key_released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (active_cb), NULL);
}

/**
 * hearth_window_set_up_speech:
 * @self: a window that has its client
 *
 * Has the window follow what goes on by ear, once.
 */
void
hearth_window_set_up_speech (HearthWindow *self)
{
  HearthSpeechClient *speech = get_speech (self);

  g_signal_connect_swapped (speech, "changed", G_CALLBACK (speech_changed_cb), self);
  g_signal_connect_swapped (speech, "woken", G_CALLBACK (woken_cb), self);
  g_signal_connect_swapped (speech, "level", G_CALLBACK (level_cb), self);
  g_signal_connect_swapped (self->entry, "stop", G_CALLBACK (stop_cb), self);
  g_signal_connect (self->entry, "listen", G_CALLBACK (entry_listens_cb), self);
  g_signal_connect (self, "map", G_CALLBACK (mapped_cb), NULL);
  g_signal_connect (self, "unmap", G_CALLBACK (unmapped_cb), NULL);
  add_keys (self);
  hearth_entry_set_speech (self->entry, speech);
  hearth_window_update_lamp (self);
}

/**
 * hearth_window_hush:
 * @self: a window
 *
 * Ends what goes on by ear: the microphone closes, and it is silent.
 *
 * Returns: whether there was something
 */
gboolean
hearth_window_hush (HearthWindow *self)
{
  HearthSpeechClient *speech = get_speech (self);

  if (!hearth_speech_client_is_busy (speech))
    return FALSE;
  hearth_speech_client_hush (speech);
  return TRUE;
}

/**
 * hearth_window_close_microphone:
 * @self: a window
 *
 * Closes the microphone, whatever it is open for. What is being said goes on.
 */
void
hearth_window_close_microphone (HearthWindow *self)
{
  HearthSpeechClient *speech = get_speech (self);

  if (*hearth_speech_client_get_phrase (speech) == '\0') {
    hearth_speech_client_close (speech);
    return;
  }
  hearth_speech_client_stop_waiting (speech);
  hearth_mail_desk_say (self->desk, _("Hands-free is off. Preferences turn it on again."));
}

/**
 * hearth_window_listen:
 * @self: a window
 * @held: whether something is held down for as long as somebody speaks
 *
 * Opens the microphone for a question, as soon as there is something that hears.
 */
void
hearth_window_listen (HearthWindow *self, gboolean held)
{
  if (!hearth_speech_client_is_available (get_speech (self))) {
    self->to_listen = !held;
    listen_at_last (self);
    if (hearth_client_get_state (self->client) == HEARTH_CLIENT_AWAY)
      hearth_client_start (self->client);
    return;
  }
  hearth_window_show_view (self, "talk");
  hearth_talk_view_listen (hearth_window_ensure_talk (self), held);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

/**
 * hearth_window_let_go:
 * @self: a window
 *
 * What was held down is let go: that was the question.
 */
void
hearth_window_let_go (HearthWindow *self)
{
  if (hearth_speech_client_get_purpose (get_speech (self)) == HEARTH_SPEECH_ASK)
    hearth_speech_client_finish (get_speech (self));
}

/**
 * hearth_window_toggle_speech:
 * @self: a window
 *
 * Opens the microphone, or ends what is being said by whomever.
 */
void
hearth_window_toggle_speech (HearthWindow *self)
{
  HearthSpeechClient *speech = get_speech (self);

  if (hearth_speech_client_get_state (speech) == HEARTH_SPEECH_SPEAKING ||
      hearth_speech_client_get_said (speech) != 0)
    hearth_speech_client_hush (speech);
  else if (hearth_speech_client_get_purpose (speech) != HEARTH_SPEECH_NOTHING ||
           hearth_speech_client_is_hearing (speech))
    hearth_speech_client_finish (speech);
  else
    hearth_window_listen (self, FALSE);
}
