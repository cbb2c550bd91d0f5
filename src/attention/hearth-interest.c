/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-interest.h"

#include "hearth-evidence.h"
#include "hearth-linear.h"
#include "hearth-records.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define BITS 14
#define MAX_SUBJECT_WORDS 12

/* How far a priority goes up or down at most, and for even odds' first step. */
#define MAX_RAISE 12
#define MAX_LOWER 20
#define STEP 7.0

/* From here on it is worth a word. */
#define TOLD 1.0

/**
 * HearthInterest:
 *
 * What the owner's doings say of mail: whom they answer, what they open, what they put away
 * unread. Kept apart from the classes, of which the owner speaks in words: this only moves a
 * priority within its class. Made anew at each start from the flags that the mail has, so that
 * what was done in any other program counts too, and what was taken back does not.
 */
struct _HearthInterest {
  HearthLinear *weights; /* (owned) one output: whether the owner cares */
};

/**
 * hearth_interest_new:
 *
 * Returns: (transfer full): an interest that knows nothing
 */
HearthInterest *
hearth_interest_new (void)
{
  HearthInterest *self = g_new0 (HearthInterest, 1);

  self->weights = hearth_linear_new (BITS, 1);
  return self;
}

/**
 * hearth_interest_free:
 * @self: (transfer full): an interest
 */
void
hearth_interest_free (HearthInterest *self)
{
  hearth_linear_free (self->weights);
  g_free (self);
}

/**
 * hearth_interest_forget:
 * @self: an interest
 *
 * Forgets all of it.
 */
void
hearth_interest_forget (HearthInterest *self)
{
  hearth_linear_free (self->weights);
  self->weights = hearth_linear_new (BITS, 1);
}

/**
 * hearth_interest_read_conduct:
 * @message: a received message, with flags and mailbox
 * @now: seconds since 1970 UTC
 *
 * Returns: what its owner did with it
 */
HearthConduct
hearth_interest_read_conduct (const HearthMessage *message, gint64 now)
{
  HearthMailboxRole role;

  if ((message->flags & (HEARTH_MESSAGE_ANSWERED | HEARTH_MESSAGE_FORWARDED)) != 0)
    return HEARTH_CONDUCT_ANSWERED;
  if ((message->flags & HEARTH_MESSAGE_FLAGGED) != 0)
    return HEARTH_CONDUCT_FLAGGED;
  if ((message->flags & HEARTH_MESSAGE_SEEN) != 0)
    return HEARTH_CONDUCT_OPENED;
  role = hearth_mailbox_role_from_name (message->mailbox != NULL ? message->mailbox : "");
  if (role == HEARTH_MAILBOX_ARCHIVE || role == HEARTH_MAILBOX_TRASH ||
      (message->flags & HEARTH_MESSAGE_DELETED) != 0)
    return HEARTH_CONDUCT_PUT_AWAY;
  if (now - message->date > HEARTH_INTEREST_MIN_AGE)
    return HEARTH_CONDUCT_PASSED_OVER;
  return HEARTH_CONDUCT_NONE;
}

static void
collect_cb (guint32 hash, HearthEvidenceKind kind, const char *text, gsize length,
            gpointer user_data)
{
  GArray *hashes = user_data;

  /* A name's words are shared by strangers. */
  if (kind != HEARTH_EVIDENCE_NAME)
    g_array_append_val (hashes, hash);
}

/* Who sent it says most; what it is called tells a sender's bills from their advertisements. */
static GArray *
collect (const HearthMessage *message)
{
  GArray *hashes = g_array_new (FALSE, FALSE, sizeof (guint32));
  gboolean reply = FALSE;
  g_autofree char *base =
      hearth_text_base_subject (message->subject != NULL ? message->subject : "", &reply);
  g_autofree char *folded = g_utf8_casefold (base, MIN (strlen (base), 400));
  g_auto (GStrv) words = g_strsplit_set (folded, " \t.,:;!?()[]\"", MAX_SUBJECT_WORDS * 2);
  guint n_words = 0;

  hearth_evidence_foreach_sender (message, collect_cb, hashes);
  for (guint i = 0; words[i] != NULL && n_words < MAX_SUBJECT_WORDS; i++) {
    guint32 hash = g_str_hash (words[i]) * 2654435761u;

    if (strlen (words[i]) < 4)
      continue;
    g_array_append_val (hashes, hash);
    n_words++;
  }
  return hashes;
}

/**
 * hearth_interest_learn:
 * @self: an interest
 * @message: a received message; an envelope is enough
 * @conduct: what the owner did with it
 *
 * Learns from one doing, in some microseconds.
 */
void
hearth_interest_learn (HearthInterest *self, const HearthMessage *message, HearthConduct conduct)
{
  static const struct {
    gboolean cares;
    double rate;
  } lessons[] = {
    [HEARTH_CONDUCT_NONE] = { FALSE, 0 },          [HEARTH_CONDUCT_ANSWERED] = { TRUE, 4 },
    [HEARTH_CONDUCT_FLAGGED] = { TRUE, 3 },        [HEARTH_CONDUCT_OPENED] = { TRUE, 1 },
    [HEARTH_CONDUCT_PASSED_OVER] = { FALSE, 1.2 }, [HEARTH_CONDUCT_PUT_AWAY] = { FALSE, 3 },
  };
  g_autoptr (GArray) evidence = NULL;

  if (lessons[conduct].rate <= 0)
    return;
  evidence = collect (message);
  hearth_linear_learn (self->weights, evidence, 0, lessons[conduct].cares, 0,
                       lessons[conduct].rate);
}

/**
 * hearth_interest_score:
 * @self: an interest
 * @message: a message; an envelope is enough
 *
 * Returns: how much the owner cares for such mail, as the logarithm of the odds; 0 if nothing is
 *   known
 */
double
hearth_interest_score (const HearthInterest *self, const HearthMessage *message)
{
  g_autoptr (GArray) evidence = collect (message);
  double score;

  hearth_linear_score (self->weights, evidence, &score);
  return score;
}

static void
set_reason (HearthVerdict *verdict, char *reason)
{
  g_free (verdict->reason);
  verdict->reason = reason;
}

/**
 * hearth_interest_revise:
 * @self: an interest
 * @verdict: (inout): what was judged; its priority and reason may change, never its class
 * @message: the message
 *
 * Raises what the owner cares for, and lowers what they leave unread. Urgent mail, deceit and what
 * follows from a message's kind stay.
 */
void
hearth_interest_revise (const HearthInterest *self, HearthVerdict *verdict,
                        const HearthMessage *message)
{
  double score;
  int shift, lowest;

  if (verdict->certain || verdict->spam || verdict->phishing ||
      verdict->klass == HEARTH_CLASS_URGENT)
    return;
  score = hearth_interest_score (self, message);
  shift = (int) lround (CLAMP (score * STEP, -MAX_LOWER, MAX_RAISE));
  /* A question stays a question, whoever asks it. */
  lowest = verdict->klass == HEARTH_CLASS_NEEDS_RESPONSE ? MIN (verdict->priority, 60) : 1;
  if (verdict->klass == HEARTH_CLASS_PROMOTIONAL)
    verdict->priority = CLAMP (verdict->priority + shift, 1, 30);
  else
    verdict->priority = CLAMP (verdict->priority + shift, lowest, 79);
  if (score >= TOLD)
    /* Translators: follows why a mail was judged so: "asks you to confirm; you care for such mail"
     */
    set_reason (verdict, g_strdup_printf (_("%s; you care for such mail"), verdict->reason));
  else if (score <= -TOLD)
    /* Translators: follows why a mail was judged so: "newsletter; you leave such mail unread" */
    set_reason (verdict, g_strdup_printf (_("%s; you leave such mail unread"), verdict->reason));
}
