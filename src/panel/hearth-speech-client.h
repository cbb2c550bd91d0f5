/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** HearthSpeechState: what goes on by ear, whoever began it. */
typedef enum {
  HEARTH_SPEECH_IDLE,
  HEARTH_SPEECH_LISTENING,
  HEARTH_SPEECH_THINKING,
  HEARTH_SPEECH_SPEAKING,
} HearthSpeechState;

/** HearthSpeechPurpose: what this process listens for. */
typedef enum {
  HEARTH_SPEECH_NOTHING,
  HEARTH_SPEECH_ASK,     /* a question, whose answer is said */
  HEARTH_SPEECH_DICTATE, /* sentences that are written down */
} HearthSpeechPurpose;

#define HEARTH_TYPE_SPEECH_CLIENT (hearth_speech_client_get_type ())
G_DECLARE_FINAL_TYPE (HearthSpeechClient, hearth_speech_client, HEARTH, SPEECH_CLIENT, GObject)

HearthSpeechClient *hearth_speech_client_new          (void) G_GNUC_WARN_UNUSED_RESULT;
void                hearth_speech_client_connect      (HearthSpeechClient *self, GDBusConnection *bus,
                                                       const char *name);
void                hearth_speech_client_disconnect   (HearthSpeechClient *self);
gboolean            hearth_speech_client_is_connected (HearthSpeechClient *self);
gboolean            hearth_speech_client_is_available (HearthSpeechClient *self);
gboolean            hearth_speech_client_is_open      (HearthSpeechClient *self);
gboolean            hearth_speech_client_is_hearing   (HearthSpeechClient *self);
HearthSpeechState   hearth_speech_client_get_state    (HearthSpeechClient *self);
gboolean            hearth_speech_client_is_busy      (HearthSpeechClient *self);
HearthSpeechPurpose hearth_speech_client_get_purpose  (HearthSpeechClient *self);
const char         *hearth_speech_client_get_hearing  (HearthSpeechClient *self);
const char         *hearth_speech_client_get_host     (HearthSpeechClient *self);
const char         *hearth_speech_client_get_phrase   (HearthSpeechClient *self);
const char         *hearth_speech_client_get_trouble  (HearthSpeechClient *self);
double              hearth_speech_client_get_level    (HearthSpeechClient *self);
gint64              hearth_speech_client_get_said     (HearthSpeechClient *self);
char               *hearth_speech_client_dup_line     (HearthSpeechClient *self)
                                                       G_GNUC_WARN_UNUSED_RESULT;
char *hearth_speech_client_dup_explanation (HearthSpeechClient *self) G_GNUC_WARN_UNUSED_RESULT;
void                hearth_speech_client_listen       (HearthSpeechClient *self,
                                                       HearthSpeechPurpose purpose,
                                                       const char *conversation, gboolean held);
void                hearth_speech_client_finish       (HearthSpeechClient *self);
void                hearth_speech_client_close        (HearthSpeechClient *self);
void                hearth_speech_client_hush         (HearthSpeechClient *self);
void                hearth_speech_client_stop_waiting (HearthSpeechClient *self);
void                hearth_speech_client_say_answer   (HearthSpeechClient *self, gint64 turn);
void                hearth_speech_client_set_watching (HearthSpeechClient *self, gboolean watching);

G_END_DECLS
