/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-companion.h"
#include "hearth-mouth.h"

G_BEGIN_DECLS

/** So long a question is waited for, in milliseconds. */
#define HEARTH_EXCHANGE_PATIENCE_MS 8000

/** HearthExchangePurpose: what becomes of what is heard. */
typedef enum {
  HEARTH_EXCHANGE_ASK,     /* it is a question, and its answer is said */
  HEARTH_EXCHANGE_DICTATE, /* sentence after sentence goes to the listener */
  HEARTH_EXCHANGE_WORDS,   /* one sentence goes to the listener */
} HearthExchangePurpose;

/**
 * HearthExchangeFuncs:
 * @keep: returns the same user_data, which is freed once more then: an answer outlives its exchange
 * @heard: what was understood, which may still change unless @final
 * @asked: @text was put as a question
 * @answer: more of the answer to it
 * @commanded: what was heard was done at once
 * @failed: it cannot hear or speak
 * @ended: it is over; the last one
 *
 * What is told of an exchange, on the main context and never from within hearth_exchange_listen().
 */
typedef struct {
  gpointer (*keep)  (gpointer user_data);
  void (*heard)     (guint number, const char *text, gboolean final, gpointer user_data);
  void (*asked)     (guint number, const char *text, gint64 turn, const char *conversation,
                     gpointer user_data);
  void (*answer)    (gint64 turn, const HearthAnswerEvent *event, gpointer user_data);
  void (*commanded) (guint number, const char *command, gpointer user_data);
  void (*failed)    (guint number, const GError *error, gpointer user_data);
  void (*ended)     (guint number, gpointer user_data);
} HearthExchangeFuncs;

/**
 * HearthExchangeWish:
 * @purpose: what becomes of what is heard
 * @conversation: of a question, see hearth_companion_ask()
 * @converse: whether it listens on after each answer
 * @language: (nullable): BCP 47, what is spoken; %NULL for that of the settings
 */
typedef struct {
  HearthExchangePurpose purpose;
  const char *conversation;
  gboolean converse;
  const char *language;
} HearthExchangeWish;

#define HEARTH_TYPE_EXCHANGE (hearth_exchange_get_type ())
G_DECLARE_FINAL_TYPE (HearthExchange, hearth_exchange, HEARTH, EXCHANGE, GObject)

HearthExchange *hearth_exchange_new    (HearthEngine *engine, HearthCompanion *companion,
                                        HearthVoiceClient *client, HearthVoiceSetup *setup,
                                        GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;
guint           hearth_exchange_listen (HearthExchange *self, const HearthExchangeWish *wish,
                                        const HearthExchangeFuncs *funcs, gpointer user_data,
                                        GDestroyNotify destroy);
guint           hearth_exchange_take_up (HearthExchange *self, guint hearing,
                                        const HearthExchangeWish *wish,
                                        const HearthExchangeFuncs *funcs, gpointer user_data,
                                        GDestroyNotify destroy);
void            hearth_exchange_stop_listening (HearthExchange *self, gboolean finish);
void            hearth_exchange_hush   (HearthExchange *self);
void            hearth_exchange_announce (HearthExchange *self, HearthChipKind kind, gint64 id,
                                        const char *text);
void            hearth_exchange_watch  (HearthExchange *self, gboolean levels);
gboolean        hearth_exchange_is_going_on      (HearthExchange *self);
guint           hearth_exchange_get_number       (HearthExchange *self);
HearthMouth    *hearth_exchange_get_mouth        (HearthExchange *self);
gboolean        hearth_exchange_get_microphone   (HearthExchange *self);
const char     *hearth_exchange_get_state        (HearthExchange *self);
const char     *hearth_exchange_get_hearing      (HearthExchange *self);
const char     *hearth_exchange_get_hearing_host (HearthExchange *self);

G_END_DECLS
