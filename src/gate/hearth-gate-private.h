/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-gate-rules.h"
#include "hearth-gate.h"
#include "hearth-owner-words.h"
#include "hearth-provenance.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What a tool has shown. */
typedef struct {
  HearthSeenKind kind;
  gint64 id;
  HearthLabel label;
  gboolean by_owners_words;
} HearthSeen;

struct _HearthGate {
  HearthEngine *engine; /* (owned) */
  char *conversation;
  gint64 turn;
  HearthPlan *plan;        /* (owned) (nullable): only reads */
  HearthOwnerWords *words; /* (owned) */
  HearthLabel context;
  gboolean delegated;      /* a service read the plan from words that say no deed */
  GHashTable *seen;        /* (owned) (element-type HearthSeen) */
  guint used[HEARTH_N_VERBS];
  guint n_cards;
  guint n_trashed;
};

/**
 * HearthProposal:
 *
 * A call on its way through the gate.
 *
 * @gate: (unowned): the gate
 * @verb: what is to be done
 * @arguments: (unowned): of the call
 * @content: what will be done, parsed and normalised; its members are added in a fixed order
 * @input: what the ruling rests on
 * @details: (nullable): what a refusal of each kind is about
 */
typedef struct {
  HearthGate *gate;
  HearthVerb verb;
  JsonObject *arguments;
  JsonBuilder *content;
  HearthCase input;
  char *details[HEARTH_REFUSAL_CARDS + 1];
} HearthProposal;

HearthDatabase   *hearth_gate_get_reader (HearthGate *self);
const HearthSeen *hearth_gate_find_seen  (HearthGate *self, HearthSeenKind kind, gint64 id);

void hearth_proposal_set_detail (HearthProposal *self, HearthRefusal why, const char *detail);

/* hearth-gate-arguments.c */
gboolean    hearth_arguments_check    (HearthVerb verb, JsonObject *arguments, GError **error);
gboolean    hearth_arguments_fail     (GError **error, const char *why);
char       *hearth_arguments_dup_line (JsonObject *arguments, const char *name) G_GNUC_WARN_UNUSED_RESULT;
char       *hearth_arguments_dup_text (JsonObject *arguments, const char *name) G_GNUC_WARN_UNUSED_RESULT;
gboolean    hearth_arguments_get_id   (JsonNode *node, gint64 *id, gint64 *start);
gboolean    hearth_arguments_get_time (JsonObject *arguments, const char *name, gboolean all_day,
                                       gint64 *when, GError **error);
const char *hearth_arguments_get_parameters  (HearthVerb verb);
const char *hearth_arguments_get_description (HearthVerb verb);
void        hearth_content_add_string (JsonBuilder *content, const char *name, const char *value);
void        hearth_content_add_int    (JsonBuilder *content, const char *name, gint64 value);
void        hearth_content_add_bool   (JsonBuilder *content, const char *name, gboolean value);

/* hearth-gate-people.c */
gboolean hearth_proposal_add_people (HearthProposal *self, const char *name, guint *n,
                                     GError **error);
void     hearth_proposal_begin_people (HearthProposal *self, const char *name);
void     hearth_proposal_add_person (HearthProposal *self, const char *name, const char *address,
                                     HearthOrigin origin);
void     hearth_proposal_end_people (HearthProposal *self);
HearthOrigin hearth_proposal_find_origin (HearthProposal *self, const char *address);

/* hearth-gate-passing.c */
void     hearth_proposal_check_text     (HearthProposal *self, const char *text);
void     hearth_proposal_check_external (HearthProposal *self, const char *text);

/* hearth-gate-mail.c */
gboolean hearth_proposal_take_reply    (HearthProposal *self, GError **error);
gboolean hearth_proposal_take_mail     (HearthProposal *self, GError **error);
gboolean hearth_proposal_take_messages (HearthProposal *self, GError **error);

/* hearth-gate-calendar.c */
gboolean hearth_proposal_take_new_event (HearthProposal *self, GError **error);
gboolean hearth_proposal_take_event     (HearthProposal *self, GError **error);
gboolean hearth_proposal_take_answer    (HearthProposal *self, GError **error);
GPtrArray  *hearth_gate_list_told     (HearthDatabase *db, HearthVerb verb, const HearthEvent *event) G_GNUC_WARN_UNUSED_RESULT;
const char *hearth_gate_get_told_name (HearthVerb verb);

/* hearth-deed-mail.c, hearth-deed-calendar.c: what a content says is done */
gboolean hearth_deed_run          (HearthEngine *engine, HearthVerb verb, const char *content,
                                   gint64 *action_id, GError **error);
gboolean hearth_deed_expire       (GError **error, const char *why);
JsonArray *hearth_deed_get_list   (JsonObject *content, const char *name);
gboolean hearth_deed_run_mail     (HearthEngine *engine, HearthVerb verb, JsonObject *content,
                                   gint64 *action_id, GError **error);
gboolean hearth_deed_run_messages (HearthEngine *engine, HearthVerb verb, JsonObject *content,
                                   gint64 *action_id, GError **error);
gboolean hearth_deed_run_event    (HearthEngine *engine, HearthVerb verb, JsonObject *content,
                                   gint64 *action_id, GError **error);
char    *hearth_deed_dup_sentence (HearthVerb verb, const char *content) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
