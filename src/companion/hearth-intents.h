/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "hearth-time-reader.h"

G_BEGIN_DECLS

#define HEARTH_COMPANION_ERROR (hearth_companion_error_quark ())
GQuark hearth_companion_error_quark (void);

/**
 * HearthCompanionError:
 * @HEARTH_COMPANION_ERROR_FAILED: what the message says
 * @HEARTH_COMPANION_ERROR_BAD_INTENTS: a file of templates cannot be used; the message names
 *   the place
 * @HEARTH_COMPANION_ERROR_NOT_UNDERSTOOD: no template fits the sentence
 * @HEARTH_COMPANION_ERROR_EMPTY: there is no sentence
 *
 * Why a sentence has no answer.
 */
typedef enum {
  HEARTH_COMPANION_ERROR_FAILED,
  HEARTH_COMPANION_ERROR_BAD_INTENTS, /* the message names the place in the file */
  HEARTH_COMPANION_ERROR_NOT_UNDERSTOOD,
  HEARTH_COMPANION_ERROR_EMPTY,
} HearthCompanionError;

/** HEARTH_INTENTS_MAX_TEXT: how many bytes of a sentence are matched. */
#define HEARTH_INTENTS_MAX_TEXT 2000

/**
 * HearthIntentMatch:
 * @intent: (transfer none): the intent's name
 * @slots: (element-type utf8 utf8): what was said in each slot, or what the template sets
 * @score: higher is a closer match
 * @language: (transfer none): the code of the language that it was said in
 */
typedef struct {
  const char *intent;
  GHashTable *slots;
  double score;
  const char *language;
} HearthIntentMatch;

void        hearth_intent_match_free     (HearthIntentMatch *self);
const char *hearth_intent_match_get_slot (const HearthIntentMatch *self, const char *name);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthIntentMatch, hearth_intent_match_free)

#define HEARTH_TYPE_INTENTS (hearth_intents_get_type ())
G_DECLARE_FINAL_TYPE (HearthIntents, hearth_intents, HEARTH, INTENTS, GObject)

HearthIntents     *hearth_intents_new_for_language (const char *language, GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthIntents     *hearth_intents_new_own          (GError **error) G_GNUC_WARN_UNUSED_RESULT;
HearthIntents     *hearth_intents_new_from_json    (const char *json, gssize length,
                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
const char        *hearth_intents_get_language     (HearthIntents *self);
guint              hearth_intents_get_n_templates  (HearthIntents *self);
GStrv              hearth_intents_dup_names        (HearthIntents *self) G_GNUC_WARN_UNUSED_RESULT;
HearthIntentMatch *hearth_intents_match            (HearthIntents *self, const char *text,
                                                    GArray *times) G_GNUC_WARN_UNUSED_RESULT;
GStrv              hearth_intents_dup_near         (HearthIntents *self, const char *text,
                                                    guint n) G_GNUC_WARN_UNUSED_RESULT;
const char        *hearth_intents_get_response     (HearthIntents *self, const char *intent, guint turn);
const char        *hearth_intents_get_example      (HearthIntents *self, const char *intent);
const char *const *hearth_intents_get_synonyms     (HearthIntents *self, const char *word);
const char        *hearth_intents_get_number       (HearthIntents *self, const char *word);
gboolean           hearth_intents_is_stop_word     (HearthIntents *self, const char *word);
gboolean           hearth_intents_is_past          (HearthIntents *self, const char *text);
char              *hearth_intents_dup_without_polite (HearthIntents *self, const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
