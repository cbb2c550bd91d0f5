/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HearthSpeechLanguage: a language in which Hearth can write for the ear. */
typedef enum {
  HEARTH_SPEECH_ENGLISH,
  HEARTH_SPEECH_GERMAN,
  HEARTH_N_SPEECH_LANGUAGES,
} HearthSpeechLanguage;

HearthSpeechLanguage hearth_speech_find_language (const char *code);
char *hearth_speech_number (HearthSpeechLanguage language, gint64 number) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_speech_amount (HearthSpeechLanguage language, gint64 number) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_speech_time   (HearthSpeechLanguage language, gint64 when) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_speech_clock  (HearthSpeechLanguage language, int hour, int minute) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_speech_day    (HearthSpeechLanguage language, gint64 when, gint64 now) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_speech_text   (HearthSpeechLanguage language, const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_speech_name   (HearthSpeechLanguage language, const char *name) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_speech_join   (HearthSpeechLanguage language, GPtrArray *parts) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
