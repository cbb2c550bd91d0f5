/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-triage-model.h"

#include "hearth-evidence.h"
#include "hearth-triage-resources.h"

#include <glib/gi18n.h>
#include <string.h>

/* How much the rules weigh beside the weights, as a logarithm of odds. They see what words do not:
 * who is asked, and until when. */
#define RULE_CLASS 2.0

/* Junk is marked where the odds are clearly better than even, and twice as clearly where nothing is
 * sold or linked: a letter taken for junk costs more than junk taken for a letter. */
#define SPAM_THRESHOLD 0.4
#define SPAM_WITHOUT_LURE 1.0

/* A bill presses and wants money as a cheat does. Where nothing in it points elsewhere and it wants
 * neither secrets nor a click, it must read much more like one. */
#define DECEIT_WITHOUT_HOOK 1.5
/* So many words in a hundred are broken up on purpose; less is a number of an order. */
#define SCRAMBLED 6

/* What the owner says holds at once: a lesson is repeated until the message is judged so, with
 * better than even odds and a margin, but not without end. */
#define MAX_REPEATS 30
#define MARGIN 0.7
#define OWNER_RATE 0.3

/* From here on the owner's lessons take a mark back that the rules gave. */
#define TAKEN_BACK 0.5

/* Buckets of what the owner taught: of the words, and of the senders. */
#define WORD_BITS 16
#define SENDER_BITS 12

/**
 * HearthTriageModel:
 *
 * What has been learned of mail: the general weights that come with the program, and what the owner
 * taught since, apart, so that it can be told and forgotten. Senders have weights of their own:
 * among the hundreds of words of a mail the one that says who wrote it would drown.
 */
struct _HearthTriageModel {
  HearthLinear *general;
  HearthLinear *words;   /* of the owner */
  HearthLinear *senders; /* of the owner */
};

/**
 * hearth_triage_model_new:
 * @general: weights with %HEARTH_N_OUTPUTS outputs; copied
 *
 * Returns: (transfer full): a model to which the owner has not taught anything
 */
HearthTriageModel *
hearth_triage_model_new (const HearthLinear *general)
{
  HearthTriageModel *self;

  g_return_val_if_fail (hearth_linear_get_n_outputs (general) == HEARTH_N_OUTPUTS, NULL);

  self = g_new0 (HearthTriageModel, 1);
  self->general = hearth_linear_copy (general);
  hearth_triage_model_forget (self);
  return self;
}

/**
 * hearth_triage_model_new_shipped:
 *
 * Returns: (transfer full): a model with the weights that come with the program
 */
HearthTriageModel *
hearth_triage_model_new_shipped (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthLinear) general = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_resources_register (hearth_triage_get_resource ());
  bytes = g_resources_lookup_data ("/io/github/hearthdesktop/Hearth/triage/general.weights",
                                   G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  if (bytes != NULL)
    general = hearth_linear_new_from_bytes (bytes, &error);
  if (general == NULL || hearth_linear_get_n_outputs (general) != HEARTH_N_OUTPUTS)
    g_error ("The weights that come with the program are damaged");
  return hearth_triage_model_new (general);
}

/**
 * hearth_triage_model_free:
 * @self: a model
 */
void
hearth_triage_model_free (HearthTriageModel *self)
{
  hearth_linear_free (self->general);
  hearth_linear_free (self->words);
  hearth_linear_free (self->senders);
  g_free (self);
}

/**
 * hearth_triage_model_forget:
 * @self: a model
 *
 * Forgets all that the owner taught.
 */
void
hearth_triage_model_forget (HearthTriageModel *self)
{
  g_clear_pointer (&self->words, hearth_linear_free);
  g_clear_pointer (&self->senders, hearth_linear_free);
  self->words = hearth_linear_new (WORD_BITS, HEARTH_N_OUTPUTS);
  self->senders = hearth_linear_new (SENDER_BITS, HEARTH_N_OUTPUTS);
}

/* Numbers for what the rules said; text that no mail can contain. */
static void
add_rule (GArray *evidence, const char *what, guint value)
{
  g_autofree char *text = g_strdup_printf ("rule %s %u", what, value);
  guint32 hash = g_str_hash (text) * 2654435761u;

  g_array_append_val (evidence, hash);
}

/**
 * hearth_triage_evidence:
 * @message: a message with its text
 * @features: what hearth_features_extract() saw in it
 * @rules: what hearth_triage_judge() said of it
 *
 * Returns: (transfer full) (element-type guint32): what the weights judge by
 */
GArray *
hearth_triage_evidence (const HearthMessage *message, const HearthFeatures *features,
                        const HearthVerdict *rules)
{
  GArray *evidence = hearth_evidence_collect (message, features);

  add_rule (evidence, "class", rules->klass);
  add_rule (evidence, "priority", (guint) rules->priority / 10);
  add_rule (evidence, "deceit", rules->phishing ? 2 : rules->spam);
  return evidence;
}

static void
add_sender_cb (guint32 hash, HearthEvidenceKind kind, const char *text, gsize length,
               gpointer user_data)
{
  if (kind == HEARTH_EVIDENCE_SENDER || kind == HEARTH_EVIDENCE_LIST)
    g_array_append_val ((GArray *) user_data, hash);
}

static GArray *
collect_sender (const HearthMessage *message)
{
  GArray *hashes = g_array_new (FALSE, FALSE, sizeof (guint32));

  hearth_evidence_foreach_sender (message, add_sender_cb, hashes);
  return hashes;
}

/**
 * hearth_triage_model_score:
 * @self: a model
 * @message: a message
 * @evidence: its evidence, from hearth_triage_evidence()
 * @scores: (out caller-allocates): what the weights say
 *
 * Asks all weights. Pure.
 */
void
hearth_triage_model_score (const HearthTriageModel *self, const HearthMessage *message,
                           const GArray *evidence, HearthTriageScores *scores)
{
  g_autoptr (GArray) sender = collect_sender (message);
  double by_sender[HEARTH_LINEAR_MAX_OUTPUTS];

  hearth_linear_score (self->general, evidence, scores->values);
  hearth_linear_score (self->words, evidence, scores->owner);
  hearth_linear_score (self->senders, sender, by_sender);
  for (guint k = 0; k < HEARTH_N_OUTPUTS; k++) {
    scores->owner[k] += by_sender[k];
    scores->values[k] += scores->owner[k];
  }
}

/* @advertises: whether there is anything that advertisements have; without it, it is none. */
static HearthClass
find_class (const HearthTriageScores *scores, HearthClass by_rules, gboolean advertises)
{
  HearthClass best = by_rules;
  double highest = scores->values[by_rules] + RULE_CLASS;

  for (guint k = 0; k < HEARTH_N_CLASSES; k++) {
    if (k == HEARTH_CLASS_PROMOTIONAL && !advertises && scores->owner[k] <= 0)
      continue;
    if (scores->values[k] > highest) {
      highest = scores->values[k];
      best = (HearthClass) k;
    }
  }
  return best;
}

/* How sure the model is of the class, beyond the next likely one. */
static double
find_margin (const HearthTriageScores *scores, HearthClass by_rules, HearthClass klass)
{
  double own = scores->values[klass] + (klass == by_rules ? RULE_CLASS : 0);
  double next = -G_MAXDOUBLE;

  for (guint k = 0; k < HEARTH_N_CLASSES; k++) {
    if (k != klass)
      next = MAX (next, scores->values[k] + (k == by_rules ? RULE_CLASS : 0));
  }
  return own - next;
}

static void
teach_once (HearthTriageModel *self, const GArray *evidence, const GArray *sender,
            const HearthTriageScores *scores, guint output, gboolean yes, double by_rules)
{
  double general = scores->values[output] - scores->owner[output] + by_rules;
  double of_words[HEARTH_LINEAR_MAX_OUTPUTS], of_sender[HEARTH_LINEAR_MAX_OUTPUTS];

  hearth_linear_score (self->words, evidence, of_words);
  hearth_linear_score (self->senders, sender, of_sender);
  hearth_linear_learn (self->words, evidence, output, yes, general + of_sender[output], OWNER_RATE);
  hearth_linear_learn (self->senders, sender, output, yes, general + of_words[output], OWNER_RATE);
}

/* Whether a message so scored would be neither junk nor deceit. */
static gboolean
is_unmarked (const HearthTriageScores *scores, const HearthVerdict *rules)
{
  if ((rules->spam && scores->owner[HEARTH_OUTPUT_SPAM] > -2 * TAKEN_BACK) ||
      (rules->phishing && scores->owner[HEARTH_OUTPUT_PHISHING] > -2 * TAKEN_BACK))
    return FALSE;
  return scores->values[HEARTH_OUTPUT_SPAM] < SPAM_THRESHOLD - MARGIN &&
         scores->values[HEARTH_OUTPUT_PHISHING] < -MARGIN;
}

/**
 * hearth_triage_model_teach:
 * @self: a model
 * @message: a message with its text
 * @features: what hearth_features_extract() saw in it
 * @rules: what hearth_triage_judge() said of it
 * @output: what the owner says that it is: a class, or deceit, or junk
 *
 * Learns from the owner, until the message is judged so and others like it nearly so.
 */
void
hearth_triage_model_teach (HearthTriageModel *self, const HearthMessage *message,
                           const HearthFeatures *features, const HearthVerdict *rules,
                           HearthTriageOutput output)
{
  g_autoptr (GArray) evidence = hearth_triage_evidence (message, features, rules);
  g_autoptr (GArray) sender = collect_sender (message);
  gboolean is_class = (guint) output < HEARTH_N_CLASSES;

  for (guint i = 0; i < MAX_REPEATS; i++) {
    HearthTriageScores scores;

    hearth_triage_model_score (self, message, evidence, &scores);
    if (is_class ? find_margin (&scores, rules->klass, (HearthClass) output) > MARGIN &&
                       is_unmarked (&scores, rules)
                 : scores.values[output] > SPAM_WITHOUT_LURE + MARGIN)
      break;
    for (guint k = 0; k < HEARTH_N_OUTPUTS; k++) {
      double by_rules = k == (guint) rules->klass ? RULE_CLASS : 0;

      if (is_class || k == (guint) output)
        teach_once (self, evidence, sender, &scores, k, k == (guint) output, by_rules);
    }
  }
}

/* Words that the reason quotes are looked for among so many pieces of evidence, the first ones. */
#define MAX_SEARCHED 500

typedef struct {
  const HearthTriageModel *model;
  guint output;
  guint instead;
  double weights[2];
  char *words[2];
} WordSearch;

/* Words that are in any text: they weigh something, but tell a reader nothing. */
static gboolean
holds_together (const char *text, gsize length)
{
  static const char *const words[] = {
    "about", "after",  "again",  "also",  "been",  "before", "both", "could", "does",  "down",
    "each",  "even",   "ever",   "from",  "have",  "here",   "into", "just",  "like",  "made",
    "make",  "many",   "more",   "most",  "much",  "must",   "need", "only",  "other", "over",
    "some",  "such",   "than",   "that",  "their", "them",   "then", "there", "these", "they",
    "this",  "those",  "very",   "want",  "well",  "were",   "what", "when",  "where", "which",
    "while", "will",   "with",   "would", "your",  "aber",   "auch", "auf",   "dass",  "dies",
    "diese", "dieser", "eine",   "einen", "einer", "haben",  "hier", "ihre",  "ihren", "kann",
    "mehr",  "nach",   "nicht",  "noch",  "oder",  "schon",  "sein", "sich",  "sind",  "über",
    "unser", "unter",  "werden", "wenn",  "wird",  "wurde",  NULL
  };

  for (guint i = 0; words[i] != NULL; i++) {
    if (strlen (words[i]) == length && memcmp (words[i], text, length) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
find_words_cb (guint32 hash, HearthEvidenceKind kind, const char *text, gsize length,
               gpointer user_data)
{
  WordSearch *search = user_data;
  double weight;

  if ((kind != HEARTH_EVIDENCE_BODY && kind != HEARTH_EVIDENCE_SUBJECT) || length < 4 ||
      memchr (text, '0', length) != NULL)
    return;
  weight = hearth_linear_get_weight (search->model->general, hash, search->output) +
           hearth_linear_get_weight (search->model->words, hash, search->output) -
           hearth_linear_get_weight (search->model->general, hash, search->instead) -
           hearth_linear_get_weight (search->model->words, hash, search->instead);
  if (weight <= search->weights[1] || holds_together (text, length))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (search->words); i++) {
    if (search->words[i] != NULL && strncmp (search->words[i], text, length) == 0)
      return;
  }
  g_free (search->words[1]);
  search->words[1] = g_strndup (text, length);
  search->weights[1] = weight;
  if (weight > search->weights[0]) {
    char *word = search->words[0];

    search->weights[1] = search->weights[0];
    search->weights[0] = weight;
    search->words[0] = search->words[1];
    search->words[1] = word;
  }
}

/* "reads like an advertisement: “discount”, “expires”" */
static char *
dup_reason (const HearthTriageModel *self, const HearthMessage *message,
            const HearthFeatures *features, guint output, guint instead)
{
  static const char *const likeness[HEARTH_N_OUTPUTS] = {
    N_("reads as urgent"),
    N_("seems to wait for an answer"),
    N_("reads like a personal letter"),
    N_("seems to be for your information"),
    N_("reads like an advertisement"),
    N_("may be phishing: it reads like it"),
    N_("reads like junk mail"),
  };
  WordSearch search = { .model = self, .output = output, .instead = instead };
  char *reason;

  hearth_evidence_foreach (message, features, MAX_SEARCHED, find_words_cb, &search);
  if (search.words[0] != NULL && search.words[1] != NULL)
    /* Translators: why a mail was judged so: "reads like an advertisement", then two words of it */
    reason = g_strdup_printf (_("%s: “%s”, “%s”"), _ (likeness[output]), search.words[0],
                              search.words[1]);
  else
    reason = g_strdup (_ (likeness[output]));
  g_free (search.words[0]);
  g_free (search.words[1]);
  return reason;
}

/* What the owner would be shown instead of the rules' reason where the owner's lessons decided. */
static const char *
get_taught (guint output)
{
  static const char *const taught[HEARTH_N_OUTPUTS] = {
    N_("you called such mail urgent"),        N_("you answer such mail"),
    N_("you called such mail personal"),      N_("you called such mail information"),
    N_("you called such mail advertisement"), N_("you called such mail phishing"),
    N_("you called such mail junk"),
  };

  return _ (taught[output]);
}

static int
get_priority (HearthClass klass, int by_rules)
{
  static const struct {
    int lowest, highest;
  } spans[HEARTH_N_CLASSES] = { { 80, 100 }, { 60, 79 }, { 45, 79 }, { 15, 58 }, { 5, 20 } };

  return CLAMP (by_rules, spans[klass].lowest, spans[klass].highest);
}

static void
set_reason (HearthVerdict *verdict, char *reason)
{
  g_free (verdict->reason);
  verdict->reason = reason;
}

/* Whether there is anything to fall for. A letter that only presses is not called a cheat, however
 * much it reads like one. */
static gboolean
has_lure (const HearthFeatures *features)
{
  static const HearthCue lures[] = { HEARTH_CUE_CREDENTIAL, HEARTH_CUE_WINDFALL, HEARTH_CUE_CLICK,
                                     HEARTH_CUE_PAYMENT,    HEARTH_CUE_SPAM,     HEARTH_CUE_PITCH,
                                     HEARTH_CUE_PROMOTION };

  if (features->odd_domain || features->odd_links > 0 || features->name_lies ||
      features->scrambled > 0 ||
      (features->marks &
       (HEARTH_MARK_REPLY_TO_DIFFERS | HEARTH_MARK_AUTH_FAILED | HEARTH_MARK_LINK_MISMATCH)) != 0)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (lures); i++) {
    if (features->cues[lures[i]] > 0 || features->subject_cues[lures[i]] > 0)
      return TRUE;
  }
  return FALSE;
}

/* Whether there is a way in which the reader would come to harm: a place that is not what it seems,
 * a call for secrets, a click, or for money that comes from nowhere, or words that hide from
 * filters.
 */
static gboolean
has_hook (const HearthFeatures *features)
{
  static const HearthCue hooks[] = { HEARTH_CUE_CREDENTIAL, HEARTH_CUE_WINDFALL, HEARTH_CUE_CLICK,
                                     HEARTH_CUE_PITCH, HEARTH_CUE_SPAM };

  if (features->scrambled >= SCRAMBLED || features->odd_domain || features->odd_links > 0 ||
      features->name_lies ||
      (features->marks &
       (HEARTH_MARK_REPLY_TO_DIFFERS | HEARTH_MARK_AUTH_FAILED | HEARTH_MARK_LINK_MISMATCH)) != 0)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (hooks); i++) {
    if (features->cues[hooks[i]] > 0 || features->subject_cues[hooks[i]] > 0)
      return TRUE;
  }
  return FALSE;
}

/* Orders, bookings and codes press and link as cheats do; what sets them apart is that nothing in
 * them points elsewhere. */
static gboolean
is_errand (const HearthFeatures *features)
{
  guint errands = features->cues[HEARTH_CUE_RECEIPT] + features->subject_cues[HEARTH_CUE_RECEIPT] +
                  features->cues[HEARTH_CUE_SIGN_IN] + features->subject_cues[HEARTH_CUE_SIGN_IN];

  return errands > 0 && features->odd_links == 0 && !features->odd_domain && !features->name_lies &&
         (features->marks & (HEARTH_MARK_REPLY_TO_DIFFERS | HEARTH_MARK_AUTH_FAILED |
                             HEARTH_MARK_LINK_MISMATCH)) == 0;
}

/* Marks a message as junk or deceit where the weights say so. What the rules found deceives
 * stands, unless the owner says otherwise. @open: whether the weights may say it by themselves. */
static void
set_mark (const HearthTriageModel *self, HearthVerdict *verdict, const HearthMessage *message,
          const HearthFeatures *features, const HearthTriageScores *scores, guint output,
          gboolean open, double threshold)
{
  gboolean *mark = output == HEARTH_OUTPUT_SPAM ? &verdict->spam : &verdict->phishing;

  if (*mark) {
    /* What junk looks like, the weights know better; what deceit is, the rules do. */
    *mark = scores->owner[output] > -TAKEN_BACK &&
            (output == HEARTH_OUTPUT_PHISHING || scores->values[output] > 0);
    return;
  }
  if (scores->values[output] <= threshold || (!open && scores->owner[output] <= 0))
    return;
  /* That something deceives is the graver reason. */
  if (!verdict->phishing)
    set_reason (verdict, scores->owner[output] > 0.5
                             ? g_strdup (get_taught (output))
                             : dup_reason (self, message, features, output, HEARTH_CLASS_FYI));
  *mark = TRUE;
}

/**
 * hearth_triage_model_revise:
 * @self: a model
 * @verdict: (inout): what hearth_triage_judge() said; changed where the weights know better
 * @message: the message with its text
 * @features: what hearth_features_extract() saw in it
 *
 * Lets what was learned speak. What follows from the kind of a message (a failed delivery, an
 * invitation, an answered mail) stays.
 */
void
hearth_triage_model_revise (const HearthTriageModel *self, HearthVerdict *verdict,
                            const HearthMessage *message, const HearthFeatures *features)
{
  g_autoptr (GArray) evidence = NULL;
  HearthTriageScores scores;
  HearthClass by_rules = verdict->klass;
  gboolean deceit = verdict->spam || verdict->phishing;
  gboolean trusted, lure, sells, errand;

  if (verdict->certain)
    return;
  evidence = hearth_triage_evidence (message, features, verdict);
  hearth_triage_model_score (self, message, evidence, &scores);
  lure = has_lure (features);
  errand = is_errand (features);
  sells = verdict->bulk || lure || features->n_links > 0;
  verdict->klass = find_class (&scores, by_rules,
                               verdict->bulk || features->n_links > 0 || has_hook (features) ||
                                   features->cues[HEARTH_CUE_PROMOTION] > 0 ||
                                   features->subject_cues[HEARTH_CUE_PROMOTION] > 0);
  if (verdict->klass != by_rules)
    set_reason (verdict, scores.owner[verdict->klass] - scores.owner[by_rules] > 0.5
                             ? g_strdup (get_taught (verdict->klass))
                             : dup_reason (self, message, features, verdict->klass, by_rules));
  verdict->priority = get_priority (verdict->klass, verdict->priority);
  /* Whom the owner writes to is not made a cheat by a choice of words. */
  trusted = features->same_domain && (features->marks & HEARTH_MARK_AUTH_FAILED) == 0;
  set_mark (self, verdict, message, features, &scores, HEARTH_OUTPUT_SPAM, !trusted,
            sells && !errand ? SPAM_THRESHOLD : SPAM_WITHOUT_LURE);
  /* Whoever sends to a list by its rules wants to sell, and says who they are. */
  set_mark (self, verdict, message, features, &scores, HEARTH_OUTPUT_PHISHING,
            !trusted && lure && !errand && !verdict->bulk,
            has_hook (features) ? 0 : DECEIT_WITHOUT_HOOK);
  if (verdict->spam || verdict->phishing)
    verdict->priority = 5;
  else if (deceit)
    set_reason (verdict,
                scores.owner[verdict->klass] > 0.5
                    ? g_strdup (get_taught (verdict->klass))
                    : dup_reason (self, message, features, verdict->klass, HEARTH_OUTPUT_SPAM));
}
